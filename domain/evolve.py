"""Folding events into the case: `case = evolve(case, event)`. Pure, and the only way a case changes."""

from collections.abc import Callable, Iterable
from typing import Any

from domain import events as e
from domain.case import Case, CustomerMessage, Escalation, Promise, PromiseStatus
from domain.clocks import Clock
from domain.frozen import changed
from domain.visit import FailedRepair, Visit, VisitStatus

Change = dict[str, Any]


def evolve(case: Case, event: e.Event) -> Case:
    """The case after one more event."""
    change = CHANGES[type(event)](case, event)
    return changed(case, {**change, "version": case.version + 1})


def fold(number: str, core: int, events: Iterable[e.AnyEvent]) -> Case:
    """The case that a list of events, from the first on, leads to."""
    case = Case(number=number, core=core)
    for event in events:
        case = evolve(case, event)
    return case


def _opened(case: Case, event: e.CaseOpened) -> Change:
    return {
        "plan": event.plan,
        "title": event.title,
        "customer": event.customer,
        "customer_level": event.customer_level,
        "channel": event.channel,
        "priority": event.priority,
        "owner": event.owner,
        "emotion": event.emotion,
        "spoke_at": event.spoke_at,
        "opened_at": event.at,
        "stage": event.plan.sop.first,
        "stage_entered_at": event.at,
    }


def _stage_entered(case: Case, event: e.StageEntered) -> Change:
    """Entering a stage starts it afresh, its yield asked anew; coming back from "resolved" wakes
    the follow-up clock."""
    asked = {field.name for field in case.rules.sop.stage(event.stage).yields}
    change: Change = {
        "facts": {name: value for name, value in case.facts.items() if name not in asked},
        "stage": event.stage,
        "stage_entered_at": event.at,
        "stage_clock": event.clock,
    }
    if case.rules.sop.stage(event.stage).phase == "open":
        change |= {"verification": None, "observation": None}
        if case.resolved_at:
            change |= {"resolved_at": None, "resolved_on": None}
            if case.follow_up:
                change["follow_up"] = case.follow_up.resume(case.rules, event.at)
    return change


def _resolved(case: Case, event: e.CaseResolved) -> Change:
    return {
        "resolved_at": event.at,
        "resolved_on": event.basis,
        "follow_up": case.follow_up and case.follow_up.pause(event.at),
    }


def _confirmed(case: Case, event: e.ComplexConfirmed) -> Change:
    return {
        "confirmed_at": event.at,
        "complexity": event.complexity,
        "notice": event.notice,
        "plan": event.plan or case.plan,
    }


def _owner_assigned(case: Case, event: e.OwnerAssigned) -> Change:
    """A new owner takes over the promises the old one gave."""
    return {
        "owner": event.owner,
        "promises": tuple(
            p.model_copy(update={"owner": event.owner})
            if p.is_open and p.owner == case.owner and p.kind != "visit"
            else p
            for p in case.promises
        ),
    }


def _contact(case: Case, event: e.ContactLogged) -> Change:
    change: Change = {"contacts": (*case.contacts, event.contact)}
    return change | ({"emotion": event.contact.emotion} if event.contact.emotion else {})


def _ended(status: PromiseStatus) -> Callable[[Case, Any], Change]:
    def change(case: Case, event: Any) -> Change:
        return _promise(case, event.promise, status=status, ended_at=event.at)

    return change


def _promise(case: Case, promise_id: str, **update: object) -> Change:
    return {"promises": _replace(case.promises, promise_id, update)}


def _escalation(case: Case, escalation_id: str, **update: object) -> Change:
    return {"escalations": _replace(case.escalations, escalation_id, update)}


def _replace(
    records: tuple[Any, ...], record_id: str, update: dict[str, object]
) -> tuple[Promise | Escalation | CustomerMessage | Visit, ...]:
    return tuple(r.model_copy(update=update) if r.id == record_id else r for r in records)


def _flag(clock: str, **update: bool) -> Callable[[Case, Any], Change]:
    def change(case: Case, event: Any) -> Change:
        running: Clock | None = getattr(case, clock)
        return {clock: running and running.model_copy(update=update)}

    return change


