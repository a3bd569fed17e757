"""Wire models of what people send. Times are aware ISO 8601; lengths keep a typo from becoming a novel."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from domain.confirmation import NoticeAnswer
from domain.contacts import Channel, Direction
from domain.customer_messages import Verdict
from domain.pauses import PauseReason
from domain.plan import Complexity, Emotion, Language, Priority
from domain.repairs import OfferAnswer, Remedy
from domain.resolution import Basis, VerificationOutcome
from domain.revisits import RevisitOutcome
from domain.triage import Trait
from domain.visits.records import MovedBy, VisitOutcome

Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
"""A title, subject or reason: it goes into the history, encrypted."""
Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
"""Somebody's words: they stay in our database, encrypted."""
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]*$", max_length=60)]
"""Something the policy or the case has a name or an id for."""
Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC))
]
"""An aware time within reach: at the ends of the calendar a change of zone would fall off."""
MANY = 50
"""Entries of one list or form; nobody has more to say at once."""
Handle = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]


class In(BaseModel):
    model_config = ConfigDict(extra="forbid")


def example(**fields: Any) -> ConfigDict:
    """The example the API's pages show; it works when pasted. For its times see `api.examples`."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [fields]})


class CustomerIn(In):
    """Who: one of phone, email, account or name is enough to begin with."""

    name: Short | None = None
    phone: Annotated[str, StringConstraints(max_length=40)] | None = None
    email: Annotated[str, StringConstraints(max_length=200)] | None = None
    account: Short | None = None
    company: Short | None = None
    level: Literal["normal", "vip"] = "normal"

    @model_validator(mode="after")
    def _is_somebody(self) -> "CustomerIn":
        if not any((self.name, self.phone, self.email, self.account)):
            raise ValueError("give at least one of name, phone, email, account")
        return self


class CaseIn(In):
    """Opening needs only who and what (REQ A2)."""

    model_config = example(
        customer={"name": "Ms Sun", "phone": "138 0013 8000"},
        title="Washing machine makes a strange noise",
        description="It started yesterday, a loud rattle while spinning.",
        channel="phone",
        spoke_at="now-15m",
    )

    customer: CustomerIn
    title: Filled
    description: Words | None = None
    channel: Channel = "web"
    priority: Priority = "P2"
    emotion: Emotion = "calm"
    owner: Handle | None = None
    scenario: Name = "standard"
    product: Name | None = Field(
        None, description="The product's family: its safe checks and questions come with the case."
    )
    team: Name | None = None
    language: Language | None = None
    spoke_at: Moment | None = Field(
        None, description="When the customer first spoke of it; the response clock starts there."
    )


class TriageIn(In):
    """Any trait makes the case complex; none makes it one-off (REQ A5)."""

    model_config = example(
        priority="P2",
        traits=["needs_time_to_verify"],
        yields={"product": "Washing machine W-7", "occurred": "yesterday", "impact": "person"},
    )

    priority: Priority
    reason: Short = ""
    traits: Annotated[list[Trait], Field(max_length=MANY)] = []
    yields: Annotated[dict[Name, Short], Field(max_length=MANY)] = {}


class MilestoneIn(In):
    """What the customer is told to expect by when. `stage` is the stage whose end it is about."""

    subject: Filled
    latest_by: Moment
    expected_by: Moment | None = None
    stage: Name | None = None


class ConfirmIn(In):
    """Confirming needs the notice: the customer was told, with the time of the first feedback.

    Each milestone becomes a promise. Without them, those of the SOP are promised; what they would be
    is at `GET /v1/cases/{number}/milestones`.
    """

    model_config = example(
        complexity="medium",
        channel="phone",
        told_at="now-5m",
        first_feedback_at="now+24h",
        answer="agreed",
        milestones=[{"subject": "The cause of the noise", "latest_by": "now+48h"}],
    )

    complexity: Complexity
    reason: Short = ""
    channel: Channel | None = None
    told_at: Moment | None = None
    first_feedback_at: Moment | None = None
    answer: NoticeAnswer | None = None
    milestones: Annotated[list[MilestoneIn], Field(max_length=MANY)] = []


class AssignIn(In):
    model_config = example(owner="chen.jie", reason="knows this model best")

    owner: Handle
    reason: Short = ""


Fact = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
"""What a stage yields; it goes into the history, encrypted."""


class CompleteIn(In):
    model_config = example(
        yields={"findings": "The drum bearing rattles", "root_cause": "product/part"}
    )

    yields: Annotated[dict[Name, Fact], Field(max_length=MANY)] = {}
    to: Name | None = None


class ProductIn(In):
    """A product family of the policy; `any` stands for those it doesn't know."""

    model_config = example(family="washing_machine")

    family: Name


