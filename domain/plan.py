"""A policy applied to one case, and pinned to it (REQ H2).

A plan holds all the data `decide` may look at: stages, limits, rhythm, calendars, the line of
people. It travels inside commands and events, so it stays under 8 kB of JSON.
"""

import re
from datetime import timedelta
from typing import Literal

from pydantic import model_serializer, model_validator

from domain.calendar import Calendar
from domain.frozen import Compact, Frozen

Language = Literal["zh-CN", "en"]
Priority = Literal["P0", "P1", "P2", "P3"]
Complexity = Literal["low", "medium", "high"]
Emotion = Literal["calm", "uneasy", "angry", "furious"]
Line = Literal["agent", "lead", "supervisor", "executive"]
Phase = Literal["open", "resolved", "closed"]
Progress = Literal["accepted", "in_progress", "done", "revisited"]
Cause = Literal["agent", "second_break", "stage_overrun", "red_line"]

LINES: tuple[Line, ...] = ("agent", "lead", "supervisor", "executive")
Label = dict[Language, str]


class Limit(Compact):
    """How long something may take.

    `target` is the lower end of a range (warn), `limit` the upper end. `calendar` names one of the
    plan's calendars when the time is working time; None means clock time. `rule` says where in the
    policy the number stands, so that every deadline can name its rule (REQ A7). A stage's
    is left out in a plan; `Sop.limit_of` knows it.
    """

    limit: timedelta
    target: timedelta | None = None
    calendar: str | None = None
    rule: str = ""


class Field(Compact):
    """One fact a stage must yield. `choices` limits a `choice` field; text is at most 500 characters."""

    name: str
    label: Label
    kind: Literal["text", "choice"] = "text"
    choices: tuple[str, ...] = ()
    required: bool = True


class Stage(Compact):
    """One stage of the SOP: what it must yield and how long it may take (REQ B1).

    `limit` None means the stage has no limit of its own (the response clock, the revisit promise
    or the red line guards it). `sees` is what the customer's page shows.
    """

    name: str
    label: Label
    phase: Phase = "open"
    sees: Progress = "in_progress"
    limit: Limit | None = None
    yields: tuple[Field, ...] = ()


OPEN = "open"
"""As a transition's source: every stage in the phase open. A list of them all would make a plan long."""
_TRANSITION = re.compile(r"(.+): (\w+) -> (\w+)(?: \[(.+)\])?(?: / (.+))?")


class Transition(Frozen):
    """From any of `sources`, the command `on` leads to `target` if every guard lets it pass.

    The one source "open" stands for every open stage.

    Guards and effects are names, resolved in `domain.sop.GUARDS` and `domain.sop.EFFECTS`. Of
    several transitions with the same source and command, the first whose guards pass is taken.
    A plan must stay small, so it is written as one line: "resolved: record_revisit -> diagnose
    [trouble] / raise_tier".
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


class MilestoneRule(Compact):
    """What a customer can count on hearing by when after the confirmation (REQ B1).

    `stage` is the stage whose end it is about; `target` is the lower end of a range. Working time of
    the business calendar if `working`, else clock time.
    """

    stage: str
    label: Label
    limit: timedelta
    target: timedelta | None = None
    working: bool = True


class Asking(Compact):
    """How often a customer may be asked for what is unclear, and the stage that finds it out
    otherwise (REQ B2)."""

    rounds: int
    then: str


class Sop(Compact):
    """A staged SOP as data. `first` is the stage a case opens in."""

    name: str
    label: Label
    first: str
    stages: tuple[Stage, ...]
    transitions: tuple[Transition, ...]
    milestones: tuple[MilestoneRule, ...] = ()
    asking: Asking | None = None

    def stage(self, name: str) -> Stage:
        """The stage of that name; KeyError when there is none."""
        for stage in self.stages:
            if stage.name == name:
                return stage
        raise KeyError(name)

    def limit_of(self, stage: Stage) -> Limit | None:
        """How long a stage may take, with the place of the rule in the policy."""
        limit = stage.limit
        if limit is None or limit.rule:
            return limit
        return limit.model_copy(update={"rule": f"sops.{self.name}.stages.{stage.name}.limit"})

    def leaving(self, stage: str, on: str) -> tuple[Transition, ...]:
        """The transitions out of a stage that a command may take, in the policy's order."""
        return tuple(t for t in self.transitions if t.on == on and self._leads_out(t, stage))

    def ways_from(self, stage: str) -> tuple[Transition, ...]:
        """All transitions out of a stage, in the policy's order."""
        return tuple(t for t in self.transitions if self._leads_out(t, stage))

    def stages_taking(self, on: str) -> tuple[str, ...]:
        """The stages in which a command leads anywhere, for a refusal that shows the way out."""
        return tuple(
            dict.fromkeys(name for t in self.transitions if t.on == on for name in self._sources(t))
        )

    def _leads_out(self, way: Transition, stage: str) -> bool:
        if way.sources != (OPEN,):
            return stage in way.sources
        return any(s.phase == "open" for s in self.stages if s.name == stage)

    def _sources(self, way: Transition) -> tuple[str, ...]:
        if way.sources != (OPEN,):
            return way.sources
        return tuple(stage.name for stage in self.stages if stage.phase == "open")


