"""How complex a case is, judged by four factors and explained factor by factor, and its red line (REQ A6).

The kind of issue and the verification set the level: the higher of the two. The resources that it takes and how the customer
feels may raise it by one each, and never above what any factor speaks for. People say what the first, the second and the
fourth are like; how the customer feels the case knows. Judged anew, the case keeps its anchor: only the time changes.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from domain import stages
from domain.case import Case
from domain.case.complexity import Effect, Influence, Weighed
from domain.clocks import Clock
from domain.command import Command
from domain.draft import Draft
from domain.errors import Refusal
from domain.event import Event
from domain.frozen import changed
from domain.plan.complexity import Matrix
from domain.plan.limit import Limit
from domain.plan.terms import COMPLEXITIES, FACTORS, Complexity, Emotion
from domain.rules import Change, Rules, conflict, invalid

SETTING: tuple[Influence, ...] = ("issue", "verification")
RAISING: tuple[Influence, ...] = ("resources", "emotion")
LONGEST = 60
"""Working days that a lead may give a case of the highest level."""
BY_LEAD = "red_line.by_lead"
"""The rule of a red line that a lead has set."""


class JudgeComplexity(Command):
    """Judge anew how complex a confirmed case is; the anchor stays (REQ A6). By the `factors`, or by a level with a reason."""

    kind: Literal["judge_complexity"] = "judge_complexity"
    complexity: Complexity | None = None
    factors: dict[str, str] = {}
    reason: str = ""


class SetRedLine(Command):
    """A lead sets the red line of a case of the highest level, counted from its anchor (REQ A6)."""

    kind: Literal["set_red_line"] = "set_red_line"
    working_days: Annotated[int, Field(ge=1, le=LONGEST)]
    reason: str


class ComplexityJudged(Event):
    """`weighed` are the factors; empty where a human named the level by themselves."""

    kind: Literal["complexity_judged"] = "complexity_judged"
    before: Complexity
    complexity: Complexity
    weighed: tuple[Weighed, ...] = ()
    reason: str = ""


class RedLineSet(Event):
    kind: Literal["red_line_set"] = "red_line_set"
    limit: Limit
    due_at: datetime
    reason: str


def weigh(
    matrix: Matrix, given: Mapping[str, str], emotion: Emotion
) -> tuple[Complexity, tuple[Weighed, ...]]:
    """The level, and each factor with what it does. `given` has a choice for each of `FACTORS`."""
    levels: dict[str, Complexity] = {name: matrix.of(name)[given[name]].level for name in FACTORS}
    levels["emotion"] = matrix.emotion[emotion]
    base = max((levels[name] for name in SETTING), key=COMPLEXITIES.index)
    raising = {name for name in RAISING if _above(levels[name], base)}
    highest = max(levels.values(), key=COMPLEXITIES.index)
    reached = COMPLEXITIES[min(COMPLEXITIES.index(base) + len(raising), len(COMPLEXITIES) - 1)]
    level = min(reached, highest, key=COMPLEXITIES.index)

    def effect(name: Influence) -> Effect:
        if name in raising:
            return "raises"
        return "sets" if name in SETTING and levels[name] == base else "keeps"

    values = {**given, "emotion": emotion}
    return level, tuple(
        Weighed(factor=name, value=values[name], level=levels[name], effect=effect(name))
        for name in (*SETTING, *RAISING)
    )


def _above(level: Complexity, other: Complexity) -> bool:
    return COMPLEXITIES.index(level) > COMPLEXITIES.index(other)


def judged(
    draft: Draft, complexity: Complexity | None, factors: Mapping[str, str], reason: str
) -> tuple[Complexity, tuple[Weighed, ...]]:
    """The level that a human names or the factors come to. One that differs from what the factors come to needs a reason.
    Raises Refusal, everything that is missing or unknown named at once."""
    matrix = draft.plan.matrix
    given = {name: value for name, value in factors.items() if not draft.is_nothing(value)}
    if not given and complexity:
        return complexity, ()
    _check(draft, matrix, given)
    assert matrix
    level, weighed = weigh(matrix, given, draft.case.emotion)
    if complexity and complexity != level:
        draft.require_reason(reason)
    return complexity or level, weighed


def _check(draft: Draft, matrix: Matrix | None, given: Mapping[str, str]) -> None:
    """Refuse what the policy doesn't know, and what it needs and nobody said."""
    number = draft.case.number
    if matrix is None:
        fields = tuple(f"factors.{name}" for name in given) or ("complexity",)
        raise Refusal("complexity_by_hand", fields=fields, number=number)
    unknown = [name for name in given if name not in FACTORS]
    invalid = [name for name in FACTORS if name in given and given[name] not in matrix.of(name)]
    if unknown or invalid:
        known = {name: ", ".join(matrix.of(name)) for name in FACTORS}
        raise Refusal(
            "factor_unknown",
            fields=tuple(f"factors.{name}" for name in (*unknown, *invalid)),
            number=number,
            known_factors="; ".join(f"{name}: {them}" for name, them in known.items()),
        )
    if missing := [name for name in FACTORS if name not in given]:
        raise Refusal(
            "factors_missing",
            fields=tuple(f"factors.{name}" for name in missing),
            number=number,
            missing=", ".join(missing),
        )


