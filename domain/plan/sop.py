"""A staged SOP as data (REQ B1)."""

import re
from functools import cached_property
from typing import Literal

from pydantic import model_serializer, model_validator

from domain.frozen import Compact, Frozen
from domain.plan.limit import Limit
from domain.plan.milestones import MilestoneRule
from domain.plan.questions import Asking
from domain.plan.reckoning import Reckoning
from domain.plan.terms import Label, Language, Phase, Priority, Progress

FieldKind = Literal["text", "choice", "time", "amount"]
ENTERED = "stage_entered"
"""The moment from which a stage's own limit counts."""
SPOKE = "customer_spoke"
"""The moment of the word with which the customer brought the case."""


class Field(Compact):
    """One fact a stage must yield. `choices` limits a `choice` field; text is at most 500 characters; a `time` is
    when something has happened, ISO 8601 in UTC; an `amount` is money or a count, not below zero.

    `called` is what people read for the choices, by language, in their order; plans made before it was kept
    have none. `may_be_none` says that "none" is an honest text for it. One that is `reckoned` nobody is asked for.
    """

    name: str
    label: Label
    kind: FieldKind = "text"
    choices: tuple[str, ...] = ()
    required: bool = True
    called: dict[Language, tuple[str, ...]] = {}
    may_be_none: bool = False
    reckoned: Reckoning | None = None

    def words(self, language: Language) -> dict[str, str]:
        """Choice → what people read for it; without words it is left out."""
        return dict(zip(self.choices, self.called.get(language, ()), strict=False))


class Stage(Compact):
    """One stage of the SOP: what it must yield and how long it may take (REQ B1).

    `limit` None means the stage has no limit of its own (the response clock, the revisit promise
    or the red line guards it). `at_most` counts from what happened before the case came here: the customer's word
    (`SPOKE`), or a fact of kind `time`. Of all of these the earliest counts. `sees` is what the customer's page shows,
    `tells` are those on the line, or on a post of the team's, who hear that a case has come here.
    """

    name: str
    label: Label
    phase: Phase = "open"
    sees: Progress = "in_progress"
    limit: Limit | None = None
    at_most: dict[str, Limit] = {}
    tells: tuple[str, ...] = ()
    yields: tuple[Field, ...] = ()

    @property
    def asks(self) -> tuple[Field, ...]:
        """What somebody has to say of it: all that isn't reckoned."""
        return tuple(field for field in self.yields if field.reckoned is None)


OPEN = "open"
"""As a transition's source: every stage in the phase open. A list of them all would make a plan long."""


def asks_fact(guard: str) -> tuple[str, str] | None:
    """The fact, and the choice for it, that a guard such as "speed=express" asks for; None for every other guard."""
    fact, asks, choice = guard.partition("=")
    return (fact, choice) if asks else None


_TRANSITION = re.compile(r"(.+): (\w+) -> (\w+)(?: \[(.+)\])?(?: / (.+))?")


class Transition(Frozen):
    """From any of `sources`, the command `on` leads to `target` if every guard lets it pass.

    The one source "open" stands for every open stage.

    Guards and effects are names that the features bring (`Rules.guards`, `Rules.effects`); a guard such as
    "speed=express" asks what was chosen for a fact. Of several transitions with the same source and command, the
    first whose guards pass is taken. A plan must stay small, so it is written as one line:
    "resolved: record_revisit -> diagnose [trouble] / raise_tier".
    """

    sources: tuple[str, ...]
    on: str
    target: str
    guards: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = _TRANSITION.fullmatch(value)
        if found is None:
            raise ValueError(
                f"{value!r} is not a transition such as 'plan: complete_stage -> verify'"
            )
        sources, on, target, guards, effects = found.groups()
        return {
            "sources": sources.split(", "),
            "on": on,
            "target": target,
            "guards": guards.split(", ") if guards else (),
            "effects": effects.split(", ") if effects else (),
        }

    @model_serializer(mode="plain")
    def _write(self) -> str:
        guards = f" [{', '.join(self.guards)}]" if self.guards else ""
        effects = f" / {', '.join(self.effects)}" if self.effects else ""
        return f"{', '.join(self.sources)}: {self.on} -> {self.target}{guards}{effects}"


