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
from domain import events as e
from domain.case import PromiseStatus
from domain.clocks import Clock
from domain.evolve import STATUS_AFTER
from domain.plan import Plan
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

    def take(self, events: Iterable[e.Event]) -> None:
        """Bring the rows up to date with some more events."""
        for event in events:
            if change := PROJECTIONS.get(type(event)):
                change(self, event)

    def due(self, clock: Clock) -> datetime:
        """When a clock runs out."""
        if self.plan is None:
            raise LookupError(f"case {self.number} has no plan in its events")
        return clock.due(self.plan)[0]


def _opened(sheet: Sheet, event: e.CaseOpened) -> None:
    sheet.owner, sheet.plan = event.owner, event.plan


def _confirmed(sheet: Sheet, event: e.ComplexConfirmed) -> None:
    sheet.plan = event.plan or sheet.plan


def _assigned(sheet: Sheet, event: e.OwnerAssigned) -> None:
    """A new owner takes over the open promises of the old one; who visits stays."""
    for row in sheet.promises.values():
        theirs = row["owner"] == sheet.owner and row["kind"] != "visit"
        if row["status"] == "open" and theirs:
            row["owner"] = event.owner
    sheet.owner = event.owner


def _contact(sheet: Sheet, event: e.ContactLogged) -> None:
    contact = event.contact
    kept = {**contact.model_dump(), "parts": list(contact.parts), "covers": list(contact.covers)}
    sheet.contacts.append({"number": sheet.number, **kept})


def _message(sheet: Sheet, event: e.MessageReceived) -> None:
    message = event.message
    sheet.messages[message.id] = {
        "number": sheet.number,
        **message.model_dump(exclude={"mark"}),
        "mark_by": sheet.due(message.mark) if message.mark else None,
    }


def _marked(sheet: Sheet, event: e.MessageMarked) -> None:
    if row := sheet.messages.get(event.message):
        marked = {"verdict": event.verdict, "marked_at": event.at, "marked_by": event.by}
        row.update(mark_by=None, **marked)


def _reopened(sheet: Sheet, event: e.CaseReopened) -> None:
    """Whoever has the case now reads every message."""
    for row in sheet.messages.values():
        row["mark_by"] = None
    for row in sheet.visits.values():
        row["report_due_at"] = None


def _made(sheet: Sheet, event: e.PromiseMade) -> None:
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


def _escalated(sheet: Sheet, event: e.Escalated) -> None:
    escalation = event.escalation
    sheet.escalations[escalation.id] = {
        "number": sheet.number,
        **escalation.model_dump(exclude={"clock"}),
        "due_at": sheet.due(escalation.clock),
        "reason": seal(
            sheet.vault, escalation.reason, "escalations.reason", sheet.number, escalation.id
        ),
    }


def _passed_on(sheet: Sheet, event: e.EscalationPassedOn) -> None:
    due_at = sheet.due(event.clock)
    _escalation(sheet, event.escalation, line=event.line, receiver=event.receiver, due_at=due_at)


def _escalation(sheet: Sheet, escalation_id: str, **update: object) -> None:
    if row := sheet.escalations.get(escalation_id):
        row.update(update)


def _visit_arranged(sheet: Sheet, event: e.VisitArranged) -> None:
    sheet.visits[event.visit.id] = row_of(sheet.number, event.visit)


def _visit(sheet: Sheet, visit_id: str, **update: object) -> None:
    if row := sheet.visits.get(visit_id):
        row.update(update)


def _visit_moved(sheet: Sheet, event: e.VisitRescheduled) -> None:
    new = event.model_dump(include={"engineer", "starts_at", "ends_at", "promise"})
    fresh = {"status": "planned", "confirmed_at": None, "reminded": False}
    _visit(sheet, event.visit, arranged_at=event.at, **new, **fresh)


