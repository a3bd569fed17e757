"""What may be asked of a case. Imperative; each may be refused.

Every command carries who asks (`actor`), the idempotency key of the request with the digest of
its body, and `received_at`, the moment our API heard it. Commands of the shell itself (`tick`,
`finish_action`) have no key.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field as Constrained

from domain.case import (
    Basis,
    Channel,
    Direction,
    Link,
    NoticeAnswer,
    Part,
    PauseReason,
    RevisitOutcome,
    Trait,
    Verdict,
    VerificationOutcome,
)
from domain.errors import Problem
from domain.frozen import Frozen
from domain.guide import Guide
from domain.plan import Complexity, Emotion, Line, Plan, Priority
from domain.visit import MovedBy, OfferAnswer, Remedy, VisitOutcome

SYSTEM = "system"


class Actor(Frozen):
    """Who asks: a handle and the highest place on the line this person holds."""

    handle: str
    line: Line = "agent"


class Command(Frozen):
    actor: Actor
    received_at: datetime
    key: str = ""
    digest: str = ""

    @property
    def name(self) -> str:
        """The durable name: that of the update or signal, and of the policy's `on`."""
        return str(getattr(self, "kind"))  # noqa: B009 - every subclass declares its own literal


class NextPromise(Frozen):
    """A promise as an agent gives it to the customer."""

    subject: str
    latest_by: datetime
    expected_by: datetime | None = None
    owner: str | None = None


class OpenCase(Command):
    """Open the case: who and what is all it takes (REQ A2)."""

    kind: Literal["open_case"] = "open_case"
    plan: Plan
    title: str
    customer: str
    customer_level: Literal["normal", "vip"] = "normal"
    channel: Channel
    priority: Priority = "P2"
    owner: str
    spoke_at: datetime
    text: str | None = None
    emotion: Emotion = "calm"
    guide: Guide | None = None
    """What the policy knows of the product's family, when it is known which one it is."""
    comes_from: Link | None = None
    """The older case whose customer wrote again, when this one was opened by a message (REQ E3)."""


class Triage(Command):
    """Say what kind of case it is. Any trait makes it complex, none makes it one-off (REQ A5)."""

    kind: Literal["triage"] = "triage"
    priority: Priority
    reason: str = ""
    traits: tuple[Trait, ...] = ()
    yields: dict[str, str] = {}


class Milestone(Frozen):
    """What the customer is told to expect by when; `stage` is the stage whose end it is about."""

    subject: str
    latest_by: datetime
    expected_by: datetime | None = None
    stage: str | None = None


class ConfirmComplex(Command):
    """The anchor: a human confirms the case as complex, having told the customer so (REQ A7).

    With it goes the milestone plan (REQ B1); without `milestones`, the one the plan proposes.
    """

    kind: Literal["confirm_complex"] = "confirm_complex"
    complexity: Complexity
    reason: str = ""
    channel: Channel | None = None
    told_at: datetime | None = None
    first_feedback_at: datetime | None = None
    answer: NoticeAnswer | None = None
    plan: Plan | None = None
    milestones: tuple[Milestone, ...] = ()


class Assign(Command):
    """Hand the case, and the promises its owner gave, to another person."""

    kind: Literal["assign"] = "assign"
    owner: str
    reason: str


class CompleteStage(Command):
    """Leave a stage with its yield (REQ B1). `to` picks one of several ways on."""

    kind: Literal["complete_stage"] = "complete_stage"
    stage: str
    yields: dict[str, str] = {}
    to: str | None = None


class LogContact(Command):
    """A conversation took place, or was tried.

    `covers` lists the promises whose subject was spoken of; None means the next promise for an
    outbound conversation and none otherwise.
    """

    kind: Literal["log_contact"] = "log_contact"
    channel: Channel
    direction: Direction = "outbound"
    occurred_at: datetime
    reached: bool = True
    left_message: bool = False
    parts: tuple[Part, ...] = ()
    emotion: Emotion | None = None
    covers: tuple[str, ...] | None = None
    next_promise: NextPromise | None = None
    text: str | None = None


