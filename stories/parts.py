"""What may be written in a story. A verb's own fields are the API's; see `stories.verbs`."""

from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from db.models.people import PersonLine
from db.people import Role
from domain.book import BOOK, AnyEvent
from domain.case.promises import PromiseStatus
from domain.case.visits import VisitStatus
from domain.plan.terms import Complexity, Emotion, Language, Phase, Priority
from domain.summary import SlaState
from stories.wording import hint

CUSTOMER = "customer"
"""The customer, through whatever channel; every story has one."""


EVENT_KINDS: tuple[str, ...] = tuple(
    event.model_fields["kind"].default for event in get_args(get_args(AnyEvent)[0])
)


def _is_event(kind: str) -> str:
    if kind not in EVENT_KINDS:
        raise ValueError(f"nothing of the kind {kind!r} ever happens{hint(kind, EVENT_KINDS)}")
    return kind


EventKind = Annotated[
    str,
    AfterValidator(_is_event),
    WithJsonSchema({"type": "string", "enum": list(EVENT_KINDS)}),
]


def _is_deadline(kind: str) -> str:
    if kind not in BOOK.fires:
        raise ValueError(f"nothing of the kind {kind!r} falls due{hint(kind, BOOK.fires)}")
    return kind


DeadlineKind = Annotated[
    str,
    AfterValidator(_is_deadline),
    WithJsonSchema({"type": "string", "enum": list(BOOK.fires)}),
]


class Part(BaseModel):
    """Something written in a story; what it doesn't know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def given(self) -> dict[str, Any]:
        """What was written, and only that."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class PersonPart(Part):
    """Somebody who works here. Roles follow from the line unless they are given."""

    name: str = ""
    line: PersonLine = "agent"
    roles: frozenset[Role] | None = None
    team: str | None = None
    language: Language | None = None


class ExpectPart(Part):
    """What the API answers. Without it, a step must succeed."""

    status: int | None = Field(None, description="The HTTP status.")
    code: str | None = Field(None, description="The code of the refusal.")
    fields: tuple[str, ...] | None = Field(None, description="The fields a refusal names.")
    answer: dict[str, Any] | None = Field(None, description="Some of the answer's values.")


class PromiseSeen(Part):
    """A promise, as far as it matters."""

    id: str = ""
    status: PromiseStatus = "open"
    kind: str = ""
    owner: str = ""
    subject: str = ""
    due: AwareDatetime | None = Field(None, description="The latest it may be kept.")
    expected: AwareDatetime | None = None
    corrected: bool = False


class VisitSeen(Part):
    """A visit, as far as it matters."""

    status: VisitStatus = "planned"
    engineer: str = ""
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    report_by: AwareDatetime | None = None


class DeadlineSeen(Part):
    """Something that is due."""

    kind: DeadlineKind
    due: AwareDatetime | None = None
    owner: str = ""
    subject: str = ""
    ref: str = ""


class EventSeen(Part):
    """Something that happened, by its kind."""

    kind: EventKind
    at: AwareDatetime | None = None
    by: str = ""
    says: str = Field("", description="A part of its sentence, in the story's language.")
    facts: dict[str, Any] = Field(default_factory=dict, description="Some of its facts.")


class NoticeSeen(Part):
    """Something a person was told."""

    about: str = ""
    title: str = Field("", description="A part of the title.")
    body: str = Field("", description="A part of the text.")


class OwedSeen(Part):
    """Something a person owes."""

    kind: Literal["promise", "acknowledgement", "mark", "visit", "report", "response", "stage"] = (
        "promise"
    )
    id: str = ""
    due: AwareDatetime | None = None
    subject: str = ""


def _short_for(name: str, written: Any) -> BeforeValidator:
    """A bare word stands for the one field that is usually enough."""

    def read(value: object) -> object:
        return {name: value} if isinstance(value, str) else value

    return BeforeValidator(read, json_schema_input_type=written)


Promises = dict[str, Annotated[PromiseSeen, _short_for("status", PromiseStatus | PromiseSeen)]]
Visits = dict[str, Annotated[VisitSeen, _short_for("status", VisitStatus | VisitSeen)]]
Events = tuple[Annotated[EventSeen, _short_for("kind", EventKind | EventSeen)], ...]
Notices = tuple[Annotated[NoticeSeen, _short_for("about", str | NoticeSeen)], ...]
Agenda = tuple[Annotated[OwedSeen, _short_for("id", str | OwedSeen)], ...]


class SeePart(Part):
    """What everybody is to see at this moment. Only what is written is looked at."""

    stage: str = ""
    phase: Phase | None = None
    priority: Priority | None = None
    complexity: Complexity | None = None
    emotion: Emotion | None = None
    tier: int = 1
    owner: str = ""
    sla_state: SlaState | None = None
    next_promise: PromiseSeen | None = Field(None, description="null: there is none.")
    promises: Promises = Field(default_factory=dict)
    visits: Visits = Field(default_factory=dict)
    deadlines: tuple[DeadlineSeen, ...] = Field(
        (), description="Among the deadlines, in this order."
    )
    events: Events = Field((), description="Happened since the last step, in this order.")
    exactly: Events = Field((), description="Happened since the last step, and nothing else did.")
    inbox: dict[str, Notices] = Field(
        default_factory=dict,
        description="New since the last step, in any order; []: nothing new for this person.",
    )
    heard: dict[str, int] = Field(
        default_factory=dict,
        description="How many notices of this case a person had since its last step; 0: none.",
    )
    agenda: dict[str, Agenda] = Field(
        default_factory=dict, description="What a person owes; []: nothing."
    )
    nothing: bool = Field(False, description="true: nothing happened since the last step.")


class LeavingPart(Part):
    """Somebody who is not here any more from this moment on, and who takes over from them."""

    who: str
    to: str | None = None


class StepPart(Part):
    """One moment. Besides these fields a step has at most one verb."""

    at: str = Field("+0 min", description="Absolute, or counted from the step before.")
    by: str | None = Field(None, description="Who does it.")
    times: int = Field(1, ge=1, description="How often it is done, one right after the other.")
    case: str | None = Field(None, description="Which case, when the story holds several.")
    as_: str | None = Field(None, alias="as", description="The name of the case opened here.")
    leaves: LeavingPart | None = Field(None, description="Who has left, before anything is done.")
    expect: ExpectPart | None = None
    see: SeePart | None = None


def _one(language: object) -> object:
    """A head names one language or several; by now it is the one in which the story is being told."""
    return language


InLanguages = BeforeValidator(_one, json_schema_input_type=Language | tuple[Language, ...])


class HeadPart(Part):
    """Where and when a story is set, and who is in it."""

    name: str
    starts: str = Field(description="Local time, such as 2026-03-02 09:00.")
    zone: str = "Asia/Shanghai"
    language: Annotated[Language, InLanguages] = Field(
        "en", description="One, or several: then the story is played once in each."
    )
    policy: str | None = Field(None, description="A folder beside the story; else the shipped one.")
    people: dict[str, PersonPart] = Field(default_factory=dict)
    trials: list[str] = Field(
        default_factory=list,
        description="What was found by using the product, and stays found by it.",
    )
    steps: list[dict[str, Any]] = Field(min_length=1)
