"""Escalation: who is called, and what happens when nobody answers (REQ D1).

Two ladders, never mixed: the tier is who works the case, the line is who answers for it.
"""

from typing import Literal

from domain.case import Escalation
from domain.clocks import Clock
from domain.draft import Draft
from domain.errors import Refusal
from domain.events import (
    Deescalated,
    Escalated,
    EscalationAcknowledged,
    EscalationPassedOn,
    EscalationUnanswered,
    TierChanged,
)
from domain.plan import LINES, Cause, Line


def escalate(
    draft: Draft,
    cause: Cause,
    reason: str,
    *,
    line: Line | None = None,
    tier: Literal[2, 3] | None = None,
) -> Escalation:
    """Call the line for help and raise the tier as the policy says for this cause."""
    case, rule = draft.case, draft.plan.escalation.by_cause[cause]
    level = min(3, max(case.tier, tier or case.tier + rule.tier_up, rule.tier_at_least))
    called = _called(draft, line or rule.line, asked=cause == "agent")
    escalation = Escalation(
        id=f"e{len(case.escalations) + 1}",
        cause=cause,
        reason=reason,
        raised_at=draft.now,
        raised_by=draft.command.actor.handle,
        line=called,
        receiver=draft.plan.ladder.receiver(called),
        tier=level,
        clock=_acknowledge_clock(draft),
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
    )
    return escalation


def _called(draft: Draft, line: Line, *, asked: bool) -> Line:
    """The place on the line to call: a person's place. Whoever asks is not called, but one further."""
    place = max(LINES.index(line), 1)
    asker = draft.command.actor.handle if asked else None
    while place + 1 < len(LINES) and draft.plan.ladder.receiver(LINES[place]) == asker:
        place += 1
    return LINES[place]


def _acknowledge_clock(draft: Draft) -> Clock:
    return Clock(anchor="escalated", started_at=draft.now, limit=draft.plan.escalation.acknowledge)


def pass_on(draft: Draft, escalation: Escalation) -> None:
    """Not acknowledged in time: one further up the line, until there is nobody further."""
    place = LINES.index(escalation.line)
    if place + 1 == len(LINES):
        draft.emit(EscalationUnanswered, escalation=escalation.id)
        draft.tell(
            escalation.receiver,
            draft.plan.ladder.supervisor,
            about="escalation_unanswered",
            ref=escalation.id,
            reason=escalation.reason,
        )
        return
    line = LINES[place + 1]
    receiver, clock = draft.plan.ladder.receiver(line), _acknowledge_clock(draft)
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
        reason=escalation.reason,
        silent=escalation.receiver,
        acknowledge_by=clock.due(draft.plan)[0].isoformat(),
    )


def find(draft: Draft, escalation_id: str) -> Escalation:
    """The escalation of that id that has not ended, for somebody who may answer for it."""
    common = {"number": draft.case.number, "escalation": escalation_id}
    escalation = draft.case.escalation(escalation_id)
    if escalation is None:
        raise Refusal("unknown_escalation", fields=("escalation",), **common)
    if escalation.deescalated_at:
        raise Refusal("escalation_ended", fields=("escalation",), **common)
    if draft.command.actor.handle != escalation.receiver and not draft.outranks(escalation.line):
        raise Refusal(
            "not_the_receiver",
            fields=("escalation",),
            receiver=escalation.receiver,
            line=escalation.line,
            **common,
        )
    return escalation


def acknowledge(draft: Draft, escalation_id: str) -> None:
    escalation = find(draft, escalation_id)
    if escalation.acknowledged_at:
        raise Refusal(
            "escalation_acknowledged",
            fields=("escalation",),
            number=draft.case.number,
            escalation=escalation_id,
            by=escalation.acknowledged_by,
        )
    draft.emit(EscalationAcknowledged, escalation=escalation_id)
    _tell_the_case(draft, "escalation_acknowledged", escalation)


def deescalate(draft: Draft, escalation_id: str, reason: str) -> None:
    draft.require_reason(reason)
    escalation = find(draft, escalation_id)
    draft.emit(Deescalated, escalation=escalation_id, reason=reason)
    _tell_the_case(draft, "deescalated", escalation, reason=reason)


def _tell_the_case(draft: Draft, about: str, escalation: Escalation, **params: str) -> None:
    """Tell the owner and whoever raised it, unless they are the one who just acted."""
    actor = draft.command.actor.handle
    people = (p for p in (draft.case.owner, escalation.raised_by) if p not in (actor, "system"))
    draft.tell(*people, about=about, ref=escalation.id, by=actor, **params)