class NameProduct(Command):
    """Say which product it is about; the API brings what the policy knows of its family (REQ B2)."""

    kind: Literal["name_product"] = "name_product"
    guide: Guide


class AskQuestions(Command):
    """Ask the customer for what is unclear: one round, and a conversation in four parts (REQ B2, C3).

    `questions` are names from the product's set. Not `reached` means that they were left in writing.
    """

    kind: Literal["ask_questions"] = "ask_questions"
    questions: tuple[str, ...]
    channel: Channel
    occurred_at: datetime
    reached: bool = True
    parts: tuple[Part, ...] = ()
    emotion: Emotion | None = None
    text: str | None = None


class RecordAnswers(Command):
    """What the customer answered, by the question's name."""

    kind: Literal["record_answers"] = "record_answers"
    answers: dict[str, str]


class MakePromise(Command):
    kind: Literal["make_promise"] = "make_promise"
    promise: NextPromise


class RenegotiatePromise(Command):
    """Move a promise before it is due, told to the customer (REQ C2)."""

    kind: Literal["renegotiate_promise"] = "renegotiate_promise"
    promise: str
    latest_by: datetime
    expected_by: datetime | None = None
    told_at: datetime
    reason: str


class ReleasePromise(Command):
    """The customer no longer needs it and said so."""

    kind: Literal["release_promise"] = "release_promise"
    promise: str
    reason: str


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


class CustomerSaid(Command):
    """The customer's words, from any channel. Accepted in every state (REQ E3)."""

    kind: Literal["customer_said"] = "customer_said"
    channel: Channel
    occurred_at: datetime
    text: str


class MarkMessage(Command):
    """Say what a message on a closed case is: thanks, a reason to reopen it, or a new matter (REQ E3)."""

    kind: Literal["mark_message"] = "mark_message"
    message: str
    verdict: Verdict
    note: str = ""


class StartObservation(Command):
    """Watch the fix until `ends_at`, with check-ins agreed with the customer (REQ C1)."""

    kind: Literal["start_observation"] = "start_observation"
    ends_at: datetime
    check_ins: tuple[datetime, ...] = ()


class ExtendObservation(Command):
    """Watch the fix for longer, with further check-ins, as agreed with the customer (REQ C1)."""

    kind: Literal["extend_observation"] = "extend_observation"
    ends_at: datetime
    check_ins: tuple[datetime, ...] = ()
    told_at: datetime
    reason: str


class EndObservation(Command):
    """Stop watching before the window has run out, as agreed with the customer."""

    kind: Literal["end_observation"] = "end_observation"
    told_at: datetime
    reason: str


class RecordVerification(Command):
    kind: Literal["record_verification"] = "record_verification"
    outcome: VerificationOutcome
    note: str = ""


class Resolve(Command):
    """Call the case resolved; it must be earned (REQ E1)."""

    kind: Literal["resolve"] = "resolve"
    basis: Basis
    note: str = ""


class RecordRevisit(Command):
    """The human call after resolution (REQ E2). `covers` as in `log_contact`."""

    kind: Literal["record_revisit"] = "record_revisit"
    outcome: RevisitOutcome
    occurred_at: datetime
    channel: Channel = "phone"
    emotion: Emotion | None = None
    covers: tuple[str, ...] = ()
    note: str = ""
    text: str | None = None


class PauseCase(Command):
    kind: Literal["pause"] = "pause"
    reason: PauseReason
    until: datetime
    note: str = ""


class ResumeCase(Command):
    kind: Literal["resume"] = "resume"
    note: str = ""


class Withdraw(Command):
    """The customer withdraws (REQ E1)."""

    kind: Literal["withdraw"] = "withdraw"
    reason: str


