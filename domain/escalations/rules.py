"""What escalations bring to the engine."""

from domain.case import Case
from domain.case.escalations import Escalation, EscalationEntry
from domain.clocks import Clock
from domain.draft import Draft
from domain.escalations import answering, calling, climbing
from domain.escalations.commands import AcknowledgeEscalation, Deescalate, Escalate
from domain.escalations.events import (
    Deescalated,
    Escalated,
    EscalationAcknowledged,
    EscalationJoined,
    EscalationMoved,
    EscalationPassedOn,
    EscalationRecalled,
    EscalationRenewed,
    EscalationUnanswered,
    TierChanged,
)
from domain.frozen import changed
from domain.plan.terms import LINES
from domain.rules import Change, Rules, appended, conflict, not_yours, nothing, replaced, unknown


def _escalate(draft: Draft, command: Escalate) -> None:
    draft.require_reason(command.reason)
    if draft.case.core >= 2 and (first := _the_same(draft, command)):
        draft.emit(EscalationJoined, escalation=first.id)
        return
    call = calling.escalate(draft, "agent", command.reason, line=command.line, tier=command.tier)
    owner = draft.case.owner
    if draft.case.core >= 2 and owner not in (call.raised_by, call.receiver):
        draft.tell(
            owner,
            about="help_called",
            ref=call.id,
            by=call.raised_by,
            receiver=call.receiver,
            grounds=call.reason,
        )


def _the_same(draft: Draft, command: Escalate) -> Escalation | None:
    """The same person's call for the same reason that still waits, and is as far up as is asked for now:
    a second click, or a colleague in a hurry, who gets no other answer than the first."""
    asked = calling.first_called(draft, command.line or "lead", asker=command.actor.handle)
    return next(
        (
            e
            for e in draft.case.escalations
            if e.cause == "agent"
            and e.is_waiting
            and e.raised_by == command.actor.handle
            and e.reason.strip() == command.reason.strip()
            and LINES.index(e.line) >= LINES.index(asked)
            and e.tier >= (command.tier or 1)
        ),
        None,
    )


def _raise_tier(draft: Draft) -> None:
    """One tier up; L3 stays (REQ E2)."""
    if draft.case.tier < 3:
        came_back = draft.case.reopened_at == draft.now
        reason = "reopened" if came_back else draft.command.name
        draft.emit(TierChanged, tier=draft.case.tier + 1, reason=reason)


def _passed_on(case: Case, event: EscalationPassedOn) -> Change:
    update = {"line": event.line, "receiver": event.receiver, "clock": event.clock}
    return replaced(case, "escalations", event.escalation, **update)


def _left_unanswered(case: Case, event: EscalationUnanswered) -> Change:
    left = replaced(case, "escalations", event.escalation, unanswered=True)
    return _put_off(left, event.again) if event.again else left


def _put_off(change: Change, again: Clock) -> Change:
    """The top of the line was told now of everything that nobody on it has taken on."""
    return {
        "escalations": tuple(
            changed(e, {"again": again}) if e.is_waiting and e.unanswered else e
            for e in change["escalations"]
        )
    }


def _renewed(case: Case, event: EscalationRenewed | EscalationMoved) -> Change:
    return replaced(
        case,
        "escalations",
        event.escalation,
        line=event.line,
        receiver=event.receiver,
        clock=event.clock,
        acknowledged_at=None,
        acknowledged_by=None,
        unanswered=False,
        again=None,
    )


def _recalled(case: Case, event: EscalationRecalled) -> Change:
    update: Change = {"told_at": event.at}
    taken = next(e for e in case.escalations if e.id == event.escalation).acknowledged_at
    if event.again and taken:
        return replaced(case, "escalations", event.escalation, **update, again=event.again)
    told = replaced(case, "escalations", event.escalation, **update)
    return _put_off(told, event.again) if event.again else told


def _acknowledged(case: Case, event: EscalationAcknowledged) -> Change:
    update: Change = {"acknowledged_at": event.at, "acknowledged_by": event.by}
    if case.core >= 2:
        update["again"] = event.again
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
        AcknowledgeEscalation: answering.acknowledge,
        Deescalate: answering.deescalate,
    },
    signals=(Escalate,),
    folds={
        Escalated: appended("escalations", "escalation"),
        EscalationJoined: nothing,
        EscalationPassedOn: _passed_on,
        EscalationUnanswered: _left_unanswered,
        EscalationRenewed: _renewed,
        EscalationMoved: _renewed,
        EscalationRecalled: _recalled,
        EscalationAcknowledged: _acknowledged,
        Deescalated: _deescalated,
        TierChanged: _tier_changed,
    },
    makes={
        Escalated: ("escalations", lambda event: event.escalation.id),
        EscalationJoined: ("escalations", lambda event: event.escalation),
    },
    due=climbing.due,
    listed={"escalations": _listed},
    fires={
        "acknowledgement": climbing.not_acknowledged,
        "unanswered": climbing.still_unanswered,
        "undone": climbing.still_undone,
    },
    effects={"raise_tier": _raise_tier},
    refusals={
        "unknown_escalation": unknown("the case has no such escalation"),
        "escalation_ended": conflict("the escalation has ended already"),
        "escalation_acknowledged": conflict("the escalation has been acknowledged already"),
        "duty_not_done": conflict("what the line was called for is still to be done"),
        "not_the_receiver": not_yours(
            "only the receiver, or somebody further up the line, may do that"
        ),
    },
    afterwards=climbing.end_what_is_done,
)
Commands = Escalate | AcknowledgeEscalation | Deescalate
Events = (
    Escalated
    | EscalationJoined
    | EscalationPassedOn
    | EscalationUnanswered
    | EscalationRenewed
    | EscalationMoved
    | EscalationRecalled
    | EscalationAcknowledged
    | Deescalated
    | TierChanged
)