class Rhythm(Compact):
    """How soon the next promise is due when nobody named a date (REQ C1).

    The earliest of the entries that apply wins. `longest` bounds every agreed date.
    """

    by_emotion: dict[Emotion, Limit]
    by_complexity: dict[Complexity, Limit]
    longest: Limit


class PromiseRules(Compact):
    """How a promise is guarded and judged (REQ C2)."""

    remind_ahead: timedelta
    owner_may_log_late: timedelta
    near_promise: Limit
    renegotiations: int
    breaks_before_escalation: int
    retry_needs: timedelta
    """An attempt is retried the same day only if at least this much of the working day is left."""


class EscalationRule(Compact):
    """Who is called for one cause: a place on the line, and how the tier changes (REQ D1)."""

    line: Line
    tier_up: int = 0
    tier_at_least: int = 1


class EscalationRules(Compact):
    """The ladder of escalation: rules by cause and how long the receiver has to acknowledge."""

    by_cause: dict[Cause, EscalationRule]
    acknowledge: Limit


class RevisitRules(Compact):
    """The human call after resolution (REQ E2): first try within `first` (target–limit), then retries."""

    first: Limit
    waking: str
    tries: int


class ObservationRules(Compact):
    """How a fix is watched (REQ C1): the first check-in no sooner than `first_check_in`, a contact
    within `contact_after` once the window has ended."""

    first_check_in: Limit
    contact_after: Limit


class AfterwardsRules(Compact):
    """A customer's message on a closed case (REQ E3): until `open_for` after closing a human marks it
    within `mark_within`; later it opens a new case."""

    mark_within: Limit
    open_for: Limit


class VisitRules(Compact):
    """How visits and repairs on site are guarded (REQ B2, B7).

    `grace` is how long after a window word of an arrival may still reach us; people are reminded
    `remind_before_end` before the end of the last working day ahead of the visit. Counted per serial
    number and fault, people are warned from the failed repair number `warn_from_failure`, and the
    attempt number `lead_from_attempt` needs a lead.
    """

    grace: timedelta
    remind_before_end: timedelta
    longest_window: timedelta
    report: Limit
    warn_from_failure: int
    lead_from_attempt: int


class Ladder(Compact):
    """The people a team answers to, by handle."""

    lead: str
    supervisor: str
    executive: str

    def receiver(self, line: Line) -> str:
        """The handle on that place of the line; an agent's place has no fixed person."""
        if line == "agent":
            raise ValueError("the agent's place on the line is the case's owner")
        return str(getattr(self, line))


class Plan(Compact):
    """Everything `decide` knows of the company's rules for this one case."""

    policy: str
    policy_version: int
    scenario: str
    language: Language
    team: str
    ladder: Ladder
    business: str
    calendars: dict[str, Calendar]
    sop: Sop
    response: dict[Priority, Limit]
    red_lines: dict[Complexity, Limit]
    warn_at: float
    """Share of the red line at which people are warned (REQ D1: 0.8)."""
    rhythm: Rhythm
    promises: PromiseRules
    escalation: EscalationRules
    revisit: RevisitRules
    afterwards: AfterwardsRules
    attempts: int
    """Documented attempts on different days that stand for a customer who can't be reached (REQ E1)."""
    observation_longest: Limit
    pause_longest: Limit
    observation: ObservationRules | None = None
    """None: check-ins may be as soon as one likes, and only the first one may not be missing."""
    attempts_settle: bool = False
    """Whether those attempts also settle what was promised to the customer. If not, a callback that
    nobody could take stays owed, and the case can't close over it."""
    visits: VisitRules | None = None
    """None: nobody of this company comes to the door."""
