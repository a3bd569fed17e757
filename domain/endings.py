"""How a life of the case ends, and what must be done before it may (REQ E1)."""

from typing import Literal

from domain import pauses, stages
from domain.case import Case
from domain.case.endings import Closing, Ending
from domain.command import Command
from domain.customer_messages import reopening
from domain.draft import Draft
from domain.errors import Refusal
from domain.escalations import answering
from domain.event import Event
from domain.frozen import changed
from domain.promises import ending, hearing
from domain.rules import Change, Rules, conflict
from domain.stages import CompleteStage
from domain.visits import recording


class Withdraw(Command):
    """The customer withdraws, and said so since we last promised them something (REQ E1)."""

    kind: Literal["withdraw"] = "withdraw"
    reason: str


class EndWithoutAgreement(Command):
    """No agreement: a final written reply, signed by a supervisor, with the outside route (REQ E1)."""

    kind: Literal["end_without_agreement"] = "end_without_agreement"
    reply: str
    outside_route: str


class CaseClosed(Event):
    kind: Literal["case_closed"] = "case_closed"
    closing: Closing


def withdraw(draft: Draft, command: Withdraw) -> None:
    draft.require_reason(command.reason)
    _require_said(draft)
    pauses.end_with_case(draft)
    stages.move(draft)
    recording.call_off_all(draft, "withdrawn")
    ending.release(draft, None, "withdrawn")
    close(draft, "withdrawn", command.reason)


def _require_said(draft: Draft) -> None:
    """Only the customer withdraws: who waits for what we gave them our word for, and has told us nothing since, has
    not; nor who has told us nothing since they came to us. What only a rule asks for they never heard of. A lead may,
    of a case that nobody needs."""
    if draft.case.core < 2 or draft.outranks("lead"):
        return
    given = (p.made_at for p in draft.case.promises if p.why.anchor == "agreed" and not p.untold)
    since, said = max(given, default=None), hearing.last_said(draft.case)
    if said is None:
        since = since or draft.case.spoke_at
    if since and (said is None or said <= since):
        raise Refusal("withdrawal_unsaid", number=draft.case.number, since=since)


def end_without_agreement(draft: Draft, command: EndWithoutAgreement) -> None:
    """A final written reply, signed by a supervisor, naming the outside route (REQ E1)."""
    draft.require_reason(command.reply, "reply")
    draft.require_reason(command.outside_route, "outside_route")
    pauses.end_with_case(draft)
    stages.move(draft)
    recording.call_off_all(draft, "no_agreement")
    ending.release(draft, None, "no_agreement")
    close(draft, "no_agreement", command.outside_route)


def close(draft: Draft, ending: Ending, note: str = "") -> None:
    """The end of this life of the case; refused over an open promise. What else stands ends on record with it, and
    nobody is asked for it any more; only a customer's word that awaits an answer goes on (REQ C0, E3)."""
    if draft.case.open_promises:
        still = ", ".join(p.id for p in draft.case.open_promises)
        raise Refusal("promises_open", number=draft.case.number, promises=still)
    closing = Closing(ending=ending, at=draft.now, by=draft.command.actor.handle, note=note)
    unanswered = reopening.unanswered(draft.case)
    draft.emit(CaseClosed, closing=closing)
    if draft.case.core >= 2:
        answering.end_all(draft, "closed")
        recording.waive_reports(draft)
        reopening.leave_to_mark(draft, unanswered)


def _signed_by_supervisor(draft: Draft) -> Refusal | None:
    if draft.outranks("supervisor"):
        return None
    return Refusal("line_required", number=draft.case.number, line="supervisor")


def _ended_by_its_work(draft: Draft) -> None:
    """A one-off case ends with its answer, nobody has to close it (REQ A5)."""
    if isinstance(draft.command, CompleteStage) and draft.case.is_closed:
        close(draft, "one_off")


def _closed(case: Case, event: CaseClosed) -> Change:
    """No clock of this life counts any more, and nothing is watched."""
    change: Change = {"closings": (*case.closings, event.closing)}
    if case.core < 2:
        return change
    window = case.observation
    if window and not window.ended:
        window = changed(window, {"ended": True, "cut_short": True, "closed_in": True})
    follow_up = case.follow_up and case.follow_up.pause(event.at)
    return change | {"response": None, "follow_up": follow_up, "observation": window}


RULES = Rules(
    handlers={Withdraw: withdraw, EndWithoutAgreement: end_without_agreement},
    folds={CaseClosed: _closed},
    guards={"signed_by_supervisor": _signed_by_supervisor},
    refusals={
        "promises_open": conflict("the case can't close over open promises"),
        "withdrawal_unsaid": conflict(
            "the customer has said nothing since they came, or we last promised them something; a lead may withdraw all the same"
        ),
    },
    afterwards=_ended_by_its_work,
)
Commands = Withdraw | EndWithoutAgreement
Events = CaseClosed
