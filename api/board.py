"""What burns, for whoever leads (REQ K1), and how much each person carries."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Query, Request
from pydantic import BaseModel
from temporalio.service import RPCError

from api.auth import LEADS, SUPERVISORS, PrincipalIn, in_words
from api.burning import UNCARRIED, FireOut, Kind, Uncarried, telling
from api.dependencies import Dependencies, DependenciesIn
from api.problems import ApiProblem
from api.reach import Reach, teams_of
from api.routes import routes
from api.wire import Cursor, Limit
from db import board, people
from db.access import Principal
from db.board import BoardFilter
from db.burning import KINDS
from db.load import Load, load_by_person
from domain.plan.terms import Language
from domain.planning import calendar_for
from domain.summary import CaseSummary
from messages.findings import Reconciled
from workflows.reconciled import last_reconciled

RECONCILED_KEPT = timedelta(seconds=20)
"""The reconciliation looks every minute."""
TEMPORAL_PATIENCE = 2.0
"""Seconds that a board waits for Temporal; without it, it shows the rest."""
Team = Annotated[str | None, Query(description="Cases of one team alone")]
Whose = Annotated[str | None, Query(description="What stands with one person")]


class HeatOut(BaseModel):
    """How much burns with one team or person, by kind."""

    name: str
    counts: dict[Kind, int]


class BoardOut(BaseModel):
    """`reconciled_at` is null when nobody has compared what runs with what is recorded within the hour, or Temporal doesn't
    answer. `names` says what handles and teams are called."""

    looked_at: datetime
    reconciled_at: datetime | None
    fires: list[FireOut]
    by_team: list[HeatOut]
    by_person: list[HeatOut]
    names: dict[str, str]


class LoadOut(BaseModel):
    """What one person carries: open cases, those resolved whose call is still to come, all of them weighed by the policy's
    points; `pressing` are P0, P1 and furious ones. What they owe: overdue, and due by the end of today."""

    person: str
    name: str
    line: str
    team: str
    open: int
    resolved: int
    weight: int
    pressing: int
    overdue: int
    due_today: int


class LoadsOut(BaseModel):
    items: list[LoadOut]


router = routes("leads", LEADS, reach=Reach.TEAMS, scope="read")


@router.get("/board", summary="What burns")
async def get_board(
    deps: DependenciesIn,
    who: PrincipalIn,
    request: Request,
    team: Team = None,
    person: Whose = None,
    kind: Annotated[list[Kind], Query()] = [],  # noqa: B006 - FastAPI copies it
    cursor: Cursor = None,
    limit: Limit = 10,
) -> BoardOut:
    """By kind, the hottest first: cases without a run, customers without an answer in time, broken promises after which nobody
    has talked to the customer, calls for help that nobody has taken on, cases beyond their red line or with a stage beyond its
    limit, silent ones, missing reports. A lead sees their team, a supervisor everything. Each kind is a list of its own: `next`
    goes on with `kind` and `cursor`."""
    wanted = BoardFilter(teams=seen_teams(deps, who, team), person=await _person(deps, person))
    now = deps.now()
    fires, last = await asyncio.gather(
        _fires(deps, wanted, kind, now, (cursor, limit)), _reconciled(deps)
    )
    uncarried = await _uncarried(deps, last, wanted) if UNCARRIED in (kind or (UNCARRIED,)) else []
    told = await telling(deps, who, request, fires, uncarried)
    by_team, by_person = _heat(fires, uncarried)
    return BoardOut(
        looked_at=now,
        reconciled_at=last.looked_at if last else None,
        fires=told.fires(now),
        by_team=by_team,
        by_person=by_person,
        names={**told.names, **_team_labels(deps, told.language)},
    )


@router.get("/board/load", summary="How much each person carries")
async def get_load(deps: DependenciesIn, who: PrincipalIn, team: Team = None) -> LoadsOut:
    """Who has the most overdue first, then who carries most: P0, P1 and furious cases weigh more."""
    now, seen = deps.now(), seen_teams(deps, who, team)
    loads = await load_by_person(deps.database, now, _day_ends(deps, now), teams=seen)
    known = await people.get_many(deps.database, [load.person for load in loads])
    items = [_load(deps, load, known.get(load.person)) for load in loads]
    items.sort(key=lambda each: (-each.overdue, -each.weight, each.person))
    return LoadsOut(items=items)


def seen_teams(deps: Dependencies, who: Principal, team: str | None) -> tuple[str, ...] | None:
    """Of which teams somebody looks at cases: a lead of their own and those whose line they stand on, a supervisor of any, or of all
    (None). Raises ApiProblem: 422 for a team that the policy doesn't know, 403 for a lead who names another."""
    if team is not None and team not in deps.policy.teams:
        raise ApiProblem("unknown_team", fields=("team",), known=tuple(deps.policy.teams))
    if who.roles & SUPERVISORS:
        return None if team is None else (team,)
    theirs = teams_of(deps, who)
    if team is None:
        return theirs
    if team not in theirs:
        raise ApiProblem("role_required", fields=("team",), roles=in_words(SUPERVISORS))
    return (team,)


