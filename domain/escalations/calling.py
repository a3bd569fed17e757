"""Calling the line: by somebody who needs help, and by rules when what is owed is overdue (REQ C0, D1)."""

from datetime import datetime, timedelta
from typing import Literal

from domain.case import Case
from domain.case.escalations import Escalation
from domain.clocks import Clock
from domain.derivation import after
from domain.draft import Draft
from domain.escalations.events import Escalated, EscalationRecalled, TierChanged
from domain.frozen import changed
from domain.plan.escalations import Cause
from domain.plan.limit import Limit
from domain.plan.terms import LINES, Line, Priority
from domain.rules import Duty


def escalate(
    draft: Draft,
    cause: Cause,
    reason: str,
    *,
    line: Line | None = None,
    tier: int | None = None,
    asked_by: str = "",
) -> Escalation:
    """Call the line for help and raise the tier as the policy says for this cause. `asked_by` is who asks for help, where that
    is somebody else than whose command it is."""
    case, rule = draft.case, draft.plan.escalation.rule(cause)
    up = 0 if cause == "agent" and _asked_already(case) else rule.tier_up
    level = min(3, max(case.tier, tier or case.tier + up, rule.tier_at_least))
    asker = asked_by or draft.command.actor.handle
    called = first_called(draft, line or rule.line, asker=asker if cause == "agent" else "")
    escalation = Escalation(
        id=case.next_id("e", "escalations"),
        cause=cause,
        reason=reason,
        raised_at=draft.now,
        raised_by=asker,
        line=called,
        receiver=draft.plan.ladder.receiver(called),
        tier=level,
        clock=acknowledge_clock(draft),
    )
    draft.emit(Escalated, escalation=escalation)
    if level > case.tier:
        draft.emit(TierChanged, tier=level, reason=cause)
    draft.tell(
        escalation.receiver,
        about="escalated",
        ref=escalation.id,
        cause=cause,
        reason=reason,
        acknowledge_by=escalation.clock.due(draft.plan)[0].isoformat(),
        **told_of(draft, escalation),
    )
    return escalation


def told_of(draft: Draft, escalation: Escalation) -> dict[str, str]:
    """What a notice says besides the reason: who asks for help, where it wasn't a rule that called; and that the
    case doesn't wait for working hours (REQ A4)."""
    case = draft.case
    if case.core < 2:
        return {}
    by = {"by": escalation.raised_by} if escalation.cause == "agent" else {}
    return by | (
        {"pressing": case.priority} if case.rules.runs_round_the_clock(case.priority) else {}
    )


def _asked_already(case: Case) -> bool:
    """Whether somebody's call waits: a second one says more of the same need, and is no further step up."""
    return case.core >= 2 and any(e.cause == "agent" and e.is_waiting for e in case.escalations)


def call(draft: Draft, cause: Cause) -> Escalation:
    """Call the line for a duty that is overdue; a call for it that stands is not made twice. Whoever took it on while
    there was time left has to see to it from now on (REQ C0)."""
    stands = standing(draft.case, cause)
    if stands is None:
        return escalate(draft, cause, draft.case.stage)
    if stands.acknowledged_at and stands.again is None:
        recall(draft, stands)
    return stands


def standing(case: Case, cause: Cause) -> Escalation | None:
    """The call for that cause that has not ended, whether somebody has taken it on or not."""
    found = (e for e in case.escalations if e.cause == cause and e.deescalated_at is None)
    return next(found, None)


def first_called(draft: Draft, line: Line, *, asker: str) -> Line:
    """The place on the line to call: a person's place. Whoever asks is not called, nor whoever owes what
    is overdue, but one further."""
    place = max(LINES.index(line), 1)
    itself = asker or (draft.case.owner if draft.case.core >= 2 else None)
    while place + 1 < len(LINES) and draft.plan.ladder.receiver(LINES[place]) == itself:
        place += 1
    return LINES[place]


