"""The company's rules as data (REQ H1): what a supervisor edits.

The fields mirror the YAML files that `policies.load` reads; `domain.planning` turns a `Policy` into
the plan of one case. A reference to something else in the policy is checked by `policies.check`,
which names the place.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from domain.calendar import Hours
from domain.frozen import Frozen
from domain.plan import (
    OPEN,
    Cause,
    Complexity,
    Emotion,
    EscalationRule,
    Label,
    Ladder,
    Language,
    Phase,
    Priority,
    Progress,
)
from domain.spans import Length, SpanText

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


def _is_translated(label: Label) -> Label:
    if missing := [language for language in get_args(Language) if not label.get(language)]:
        raise ValueError(f"missing translation: {', '.join(missing)}")
    return label


def _has_all(known: Any) -> AfterValidator:
    """An entry for each of a Literal's values is required."""

    def check(entries: Mapping[str, object]) -> Mapping[str, object]:
        if missing := [name for name in get_args(known) if name not in entries]:
            raise ValueError(f"no entry for {', '.join(missing)}")
        return entries

    return AfterValidator(check)


def _read_week(value: object) -> object:
    """Seven days from `{mon-fri: …, sat: …}`; a weekday that isn't mentioned is off."""
    if not isinstance(value, Mapping):
        return value
    week = [""] * 7
    for days, hours in value.items():
        found = re.fullmatch(r"(\w{3})(?:-(\w{3}))?", str(days))
        ends = [end for end in found.groups() if end] if found else []
        if not ends or any(end not in WEEKDAYS for end in ends):
            raise ValueError(f"{days!r} is not a weekday or a range of them such as 'mon-fri'")
        first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
        if last < first:
            raise ValueError(f"{days!r} runs backwards; weeks begin on Monday")
        for day in range(first, last + 1):
            if week[day]:
                raise ValueError(f"{WEEKDAYS[day]} is given twice")
            week[day] = str(hours)
    return week


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Translated = Annotated[Label, AfterValidator(_is_translated)]
Week = Annotated[
    tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours], BeforeValidator(_read_week)
]


class DayPolicy(Frozen):
    """A dated exception of a calendar; without hours it is a day off."""

    label: Translated
    hours: Hours = ()


class CalendarPolicy(Frozen):
    """Weekly hours in a zone, with the public holidays of a country and exceptions of one's own.

    `holidays` is an ISO country code. A make-up working day has the hours of the weekday
    `makeup_days_like`. An exception written here wins over the country's, so that a supervisor can
    enter an official notice; `published_until` then says how far it reaches.
    """

    zone: str
    week: Week
    day: Length
    holidays: str | None = None
    makeup_days_like: Weekday = "mon"
    exceptions: dict[date, DayPolicy] = Field(default_factory=dict)
    published_until: date | None = None


class PriorityPolicy(Frozen):
    """What a priority means and how soon the customer gets a first response (REQ A4)."""

    label: Translated
    response: SpanText


class ComplexityPolicy(Frozen):
    """What a level of complexity means and its red line (REQ A6)."""

    label: Translated
    red_line: SpanText


class RhythmPolicy(Frozen):
    """How soon the next promise is due when nobody named a date (REQ C1)."""

    by_emotion: dict[Emotion, SpanText]
    by_complexity: Annotated[dict[Complexity, SpanText], _has_all(Complexity)]
    longest: SpanText


class PromisePolicy(Frozen):
    """How promises are guarded and judged (REQ C2); the fields are those of `PromiseRules`."""

    remind_ahead: Length
    owner_may_log_late: Length
    near_promise: SpanText
    renegotiations: Annotated[int, Field(ge=0)]
    breaks_before_escalation: Annotated[int, Field(ge=1)]
    retry_needs: Length


class EscalationPolicy(Frozen):
    """Who is called for which cause, and how long the receiver has to acknowledge (REQ D1)."""

    by_cause: Annotated[dict[Cause, EscalationRule], _has_all(Cause)]
    acknowledge: SpanText


class RevisitPolicy(Frozen):
    """The human call after resolution, within waking hours (REQ E2)."""

    first: SpanText
    waking: Name
    tries: Annotated[int, Field(ge=1)]


class ObservationPolicy(Frozen):
    """How a fix is watched (REQ C1); the fields are those of `ObservationRules`."""

    first_check_in: SpanText
    contact_after: SpanText


class AfterwardsPolicy(Frozen):
    """How a message on a closed case is dealt with (REQ E3); the fields are those of `AfterwardsRules`."""

    mark_within: SpanText
    open_for: SpanText


