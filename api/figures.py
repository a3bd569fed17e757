"""First figures over a period (REQ A9, G1): promises kept, first answers, what is open, which tier solves how much."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Annotated, TypeVar

from fastapi import Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

from api.auth import LEADS, PrincipalIn
from api.board import Team, seen_teams
from api.dependencies import Dependencies, DependenciesIn
from api.field_errors import FIELD_ERRORS
from api.problems import language
from api.reach import Reach
from api.routes import routes
from api.wire import Moment
from db import figures, people
from db.figures import AGES, Answered, Ended, Span
from domain.plan.terms import Language

ENOUGH = 20
"""Fewer than these say nothing in per cent: one more or less would move them by five."""
USUAL = timedelta(days=30)
LONGEST = timedelta(days=92)
"""A quarter: what is counted in about a second however busy we are."""
KEPT = timedelta(seconds=60)
"""How long figures are given again to whoever asks for the same."""
MEANWHILE = timedelta(minutes=10)
"""How much older they may be for whoever asks before they are counted anew."""

Counted = TypeVar("Counted", Ended, Answered)


class RateOut(BaseModel):
    """`part` of `of`. `rate` is null where they are too few (`enough` is false) to mean anything in per cent."""

    part: int
    of: int
    enough: bool
    rate: float | None

    @classmethod
    def made(cls, part: int, of: int) -> "RateOut":
        return cls(part=part, of=of, enough=of >= ENOUGH, rate=part / of if of >= ENOUGH else None)


class KeptOut(BaseModel):
    """Promises that ended: those the customer knew the time of, and those of our own rhythm."""

    name: str
    told: RateOut
    own: RateOut


class FirstAnswerOut(BaseModel):
    """First answers to cases opened in the period. `median` and `p95` are minutes, null where too few were answered; `in_time`
    counts those answered within their limit, of all that were answered or are late; `waiting` have none yet."""

    name: str
    answered: int
    waiting: int
    median: int | None
    p95: int | None
    in_time: RateOut


class StageOut(BaseModel):
    """Open cases in what people call a stage; `by_age` has one count for each of `ages`."""

    label: str
    stages: list[str]
    scenarios: list[str]
    open: int
    by_age: list[int]


class TiersOut(BaseModel):
    """Cases resolved in the period, by the tier that solved them; `shares` are null where they are too few."""

    name: str
    solved: int
    enough: bool
    by_tier: list[int]
    shares: list[float] | None


class FiguresOut(BaseModel):
    """Each list begins with everything together (its `name` is empty), then by team or person in the order of their names:
    nobody is ranked. `ages` are days up to which an open case counts as so old, the last column is what is older."""

    begins: datetime
    ends: datetime
    counted_at: datetime
    teams: list[str] | None
    kept_by_team: list[KeptOut]
    kept_by_person: list[KeptOut]
    kept_goal: float
    answers_by_team: list[FirstAnswerOut]
    answers_by_person: list[FirstAnswerOut]
    ages: list[int]
    stages: list[StageOut]
    tiers: list[TiersOut]
    tier_goals: list[float]
    names: dict[str, str]


Begins = Annotated[
    Moment | None, Query(alias="from", description="Counts from then on; 30 days before `to`")
]
Ends = Annotated[Moment | None, Query(alias="to", description="Counts until then; now")]

router = routes("leads", LEADS, reach=Reach.TEAMS, scope="read")


@router.get("/figures", summary="First figures")
async def get_figures(
    deps: DependenciesIn,
    who: PrincipalIn,
    request: Request,
    begins: Begins = None,
    ends: Ends = None,
    team: Team = None,
) -> FiguresOut:
    """How many of the promises were kept, how long customers waited for a first answer, what is open by stage and age, and which
    tier solved how much. A period of at most 92 days, in whole minutes. Counted anew each minute, one period after the other: whoever
    asks first after that is given the figures of before, at most ten minutes older, while they are counted. Fewer than 20 are
    shown as counts alone."""
    now = deps.now()
    seen = seen_teams(deps, who, team)
    since = _whole(begins) if begins else None
    until = _whole(ends) if ends and ends < now else None
    span = _span(since, until or now, seen)
    key = ("figures", since, until, seen, language(request))

    async def count() -> FiguresOut:
        async with deps.recent.turn:
            return await _counted(deps, span, now, language(request))

    return await deps.recent.get(key, KEPT, count, meanwhile=MEANWHILE)


def _whole(moment: datetime) -> datetime:
    """Its minute: two who mean the same period are given the same answer."""
    return moment.replace(second=0, microsecond=0)


def _span(begins: datetime | None, until: datetime, teams: tuple[str, ...] | None) -> Span:
    since = begins or until - USUAL
    if since >= until:
        raise _not_a_period("period_empty")
    if until - since > LONGEST:
        raise _not_a_period("period_too_long", days=LONGEST.days)
    return Span(since, until, teams)


def _not_a_period(kind: str, **params: int) -> RequestValidationError:
    error = {"type": kind, "msg": FIELD_ERRORS[kind].en, "loc": ("query", "from"), "ctx": params}
    return RequestValidationError([error])


async def _counted(deps: Dependencies, span: Span, now: datetime, language: Language) -> FiguresOut:
    database, policy = deps.database, deps.policy
    ended, answered, solved, stages = await asyncio.gather(
        figures.promises_ended(database, span),
        figures.first_answers(database, span),
        figures.solved_by_tier(database, span),
        figures.open_by_stage(database, now, span.teams),
    )
    handles = {each.person for each in ended} | {each.person for each in answered}
    labels = {name: team.label[language] for name, team in policy.teams.items()}
    goals = policy.board.tiers
    return FiguresOut(
        begins=span.begins,
        ends=span.ends,
        counted_at=now,
        teams=None if span.teams is None else list(span.teams),
        kept_by_team=_grouped(ended, lambda each: each.team, _kept),
        kept_by_person=_grouped(ended, lambda each: each.person, _kept, whole=False),
        kept_goal=policy.board.kept,
        answers_by_team=_grouped(answered, lambda each: each.team, _first_answer),
        answers_by_person=_grouped(answered, lambda each: each.person, _first_answer, whole=False),
        ages=[age.days for age in AGES],
        stages=_stages(deps, stages, language),
        tiers=_tiers(solved),
        tier_goals=[goals.get(1, 0), goals.get(2, 0), goals.get(3, 0)],
        names={**await people.names(database, handles), **labels},
    )


Told = TypeVar("Told")


def _grouped(
    rows: list[Counted],
    name: Callable[[Counted], str],
    tell: Callable[[str, list[Counted]], Told],
    *,
    whole: bool = True,
) -> list[Told]:
    """All together first, then one for each name."""
    groups: defaultdict[str, list[Counted]] = defaultdict(list)
    for row in rows:
        groups[name(row)].append(row)
    by_name: list[Told] = [tell(called, groups[called]) for called in sorted(groups)]
    return [tell("", rows), *by_name] if whole else by_name


def _kept(name: str, rows: list[Ended]) -> KeptOut:
    def rate(own: bool) -> RateOut:
        kept = sum(row.kept for row in rows if row.own is own)
        return RateOut.made(kept, kept + sum(row.broken for row in rows if row.own is own))

    return KeptOut(name=name, told=rate(False), own=rate(True))


def _first_answer(name: str, rows: list[Answered]) -> FirstAnswerOut:
    minutes = sorted((row.minutes, row.count) for row in rows if row.minutes is not None)
    answered = sum(count for _, count in minutes)
    late = sum(row.count for row in rows if row.late)
    in_time = sum(row.count for row in rows if row.minutes is not None and not row.late)
    enough = answered >= ENOUGH
    return FirstAnswerOut(
        name=name,
        answered=answered,
        waiting=sum(row.count for row in rows if row.minutes is None),
        median=percentile(minutes, 0.5) if enough else None,
        p95=percentile(minutes, 0.95) if enough else None,
        in_time=RateOut.made(in_time, in_time + late),
    )


def percentile(counted: Iterable[tuple[int, int]], share: float) -> int:
    """The smallest value that at least this share doesn't exceed, of values in order with how often each was seen."""
    rows = list(counted)
    left = share * sum(count for _, count in rows)
    for value, count in rows:
        left -= count
        if left <= 0:
            return value
    raise ValueError("of nothing there is no percentile")


