"""How a call climbs by itself: one mechanism, whatever it is about (REQ C0, D1).

Nobody takes it on in time: one further; at the top, told again and again at a humane distance. Somebody takes
it on: quiet, unless it is to be *done* (`Duty.insists`) and after a while is not: one further again. It is
done: it ends. So while it stands it always has a next deadline, and nobody hears of it more often than
the policy says.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from domain.case import Case
from domain.case.escalations import Escalation
from domain.clocks import Clock
from domain.deadline import Deadline
from domain.draft import Draft
from domain.escalations import calling
from domain.escalations.events import (
    Deescalated,
    EscalationPassedOn,
    EscalationRenewed,
    EscalationUnanswered,
)
from domain.plan.terms import LINES, Line

DONE = "{}_done"
"""The reason of a call that ended by itself, by its cause."""


def due(case: Case) -> Iterator[Deadline]:
    """What stands, and when it goes on. Only a call that somebody has taken on and that need not be
    done waits for nothing."""
    for escalation in case.escalations:
        if escalation.deescalated_at:
            continue
        if escalation.is_waiting and not escalation.unanswered:
            yield _deadline(case, "acknowledgement", escalation, escalation.clock)
        elif case.core >= 2 and escalation.is_waiting:
            yield _deadline(case, "unanswered", escalation, escalation.again or escalation.clock)
        elif case.core >= 2 and escalation.again:
            yield _deadline(case, "undone", escalation, escalation.again)


def _deadline(
    case: Case,
    kind: Literal["acknowledgement", "unanswered", "undone"],
    escalation: Escalation,
    clock: Clock,
) -> Deadline:
    due_at, why = clock.due(case.rules)
    return Deadline(
        key=f"{kind}:{escalation.id}",
        kind=kind,
        due_at=due_at,
        owner=escalation.holder,
        subject=escalation.reason,
        ref=escalation.id,
        why=why,
    )


def not_acknowledged(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    pass_on(draft, _of(draft, due))


def pass_on(draft: Draft, escalation: Escalation) -> None:
    """Not acknowledged in time: one further up the line, until there is nobody further."""
    line = _further(draft, escalation)
    if line is None:
        tell_the_top(draft, escalation)
        return
    receiver, clock = draft.plan.ladder.receiver(line), calling.acknowledge_clock(draft)
    draft.emit(
        EscalationPassedOn,
        escalation=escalation.id,
        line=line,
        receiver=receiver,
        clock=clock,
    )
    draft.tell(
        receiver,
        about="escalation_passed_on",
        ref=escalation.id,
        **_why(draft, escalation),
        silent=escalation.receiver,
        acknowledge_by=clock.due(draft.plan)[0].isoformat(),
    )


def _why(draft: Draft, escalation: Escalation) -> dict[str, str]:
    """Why the line was called, as a notice says it."""
    cause = {"cause": escalation.cause} if draft.case.core >= 2 else {}
    return {"reason": escalation.reason, **cause, **calling.told_of(draft, escalation)}


def still_unanswered(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    """Nobody on the line has taken it on: the top hears of it again, until somebody does; of all such calls of
    a case in one notice."""
    left = sum(e.is_waiting and e.unanswered for e in draft.case.escalations)
    tell_the_top(draft, _of(draft, due), others=left - 1)


def tell_the_top(draft: Draft, escalation: Escalation, others: int = 0) -> None:
    more = {"others": str(others)} if others else {}
    again = calling.again_clock(draft, escalation, "told") if draft.case.core >= 2 else None
    draft.emit(EscalationUnanswered, escalation=escalation.id, again=again)
    draft.tell(
        *calling.at_the_top(draft, escalation),
        about="escalation_unanswered",
        ref=escalation.id,
        **_why(draft, escalation),
        **more,
    )


def still_undone(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    """Somebody took it on, and it is not done: one further, and to be taken on anew."""
    escalation = _of(draft, due)
    line = _further(draft, escalation) or escalation.line
    receiver, clock = draft.plan.ladder.receiver(line), calling.acknowledge_clock(draft)
    assert escalation.acknowledged_by and escalation.acknowledged_at
    draft.emit(
        EscalationRenewed,
        escalation=escalation.id,
        taken_by=escalation.acknowledged_by,
        line=line,
        receiver=receiver,
        clock=clock,
    )
    draft.tell(
        receiver,
        about="escalation_renewed",
        ref=escalation.id,
        cause=escalation.cause,
        taken_by=escalation.acknowledged_by,
        taken_at=escalation.acknowledged_at.isoformat(),
        acknowledge_by=clock.due(draft.plan)[0].isoformat(),
    )


def _of(draft: Draft, due: Deadline) -> Escalation:
    escalation = draft.case.escalation(due.ref or "")
    assert escalation
    return escalation


def _further(draft: Draft, escalation: Escalation) -> Line | None:
    """The next place on the line; nobody is called who was silent, has had it, or owes it themselves."""
    further = LINES[LINES.index(escalation.line) + 1 :]
    if draft.case.core < 2:
        return further[0] if further else None
    before = {escalation.receiver, escalation.acknowledged_by, draft.case.owner}
    return next((line for line in further if draft.plan.ladder.receiver(line) not in before), None)


def end_what_is_done(draft: Draft) -> None:
    """A call for something that is done now ends by itself, and its holder hears that it has."""
    if draft.case.core < 2:
        return
    for escalation in draft.case.escalations:
        duty = calling.duty_of(draft, escalation)
        if escalation.deescalated_at or duty is None or not duty.is_done(draft.case, escalation):
            continue
        end(draft, escalation, DONE.format(escalation.cause))


def end(draft: Draft, escalation: Escalation, reason: str) -> None:
    """A call ends by itself, and its holder hears why."""
    draft.emit(Deescalated, escalation=escalation.id, reason=reason)
    actor = draft.command.actor.handle
    if escalation.holder != actor:
        draft.tell(
            escalation.holder, about="deescalated", ref=escalation.id, by=actor, reason=reason
        )
