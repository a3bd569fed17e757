"""The case and the records it is made of. State only: rules live in the files named after them."""

from datetime import datetime
from typing import Literal

from domain.clocks import Clock
from domain.derivation import Derivation
from domain.frozen import Frozen
from domain.guide import Guide
from domain.plan import Cause, Complexity, Emotion, Line, Phase, Plan, Priority, Stage
from domain.visit import FailedRepair, RemedyOffer, Visit

Channel = Literal[
    "phone",
    "email",
    "web",
    "chat",
    "wechat",
    "wecom",
    "account_manager",
    "social",
    "counter",
    "visit",
]
Direction = Literal["outbound", "inbound"]
Trait = Literal["several_departments", "needs_time_to_verify", "needs_care", "information_unclear"]
Part = Literal["where_we_are", "what_comes_next", "by_when", "care"]
NoticeAnswer = Literal["agreed", "informed", "unreachable"]
PromiseStatus = Literal["open", "kept", "attempted", "renegotiated", "broken", "released"]
PromiseKind = Literal[
    "callback", "first_feedback", "check_in", "progress", "revisit", "milestone", "visit"
]
PauseReason = Literal["waiting_on_customer", "waiting_on_parts", "waiting_on_third_party"]
RevisitOutcome = Literal["content", "trouble", "no_answer"]
VerificationOutcome = Literal["fixed", "not_fixed"]
Basis = Literal["customer_confirmed", "observed", "unreachable"]
Ending = Literal["content", "no_answer", "one_off", "withdrawn", "no_agreement"]
Verdict = Literal["thanks", "reopen", "new"]
ReopenCause = Literal["asked", "unmarked"]
Relation = Literal["goes_on_in", "comes_from"]

PARTS: tuple[Part, ...] = ("where_we_are", "what_comes_next", "by_when", "care")


class Promise(Frozen):
    """A promised callback: who contacts the customer, about what, by when (REQ C2).

    Only `latest_by` can break. It ends once, as kept, attempted, renegotiated, broken or released;
    `corrected` marks a break that a contact proven in time has put right. The break stays on record.
    """

    id: str
    kind: PromiseKind
    owner: str
    subject: str
    made_at: datetime
    made_by: str
    latest_by: datetime
    expected_by: datetime | None = None
    why: Derivation
    status: PromiseStatus = "open"
    ended_at: datetime | None = None
    follows: str | None = None
    renegotiations: int = 0
    attempts: int = 0
    reminded: bool = False
    corrected: bool = False
    stage: str | None = None
    """Of a milestone: the stage whose end it is about."""

    @property
    def is_open(self) -> bool:
        return self.status == "open"

    @property
    def window(self) -> str:
        """Of a visit, from when to when the engineer is expected, as an ISO 8601 interval."""
        begins = self.expected_by or self.latest_by
        return f"{begins.isoformat()}/{self.latest_by.isoformat()}"


class Contact(Frozen):
    """A conversation, or the attempt at one. `text` is the id of its words in the database."""

    id: str
    channel: Channel
    direction: Direction
    occurred_at: datetime
    logged_at: datetime
    by: str
    reached: bool = True
    left_message: bool = False
    parts: tuple[Part, ...] = ()
    emotion: Emotion | None = None
    covers: tuple[str, ...] = ()
    text: str | None = None

    @property
    def is_word(self) -> bool:
        """Whether the customer had word from us: a conversation, or a message we left."""
        return self.reached or (self.left_message and self.direction == "outbound")


class CustomerMessage(Frozen):
    """The customer's own words, from any channel; never refused (REQ E3).

    `mark` runs while a human still has to say what a message on a closed case is; `verdict` is what
    was said.
    """

    id: str
    channel: Channel
    occurred_at: datetime
    received_at: datetime
    text: str
    mark: Clock | None = None
    verdict: Verdict | None = None
    marked_at: datetime | None = None
    marked_by: str | None = None


class QuestionRound(Frozen):
    """One asking of the customer for what is unclear, in the conversation `contact` (REQ B2)."""

    id: str
    contact: str
    asked_at: datetime
    asked_by: str
    questions: tuple[str, ...]
    life: int = 0


class Notice(Frozen):
    """How the customer was told that the case is complex and when the first feedback comes (REQ A7)."""

    channel: Channel
    told_at: datetime
    first_feedback_at: datetime
    answer: NoticeAnswer


class Pause(Frozen):
    """Why the stage and follow-up clocks stand still, and until when at most (REQ B4)."""

    reason: PauseReason
    since: datetime
    until: datetime
    note: str = ""


class Observation(Frozen):
    """A window in which the fix is watched (REQ C1, E1).

    `cut_short`: ended early with the customer's agreement, so it never ran out.
    """

    started_at: datetime
    ends_at: datetime
    ended: bool = False
    cut_short: bool = False


class Verification(Frozen):
    """What the customer said of the fix."""

    outcome: VerificationOutcome
    at: datetime
    by: str


