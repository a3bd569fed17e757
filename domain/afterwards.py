"""After closing: the customer writes again, and a human says what it is (REQ E3).

For some time after closing, a message waits for its mark: thanks, reopen, or new. Unmarked, it
reopens the case by itself. Later than that it opens a new case, linked to the old. A reopened case
has another life with its own resolution clock, and a next promise at once: somebody calls.
"""

from datetime import datetime

from domain import commands as c
from domain import events as e
from domain import promises, sop
from domain.case import Action, CustomerMessage, Link, ReopenCause
from domain.clocks import Clock
from domain.derivation import after, derive
from domain.draft import Draft
from domain.errors import Refusal
from domain.response import await_response


def mark_clock(draft: Draft) -> Clock | None:
    """How long a human has to mark a message that reaches the closed case now; None when it comes so
    late that it is a new matter."""
    closing, rules = draft.case.closing, draft.plan.afterwards
    assert closing
    last = after(draft.plan, closing.at, rules.open_for.limit, rules.open_for.calendar)
    if draft.heard_at > last:
        return None
    return Clock(anchor="message_received", started_at=draft.heard_at, limit=rules.mark_within)


def heard(draft: Draft, message: CustomerMessage) -> None:
    """Tell the owner of a message on the closed case, and what is to be done about it."""
    case = draft.case
    if message.mark is None:
        draft.tell(case.owner, about="customer_said", ref=message.id, channel=message.channel)
        _open_linked(draft, message)
        return
    draft.tell(
        case.owner,
        about="message_to_mark",
        ref=message.id,
        channel=message.channel,
        due=message.mark.due(draft.plan)[0].isoformat(),
    )


def mark(draft: Draft, command: c.MarkMessage) -> None:
    """What a human says of a message: thanks leaves the case closed."""
    message = draft.case.message(command.message)
    common = {"number": draft.case.number, "message": command.message}
    if message is None:
        raise Refusal("unknown_message", fields=("message",), **common)
    if message.mark is None:
        raise Refusal("message_marked", fields=("message",), **common)
    if command.verdict == "reopen":
        reopen(draft, message, "asked", note=command.note)
        return
    draft.emit(e.MessageMarked, message=message.id, verdict=command.verdict, note=command.note)
    if command.verdict == "new":
        _open_linked(draft, message)


def reopen(
    draft: Draft,
    message: CustomerMessage,
    cause: ReopenCause,
    unseen_since: datetime | None = None,
    note: str = "",
) -> None:
    """Another life: on with the work, the customer awaits an answer, and the laws bind again."""
    case = draft.case
    spoke_at = min(m.occurred_at for m in case.unmarked)
    if cause == "asked":
        draft.emit(e.MessageMarked, message=message.id, verdict="reopen", note=note)
    draft.emit(
        e.CaseReopened,
        life=case.life + 1,
        cause=cause,
        message=message.id,
        unseen_since=unseen_since,
    )
    for escalation in case.escalations:
        if escalation.deescalated_at is None:  # a call for help of the life before
            draft.emit(e.Deescalated, escalation=escalation.id, reason="reopened")
    sop.move(draft, on="mark_message")
    await_response(draft, spoke_at)
    if case.is_confirmed:
        sop.start_follow_up(draft, "reopened_at")
        _promise_a_call(draft)
    draft.tell(
        case.owner,
        draft.plan.ladder.lead,
        about="case_reopened",
        ref=message.id,
        cause=cause,
        channel=message.channel,
        stage=draft.case.stage,
        unseen_since=unseen_since.isoformat() if unseen_since else "",
    )


def _promise_a_call(draft: Draft) -> None:
    """Somebody calls soon: as near as after a broken promise (REQ C2)."""
    due, why = derive(
        draft.plan,
        anchor="reopened_at",
        anchor_at=draft.now,
        limit=draft.plan.promises.near_promise,
    )
    owner = draft.case.owner
    promises.make(draft, kind="callback", owner=owner, subject="", latest_by=due, why=why)


def _open_linked(draft: Draft, message: CustomerMessage) -> None:
    """Ask the shell for a case of its own for the message."""
    draft.request("open_linked_case", draft.case.owner, "linked_case", ref=message.id)


def link(draft: Draft, action: Action, number: str) -> None:
    """The new case that an action has opened."""
    found = Link(number=number, relation="goes_on_in", message=action.ref or "")
    draft.emit(e.CaseLinked, link=found)
