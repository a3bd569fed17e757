"""How complex a case is, judged by four factors and explained factor by factor, and its red line (REQ A6).

The kind of issue and the verification set the level: the higher of the two. The resources that it takes and how the customer
feels may raise it by one each, and never above what any factor speaks for. People say what the first, the second and the
fourth are like; how the customer feels the case knows. Judged anew, the case keeps its anchor: only the time changes.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from domain import stages
from domain.case import Case
from domain.case.complexity import Effect, Influence, Named, Weighed
from domain.case.escalations import Escalation
from domain.clocks import Clock
from domain.command import Command
from domain.draft import Draft
from domain.errors import Refusal
from domain.escalations.calling import standing
from domain.event import Event
from domain.follow_up import BY_LEAD, RedLine, red_line
from domain.frozen import changed
from domain.plan.complexity import Matrix
from domain.plan.limit import Limit
from domain.plan.terms import COMPLEXITIES, FACTORS, Complexity, Emotion
from domain.rules import Change, Rules, conflict, invalid

SETTING: tuple[Influence, ...] = ("issue", "verification")
RAISING: tuple[Influence, ...] = ("resources", "emotion")
LONGEST = 250
"""Working days that a lead may give a case of the highest level: they count from the anchor, and one that is months old
needs its line ahead of now."""


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
    """`weighed` are the factors; empty where nobody judged them. `red_line` is the new one where the level is another, and
    `set_aside` who had set the one that goes with the level before."""

    kind: Literal["complexity_judged"] = "complexity_judged"
    before: Complexity
    complexity: Complexity
    weighed: tuple[Weighed, ...] = ()
    reason: str = ""
    red_line: RedLine | None = None
    set_aside: str = ""


class RedLineSet(Event):
    kind: Literal["red_line_set"] = "red_line_set"
    limit: Limit
    due_at: datetime
    reason: str
    red_line: RedLine | None = None


def weigh(
    matrix: Matrix, given: Mapping[str, str], emotion: Emotion
) -> tuple[Complexity, tuple[Weighed, ...]]:
    """The level, and each factor with what it does. `given` has a choice for each of `FACTORS`."""
    levels: dict[str, Complexity] = {name: matrix.of(name)[given[name]].level for name in FACTORS}
    levels["emotion"] = matrix.emotion[emotion]
    base, raising = _base(levels), _raising(levels)

    def effect(name: Influence) -> Effect:
        if name in raising:
            return "raises"
        return "sets" if name in SETTING and levels[name] == base else "keeps"

    values = {**given, "emotion": emotion}
    return _level(levels), tuple(
        Weighed(factor=name, value=values[name], level=levels[name], effect=effect(name))
        for name in (*SETTING, *RAISING)
    )


def come_to(weighed: tuple[Weighed, ...]) -> Complexity | None:
    """The level that the factors come to; None where nobody judged them."""
    return _level({each.factor: each.level for each in weighed}) if weighed else None


def _level(levels: Mapping[str, Complexity]) -> Complexity:
    highest = max(levels.values(), key=COMPLEXITIES.index)
    reached = COMPLEXITIES.index(_base(levels)) + len(_raising(levels))
    return COMPLEXITIES[min(reached, COMPLEXITIES.index(highest))]


def _base(levels: Mapping[str, Complexity]) -> Complexity:
    return max((levels[name] for name in SETTING), key=COMPLEXITIES.index)


def _raising(levels: Mapping[str, Complexity]) -> set[Influence]:
    base = _base(levels)
    return {name for name in RAISING if _above(levels[name], base)}


def _above(level: Complexity, other: Complexity) -> bool:
    return COMPLEXITIES.index(level) > COMPLEXITIES.index(other)


def judged(
    draft: Draft, complexity: Complexity | None, factors: Mapping[str, str], reason: str
) -> tuple[Complexity, tuple[Weighed, ...]]:
    """The level that a human names or the factors come to. One that differs from what the factors come to needs a reason; named
    with one, factors that are not all judged are left out. Raises Refusal, everything that is missing or unknown named at
    once."""
    matrix = draft.plan.matrix
    given = {name: value for name, value in factors.items() if not draft.is_nothing(value)}
    if not given and complexity:
        return complexity, ()
    by_hand = complexity is not None and not draft.is_nothing(reason)
    _check(draft, matrix, given, by_hand=by_hand)
    assert matrix
    if complexity and len(given) < len(FACTORS):
        return complexity, ()
    level, weighed = weigh(matrix, given, draft.case.emotion)
    if complexity and complexity != level:
        draft.require_reason(reason)
    return complexity or level, weighed


def _check(draft: Draft, matrix: Matrix | None, given: Mapping[str, str], *, by_hand: bool) -> None:
    """Refuse what the policy doesn't know, and what it needs and nobody said, unless somebody names the level `by_hand`."""
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
    missing = [name for name in FACTORS if name not in given]
    if missing and not by_hand:
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
    facts: dict[str, Any] = {"before": before, "complexity": complexity, "weighed": weighed}
    facts["reason"] = command.reason.strip()
    line = case.follow_up
    if complexity == before or line is None:
        draft.emit(ComplexityJudged, **facts)
        return
    clock = line.under(draft.plan, draft.plan.red_lines[complexity], draft.now)
    after, set_aside = red_line(case, clock), case.red_line_by
    draft.emit(ComplexityJudged, red_line=after, set_aside=set_aside, **facts)
    concerns_lead = _above(complexity, before) or line.limit.rule == BY_LEAD
    levels = {"level_before": before, "level": complexity, "set_aside": set_aside}
    _tell(draft, "complexity_judged", line, after, lead=concerns_lead, **levels)


