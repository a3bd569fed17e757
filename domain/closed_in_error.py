"""A case that was closed in error goes on: a lead says that its end was none (REQ E1, E3).

Whoever withdrew it had a stranger on the phone, or closed the wrong one. No customer has come back, so it is no other life:
what they wrote meanwhile awaits an answer since then, what was let go of with the end is owed again, the red line counts as if
nobody had closed it, and somebody calls soon. Visits that were called off stay so: the customer was told not to wait.
"""

from typing import Literal

from domain import going_back, stages
from domain.case import Case
from domain.case.endings import Ending
from domain.command import Command
from domain.draft import Draft
from domain.errors import Refusal
from domain.event import Event
from domain.frozen import changed
from domain.plan.sop import Transition
from domain.promises import near, rhythm
from domain.response import await_what_is_left
from domain.rules import Change, Rules, conflict

MARKING = "mark_message"
"""The command after which a closed case begins again, as the SOP says: the mark of what the customer wrote."""


class Reopen(Command):
    """The case is not over: it was closed in error. A lead says so, and how they know it."""

    kind: Literal["reopen"] = "reopen"
    reason: str


class ClosingDisproved(Event):
    """The end of the present life was none, and that life goes on. It stays on record as what somebody had said."""

    kind: Literal["closing_disproved"] = "closing_disproved"
    ending: Ending
    reason: str


def reopen(draft: Draft, command: Reopen) -> None:
    """To the stage in which a case begins again that a customer reopens, but at its own tier."""
    if not draft.outranks("lead"):
        raise Refusal("line_required", number=draft.case.number, line="lead")
    closing = draft.case.closing
    if closing is None:
        raise Refusal("not_closed", number=draft.case.number)
    draft.require_reason(command.reason)
    way = next(stages.open_ways(draft, MARKING))
    draft.emit(ClosingDisproved, ending=closing.ending, reason=command.reason.strip())
    stages.enter(draft, Transition(sources=way.sources, on=command.name, target=way.target))
    going_back.call_again(draft, closing)
    since = await_what_is_left(draft)
    going_back.owe_what_it_let_go(draft, closing)
    near.call_who_waits(draft)
    near.promise_a_call(draft, "closing_disproved")
    rhythm.one_is_enough(draft)
    _tell(draft, closing.ending, since.isoformat() if since else "")


def _tell(draft: Draft, ending: Ending, waits_since: str) -> None:
    """Whoever looks after the case and who calls for it; nobody of their own deeds (REQ C1a)."""
    case, actor = draft.case, draft.command.actor.handle
    upcoming = case.next_promise
    people = dict.fromkeys((case.owner, draft.plan.ladder.lead))
    draft.tell(
        *(person for person in people if person != actor),
        about="closing_disproved",
        ended_as=ending,
        by=actor,
        reason=draft.command.reason.strip() if isinstance(draft.command, Reopen) else "",
        stage=case.stage,
        waits_since=waits_since,
        call_by=upcoming.latest_by.isoformat() if upcoming else "",
    )


def _goes_on(case: Case, event: ClosingDisproved) -> Change:
    """The customer has waited all the while for what isn't solved: the red line counts on as if nobody had stopped it."""
    closing, line = case.closing, case.follow_up
    if closing is None:
        return {}
    ends = (changed(c, {"disproved": True}) if c is closing else c for c in case.closings)
    change: Change = {"closings": tuple(ends)}
    if line and not case.resolved_at:
        change["follow_up"] = line.resume(case.rules, closing.at)
    return change


RULES = Rules(
    handlers={Reopen: reopen},
    after_closing=(Reopen,),
    waking=(Reopen,),
    folds={ClosingDisproved: _goes_on},
    refusals={"not_closed": conflict("the case is not closed, so there is nothing to reopen")},
)
Commands = Reopen
Events = ClosingDisproved