class Escalation(Frozen):
    """A call for help up the line; its receiver acknowledges in time or it goes one further (REQ D1)."""

    id: str
    cause: Cause
    reason: str
    raised_at: datetime
    raised_by: str
    line: Line
    receiver: str
    tier: int
    clock: Clock
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    unanswered: bool = False
    """Nobody left to pass it to: the top of the line was told and stayed silent."""
    deescalated_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to acknowledge it."""
        return self.acknowledged_at is None and self.deescalated_at is None


class RevisitTry(Frozen):
    """One human call after resolution and how it went (REQ E2)."""

    at: datetime
    by: str
    outcome: RevisitOutcome


ActionName = Literal["notify", "draft_apology", "open_linked_case"]


REFUSED = "refused_"
"""Begins the params of an action that belong to the refusal it tells of, and not to the action."""


class Action(Frozen):
    """Something the shell must carry out; its result comes back as a command."""

    id: str
    name: ActionName
    to: str
    about: str
    """Key of the text people read (messages room)."""
    params: dict[str, str] = {}
    ref: str | None = None
    """What it is about: the id of a promise, escalation, message …"""
    requested_at: datetime
    status: Literal["to_do", "failed"] = "to_do"
    error: str | None = None


class Link(Frozen):
    """Another case and what it is to this one: a message went on in it, or this one came from it."""

    number: str
    relation: Relation
    message: str
    """The customer's message that led from one to the other, by its id on the older case."""


class Closing(Frozen):
    """How one life of the case ended, and who says so."""

    ending: Ending
    at: datetime
    by: str
    note: str = ""


class Case(Frozen):
    """One complex after-sales case. Folding its events gives exactly this.

    `version` is the sequence number of the last event. Before the first event `plan` is None and
    nothing but opening is possible.

    A case that was reopened has another life (REQ E3): `life` counts from 0, `closings` has one
    entry for each life that has ended.
    """

    number: str
    core: int
    version: int = 0
    plan: Plan | None = None
    stage: str = ""
    stage_entered_at: datetime | None = None
    title: str = ""
    customer: str = ""
    customer_level: Literal["normal", "vip"] = "normal"
    channel: Channel = "web"
    priority: Priority = "P2"
    traits: tuple[Trait, ...] = ()
    complexity: Complexity | None = None
    emotion: Emotion = "calm"
    owner: str = ""
    tier: int = 1
    spoke_at: datetime | None = None
    opened_at: datetime | None = None
    confirmed_at: datetime | None = None
    resolved_at: datetime | None = None
    resolved_on: Basis | None = None
    notice: Notice | None = None
    facts: dict[str, str] = {}
    response: Clock | None = None
    stage_clock: Clock | None = None
    follow_up: Clock | None = None
    pause: Pause | None = None
    observation: Observation | None = None
    verification: Verification | None = None
    promises: tuple[Promise, ...] = ()
    contacts: tuple[Contact, ...] = ()
    messages: tuple[CustomerMessage, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    revisits: tuple[RevisitTry, ...] = ()
    actions: tuple[Action, ...] = ()
    """Open and failed ones; a finished action leaves the list."""
    actions_requested: int = 0
    life: int = 0
    reopened_at: datetime | None = None
    closings: tuple[Closing, ...] = ()
    links: tuple[Link, ...] = ()
    guide: Guide | None = None
    """What is known of the product family, when it has been named."""
    rounds: tuple[QuestionRound, ...] = ()
    answers: dict[str, str] = {}
    """What the customer answered, by the question's name."""
    visits: tuple[Visit, ...] = ()
    failed_repairs: tuple[FailedRepair, ...] = ()
    offers: tuple[RemedyOffer, ...] = ()

    @property
    def closing(self) -> Closing | None:
        """How the present life ended; None while it goes on."""
        return self.closings[self.life] if len(self.closings) > self.life else None

    @property
    def rules(self) -> Plan:
        """The pinned plan of a case that has been opened."""
        if self.plan is None:
            raise ValueError(f"case {self.number} has not been opened")
        return self.plan

    @property
    def current(self) -> Stage:
        """The stage the case is in."""
        return self.rules.sop.stage(self.stage)

    @property
    def phase(self) -> Phase | None:
        """open, resolved or closed; None before the case is opened."""
        return self.current.phase if self.plan else None

    @property
    def is_opened(self) -> bool:
        return self.plan is not None

    @property
    def is_closed(self) -> bool:
        return self.phase == "closed"

    @property
    def is_confirmed(self) -> bool:
        """Whether a human has confirmed it as complex: from here the laws of promises bind (REQ A5)."""
        return self.confirmed_at is not None

    @property
    def open_promises(self) -> tuple[Promise, ...]:
        return tuple(p for p in self.promises if p.is_open)

    @property
    def next_promise(self) -> Promise | None:
        """The earliest open promise."""
        return min(self.open_promises, key=lambda p: (p.latest_by, p.id), default=None)

    @property
    def next_call(self) -> Promise | None:
        """The earliest open promise to be kept by contacting the customer: a visit is none."""
        calls = (p for p in self.open_promises if p.kind != "visit")
        return min(calls, key=lambda p: (p.latest_by, p.id), default=None)

    @property
    def failed_elsewhere(self) -> int:
        """Failed repairs of the same machine and fault in other cases, as known at the last visit."""
        return self.visits[-1].failed_before if self.visits else 0

    @property
    def breaks(self) -> int:
        """Broken promises in the case's life that no proof has put right."""
        return sum(p.status == "broken" and not p.corrected for p in self.promises)

    @property
    def unmarked(self) -> tuple[CustomerMessage, ...]:
        """Messages on the closed case that a human still has to mark."""
        return tuple(m for m in self.messages if m.mark)

    def message(self, message_id: str) -> CustomerMessage | None:
        return next((m for m in self.messages if m.id == message_id), None)

    def promise(self, promise_id: str) -> Promise | None:
        return next((p for p in self.promises if p.id == promise_id), None)

    def visit(self, visit_id: str) -> Visit | None:
        return next((v for v in self.visits if v.id == visit_id), None)

    def escalation(self, escalation_id: str) -> Escalation | None:
        return next((e for e in self.escalations if e.id == escalation_id), None)