def _stages(
    deps: Dependencies, counts: Mapping[tuple[str, str, int], int], language: Language
) -> list[StageOut]:
    """By what people call a stage, which differs from SOP to SOP, in the order in which cases go through them; a stage
    that no SOP has any more is called by its name and comes last."""
    by_age: defaultdict[str, Counter[int]] = defaultdict(Counter)
    of: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    places: dict[str, float] = {}
    for (scenario, stage, age), count in counts.items():
        sop = deps.policy.sops.get(scenario)
        known = list(sop.stages) if sop else []
        label = sop.stages[stage].label[language] if sop and stage in known else stage
        place = known.index(stage) / len(known) if stage in known else 1.0
        places[label] = min(place, places.get(label, place))
        of[label].add((scenario, stage))
        by_age[label][age] += count
    return [
        StageOut(
            label=label,
            stages=sorted({stage for _, stage in of[label]}),
            scenarios=sorted({scenario for scenario, _ in of[label]}),
            open=by_age[label].total(),
            by_age=[by_age[label][age] for age in range(len(AGES) + 1)],
        )
        for label in sorted(by_age, key=lambda each: (places[each], each))
    ]


def _tiers(solved: Mapping[tuple[str, int], int]) -> list[TiersOut]:
    teams = sorted({team for team, _ in solved})
    return [_tier(team, solved) for team in ("", *teams)]


def _tier(team: str, solved: Mapping[tuple[str, int], int]) -> TiersOut:
    counts = [
        sum(n for (named, tier), n in solved.items() if tier == each and team in ("", named))
        for each in (1, 2, 3)
    ]
    whole = sum(counts)
    return TiersOut(
        name=team,
        solved=whole,
        enough=whole >= ENOUGH,
        by_tier=counts,
        shares=[count / whole for count in counts] if whole >= ENOUGH else None,
    )