def acknowledge_within(case: Case) -> Limit:
    """How long each place on the line has, at the case's pace (REQ A4)."""
    rules = case.rules.escalation
    return rules.acknowledge_within(case.priority) if case.core >= 2 else rules.acknowledge


def tell_again_after(case: Case, standing: timedelta) -> Limit:
    """How soon people are told again of what has stood so long with somebody. A plan of older date has no
    word on it: then in the rhythm in which an ordinary customer hears from us."""
    usual = case.rules.rhythm.for_complexity("medium")
    return case.rules.escalation.again_after(case.priority, usual, standing)


def acknowledge_clock(draft: Draft) -> Clock:
    """How long the one who is called now has to say so."""
    limit = acknowledge_within(draft.case)
    return Clock(anchor="escalated", started_at=draft.this_minute, limit=limit)


def again_clock(
    draft: Draft, escalation: Escalation, anchor: Literal["told", "acknowledged"]
) -> Clock:
    """Until people hear again of what they were told now, or of what somebody took on now. The top of the line
    is told of all that waits there at once, at the pace of what somebody asked for last."""
    asked = [
        e for e in draft.case.escalations if e.is_waiting and e.unanswered and e.cause == "agent"
    ]
    youngest = max(e.clock.started_at for e in (escalation, *asked))
    since = youngest if anchor == "told" else draft.now
    return Clock(
        anchor=anchor, started_at=draft.now, limit=tell_again_after(draft.case, draft.now - since)
    )


def duty_of(draft: Draft, escalation: Escalation) -> Duty | None:
    """What is owed, where the line was called because that is overdue."""
    return draft.book.duties.get(escalation.cause)


def insists(draft: Draft, escalation: Escalation) -> bool:
    """Whether it is to be done, and not only taken on."""
    duty = duty_of(draft, escalation)
    return (
        duty is not None and duty.insists(draft.case) and not duty.is_done(draft.case, escalation)
    )


def at_pace(case: Case, priority: Priority) -> tuple[Escalation, ...]:
    """The calls that stand, at the pace of another priority, from when they were made (REQ A4)."""
    there = changed(case, {"priority": priority})
    within = acknowledge_within(there)
    return tuple(
        changed(
            e,
            {
                "clock": changed(e.clock, {"limit": within}),
                "again": e.again and _again_at(there, e, e.again),
            },
        )
        if e.deescalated_at is None
        else e
        for e in case.escalations
    )


def _again_at(case: Case, escalation: Escalation, again: Clock) -> Clock:
    since = escalation.clock.started_at if again.anchor == "told" else again.started_at
    limit = tell_again_after(case, again.started_at - since)
    return changed(again, {"limit": limit})


# --- something new about a call that stands ------------------------------------------------------------


def recall(draft: Draft, escalation: Escalation) -> tuple[str, ...]:
    """Something new: who is to hear of it. Where nobody has taken it on that is the top of the line, who
    needn't be told again so soon. What somebody took on when it didn't have to be done, and now does, is
    looked at again like anything else that is."""
    top = escalation.is_waiting and escalation.unanswered
    idle = not escalation.is_waiting and escalation.again is None and insists(draft, escalation)
    draft.emit(
        EscalationRecalled,
        escalation=escalation.id,
        told=escalation.holder,
        again=again_clock(draft, escalation, "told") if top or idle else None,
    )
    return at_the_top(draft, escalation) if top else (escalation.holder,)


def at_the_top(draft: Draft, escalation: Escalation) -> tuple[str, ...]:
    """Whom silence at the top concerns."""
    return (escalation.receiver, draft.plan.ladder.supervisor)


def may_hear(case: Case, escalation: Escalation, now: datetime) -> bool:
    """Whether its holder has had the time that the priority gives them since they last heard of it."""
    limit = acknowledge_within(case)
    return after(case.rules, escalation.last_told, limit.limit, limit.calendar) <= now
