"""Stages, what they yield, and the ways between them (REQ B1)."""

from typing import Annotated, Self, get_args

from pydantic import BeforeValidator, model_validator
from pydantic import Field as Constrained

from domain.frozen import Frozen
from domain.plan.questions import Asking
from domain.plan.reckoning import Reckoning
from domain.plan.sop import OPEN, Field, FieldKind, Sop, Stage, Transition
from domain.plan.terms import Complexity, Label, Language, Phase, Priority, Progress
from domain.policy.milestones import MilestonePolicy
from domain.policy.questions import AskingPolicy
from domain.policy.words import Name, Translated
from domain.spans import Calendars, SpanText


class ChoicePolicy(Frozen):
    """One choice of a field; with `choices` of its own it is the first of two levels."""

    label: Translated
    choices: dict[Name, Translated] = Constrained(default_factory=dict)


class FieldPolicy(Frozen):
    """One fact a stage must yield: text, one of `choices`, or what `kind` says. A text has to say something;
    `may_be_none` lets "none" be an answer (a machine without a serial number)."""

    label: Translated
    kind: FieldKind = "text"
    required: bool = True
    may_be_none: bool = False
    choices: dict[Name, ChoicePolicy] = Constrained(default_factory=dict)
    reckoned: Reckoning | None = None
    """How it comes about where nobody is asked for it: an amount."""

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        if self.choices and self.kind != "text":
            raise ValueError(f"is a choice, so it can't be of kind {self.kind!r} as well")
        if not self.choices and self.kind == "choice":
            raise ValueError("is a choice, so it needs 'choices'")
        if self.reckoned and self.kind != "amount":
            raise ValueError("is reckoned, so its kind is 'amount'")
        return self

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

    def field(self, name: str) -> Field:
        """The field as a plan has it."""
        return Field(
            name=name,
            label=self.label,
            kind="choice" if self.choices else self.kind,
            choices=tuple(self.answers),
            required=self.required,
            may_be_none=self.may_be_none,
            reckoned=self.reckoned,
            called={
                language: tuple(label[language] for label in self.answers.values())
                for language in get_args(Language)
            }
            if self.choices
            else {},
        )


class StagePolicy(Frozen):
    """One stage of an SOP (REQ B1)."""

    label: Translated
    phase: Phase = "open"
    sees: Progress = "in_progress"
    limit: SpanText | None = None
    at_most: dict[str, SpanText] = Constrained(default_factory=dict)
    """Counted from the customer's word, or from a fact of kind `time`."""
    tells: tuple[str, ...] = ()
    """Who hears that a case has come here: lead, supervisor, executive, or a post of the team's."""
    yields: dict[Name, FieldPolicy] = Constrained(default_factory=dict)

    def stage(self, name: str, on: Calendars) -> Stage:
        """The stage as a plan has it."""
        return Stage(
            name=name,
            label=self.label,
            phase=self.phase,
            sees=self.sees,
            limit=on.limit(self.limit) if self.limit else None,
            at_most=on.limits(self.at_most),
            tells=self.tells,
            yields=tuple(field.field(name) for name, field in self.yields.items()),
        )


def _read_names(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class TransitionPolicy(Frozen):
    """From one or several stages, the command `on` leads to another if every guard lets it pass.
    `from: open` means every open stage."""

    sources: Annotated[
        tuple[str, ...], BeforeValidator(_read_names), Constrained(alias="from", min_length=1)
    ]
    on: str
    target: Annotated[str, Constrained(alias="to")]
    guards: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()


class SopPolicy(Frozen):
    """The staged SOP of one scenario; its own first response comes before that of the priority, and its own red
    lines before those of the matrix (REQ A7)."""

    label: Translated
    first: str
    at_least: Priority | None = None
    """How urgent a case is as it is opened, whatever was said (REQ A4)."""
    response: dict[Priority, SpanText] = Constrained(default_factory=dict)
    red_lines: dict[Complexity, SpanText] = Constrained(default_factory=dict)
    stages: Annotated[dict[Name, StagePolicy], Constrained(min_length=1)]
    transitions: tuple[TransitionPolicy, ...]
    milestones: dict[Name, MilestonePolicy] = Constrained(default_factory=dict)
    """By stage, in the order in which the customer is told."""
    asking: AskingPolicy | None = None

    def sources_of(self, way: TransitionPolicy) -> tuple[str, ...]:
        """The stages a transition leaves, "open" written out."""
        if way.sources != (OPEN,):
            return way.sources
        return tuple(name for name, stage in self.stages.items() if stage.phase == "open")

    def sop(self, name: str, on: Calendars) -> Sop:
        """The SOP as a plan has it."""
        return Sop(
            name=name,
            label=self.label,
            first=self.first,
            at_least=self.at_least,
            stages=tuple(stage.stage(name, on) for name, stage in self.stages.items()),
            transitions=tuple(Transition(**dict(way)) for way in self.transitions),
            milestones=tuple(
                milestone.rule(stage, on) for stage, milestone in self.milestones.items()
            ),
            asking=Asking(**dict(self.asking)) if self.asking else None,
        )