async def _person(deps: Dependencies, person: str | None) -> str | None:
    if person is not None and await people.get(deps.database, person) is None:
        raise ApiProblem("unknown_person", fields=("person",), handle=person)
    return person


async def _fires(
    deps: Dependencies,
    wanted: BoardFilter,
    kinds: Iterable[Kind],
    now: datetime,
    part: tuple[str | None, int],
) -> tuple[board.Fire, ...]:
    policy = deps.policy
    business = calendar_for(
        policy.business, policy.calendars[policy.business], "en", now.astimezone(UTC).date()
    )
    silences = policy.board.silences(policy.rhythm, business, now)
    asked = [each for each in KINDS if each in (kinds or KINDS)]
    cursor, limit = part
    return await board.what_burns(
        deps.database, now, silences, wanted, asked, cursor=cursor, limit=limit
    )


async def _reconciled(deps: Dependencies) -> Reconciled | None:
    """What the last reconciliation found, as far as Temporal can say."""

    async def look() -> Reconciled | None:
        with suppress(RPCError, TimeoutError):
            async with asyncio.timeout(TEMPORAL_PATIENCE):
                return await last_reconciled(deps.temporal, datetime.now(UTC))
        return None

    return await deps.recent.get("reconciled", RECONCILED_KEPT, look)


async def _uncarried(
    deps: Dependencies, last: Reconciled | None, wanted: BoardFilter
) -> list[Uncarried]:
    """What is not put right. A case of which nothing is recorded belongs to no team: whoever sees all sees it."""
    if last is None:
        return []
    cases = await board.cases_behind(deps.database, {each.number for each in last.open_findings})
    return [
        Uncarried(each, cases.get(each.number), last.looked_at)
        for each in last.open_findings
        if _is_wanted(wanted, cases.get(each.number))
    ]


def _is_wanted(wanted: BoardFilter, case: CaseSummary | None) -> bool:
    if case is None:
        return wanted.teams is None and wanted.person is None
    is_theirs = wanted.teams is None or case.team in wanted.teams
    return is_theirs and wanted.person in (None, case.owner)


def _heat(
    fires: Iterable[board.Fire], uncarried: list[Uncarried]
) -> tuple[list[HeatOut], list[HeatOut]]:
    """Counts by team and by person, most of it first."""
    burning: list[tuple[Kind, str, str, int]] = [
        (fire.kind, team, person, count)
        for fire in fires
        for (team, person), count in fire.counts.items()
    ]
    burning += [(UNCARRIED, case.team, case.owner, 1) for _, case, _ in uncarried if case]
    teams: dict[str, Counter[str]] = {}
    persons: dict[str, Counter[str]] = {}
    for kind, team, person, count in burning:
        teams.setdefault(team, Counter())[kind] += count
        persons.setdefault(person, Counter())[kind] += count
    return _hottest_first(teams), _hottest_first(persons)


def _team_labels(deps: Dependencies, language: Language) -> dict[str, str]:
    return {name: team.label[language] for name, team in deps.policy.teams.items()}


def _hottest_first(counts: Mapping[str, Counter[str]]) -> list[HeatOut]:
    found = [
        HeatOut.model_validate({"name": name, "counts": dict(c)}) for name, c in counts.items()
    ]
    return sorted(found, key=lambda each: (-sum(each.counts.values()), each.name))


def _day_ends(deps: Dependencies, now: datetime) -> datetime:
    """The next midnight of the business calendar's zone."""
    zone = ZoneInfo(deps.policy.calendars[deps.policy.business].zone)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1)


def _load(deps: Dependencies, load: Load, person: people.Person | None) -> LoadOut:
    weigh = deps.policy.board.weight.of
    by_phase: Counter[str] = Counter()
    for (phase, _, _), count in load.cases.items():
        by_phase[phase] += count
    return LoadOut(
        person=load.person,
        name=person.name if person and person.name else load.person,
        line=person.line if person else "",
        team=person.team if person else "",
        open=by_phase["open"],
        resolved=by_phase["resolved"],
        weight=sum(weigh(*kind) * count for kind, count in load.cases.items()),
        pressing=sum(
            count
            for (_, priority, emotion), count in load.cases.items()
            if priority in ("P0", "P1") or emotion == "furious"
        ),
        overdue=load.overdue,
        due_today=load.due,
    )