def _paused(case: Case, event: e.CasePaused) -> Change:
    return {
        "pause": event.pause,
        "stage_clock": case.stage_clock and case.stage_clock.pause(event.at),
        "follow_up": case.follow_up and case.follow_up.pause(event.at),
    }


def _resumed(case: Case, event: e.CaseResumed) -> Change:
    """The clocks count again, from the pause's agreed end if that was noticed late."""
    at = min(event.at, case.pause.until) if case.pause else event.at
    return {
        "pause": None,
        "stage_clock": case.stage_clock and case.stage_clock.resume(case.rules, at),
        "follow_up": case.follow_up and case.follow_up.resume(case.rules, at),
    }


def _observation_ended(case: Case, event: e.ObservationEnded) -> Change:
    update = {"ended": True, "cut_short": event.cause == "agreed"}
    return {"observation": case.observation and case.observation.model_copy(update=update)}


def _observation_extended(case: Case, event: e.ObservationExtended) -> Change:
    update = {"ends_at": event.ends_at}
    return {"observation": case.observation and case.observation.model_copy(update=update)}


def _marked(case: Case, event: e.MessageMarked) -> Change:
    return {
        "messages": _replace(
            case.messages,
            event.message,
            {
                "mark": None,
                "verdict": event.verdict,
                "marked_at": event.at,
                "marked_by": event.by,
            },
        )
    }


def _reopened(case: Case, event: e.CaseReopened) -> Change:
    """Another life: what ended with the last one counts no more, and whoever has the case now reads
    every message."""
    return {
        "life": event.life,
        "reopened_at": event.at,
        "resolved_at": None,
        "resolved_on": None,
        "response": None,
        "follow_up": None,
        "messages": tuple(m.model_copy(update={"mark": None}) for m in case.messages),
        "visits": tuple(v.model_copy(update={"report": None}) for v in case.visits),
    }


def _action_failed(case: Case, event: e.ActionFailed) -> Change:
    update = {"status": "failed", "error": event.error}
    return {
        "actions": tuple(
            a.model_copy(update=update) if a.id == event.action else a for a in case.actions
        )
    }


def _visit(case: Case, visit_id: str, **update: object) -> Change:
    return {"visits": _replace(case.visits, visit_id, update)}


def _visit_moved(case: Case, event: e.VisitRescheduled) -> Change:
    """Another window, known from now on, of which nobody has been reminded or has agreed to yet."""
    return _visit(
        case,
        event.visit,
        engineer=event.engineer,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        promise=event.promise,
        arranged_at=event.at,
        status="planned",
        confirmed_at=None,
        reminded=False,
    )


STATUS_AFTER: dict[str, VisitStatus] = {
    "arrived": "arrived",
    "customer_absent": "no_show_by_customer",
}
"""What a visit is after an outcome; after all others it is done."""


def _visit_recorded(case: Case, event: e.VisitRecorded) -> Change:
    return _visit(
        case,
        event.visit,
        status=STATUS_AFTER.get(event.outcome, "done"),
        outcome=event.outcome,
        arrived_at=event.arrived_at,
        report=event.report,
    )


def _visit_report_overdue(case: Case, event: e.VisitReportOverdue) -> Change:
    visit = case.visit(event.visit)
    clock = visit.report if visit else None
    return _visit(case, event.visit, report=clock and clock.model_copy(update={"overdue": True}))


def _repair_failed(case: Case, event: e.RepairFailed) -> Change:
    failed = FailedRepair(
        visit=event.visit, serial_number=event.serial_number, fault=event.fault, at=event.at
    )
    return {"failed_repairs": (*case.failed_repairs, failed)}


