"""What happened to a case. Past tense; never changed, never deleted.

`at` is case time when it was decided, `by` a handle or "system". The sequence number is the
position in the fold: the first event is 1.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field as Constrained

from domain.case import (
    Action,
    Basis,
    Channel,
    Closing,
    Contact,
    CustomerMessage,
    Escalation,
    Link,
    Notice,
    Observation,
    Pause,
    Promise,
    QuestionRound,
    ReopenCause,
    RevisitTry,
    Trait,
    Verdict,
    Verification,
)
from domain.clocks import Clock
from domain.errors import Problem
from domain.frozen import Frozen
from domain.guide import Guide
from domain.plan import Complexity, Emotion, Line, Plan, Priority
from domain.visit import MovedBy, RemedyOffer, Visit, VisitOutcome


class Event(Frozen):
    at: datetime
    by: str

    @property
    def name(self) -> str:
        """The durable name under which it is stored."""
        return str(getattr(self, "kind"))  # noqa: B009 - every subclass declares its own literal


class CaseOpened(Event):
    kind: Literal["case_opened"] = "case_opened"
    plan: Plan
    title: str
    customer: str
    customer_level: Literal["normal", "vip"]
    channel: Channel
    priority: Priority
    owner: str
    emotion: Emotion
    spoke_at: datetime
    text: str | None = None


class StageEntered(Event):
    kind: Literal["stage_entered"] = "stage_entered"
    stage: str
    left: str
    on: str
    clock: Clock | None = None


class StageCompleted(Event):
    kind: Literal["stage_completed"] = "stage_completed"
    stage: str
    yields: dict[str, str]


class StageOverrun(Event):
    kind: Literal["stage_overrun"] = "stage_overrun"
    stage: str
    due_at: datetime
    unseen_since: datetime | None = None


class CaseTriaged(Event):
    kind: Literal["case_triaged"] = "case_triaged"
    priority: Priority
    reason: str
    traits: tuple[Trait, ...]


class ComplexConfirmed(Event):
    kind: Literal["complex_confirmed"] = "complex_confirmed"
    complexity: Complexity
    reason: str
    notice: Notice
    plan: Plan | None = None


class FollowUpStarted(Event):
    kind: Literal["follow_up_started"] = "follow_up_started"
    clock: Clock


class RedLineNear(Event):
    kind: Literal["red_line_near"] = "red_line_near"
    due_at: datetime
    unseen_since: datetime | None = None


class RedLineReached(Event):
    kind: Literal["red_line_reached"] = "red_line_reached"
    due_at: datetime
    unseen_since: datetime | None = None


class OwnerAssigned(Event):
    kind: Literal["owner_assigned"] = "owner_assigned"
    owner: str
    reason: str


class ResponseAwaited(Event):
    kind: Literal["response_awaited"] = "response_awaited"
    clock: Clock


class ResponseGiven(Event):
    kind: Literal["response_given"] = "response_given"
    responded_at: datetime


class ResponseOverdue(Event):
    kind: Literal["response_overdue"] = "response_overdue"
    due_at: datetime
    unseen_since: datetime | None = None


class ContactLogged(Event):
    kind: Literal["contact_logged"] = "contact_logged"
    contact: Contact


class MessageReceived(Event):
    kind: Literal["message_received"] = "message_received"
    message: CustomerMessage


class MessageMarked(Event):
    """A human said what a message on the closed case is."""

    kind: Literal["message_marked"] = "message_marked"
    message: str
    verdict: Verdict
    note: str = ""


class CaseReopened(Event):
    """A closed case has another life, because a human said so or because nobody marked a message."""

    kind: Literal["case_reopened"] = "case_reopened"
    life: int
    cause: ReopenCause
    message: str
    unseen_since: datetime | None = None


class CaseLinked(Event):
    kind: Literal["case_linked"] = "case_linked"
    link: Link


class ProductNamed(Event):
    """What the case is about; the family's safe checks and questions are pinned with it."""

    kind: Literal["product_named"] = "product_named"
    guide: Guide


class QuestionsAsked(Event):
    kind: Literal["questions_asked"] = "questions_asked"
    round: QuestionRound


class QuestionsAnswered(Event):
    kind: Literal["questions_answered"] = "questions_answered"
    answers: dict[str, str]


class PromiseMade(Event):
    kind: Literal["promise_made"] = "promise_made"
    promise: Promise


class PromiseKept(Event):
    kind: Literal["promise_kept"] = "promise_kept"
    promise: str
    contact: str


class PromiseAttempted(Event):
    kind: Literal["promise_attempted"] = "promise_attempted"
    promise: str
    contact: str


class PromiseRenegotiated(Event):
    kind: Literal["promise_renegotiated"] = "promise_renegotiated"
    promise: str
    reason: str
    told_at: datetime


class PromiseReleased(Event):
    kind: Literal["promise_released"] = "promise_released"
    promise: str
    reason: str


class PromiseReminded(Event):
    kind: Literal["promise_reminded"] = "promise_reminded"
    promise: str


class PromiseBroken(Event):
    """Only `latest_by` breaks, or the last renegotiation too many. `unseen_since` names an outage."""

    kind: Literal["promise_broken"] = "promise_broken"
    promise: str
    cause: Literal["overdue", "renegotiated_too_often"] = "overdue"
    unseen_since: datetime | None = None


class BreakCorrected(Event):
    """A contact proven in time came to light after the break was announced."""

    kind: Literal["break_corrected"] = "break_corrected"
    promise: str
    contact: str


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