class Sop(Compact):
    """A staged SOP as data. `first` is the stage a case opens in, `at_least` how urgent it is then, whatever was said."""

    name: str
    label: Label
    first: str
    at_least: Priority | None = None
    stages: tuple[Stage, ...]
    transitions: tuple[Transition, ...]
    milestones: tuple[MilestoneRule, ...] = ()
    asking: Asking | None = None

    def stage(self, name: str) -> Stage:
        """The stage of that name; KeyError when there is none."""
        return self._by_name[name]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Those of the stages, in the policy's order."""
        return tuple(stage.name for stage in self.stages)

    @property
    def labels(self) -> dict[str, Label]:
        """Of its stages, and its own."""
        return {**{stage.name: stage.label for stage in self.stages}, self.name: self.label}

    def priority(self, said: Priority) -> Priority:
        """How urgent a case is as it is opened."""
        return min(said, self.at_least or said)  # P0 is the most urgent

    def limit_of(self, stage: Stage, since: str = ENTERED) -> Limit | None:
        """How long a stage may take, counted from a moment, with the place of the rule in the policy; None where it has
        no limit from there."""
        limit = stage.limit if since == ENTERED else stage.at_most.get(since)
        place = "limit" if since == ENTERED else f"at_most.{since}"
        return limit and limit.named(f"sops.{self.name}.stages.{stage.name}.{place}")

    def leaving(self, stage: str, on: str) -> tuple[Transition, ...]:
        """The transitions out of a stage that a command may take, in the policy's order."""
        return self._leaving.get((stage, on), ())

    def is_told_by_facts(self, stage: str, on: str) -> bool:
        """Whether what was found out says where a command leads from there: then nobody is asked."""
        ways = self.leaving(stage, on)
        return any(asks_fact(guard) for way in ways for guard in way.guards)

    def to_choose(self, stage: str, on: str) -> tuple[str, ...]:
        """The stages among which somebody chooses who goes on by that command; none where facts say it."""
        ways = () if self.is_told_by_facts(stage, on) else self.leaving(stage, on)
        return tuple(dict.fromkeys(way.target for way in ways))

    def ways_from(self, stage: str) -> tuple[Transition, ...]:
        """All transitions out of a stage, in the policy's order."""
        return tuple(t for t in self.transitions if stage in self._sources(t))

    def stages_taking(self, on: str) -> tuple[str, ...]:
        """The stages in which a command leads anywhere, for a refusal that shows the way out."""
        return tuple(
            dict.fromkeys(name for t in self.transitions if t.on == on for name in self._sources(t))
        )

    def following(self, on: str) -> tuple[str, ...]:
        """The stages to which a command leads, and those to which these lead as long as they are open, in the policy's order."""
        ahead = [way.target for way in self.transitions if way.on == on]
        found: set[str] = set()
        while ahead:
            stage = ahead.pop()
            if stage not in found:
                found.add(stage)
                ways = self.ways_from(stage) if self.stage(stage).phase == "open" else ()
                ahead += [way.target for way in ways]
        return tuple(name for name in self.names if name in found)

    @cached_property
    def _by_name(self) -> dict[str, Stage]:
        return {stage.name: stage for stage in self.stages}

    @cached_property
    def _leaving(self) -> dict[tuple[str, str], tuple[Transition, ...]]:
        """By stage and command; every decision asks for some."""
        ways: dict[tuple[str, str], tuple[Transition, ...]] = {}
        for way in self.transitions:
            for stage in dict.fromkeys(self._sources(way)):
                ways[stage, way.on] = (*ways.get((stage, way.on), ()), way)
        return ways

    def _sources(self, way: Transition) -> tuple[str, ...]:
        if way.sources != (OPEN,):
            return way.sources
        return tuple(stage.name for stage in self.stages if stage.phase == "open")