def set_red_line(draft: Draft, command: SetRedLine) -> None:
    """Counted from the anchor, as the one of the policy; it lies ahead."""
    case, plan = draft.case, draft.plan
    if not draft.outranks("lead"):
        raise Refusal("line_required", number=case.number, line="lead")
    if _confirmed(draft, command.name) != "high" or case.follow_up is None:
        raise Refusal("red_line_fixed", number=case.number)
    draft.require_reason(command.reason)
    line = case.follow_up
    limit = Limit(
        limit=command.working_days * plan.calendars[plan.business].day,
        calendar=plan.business,
        rule=BY_LEAD,
    )
    clock = line.under(plan, limit, draft.now)
    after = red_line(case, clock)
    if after.due_at <= (after.waits_until or draft.now):
        due = clock.due(plan)[0]
        raise Refusal(
            "red_line_past",
            fields=("working_days",),
            number=case.number,
            due=due,
            anchor=clock.anchor,
        )
    if limit == line.limit:
        return
    reason = command.reason.strip()
    draft.emit(RedLineSet, limit=limit, due_at=after.due_at, red_line=after, reason=reason)
    _tell(draft, "red_line_set", line, after, lead=True)


def _confirmed(draft: Draft, on: str) -> Complexity:
    """The level of a case that is confirmed and being worked on."""
    case = draft.case
    if case.complexity is None:
        raise Refusal("not_confirmed", number=case.number, command=on)
    if case.phase != "open":
        raise stages.not_open(draft, on)
    return case.complexity


def _tell(
    draft: Draft, about: str, before: Clock, after: RedLine, *, lead: bool, **facts: str
) -> None:
    """The owner; and where the red line is put off, the `lead` and with whom the call for it stands: nobody puts a red line off
    alone. Nobody of their own deeds (REQ C1a)."""
    actor = draft.command.actor.handle
    was = red_line(draft.case, before).due_at
    later = after.due_at > was
    call = standing(draft.case, "red_line") if later else None
    for person in dict.fromkeys(_concerned(draft, call, lead=lead or later)):
        if person != actor:
            draft.tell(
                person,
                about=about,
                by=actor,
                grounds=getattr(draft.command, "reason", "").strip(),
                red_line=after.due_at.isoformat(),
                anchor=after.anchor,
                waits_until=after.waits_until.isoformat() if after.waits_until else "",
                red_line_before=was.isoformat() if later and not after.waits_until else "",
                stands_with="you" if call and call.holder == person else "",
                **facts,
            )


def _concerned(draft: Draft, call: Escalation | None, *, lead: bool) -> Iterator[str]:
    yield draft.case.owner
    if lead:
        yield draft.plan.ladder.lead
    if call:
        yield call.holder


def _judged(case: Case, event: ComplexityJudged) -> Change:
    """The red line counts from the same anchor, by another time; one that a lead has set stays as long as the level does."""
    change: Change = {
        "complexity": event.complexity,
        "weighed": event.weighed,
        "named": named_by(case, event.by, event.complexity, event.weighed, event.reason),
    }
    if event.complexity != event.before:
        change["follow_up"] = _under(case, case.rules.red_lines[event.complexity], event)
        change["red_line_by"] = ""
    return change


def named_by(
    case: Case, by: str, complexity: Complexity, weighed: tuple[Weighed, ...], reason: str
) -> Named | None:
    """Who named the level by themselves; None where it is what the factors came to. Under the first core nobody keeps it."""
    is_named = case.core >= 2 and come_to(weighed) != complexity
    return Named(by=by, reason=reason.strip()) if is_named else None


def _set(case: Case, event: RedLineSet) -> Change:
    return {"follow_up": _under(case, event.limit, event), "red_line_by": event.by}


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