class CasePaused(Event):
    kind: Literal["case_paused"] = "case_paused"
    pause: Pause


class CaseResumed(Event):
    kind: Literal["case_resumed"] = "case_resumed"
    cause: Literal["asked", "limit_reached", "customer_answered", "case_moved"]
    note: str = ""


class ObservationStarted(Event):
    kind: Literal["observation_started"] = "observation_started"
    observation: Observation


class ObservationExtended(Event):
    """The fix is watched for longer, the customer agreeing."""

    kind: Literal["observation_extended"] = "observation_extended"
    ends_at: datetime
    told_at: datetime
    reason: str


class ObservationEnded(Event):
    """The window ran out, or was ended early, agreed with the customer."""

    kind: Literal["observation_ended"] = "observation_ended"
    cause: Literal["run_out", "agreed"] = "run_out"
    reason: str = ""


class FixVerified(Event):
    kind: Literal["fix_verified"] = "fix_verified"
    verification: Verification
    note: str = ""


class CaseResolved(Event):
    kind: Literal["case_resolved"] = "case_resolved"
    basis: Basis
    note: str = ""


class RevisitHeld(Event):
    kind: Literal["revisit_held"] = "revisit_held"
    revisit: RevisitTry
    note: str = ""


class CaseClosed(Event):
    kind: Literal["case_closed"] = "case_closed"
    closing: Closing


class VisitArranged(Event):
    kind: Literal["visit_arranged"] = "visit_arranged"
    visit: Visit


class VisitConfirmed(Event):
    """The customer agreed to the window, at `confirmed_at`."""

    kind: Literal["visit_confirmed"] = "visit_confirmed"
    visit: str
    confirmed_at: datetime


class VisitRescheduled(Event):
    """`promise` is the one that stands for the new window."""

    kind: Literal["visit_rescheduled"] = "visit_rescheduled"
    visit: str
    engineer: str
    starts_at: datetime
    ends_at: datetime
    promise: str
    moved_by: MovedBy
    told_at: datetime
    reason: str


class VisitReminded(Event):
    kind: Literal["visit_reminded"] = "visit_reminded"
    visit: str


class VisitMissed(Event):
    """The window and the grace are over, and nobody of ours was there."""

    kind: Literal["visit_missed"] = "visit_missed"
    visit: str
    unseen_since: datetime | None = None


class VisitRecorded(Event):
    """`contact` is the conversation at the door; `report` runs until the report is given."""

    kind: Literal["visit_recorded"] = "visit_recorded"
    visit: str
    outcome: VisitOutcome
    arrived_at: datetime
    contact: str
    report: Clock | None = None
    note: str = ""


class VisitReported(Event):
    kind: Literal["visit_reported"] = "visit_reported"
    visit: str
    text: str


class VisitReportOverdue(Event):
    kind: Literal["visit_report_overdue"] = "visit_report_overdue"
    visit: str
    due_at: datetime
    unseen_since: datetime | None = None


class VisitCancelled(Event):
    kind: Literal["visit_cancelled"] = "visit_cancelled"
    visit: str
    reason: str


class RepairFailed(Event):
    """`count` includes the failures of the same serial number and fault in other cases (REQ B2)."""

    kind: Literal["repair_failed"] = "repair_failed"
    visit: str
    serial_number: str
    fault: str
    count: int


class RemedyOffered(Event):
    kind: Literal["remedy_offered"] = "remedy_offered"
    offer: RemedyOffer
    note: str = ""


class ActionRequested(Event):
    kind: Literal["action_requested"] = "action_requested"
    action: Action


class ActionDone(Event):
    kind: Literal["action_done"] = "action_done"
    action: str


class ActionFailed(Event):
    kind: Literal["action_failed"] = "action_failed"
    action: str
    error: str


class CommandRefused(Event):
    """A command answered "received" was refused later. Words for it are made by whoever shows it: text kept in
    an event could never be reworded, for a replay compares events."""

    kind: Literal["command_refused"] = "command_refused"
    command: str
    key: str
    problem: Problem


AnyEvent = Annotated[
    CaseOpened
    | StageEntered
    | StageCompleted
    | StageOverrun
    | CaseTriaged
    | ComplexConfirmed
    | FollowUpStarted
    | RedLineNear
    | RedLineReached
    | OwnerAssigned
    | ResponseAwaited
    | ResponseGiven
    | ResponseOverdue
    | ContactLogged
    | MessageReceived
    | MessageMarked
    | CaseReopened
    | CaseLinked
    | ProductNamed
    | QuestionsAsked
    | QuestionsAnswered
    | PromiseMade
    | PromiseKept
    | PromiseAttempted
    | PromiseRenegotiated
    | PromiseReleased
    | PromiseReminded
    | PromiseBroken
    | BreakCorrected
    | Escalated
    | EscalationPassedOn
    | EscalationUnanswered
    | EscalationAcknowledged
    | Deescalated
    | TierChanged
    | CasePaused
    | CaseResumed
    | ObservationStarted
    | ObservationExtended
    | ObservationEnded
    | FixVerified
    | CaseResolved
    | RevisitHeld
    | CaseClosed
    | VisitArranged
    | VisitConfirmed
    | VisitRescheduled
    | VisitReminded
    | VisitMissed
    | VisitRecorded
    | VisitReported
    | VisitReportOverdue
    | VisitCancelled
    | RepairFailed
    | RemedyOffered
    | ActionRequested
    | ActionDone
    | ActionFailed
    | CommandRefused,
    Constrained(discriminator="kind"),
]