class PartsIn(In):
    """The four parts of a message to the customer (REQ C3)."""

    where_we_are: Words | None = None
    what_comes_next: Words | None = None
    by_when: Words | None = None
    care: Words | None = None


class PromiseIn(In):
    """Who contacts the customer about what, by when. Only `latest_by` can break."""

    model_config = example(
        subject="Result of the noise test",
        latest_by="now+28h",
        expected_by="now+25h",
    )

    subject: Filled
    latest_by: Moment
    expected_by: Moment | None = None
    owner: Handle | None = None


class ContactIn(In):
    """A conversation, or the attempt at one. Without `occurred_at` it is taking place now."""

    model_config = example(
        channel="phone",
        parts={
            "where_we_are": "We have listened to your recording.",
            "what_comes_next": "An engineer tests the bearing.",
            "by_when": "You hear from me tomorrow by two.",
            "care": "Thank you for your patience; until then please leave it switched off.",
        },
        emotion="uneasy",
    )

    channel: Channel
    direction: Direction = "outbound"
    occurred_at: Moment | None = None
    reached: bool = True
    left_message: bool = False
    parts: PartsIn = PartsIn()
    said: Words | None = Field(None, description="What the customer said, in short.")
    emotion: Emotion | None = None
    covers: list[Name] | None = Field(
        None,
        max_length=MANY,
        description="Promises whose subject was spoken of; by default the next one when outbound.",
    )
    next_promise: PromiseIn | None = None


class AskIn(In):
    """Questions to the customer, by their names in the product's set: one round (REQ B2). Not
    `reached` means that they were left in writing. Without `occurred_at` it is taking place now."""

    model_config = example(
        questions=["when_in_cycle", "display"],
        channel="phone",
        parts={
            "where_we_are": "We have your description of the noise.",
            "what_comes_next": "With two answers from you we know which part to look at.",
            "by_when": "I call you tomorrow by noon, whatever we have found.",
            "care": "Please leave the machine off until then.",
        },
    )

    questions: Annotated[list[Name], Field(min_length=1, max_length=MANY)]
    channel: Channel
    occurred_at: Moment | None = None
    reached: bool = True
    parts: PartsIn = PartsIn()
    emotion: Emotion | None = None
    said: Words | None = Field(None, description="What the customer said, in short.")


class AnswersIn(In):
    """What the customer answered, by the question's name."""

    model_config = example(answers={"when_in_cycle": "Only while spinning"})

    answers: Annotated[dict[Name, Fact], Field(min_length=1, max_length=MANY)]


class RenegotiateIn(In):
    model_config = example(
        latest_by="now+48h",
        reason="the laboratory needs one more day",
    )

    latest_by: Moment
    expected_by: Moment | None = None
    told_at: Moment | None = None
    reason: Short = ""


class ReasonIn(In):
    model_config = example(reason="the customer found what was missing")

    reason: Short = ""


class EscalateIn(In):
    """A call for help, at any time, with a reason (REQ D1)."""

    model_config = example(reason="The customer wants to speak to somebody in charge")

    reason: Filled
    line: Literal["lead", "supervisor", "executive"] | None = None
    tier: Literal[2, 3] | None = None


class MessageIn(In):
    """The customer's own words, from any channel; never refused for the state of the case."""

    model_config = example(channel="wechat", text="It rattles again since this morning.")

    channel: Channel
    text: Words
    occurred_at: Moment | None = None


class MarkIn(In):
    """What a message on a closed case is (REQ E3). Unmarked, it reopens the case by itself."""

    model_config = example(verdict="reopen", note="It rattles again, louder than before")

    verdict: Verdict
    note: Short = ""


class ObservationIn(In):
    model_config = example(ends_at="now+7d", check_ins=["now+4d"])

    ends_at: Moment
    check_ins: Annotated[list[Moment], Field(max_length=MANY)] = []