class VisitPolicy(Frozen):
    """How visits are guarded (REQ B2, B7); the fields are those of `VisitRules`."""

    grace: Length
    remind_before_end: Length
    longest_window: Length
    report: SpanText
    warn_from_failure: Annotated[int, Field(ge=1)]
    lead_from_attempt: Annotated[int, Field(ge=1)]


class TeamPolicy(Frozen):
    """A service team, the line it answers to, and its own calendar if it has one."""

    label: Translated
    ladder: Ladder
    calendar: Name | None = None


class ChoicePolicy(Frozen):
    """One choice of a field; with `choices` of its own it is the first of two levels."""

    label: Translated
    choices: dict[Name, Translated] = Field(default_factory=dict)


class FieldPolicy(Frozen):
    """One fact a stage must yield: text, or one of `choices`."""

    label: Translated
    required: bool = True
    choices: dict[Name, ChoicePolicy] = Field(default_factory=dict)

    @property
    def answers(self) -> dict[str, Label]:
        """What may be answered, by key ("hardware/worn" where there are two levels), with words."""
        answers: dict[str, Label] = {}
        for name, choice in self.choices.items():
            for inner, label in choice.choices.items():
                answers[f"{name}/{inner}"] = {
                    language: f"{choice.label[language]} / {label[language]}" for language in label
                }
            if not choice.choices:
                answers[name] = choice.label
        return answers


class StagePolicy(Frozen):
    """One stage of an SOP (REQ B1)."""

    label: Translated
    phase: Phase = "open"
    sees: Progress = "in_progress"
    limit: SpanText | None = None
    yields: dict[Name, FieldPolicy] = Field(default_factory=dict)


def _read_names(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class TransitionPolicy(Frozen):
    """From one or several stages, the command `on` leads to another if every guard lets it pass.
    `from: open` means every open stage."""

    sources: Annotated[
        tuple[str, ...], BeforeValidator(_read_names), Field(alias="from", min_length=1)
    ]
    on: str
    target: Annotated[str, Field(alias="to")]
    guards: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()


class AskingPolicy(Frozen):
    """How often a customer may be asked, and the stage that finds it out otherwise (REQ B2)."""

    rounds: Annotated[int, Field(ge=1)]
    then: Name


class ProductPolicy(Frozen):
    """A product family: what the customer can safely check at once, and the questions by name (REQ B2)."""

    label: Translated
    safe_checks: Annotated[tuple[Translated, ...], Field(min_length=1)]
    questions: Annotated[dict[Name, Translated], Field(min_length=1)]


class MilestonePolicy(Frozen):
    """A milestone about the end of a stage, counted from the confirmation (REQ B1)."""

    label: Translated
    within: SpanText


class SopPolicy(Frozen):
    """The staged SOP of one scenario; its own red lines come before those of the matrix (REQ A7)."""

    label: Translated
    first: str
    red_lines: dict[Complexity, SpanText] = Field(default_factory=dict)
    stages: Annotated[dict[Name, StagePolicy], Field(min_length=1)]
    transitions: tuple[TransitionPolicy, ...]
    milestones: dict[Name, MilestonePolicy] = Field(default_factory=dict)
    """By stage, in the order in which the customer is told."""
    asking: AskingPolicy | None = None

    def sources_of(self, way: TransitionPolicy) -> tuple[str, ...]:
        """The stages a transition leaves, "open" written out."""
        if way.sources != (OPEN,):
            return way.sources
        return tuple(name for name, stage in self.stages.items() if stage.phase == "open")


class Policy(Frozen):
    """One versioned policy. `business` names the calendar that "working" means."""

    name: Name
    version: Annotated[int, Field(ge=1)]
    label: Translated
    business: Name
    calendars: dict[Name, CalendarPolicy]
    priorities: Annotated[dict[Priority, PriorityPolicy], _has_all(Priority)]
    complexity: Annotated[dict[Complexity, ComplexityPolicy], _has_all(Complexity)]
    warn_at: Annotated[float, Field(gt=0, lt=1)]
    rhythm: RhythmPolicy
    promises: PromisePolicy
    escalation: EscalationPolicy
    revisit: RevisitPolicy
    afterwards: AfterwardsPolicy
    attempts: Annotated[int, Field(ge=1)]
    attempts_settle: bool = False
    observation_longest: SpanText
    pause_longest: SpanText
    observation: ObservationPolicy | None = None
    visits: VisitPolicy | None = None
    teams: Annotated[dict[Name, TeamPolicy], Field(min_length=1)]
    sops: Annotated[dict[Name, SopPolicy], Field(min_length=1)]
    products: dict[Name, ProductPolicy] = Field(default_factory=dict)
    """By family. `any` is that of a case whose product nobody has named."""
