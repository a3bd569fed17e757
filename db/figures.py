"""First figures over a period, counted in rows: a query each, and no case is folded for them (REQ A9, G1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Float, Integer, and_, case, cast, exists, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from db.contacts import ContactRow
from db.escalations import EscalationRow
from db.models import CaseRow
from db.promises import PromiseRow
from db.session import Database

AGES: tuple[timedelta, ...] = tuple(timedelta(days=days) for days in (1, 3, 7, 15, 30))
"""Up to which an open case counts as so old; what is older than the last is the sixth."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when (it counts) to when (it doesn't), and of which teams' cases; None means all."""

    begins: datetime
    ends: datetime
    teams: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """Promises of one person and team that ended in the period. `own` are those of our rhythm alone, which no customer
    had been told of; broken ones that a contact in time has put right count as kept (REQ C2)."""

    person: str
    team: str
    own: bool
    kept: int
    broken: int


@dataclass(frozen=True, slots=True)
class Answered:
    """Cases opened in the period whose first answer took so many minutes; None where there was none yet. `late`: beyond its
    limit, as the case's own clock judged."""

    person: str
    team: str
    minutes: int | None
    late: bool
    count: int


async def promises_ended(database: Database, span: Span) -> list[Ended]:
    """Kept and broken ones, by whose they were."""
    is_told = and_(PromiseRow.why["anchor"].as_string() == "agreed", PromiseRow.untold.is_(False))
    own = and_(PromiseRow.kind == "progress", ~is_told)
    kept = or_(PromiseRow.status == "kept", PromiseRow.corrected)
    query = (
        select(
            PromiseRow.owner,
            CaseRow.team,
            case((own, 1), else_=0).label("own"),
            func.sum(case((kept, 1), else_=0)),
            func.sum(case((kept, 0), else_=1)),
        )
        .join(CaseRow, CaseRow.number == PromiseRow.number)
        .where(
            PromiseRow.status.in_(("kept", "broken")),
            PromiseRow.ended_at >= span.begins,
            PromiseRow.ended_at < span.ends,
            *_of(span),
        )
        .group_by(PromiseRow.owner, CaseRow.team, "own")
    )
    async with database.read() as session:
        rows = (await session.execute(query)).all()
    return [Ended(person, team, bool(is_own), k, b) for person, team, is_own, k, b in rows]


async def first_answers(database: Database, span: Span) -> list[Answered]:
    """How long customers waited for our first word, from the opening, to the minute."""
    first = (
        select(func.min(ContactRow.occurred_at))
        .where(
            ContactRow.number == CaseRow.number,
            or_(
                ContactRow.reached,
                and_(ContactRow.left_message, ContactRow.direction == "outbound"),
            ),
        )
        .correlate(CaseRow)
        .scalar_subquery()
    )
    opened = (
        select(CaseRow.number, CaseRow.owner, CaseRow.team, CaseRow.opened_at, first.label("first"))
        .where(CaseRow.opened_at >= span.begins, CaseRow.opened_at < span.ends, *_of(span))
        .subquery()
    )
    late = exists().where(
        EscalationRow.number == opened.c.number,
        EscalationRow.cause == "response_overdue",
        or_(opened.c.first.is_(None), EscalationRow.raised_at <= opened.c.first),
    )
    minutes = cast(_Seconds(opened.c.first, opened.c.opened_at) / 60, Integer)
    shown = (
        select(
            opened.c.owner,
            opened.c.team,
            minutes.label("minutes"),
            case((late, 1), else_=0).label("late"),
        )
    ).subquery()
    kinds = (shown.c.owner, shown.c.team, shown.c.minutes, shown.c.late)
    query = select(*kinds, func.count()).group_by(*kinds)
    async with database.read() as session:
        rows = (await session.execute(query)).all()
    return [
        Answered(person, team, None if m is None else max(m, 0), bool(is_late), count)
        for person, team, m, is_late, count in rows
    ]


async def solved_by_tier(database: Database, span: Span) -> dict[tuple[str, int], int]:
    """How many cases were resolved in the period, by team and tier."""
    query = (
        select(CaseRow.team, CaseRow.tier, func.count())
        .where(CaseRow.resolved_at >= span.begins, CaseRow.resolved_at < span.ends, *_of(span))
        .group_by(CaseRow.team, CaseRow.tier)
    )
    async with database.read() as session:
        rows = (await session.execute(query)).all()
    return {(team, tier): count for team, tier, count in rows}


async def open_by_stage(
    database: Database, now: datetime, teams: tuple[str, ...] | None
) -> Mapping[tuple[str, str, int], int]:
    """How many cases are open now, by scenario, stage and place in `AGES`."""
    age = case(
        *((CaseRow.opened_at >= now - limit, place) for place, limit in enumerate(AGES)),
        else_=len(AGES),
    ).label("age")
    query = (
        select(CaseRow.scenario, CaseRow.stage, age, func.count())
        .where(CaseRow.phase == "open", *_of(Span(now, now, teams)))
        .group_by(CaseRow.scenario, CaseRow.stage, "age")
    )
    async with database.read() as session:
        rows = (await session.execute(query)).all()
    return {(scenario, stage, place): count for scenario, stage, place, count in rows}


def _of(span: Span) -> tuple[Any, ...]:
    return () if span.teams is None else (CaseRow.team.in_(span.teams),)


class _Seconds(FunctionElement[float]):
    """How many seconds one moment is after another: each database says it in its own way."""

    type = Float()
    inherit_cache = True
    name = "seconds"


@compiles(_Seconds, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    later, earlier = (compiler.process(clause, **more) for clause in element.clauses)
    return f"EXTRACT(EPOCH FROM ({later} - {earlier}))"


@compiles(_Seconds, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    later, earlier = (compiler.process(clause, **more) for clause in element.clauses)
    return f"((julianday({later}) - julianday({earlier})) * 86400.0)"