def judge(draft: Draft, command: JudgeComplexity) -> None:
    """Said as it is already, it changes nothing."""
    case = draft.case
    before = _confirmed(draft, command.name)
    complexity, weighed = judged(draft, command.complexity, command.factors, command.reason)
    if complexity == before and weighed == case.weighed:
        return
    if complexity != before or not weighed:
        draft.require_reason(command.reason)
    facts = {"before": before, "complexity": complexity, "reason": command.reason.strip()}
    draft.emit(ComplexityJudged, weighed=weighed, **facts)
    if complexity != before:
        facts = {"level_before": before, "level": complexity}
        _tell(draft, "complexity_judged", line=_above(complexity, before), **facts)


def set_red_line(draft: Draft, command: SetRedLine) -> None:
    """Counted from the anchor, as the one of the policy; it lies ahead."""
    case, plan = draft.case, draft.plan
    if not draft.outranks("lead"):
        raise Refusal("line_required", number=case.number, line="lead")
    if _confirmed(draft, command.name) != "high" or case.follow_up is None:
        raise Refusal("red_line_fixed", number=case.number)
    draft.require_reason(command.reason)
    limit = Limit(
        limit=command.working_days * plan.calendars[plan.business].day,
        calendar=plan.business,
        rule=BY_LEAD,
    )
    due = case.follow_up.under(plan, limit, draft.now).due(plan)[0]
    if due <= draft.now:
        raise Refusal("red_line_past", fields=("working_days",), number=case.number, due=due)
    if limit == case.follow_up.limit:
        return
    draft.emit(RedLineSet, limit=limit, due_at=due, reason=command.reason.strip())
    _tell(draft, "red_line_set", line=True)


def _confirmed(draft: Draft, on: str) -> Complexity:
    """The level of a case that is confirmed and being worked on."""
    case = draft.case
    if case.complexity is None:
        raise Refusal("not_confirmed", number=case.number, command=on)
    if case.phase != "open":
        raise stages.not_open(draft, on)
    return case.complexity


def _tell(draft: Draft, about: str, *, line: bool, **facts: str) -> None:
    """The owner; and the lead, where the `line` is called later than it would have been: nobody puts a red line off alone.
    Nobody of their own deeds (REQ C1a)."""
    case, actor = draft.case, draft.command.actor.handle
    people = [case.owner, *([draft.plan.ladder.lead] if line else [])]
    red_line = case.follow_up.due(draft.plan)[0].isoformat() if case.follow_up else ""
    grounds = getattr(draft.command, "reason", "").strip()
    draft.tell(
        *(person for person in dict.fromkeys(people) if person != actor),
        about=about,
        by=actor,
        grounds=grounds,
        red_line=red_line,
        **facts,
    )


def _judged(case: Case, event: ComplexityJudged) -> Change:
    """The red line counts from the same anchor, by another time; one that a lead has set stays as long as the level does."""
    change: Change = {"complexity": event.complexity, "weighed": event.weighed}
    if event.complexity != event.before:
        change["follow_up"] = _under(case, case.rules.red_lines[event.complexity], event)
    return change


def _set(case: Case, event: RedLineSet) -> Change:
    return {"follow_up": _under(case, event.limit, event)}


def _under(case: Case, limit: Limit, event: Event) -> Clock | None:
    """The clock towards the red line by another limit: people are warned again where that is ahead."""
    line = case.follow_up
    if line is None:
        return None
    clock = line.under(case.rules, limit, event.at)
    share, now = case.rules.warn_at, clock.paused_at or event.at
    return changed(clock, {"warned": clock.warned and clock.due(case.rules, share)[0] <= now})


RULES = Rules(
    handlers={JudgeComplexity: judge, SetRedLine: set_red_line},
    folds={ComplexityJudged: _judged, RedLineSet: _set},
    refusals={
        "complexity_by_hand": invalid("the policy has no factors, so a human names the level"),
        "factor_unknown": invalid("a factor, or a choice of one, that the policy doesn't know"),
        "factors_missing": invalid("not all factors are judged"),
        "red_line_fixed": conflict("only the red line of the highest level can be set"),
        "red_line_past": invalid("the red line would lie in the past"),
    },
)
Commands = JudgeComplexity | SetRedLine
Events = ComplexityJudged | RedLineSet