def _visit_recorded(sheet: Sheet, event: e.VisitRecorded) -> None:
    _visit(
        sheet,
        event.visit,
        status=STATUS_AFTER.get(event.outcome, "done"),
        outcome=event.outcome,
        arrived_at=event.arrived_at,
        report_due_at=sheet.due(event.report) if event.report else None,
    )


def _repair_failed(sheet: Sheet, event: e.RepairFailed) -> None:
    sheet.failed_repairs.append(failed_row(sheet.number, event))


PROJECTIONS: dict[type[e.Event], Callable[[Sheet, Any], None]] = {
    e.CaseOpened: _opened,
    e.ComplexConfirmed: _confirmed,
    e.OwnerAssigned: _assigned,
    e.ContactLogged: _contact,
    e.MessageReceived: _message,
    e.MessageMarked: _marked,
    e.CaseReopened: _reopened,
    e.PromiseMade: _made,
    e.PromiseKept: _ended("kept"),
    e.PromiseAttempted: _ended("attempted"),
    e.PromiseRenegotiated: _ended("renegotiated"),
    e.PromiseReleased: _ended("released"),
    e.PromiseBroken: _ended("broken"),
    e.PromiseReminded: lambda sheet, event: _promise(sheet, event.promise, reminded=True),
    e.BreakCorrected: lambda sheet, event: _promise(sheet, event.promise, corrected=True),
    e.Escalated: _escalated,
    e.EscalationPassedOn: _passed_on,
    e.EscalationUnanswered: lambda sheet, event: _escalation(
        sheet, event.escalation, unanswered=True
    ),
    e.EscalationAcknowledged: lambda sheet, event: _escalation(
        sheet, event.escalation, acknowledged_at=event.at, acknowledged_by=event.by
    ),
    e.Deescalated: lambda sheet, event: _escalation(
        sheet, event.escalation, deescalated_at=event.at
    ),
    e.VisitArranged: _visit_arranged,
    e.VisitConfirmed: lambda sheet, event: _visit(
        sheet, event.visit, status="confirmed", confirmed_at=event.confirmed_at
    ),
    e.VisitRescheduled: _visit_moved,
    e.VisitReminded: lambda sheet, event: _visit(sheet, event.visit, reminded=True),
    e.VisitMissed: lambda sheet, event: _visit(
        sheet, event.visit, status="no_show_by_us", outcome="we_did_not_come"
    ),
    e.VisitRecorded: _visit_recorded,
    e.VisitReported: lambda sheet, event: _visit(
        sheet, event.visit, reported_at=event.at, report_text=event.text, report_due_at=None
    ),
    e.VisitCancelled: lambda sheet, event: _visit(sheet, event.visit, status="cancelled"),
    e.RepairFailed: _repair_failed,
}

WITHOUT_PROJECTION: tuple[type[e.Event], ...] = (
    # All a list shows of these is in the face of the case.
    e.StageEntered,
    e.StageCompleted,
    e.StageOverrun,
    e.CaseTriaged,
    e.FollowUpStarted,
    e.RedLineNear,
    e.RedLineReached,
    e.ResponseAwaited,
    e.ResponseGiven,
    e.ResponseOverdue,
    e.TierChanged,
    e.CasePaused,
    e.CaseResumed,
    e.ProductNamed,
    e.QuestionsAsked,
    e.QuestionsAnswered,
    e.ObservationStarted,
    e.ObservationExtended,
    e.ObservationEnded,
    e.FixVerified,
    e.CaseResolved,
    e.RevisitHeld,
    e.CaseClosed,
    e.CaseLinked,
    # Its due time is on the row already; that it passed is seen in the timeline and in inboxes.
    e.VisitReportOverdue,
    # On the case itself; no list shows it.
    e.RemedyOffered,
    # Business of the shell: seen in the timeline and in inboxes.
    e.ActionRequested,
    e.ActionDone,
    e.ActionFailed,
    e.CommandRefused,
)