CHANGES: dict[type[e.Event], Callable[[Case, Any], Change]] = {
    e.CaseOpened: _opened,
    e.StageEntered: _stage_entered,
    e.StageCompleted: lambda case, event: {"facts": {**case.facts, **event.yields}},
    e.StageOverrun: _flag("stage_clock", overdue=True),
    e.CaseTriaged: lambda case, event: {"priority": event.priority, "traits": event.traits},
    e.ComplexConfirmed: _confirmed,
    e.FollowUpStarted: lambda case, event: {"follow_up": event.clock},
    e.RedLineNear: _flag("follow_up", warned=True),
    e.RedLineReached: _flag("follow_up", warned=True, overdue=True),
    e.OwnerAssigned: _owner_assigned,
    e.ResponseAwaited: lambda case, event: {"response": event.clock},
    e.ResponseGiven: lambda case, event: {"response": None},
    e.ResponseOverdue: _flag("response", overdue=True),
    e.ContactLogged: _contact,
    e.MessageReceived: lambda case, event: {"messages": (*case.messages, event.message)},
    e.MessageMarked: _marked,
    e.CaseReopened: _reopened,
    e.CaseLinked: lambda case, event: {"links": (*case.links, event.link)},
    e.ProductNamed: lambda case, event: {"guide": event.guide},
    e.QuestionsAsked: lambda case, event: {"rounds": (*case.rounds, event.round)},
    e.QuestionsAnswered: lambda case, event: {"answers": {**case.answers, **event.answers}},
    e.PromiseMade: lambda case, event: {"promises": (*case.promises, event.promise)},
    e.PromiseKept: _ended("kept"),
    e.PromiseAttempted: _ended("attempted"),
    e.PromiseRenegotiated: _ended("renegotiated"),
    e.PromiseReleased: _ended("released"),
    e.PromiseBroken: _ended("broken"),
    e.PromiseReminded: lambda case, event: _promise(case, event.promise, reminded=True),
    e.BreakCorrected: lambda case, event: _promise(case, event.promise, corrected=True),
    e.Escalated: lambda case, event: {"escalations": (*case.escalations, event.escalation)},
    e.EscalationPassedOn: lambda case, event: _escalation(
        case, event.escalation, line=event.line, receiver=event.receiver, clock=event.clock
    ),
    e.EscalationUnanswered: lambda case, event: _escalation(
        case, event.escalation, unanswered=True
    ),
    e.EscalationAcknowledged: lambda case, event: _escalation(
        case, event.escalation, acknowledged_at=event.at, acknowledged_by=event.by
    ),
    e.Deescalated: lambda case, event: _escalation(case, event.escalation, deescalated_at=event.at),
    e.TierChanged: lambda case, event: {"tier": event.tier},
    e.CasePaused: _paused,
    e.CaseResumed: _resumed,
    e.ObservationStarted: lambda case, event: {"observation": event.observation},
    e.ObservationExtended: _observation_extended,
    e.ObservationEnded: _observation_ended,
    e.FixVerified: lambda case, event: {"verification": event.verification},
    e.CaseResolved: _resolved,
    e.RevisitHeld: lambda case, event: {"revisits": (*case.revisits, event.revisit)},
    e.CaseClosed: lambda case, event: {"closings": (*case.closings, event.closing)},
    e.VisitArranged: lambda case, event: {"visits": (*case.visits, event.visit)},
    e.VisitConfirmed: lambda case, event: _visit(
        case, event.visit, status="confirmed", confirmed_at=event.confirmed_at
    ),
    e.VisitRescheduled: _visit_moved,
    e.VisitReminded: lambda case, event: _visit(case, event.visit, reminded=True),
    e.VisitMissed: lambda case, event: _visit(
        case, event.visit, status="no_show_by_us", outcome="we_did_not_come"
    ),
    e.VisitRecorded: _visit_recorded,
    e.VisitReported: lambda case, event: _visit(
        case, event.visit, reported_at=event.at, report_text=event.text
    ),
    e.VisitReportOverdue: _visit_report_overdue,
    e.VisitCancelled: lambda case, event: _visit(case, event.visit, status="cancelled"),
    e.RepairFailed: _repair_failed,
    e.RemedyOffered: lambda case, event: {"offers": (*case.offers, event.offer)},
    e.ActionRequested: lambda case, event: {
        "actions": (*case.actions, event.action),
        "actions_requested": case.actions_requested + 1,
    },
    e.ActionDone: lambda case, event: {
        "actions": tuple(a for a in case.actions if a.id != event.action)
    },
    e.ActionFailed: _action_failed,
    e.CommandRefused: lambda case, event: {},
}
