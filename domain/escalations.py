"""Escalation: who is called, and what happens when nobody answers (REQ D1).

Two ladders, never mixed: the tier is who works the case, the line is who answers for it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from domain.case import Case
from domain.case.escalations import Escalation, EscalationEntry
from domain.clocks import Clock
from domain.command import Command
from domain.deadline import Deadline
from domain.draft import Draft
from domain.errors import Refusal
from domain.event import Event
from domain.plan.escalations import Cause
from domain.plan.terms import LINES, Line
from domain.rules import Change, Rules, appended, conflict, not_yours, replaced, unknown


class Escalate(Command):
    """An agent calls for help, at any time, with a reason (REQ D1)."""

    kind: Literal["escalate"] = "escalate"
    reason: str
    line: Line | None = None
    tier: Literal[2, 3] | None = None


class AcknowledgeEscalation(Command):
    kind: Literal["acknowledge_escalation"] = "acknowledge_escalation"
    escalation: str


class Deescalate(Command):
    kind: Literal["deescalate"] = "deescalate"
    escalation: str
    reason: str


class Escalated(Event):
    kind: Literal["escalated"] = "escalated"
    escalation: Escalation


class EscalationPassedOn(Event):
    kind: Literal["escalation_passed_on"] = "escalation_passed_on"
    escalation: str
    line: Line
    receiver: str
    clock: Clock


class EscalationUnanswered(Event):
    kind: Literal["escalation_unanswered"] = "escalation_unanswered"
    escalation: str


class EscalationAcknowledged(Event):
    kind: Literal["escalation_acknowledged"] = "escalation_acknowledged"
    escalation: str


class Deescalated(Event):
    kind: Literal["deescalated"] = "deescalated"
    escalation: str
    reason: str


class TierChanged(Event):
    kind: Literal["tier_changed"] = "tier_changed"
    tier: int
    reason: str


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


def _escalate(draft: Draft, command: Escalate) -> None:
    draft.require_reason(command.reason)
    escalate(draft, "agent", command.reason, line=command.line, tier=command.tier)


def _acknowledge(draft: Draft, command: AcknowledgeEscalation) -> None:
    acknowledge(draft, command.escalation)


def _deescalate(draft: Draft, command: Deescalate) -> None:
    deescalate(draft, command.escalation, command.reason)


def _due(case: Case) -> Iterator[Deadline]:
    for escalation in case.escalations:
        if escalation.is_waiting and not escalation.unanswered:
            due_at, why = escalation.clock.due(case.rules)
            yield Deadline(
                key=f"acknowledgement:{escalation.id}",
                kind="acknowledgement",
                due_at=due_at,
                owner=escalation.receiver,
                subject=escalation.reason,
                ref=escalation.id,
                why=why,
            )


def _not_acknowledged(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    escalation = draft.case.escalation(due.ref or "")
    assert escalation
    pass_on(draft, escalation)


def _raise_tier(draft: Draft) -> None:
    """One tier up; L3 stays (REQ E2)."""
    if draft.case.tier < 3:
        came_back = draft.case.reopened_at == draft.case.stage_entered_at
        reason = "reopened" if came_back else draft.command.name
        draft.emit(TierChanged, tier=draft.case.tier + 1, reason=reason)


def _passed_on(case: Case, event: EscalationPassedOn) -> Change:
    update = {"line": event.line, "receiver": event.receiver, "clock": event.clock}
    return replaced(case, "escalations", event.escalation, **update)


def _left_unanswered(case: Case, event: EscalationUnanswered) -> Change:
    return replaced(case, "escalations", event.escalation, unanswered=True)


def _acknowledged(case: Case, event: EscalationAcknowledged) -> Change:
    update = {"acknowledged_at": event.at, "acknowledged_by": event.by}
    return replaced(case, "escalations", event.escalation, **update)


def _deescalated(case: Case, event: Deescalated) -> Change:
    return replaced(case, "escalations", event.escalation, deescalated_at=event.at)


def _tier_changed(case: Case, event: TierChanged) -> Change:
    return {"tier": event.tier}


def _listed(case: Case, escalation: Escalation) -> EscalationEntry:
    due_at, _ = escalation.clock.due(case.rules)
    return EscalationEntry(escalation=escalation, due_at=due_at)


RULES = Rules(
    handlers={
        Escalate: _escalate,
        AcknowledgeEscalation: _acknowledge,
        Deescalate: _deescalate,
    },
    signals=(Escalate,),
    folds={
        Escalated: appended("escalations", "escalation"),
        EscalationPassedOn: _passed_on,
        EscalationUnanswered: _left_unanswered,
        EscalationAcknowledged: _acknowledged,
        Deescalated: _deescalated,
        TierChanged: _tier_changed,
    },
    makes={Escalated: ("escalations", lambda event: event.escalation.id)},
    due=_due,
    listed={"escalations": _listed},
    fires={"acknowledgement": _not_acknowledged},
    effects={"raise_tier": _raise_tier},
    refusals={
        "unknown_escalation": unknown("the case has no such escalation"),
        "escalation_ended": conflict("the escalation has ended already"),
        "escalation_acknowledged": conflict("the escalation has been acknowledged already"),
        "not_the_receiver": not_yours(
            "only the receiver, or somebody further up the line, may do that"
        ),
    },
)
Commands = Escalate | AcknowledgeEscalation | Deescalate
Events = (
    Escalated
    | EscalationPassedOn
    | EscalationUnanswered
    | EscalationAcknowledged
    | Deescalated
    | TierChanged
)