class EndWithoutAgreement(Command):
    """No agreement: a final written reply, signed by a supervisor, with the outside route (REQ E1)."""

    kind: Literal["end_without_agreement"] = "end_without_agreement"
    reply: str
    outside_route: str


class ArrangeVisit(Command):
    """Promise the customer an engineer at their door within a window (REQ B7).

    `text` is the id of the address in the database; without one that of the visit before holds.
    `failed_before` counts the failed repairs of the same serial number and fault in other cases;
    `agreed_at` says that the customer has agreed to the window already.
    """

    kind: Literal["arrange_visit"] = "arrange_visit"
    engineer: str
    starts_at: datetime
    ends_at: datetime
    text: str | None = None
    agreed_at: datetime | None = None
    failed_before: int = 0


class ConfirmVisit(Command):
    """The customer agrees to the window."""

    kind: Literal["confirm_visit"] = "confirm_visit"
    visit: str
    confirmed_at: datetime


class RescheduleVisit(Command):
    """Another window, told to the customer before the old one is over (REQ B7, C2)."""

    kind: Literal["reschedule_visit"] = "reschedule_visit"
    visit: str
    starts_at: datetime
    ends_at: datetime
    engineer: str | None = None
    moved_by: MovedBy = "us"
    told_at: datetime
    reason: str


class RecordVisit(Command):
    """What came of a visit. `arrived_at` says when the engineer was at the door; `text` is the id of
    what the customer said."""

    kind: Literal["record_visit"] = "record_visit"
    visit: str
    outcome: VisitOutcome
    arrived_at: datetime
    left_message: bool = False
    emotion: Emotion | None = None
    note: str = ""
    text: str | None = None


class ReportVisit(Command):
    """The engineer's report; `text` is the id of its words, `yields` what the stage asks for."""

    kind: Literal["report_visit"] = "report_visit"
    visit: str
    yields: dict[str, str] = {}
    text: str | None = None


class CancelVisit(Command):
    """The customer does not need the visit any more and knows that nobody comes."""

    kind: Literal["cancel_visit"] = "cancel_visit"
    visit: str
    reason: str


class OfferRemedy(Command):
    """A replacement or a refund instead of one more repair (REQ B2)."""

    kind: Literal["offer_remedy"] = "offer_remedy"
    remedy: Remedy
    answer: OfferAnswer
    note: str = ""


class FinishAction(Command):
    """The shell carried an action out, or gave up on it. `result` is the number of a case it opened."""

    kind: Literal["finish_action"] = "finish_action"
    action: str
    error: str | None = None
    result: str | None = None


class NoteRefusal(Command):
    """A command answered "received" was refused when it was decided; its sender is told (REQ J3)."""

    kind: Literal["note_refusal"] = "note_refusal"
    refused: str
    refused_key: str
    problem: Problem


class Tick(Command):
    """Time has passed. `since` is set when nobody was there to notice on time: the outage's start."""

    kind: Literal["tick"] = "tick"
    since: datetime | None = None


AnyCommand = Annotated[
    OpenCase
    | Triage
    | ConfirmComplex
    | Assign
    | CompleteStage
    | LogContact
    | NameProduct
    | AskQuestions
    | RecordAnswers
    | MakePromise
    | RenegotiatePromise
    | ReleasePromise
    | Escalate
    | AcknowledgeEscalation
    | Deescalate
    | CustomerSaid
    | MarkMessage
    | StartObservation
    | ExtendObservation
    | EndObservation
    | RecordVerification
    | Resolve
    | RecordRevisit
    | PauseCase
    | ResumeCase
    | Withdraw
    | EndWithoutAgreement
    | ArrangeVisit
    | ConfirmVisit
    | RescheduleVisit
    | RecordVisit
    | ReportVisit
    | CancelVisit
    | OfferRemedy
    | FinishAction
    | NoteRefusal
    | Tick,
    Constrained(discriminator="kind"),
]