class ExtensionIn(In):
    """A later end of the observation window, agreed with the customer (now, without `told_at`)."""

    model_config = example(
        ends_at="now+12d", check_ins=["now+9d"], reason="the customer was away for three days"
    )

    ends_at: Moment
    check_ins: Annotated[list[Moment], Field(max_length=MANY)] = []
    told_at: Moment | None = None
    reason: Short = ""


class AgreedIn(In):
    """Something agreed with the customer, now without `told_at`."""

    model_config = example(reason="the customer is sure that it holds")

    told_at: Moment | None = None
    reason: Short = ""


class VerificationIn(In):
    model_config = example(outcome="fixed", note="No noise in three washes")

    outcome: VerificationOutcome
    note: Short = ""


class ResolveIn(In):
    model_config = example(basis="customer_confirmed")

    basis: Basis
    note: Short = ""


class RevisitIn(In):
    """The human call after resolution (REQ E2)."""

    model_config = example(outcome="content", emotion="calm", note="Happy, and glad we called")

    outcome: RevisitOutcome
    occurred_at: Moment | None = None
    channel: Channel = "phone"
    emotion: Emotion | None = None
    covers: Annotated[list[Name], Field(max_length=MANY)] = []
    note: Short = ""
    said: Words | None = None


class PauseIn(In):
    model_config = example(reason="waiting_on_parts", until="now+3d")

    reason: PauseReason
    until: Moment
    note: Short = ""


class NoteIn(In):
    model_config = example(note="the part has arrived")

    note: Short = ""


class NoAgreementIn(In):
    model_config = example(
        reply="Our final written reply of 3 March", outside_route="Consumer association, 12315"
    )

    reply: Short = ""
    outside_route: Short = ""


class VisitIn(In):
    """An engineer at the customer's door, in a window that is a promise (REQ B7). Without an address that
    of the visit before holds."""

    model_config = example(
        engineer="chen.jie",
        starts_at="now+24h",
        ends_at="now+26h",
        address="12 Nanjing Road, flat 501; the bell is broken, please knock",
    )

    engineer: Handle
    starts_at: Moment
    ends_at: Moment
    address: Words | None = Field(None, description="It stays in our database, encrypted.")
    agreed_at: Moment | None = Field(
        None, description="When the customer agreed to the window, if that has happened already."
    )


class ConfirmVisitIn(In):
    """The customer agrees to the window, now unless said otherwise."""

    model_config = example()

    confirmed_at: Moment | None = None


class RescheduleIn(In):
    """Another window, told to the customer. One the customer asks for doesn't count as moved by us."""

    model_config = example(
        starts_at="now+48h",
        ends_at="now+50h",
        moved_by="customer",
        reason="The customer is away tomorrow",
    )

    starts_at: Moment
    ends_at: Moment
    engineer: Handle | None = None
    moved_by: MovedBy = "us"
    told_at: Moment | None = None
    reason: Short = ""


class RecordVisitIn(In):
    """What came of a visit. `arrived` first and the result later, or the result at once."""

    model_config = example(outcome="fixed", note="New bearing; quiet at 1400 turns", emotion="calm")

    outcome: VisitOutcome
    arrived_at: Moment | None = Field(None, description="When the engineer was at the door.")
    left_message: bool = Field(False, description="Nobody was there, and a card was left.")
    emotion: Emotion | None = None
    note: Short = ""
    said: Words | None = None


class ReportVisitIn(In):
    """The engineer's report, with what the stage asks for where it waits for the report."""

    model_config = example(report="The rear bearing was worn; replaced, test spin without noise.")

    report: Words
    yields: Annotated[dict[Name, Fact], Field(max_length=MANY)] = {}


class OfferIn(In):
    """A replacement or a refund instead of one more repair, and the customer's answer (REQ B2)."""

    model_config = example(remedy="replacement", answer="undecided", note="Wants to think it over")

    remedy: Remedy
    answer: OfferAnswer
    note: Short = ""


class ReadIn(In):
    """Notices that have been read."""

    model_config = example(ids=["C-000001:a3"])

    ids: Annotated[list[Name], Field(min_length=1, max_length=200)]
