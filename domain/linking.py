"""Cases that go on from one another: a message too late for its own case opens one, and what follows belongs to that (REQ E3)."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from domain.case import Case
from domain.case.actions import Action
from domain.case.customer_messages import CustomerMessage, Link
from domain.draft import Draft
from domain.event import Event
from domain.rules import Rules, appended


class CaseLinked(Event):
    kind: Literal["case_linked"] = "case_linked"
    link: Link


def go_on(draft: Draft, message: CustomerMessage) -> None:
    """A late message: the first one opens a case, and what follows it belongs to that one (REQ E3)."""
    case = draft.case
    if number := _led_to(case, _late):
        _pass_on(draft, message, number)
    elif not _is_on_its_way(case, _late):
        wordless = {} if message.text else {"wordless": "yes"}
        draft.tell(
            case.owner, about="customer_said", ref=message.id, channel=message.channel, **wordless
        )
        open_linked(draft, message)


def begin_new(draft: Draft, message: CustomerMessage) -> None:
    """A human says that a message is a new matter: the first one opens a case, and what else is said to be a new
    matter belongs to that one, like what comes late."""
    case = draft.case
    if case.core < 2:
        open_linked(draft, message)
    elif number := _led_to(case, _new):
        _pass_on(draft, message, number)
    elif not _is_on_its_way(case, _new, message):
        open_linked(draft, message)


Kind = Callable[[CustomerMessage], datetime | None]


def _late(message: CustomerMessage) -> datetime | None:
    """Since when a message is one that came too late for this case; None of any other."""
    return message.received_at if message.late else None


def _new(message: CustomerMessage) -> datetime | None:
    """Since when a message is a new matter by somebody's word; None of any other."""
    return message.marked_at if message.verdict == "new" else None


def went_to(case: Case, message: CustomerMessage) -> str | None:
    """The case in which a message goes on; None while that is only being opened."""
    goes_on = (x for x in case.links if x.relation == "goes_on_in")
    return next((x.number for x in goes_on if x.message == message.id), None)


def _led_to(case: Case, kind: Kind) -> str | None:
    """The case that a message of that kind since this closing has opened."""
    found = {
        m.id for m in case.messages if case.closing and (at := kind(m)) and at >= case.closing.at
    }
    goes_on = (x.number for x in case.links if x.relation == "goes_on_in" and x.message in found)
    return next(goes_on, None)


def _is_on_its_way(case: Case, kind: Kind, besides: CustomerMessage | None = None) -> bool:
    """Whether an action still carries a message of that kind away."""
    opening = {a.ref for a in case.actions if (a.name, a.status) == ("open_linked_case", "to_do")}
    return any(m.id in opening and kind(m) for m in case.messages if m != besides)


def _pass_on(draft: Draft, message: CustomerMessage, number: str) -> None:
    """Ask the shell to tell the other case what its customer said here."""
    draft.request(
        "pass_on_message", draft.case.owner, "passed_on_message", ref=message.id, case=number
    )


def open_linked(draft: Draft, message: CustomerMessage) -> None:
    """Ask the shell for a case of its own for the message."""
    draft.request("open_linked_case", draft.case.owner, "linked_case", ref=message.id)


def link(draft: Draft, action: Action, number: str) -> None:
    """The case in which a message goes on, opened for it or for one before; what came while it was being opened
    is passed on now."""
    found = Link(number=number, relation="goes_on_in", message=action.ref or "")
    draft.emit(CaseLinked, link=found)
    case = draft.case
    linked = {each.message for each in case.links}
    opening = ("open_linked_case", "to_do")
    carried = {
        a.ref for a in case.actions if a.name == "pass_on_message" or (a.name, a.status) == opening
    }
    for kind in (_late, _new) if case.core >= 2 else (_late,):
        since = _closed_before(case, kind, found.message)
        for message in case.messages:
            at = kind(message)
            if since and at and at >= since and message.id not in linked | carried:
                _pass_on(draft, message, number)


def _closed_before(case: Case, kind: Kind, message_id: str) -> datetime | None:
    """When the case was closed before a message of that kind came; None of one of another kind. That the case has been
    reopened meanwhile takes no matter from the case to which it led."""
    message = case.message(message_id)
    at = kind(message) if message else None
    closings = case.closings if case.core >= 2 else [case.closing] if case.closing else []
    return max((c.at for c in closings if at and c.at <= at), default=None)


RULES = Rules(
    folds={CaseLinked: appended("links", "link")},
    results={"open_linked_case": link, "pass_on_message": link},
)
Events = CaseLinked
