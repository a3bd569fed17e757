"""A case that was closed in error goes on: a lead says that its end was none (REQ E1, E3).

Whoever withdrew it had a stranger on the phone, or closed the wrong one. No customer has come back, so it is no other life.
Everything stands as if nobody had closed it: the stage goes on with its time and with what was said in it
(`stages.is_back`), the red line has counted all the while, a pause and an observation window that were agreed with the
customer go on, what was let go of with the end is owed again or, past its time, broken, visits that were called off stand
again or count as missed (`domain.visits.standing`), and what the customer wrote awaits its answer. Somebody calls soon.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from domain import disproofs, going_back, pauses, stages
from domain.case import Case
from domain.case.contacts import Contact
from domain.case.endings import Closing, Ending
from domain.case.escalations import Escalation
from domain.command import Command
from domain.draft import Draft
from domain.errors import Refusal
from domain.event import Event
from domain.frozen import changed
from domain.plan.sop import Transition
from domain.plan.terms import Line
from domain.promises import ending, near, rhythm
from domain.response import await_what_is_left
from domain.rules import Change, Rules, conflict

MARKING = "mark_message"
"""The command after which a closed case begins again, as the SOP says: the mark of what the customer wrote."""
SIGNED: dict[Ending, Line] = {"no_agreement": "supervisor"}
"""An end that somebody has signed → who may say that it was an error; of any other a lead may."""


class Reopen(Command):
    """The case is not over: it was closed in error. A lead says so, and how they know it. `gone` are those with a hand in the
    case who have left: nobody owes anything in their place but the owner."""

    kind: Literal["reopen"] = "reopen"
    reason: str
    gone: tuple[str, ...] = ()


class ClosingDisproved(Event):
    """The end of the present life was none, and that life goes on. It stays on record as what somebody had said."""

    kind: Literal["closing_disproved"] = "closing_disproved"
    ending: Ending
    closed_at: datetime
    reason: str
    gone: tuple[str, ...] = ()


def reopen(draft: Draft, command: Reopen) -> None:
    closing, case = draft.case.closing, draft.case
    if closing is None:
        raise Refusal("not_closed", number=case.number)
    line = SIGNED.get(closing.ending, "lead")
    if not draft.outranks(line):
        raise Refusal("line_required", number=case.number, line=line)
    if revisit := next(_ended_by(case), None):
        raise Refusal("closed_by_revisit", number=case.number, contact=revisit.id)
    draft.require_reason(command.reason)
    way, calls = _way_back(draft), list(_calls(case, closing))
    reason = command.reason.strip()
    facts = {"ending": closing.ending, "closed_at": closing.at, "gone": command.gone}
    draft.emit(ClosingDisproved, reason=reason, **facts)
    stages.enter(draft, way, anew=False)
    pauses.stand_again(draft)
    going_back.call_again(draft, closing)
    since = await_what_is_left(draft)
    for promise in case.promises:
        is_let_go = (promise.status, promise.ended_at) == ("released", closing.at)
        if is_let_go and promise.keeping.by == "call":
            owner = case.owner if promise.owner in command.gone else promise.owner
            ending.disprove(draft, promise, "", reason, owner=owner)
    near.call_who_waits(draft)
    near.promise_a_call(draft, "closing_disproved")
    rhythm.one_is_enough(draft)
    _tell(draft, command, closing, calls, since)


def _ended_by(case: Case) -> Iterator[Contact]:
    """The revisit with which the case ended, as long as it can be taken back: that is how such an end is put right."""
    return (
        contact
        for contact in case.contacts
        if going_back.ended_it(case, contact) and disproofs.why_it_stands(case, contact) is None
    )


def _way_back(draft: Draft) -> Transition:
    """To the stage in which it was closed; where that is no stage to work in, to the one in which a case begins again that a
    customer reopens. Nothing of what an SOP does there is done: nobody raises its tier."""
    case, on = draft.case, draft.command.name
    if case.closed_from in draft.plan.sop.names and case.is_open_stage(case.closed_from):
        return Transition(sources=(case.stage,), on=on, target=case.closed_from)
    target = next(stages.open_ways(draft, MARKING)).target
    return Transition(sources=(case.stage,), on=on, target=target)


def _calls(case: Case, closing: Closing) -> Iterator[Escalation]:
    """What was called for when the case was closed."""
    return (each for each in case.escalations if each.deescalated_at == closing.at)


def _tell(
    draft: Draft, command: Reopen, closing: Closing, calls: list[Escalation], since: datetime | None
) -> None:
    """Whoever looks after the case and who calls for it, who closed it, who had taken a call on, and who owes something again.
    Nobody of their own deeds (REQ C1a), and nobody who has left."""
    case, actor, upcoming = draft.case, command.actor.handle, draft.case.next_promise
    elsewhere = [link.number for link in case.links if link.relation == "goes_on_in"]
    people = [case.owner, draft.plan.ladder.lead, closing.by]
    people += [each.holder for each in calls if each.acknowledged_at]
    people += [promise.owner for promise in case.open_promises]
    for person in dict.fromkeys(people):
        theirs = person == case.owner or person not in command.gone
        if theirs and person != actor:
            owed = [p.id for p in case.open_promises if p.owner == person and p.follows]
            draft.tell(
                person,
                about="closing_disproved",
                ended_as=closing.ending,
                by=actor,
                reason=command.reason.strip(),
                stage=case.stage,
                waits_since=since.isoformat() if since else "",
                owed_again=", ".join(owed),
                elsewhere=", ".join(dict.fromkeys(elsewhere)),
                call_by=upcoming.latest_by.isoformat() if upcoming else "",
                **_agreed(case, draft.now),
            )


def _agreed(case: Case, now: datetime) -> dict[str, str]:
    """Until when the customer waits, or the fix is watched, as was agreed with them."""
    pause, window = case.pause, case.observation
    ends = {
        "paused_until": pause.until if pause else None,
        "watched_until": window.ends_at if window and not window.ended else None,
    }
    return {name: at.isoformat() for name, at in ends.items() if at and at > now}


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
    refusals={
        "not_closed": conflict("the case is not closed, so there is nothing to reopen"),
        "closed_by_revisit": conflict(
            "the case ended with a revisit, and goes on once that is taken back"
        ),
    },
)
Commands = Reopen
Events = ClosingDisproved
