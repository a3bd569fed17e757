"""How the rows of lists follow from events.

One function for each kind of event that changes a list; the other kinds are named in
`WITHOUT_PROJECTION`. A test asserts that every kind is in one of the two. What `evolve` does to the
case, these do to its rows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db.private import seal
from db.upsert import Values
from db.visits import failed_row, row_of
from domain.actions import ActionDone, ActionFailed, ActionRequested
from domain.assignment import OwnerAssigned
from domain.clocks import Clock
from domain.confirmation import ComplexConfirmed
from domain.contacts import ContactLogged
from domain.customer_messages import CaseLinked, CaseReopened, MessageMarked, MessageReceived
from domain.endings import CaseClosed
from domain.escalations import (
    Deescalated,
    Escalated,
    EscalationAcknowledged,
    EscalationPassedOn,
    EscalationUnanswered,
    TierChanged,
)
from domain.event import Event
from domain.follow_up import FollowUpStarted, RedLineNear, RedLineReached
from domain.intake import CaseOpened
from domain.late_refusals import CommandRefused
from domain.observation import ObservationEnded, ObservationExtended, ObservationStarted
from domain.pauses import CasePaused, CaseResumed
from domain.plan import Plan
from domain.promises.events import (
    BreakCorrected,
    PromiseAttempted,
    PromiseBroken,
    PromiseKept,
    PromiseMade,
    PromiseReleased,
    PromiseReminded,
    PromiseRenegotiated,
)
from domain.promises.records import PromiseStatus
from domain.questions import ProductNamed, QuestionsAnswered, QuestionsAsked
from domain.repairs import RemedyOffered, RepairFailed
from domain.resolution import CaseResolved, FixVerified
from domain.response import ResponseAwaited, ResponseGiven, ResponseOverdue
from domain.revisits import RevisitHeld
from domain.stages import StageCompleted, StageEntered, StageOverrun
from domain.triage import CaseTriaged
from domain.visits.events import (
    VisitArranged,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitRecorded,
    VisitReminded,
    VisitReported,
    VisitReportOverdue,
    VisitRescheduled,
)
from domain.visits.rules import STATUS_AFTER
from vault import Vault


@dataclass
class Sheet:
    """The rows of one case while they are brought up to date.

    `owner` and `plan` are those before the first event; `promises`, `escalations`, `messages`
    and `visits` hold the rows that the events may change, by id.
    """

    number: str
    vault: Vault
    owner: str = ""
    plan: Plan | None = None
    promises: dict[str, Values] = field(default_factory=dict)
    escalations: dict[str, Values] = field(default_factory=dict)
    contacts: list[Values] = field(default_factory=list)
    messages: dict[str, Values] = field(default_factory=dict)
    visits: dict[str, Values] = field(default_factory=dict)
    failed_repairs: list[Values] = field(default_factory=list)

    def take(self, events: Iterable[Event]) -> None:
        """Bring the rows up to date with some more events."""
        for event in events:
            if change := PROJECTIONS.get(type(event)):
                change(self, event)

    def due(self, clock: Clock) -> datetime:
        """When a clock runs out."""
        if self.plan is None:
            raise LookupError(f"case {self.number} has no plan in its events")
        return clock.due(self.plan)[0]


def _opened(sheet: Sheet, event: CaseOpened) -> None:
    sheet.owner, sheet.plan = event.owner, event.plan


def _confirmed(sheet: Sheet, event: ComplexConfirmed) -> None:
    sheet.plan = event.plan or sheet.plan


def _assigned(sheet: Sheet, event: OwnerAssigned) -> None:
    """A new owner takes over the open promises of the old one; who visits stays."""
    for row in sheet.promises.values():
        theirs = row["owner"] == sheet.owner and row["kind"] != "visit"
        if row["status"] == "open" and theirs:
            row["owner"] = event.owner
    sheet.owner = event.owner


def _contact(sheet: Sheet, event: ContactLogged) -> None:
    contact = event.contact
    kept = {**contact.model_dump(), "parts": list(contact.parts), "covers": list(contact.covers)}
    sheet.contacts.append({"number": sheet.number, **kept})


def _message(sheet: Sheet, event: MessageReceived) -> None:
    message = event.message
    sheet.messages[message.id] = {
        "number": sheet.number,
        **message.model_dump(exclude={"mark"}),
        "mark_by": sheet.due(message.mark) if message.mark else None,
    }


def _marked(sheet: Sheet, event: MessageMarked) -> None:
    if row := sheet.messages.get(event.message):
        marked = {"verdict": event.verdict, "marked_at": event.at, "marked_by": event.by}
        row.update(mark_by=None, **marked)


def _reopened(sheet: Sheet, event: CaseReopened) -> None:
    """Whoever has the case now reads every message."""
    for row in sheet.messages.values():
        row["mark_by"] = None
    for row in sheet.visits.values():
        row["report_due_at"] = None


def _made(sheet: Sheet, event: PromiseMade) -> None:
    promise = event.promise
    sheet.promises[promise.id] = {
        "number": sheet.number,
        **promise.model_dump(),
        "subject": seal(sheet.vault, promise.subject, "promises.subject", sheet.number, promise.id),
        "why": promise.why.model_dump(mode="json"),
    }


def _ended(status: PromiseStatus) -> Callable[[Sheet, Any], None]:
    def change(sheet: Sheet, event: Any) -> None:
        _promise(sheet, event.promise, status=status, ended_at=event.at)

    return change


def _promise(sheet: Sheet, promise_id: str, **update: object) -> None:
    if row := sheet.promises.get(promise_id):
        row.update(update)


def _escalated(sheet: Sheet, event: Escalated) -> None:
    escalation = event.escalation
    sheet.escalations[escalation.id] = {
        "number": sheet.number,
        **escalation.model_dump(exclude={"clock"}),
        "due_at": sheet.due(escalation.clock),
        "reason": seal(
            sheet.vault, escalation.reason, "escalations.reason", sheet.number, escalation.id
        ),
    }


def _passed_on(sheet: Sheet, event: EscalationPassedOn) -> None:
    due_at = sheet.due(event.clock)
    _escalation(sheet, event.escalation, line=event.line, receiver=event.receiver, due_at=due_at)


def _escalation(sheet: Sheet, escalation_id: str, **update: object) -> None:
    if row := sheet.escalations.get(escalation_id):
        row.update(update)


def _visit_arranged(sheet: Sheet, event: VisitArranged) -> None:
    sheet.visits[event.visit.id] = row_of(sheet.number, event.visit)


def _visit(sheet: Sheet, visit_id: str, **update: object) -> None:
    if row := sheet.visits.get(visit_id):
        row.update(update)


def _visit_moved(sheet: Sheet, event: VisitRescheduled) -> None:
    new = event.model_dump(include={"engineer", "starts_at", "ends_at", "promise"})
    fresh = {"status": "planned", "confirmed_at": None, "reminded": False}
    _visit(sheet, event.visit, arranged_at=event.at, **new, **fresh)


def _visit_recorded(sheet: Sheet, event: VisitRecorded) -> None:
    _visit(
        sheet,
        event.visit,
        status=STATUS_AFTER.get(event.outcome, "done"),
        outcome=event.outcome,
        arrived_at=event.arrived_at,
        report_due_at=sheet.due(event.report) if event.report else None,
    )


def _repair_failed(sheet: Sheet, event: RepairFailed) -> None:
    sheet.failed_repairs.append(failed_row(sheet.number, event))


PROJECTIONS: dict[type[Event], Callable[[Sheet, Any], None]] = {
    CaseOpened: _opened,
    ComplexConfirmed: _confirmed,
    OwnerAssigned: _assigned,
    ContactLogged: _contact,
    MessageReceived: _message,
    MessageMarked: _marked,
    CaseReopened: _reopened,
    PromiseMade: _made,
    PromiseKept: _ended("kept"),
    PromiseAttempted: _ended("attempted"),
    PromiseRenegotiated: _ended("renegotiated"),
    PromiseReleased: _ended("released"),
    PromiseBroken: _ended("broken"),
    PromiseReminded: lambda sheet, event: _promise(sheet, event.promise, reminded=True),
    BreakCorrected: lambda sheet, event: _promise(sheet, event.promise, corrected=True),
    Escalated: _escalated,
    EscalationPassedOn: _passed_on,
    EscalationUnanswered: lambda sheet, event: _escalation(
        sheet, event.escalation, unanswered=True
    ),
    EscalationAcknowledged: lambda sheet, event: _escalation(
        sheet, event.escalation, acknowledged_at=event.at, acknowledged_by=event.by
    ),
    Deescalated: lambda sheet, event: _escalation(sheet, event.escalation, deescalated_at=event.at),
    VisitArranged: _visit_arranged,
    VisitConfirmed: lambda sheet, event: _visit(
        sheet, event.visit, status="confirmed", confirmed_at=event.confirmed_at
    ),
    VisitRescheduled: _visit_moved,
    VisitReminded: lambda sheet, event: _visit(sheet, event.visit, reminded=True),
    VisitMissed: lambda sheet, event: _visit(
        sheet, event.visit, status="no_show_by_us", outcome="we_did_not_come"
    ),
    VisitRecorded: _visit_recorded,
    VisitReported: lambda sheet, event: _visit(
        sheet, event.visit, reported_at=event.at, report_text=event.text, report_due_at=None
    ),
    VisitCancelled: lambda sheet, event: _visit(sheet, event.visit, status="cancelled"),
    RepairFailed: _repair_failed,
}

WITHOUT_PROJECTION: tuple[type[Event], ...] = (
    # All a list shows of these is in the face of the case.
    StageEntered,
    StageCompleted,
    StageOverrun,
    CaseTriaged,
    FollowUpStarted,
    RedLineNear,
    RedLineReached,
    ResponseAwaited,
    ResponseGiven,
    ResponseOverdue,
    TierChanged,
    CasePaused,
    CaseResumed,
    ProductNamed,
    QuestionsAsked,
    QuestionsAnswered,
    ObservationStarted,
    ObservationExtended,
    ObservationEnded,
    FixVerified,
    CaseResolved,
    RevisitHeld,
    CaseClosed,
    CaseLinked,
    # Its due time is on the row already; that it passed is seen in the timeline and in inboxes.
    VisitReportOverdue,
    # On the case itself; no list shows it.
    RemedyOffered,
    # Business of the shell: seen in the timeline and in inboxes.
    ActionRequested,
    ActionDone,
    ActionFailed,
    CommandRefused,
)
