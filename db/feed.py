"""What changes, for those who look at a page: one look for a whole process, however many look (docs/decisions/0037).

PostgreSQL says what changed (`db.notify`), over one connection that does nothing else; SQLite is looked at once a second. Either
way whom it concerns is one statement, at most once a second, and none while nothing changed on PostgreSQL.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import (
    CTE,
    Integer,
    Select,
    String,
    column,
    func,
    literal,
    literal_column,
    select,
    union_all,
    values,
)
from sqlalchemy.orm import InstrumentedAttribute

from db.book import OWING
from db.models import CaseRow, EventRow, InboxRow
from db.notify import CHANNEL, PERSON
from db.session import AWAY_ERRORS, PATIENCE, Database, DatabaseDown

log = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between two looks: sooner than anybody looks up, and no load at all."""
MOST = 500
"""Cases that are told apart in one look; above it everybody just looks again."""
TOGETHER = 0.05
"""Seconds in which what belongs together arrives: a handover of many, a case with its notices."""
NAME = "followthrough feed"
"""What PostgreSQL calls the connection that listens."""
STILL_THERE = 15.0
"""Seconds after which a connection that says nothing is asked whether it is still there."""


@dataclass(frozen=True, slots=True)
class Concern:
    """Whom a change of a case concerns: its team, its owner, and whoever owes something in it that changed, or did."""

    team: str
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed since the look before. `everything`: more than is told apart, or nobody knows."""

    cases: Mapping[str, Concern] = field(default_factory=dict)
    told: Mapping[str, int] = field(default_factory=dict)
    """How many notices are new, or changed, by whose they are."""
    everything: bool = False


EVERYTHING = Changed(everything=True)


async def watch(database: Database, every: float = EVERY) -> AsyncGenerator[Changed, None]:
    """Whatever changes from here on, at most once in `every` seconds. Goes on when the database was away, and says so by
    `everything`."""
    listen = _listened if database.dialect == "postgresql" else _looked
    missed = False
    while True:
        try:
            async with aclosing(listen(database, every, missed)) as found:
                async for changed in found:
                    yield changed
        except (*AWAY_ERRORS, DatabaseDown, OSError, TimeoutError) as error:
            log.warning("changes are not seen until the database answers: %s", error)
        missed = True
        await asyncio.sleep(every)


async def _looked(database: Database, every: float, missed: bool) -> AsyncGenerator[Changed, None]:
    """SQLite: events are only ever added, by one writer at a time, so that new ones have greater row ids. After VACUUM
    ids may be smaller than before; then nobody knows."""
    seen = (await _look(database, (0, 0), only_marks=True))[1]
    if missed:
        yield EVERYTHING
    while True:
        await asyncio.sleep(every)
        changed, marks = await _look(database, seen)
        if marks[0] < seen[0] or marks[1] < seen[1]:
            changed = EVERYTHING
        seen = marks
        if changed != Changed():
            yield changed


async def _look(
    database: Database, seen: tuple[int, int], *, only_marks: bool = False
) -> tuple[Changed, tuple[int, int]]:
    """What is new after these row ids of events and inbox, and where they are now. One statement."""
    events, inbox = (literal_column(f"{table}.rowid", Integer) for table in ("events", "inbox"))
    fresh = (
        select(EventRow.number, func.min(EventRow.sequence).label("since"))
        .where(events > seen[0])
        .group_by(EventRow.number)
        .limit(MOST + 1)
        .cte("changed")
    )
    marks = select(
        literal(""),
        select(func.coalesce(func.max(events), 0)).select_from(EventRow).scalar_subquery(),
        select(func.coalesce(func.max(inbox), 0)).select_from(InboxRow).scalar_subquery(),
        literal(""),
    )
    told = select(literal(PERSON), literal(0), InboxRow.person, literal("")).where(inbox > seen[1])
    query = marks if only_marks else union_all(marks, told, *_concerned(fresh))
    async with database.read() as session:
        rows = [tuple(row) for row in await session.execute(query)]
    _, at_event, at_notice, _ = next(row for row in rows if not row[0])
    notices: defaultdict[str, int] = defaultdict(int)
    for mark, _, person, _ in rows:
        if mark == PERSON:
            notices[str(person)] += 1
    changed = _changed([row for row in rows if row[0] not in ("", PERSON)], notices)
    return changed, (int(at_event), int(at_notice))


async def _listened(
    database: Database, every: float, missed: bool
) -> AsyncGenerator[Changed, None]:
    """PostgreSQL: what it says, gathered for a moment."""
    cases: dict[str, int] = {}
    told: defaultdict[str, int] = defaultdict(int)
    heard = asyncio.Event()

    def hear(_connection: object, _pid: int, _channel: str, said: str) -> None:
        number, _, since = said.partition(" ")
        if number.startswith(PERSON):
            told[number.removeprefix(PERSON)] += 1
        elif len(cases) <= MOST:
            cases[number] = min(int(since), cases.get(number, int(since)))
        heard.set()

    connection = await asyncpg.connect(
        **database.connecting(), timeout=PATIENCE, server_settings={"application_name": NAME}
    )
    try:
        connection.add_termination_listener(lambda _: heard.set())
        await connection.add_listener(CHANNEL, hear)
        if missed:
            yield EVERYTHING
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(heard.wait(), STILL_THERE)
            heard.clear()
            if connection.is_closed():
                raise OSError("the connection that listens is closed")
            if not cases and not told:
                await connection.execute("SELECT 1", timeout=PATIENCE)
                continue
            await asyncio.sleep(TOGETHER)
            since, notices = dict(cases), dict(told)
            cases.clear()
            told.clear()
            yield await _told_apart(database, since, notices)
            await asyncio.sleep(every)
    finally:
        connection.terminate()


async def _told_apart(
    database: Database, since: Mapping[str, int], notices: Mapping[str, int]
) -> Changed:
    """Whom it concerns that these cases changed since these versions."""
    if len(since) > MOST:
        return EVERYTHING
    if not since:
        return Changed(told=notices)
    given = values(column("number", String), column("since", Integer), name="given")
    changed = select(given.data(list(since.items()))).cte("changed")
    async with database.read() as session:
        rows = [tuple(row) for row in await session.execute(union_all(*_concerned(changed)))]
    return _changed(rows, notices)


def _concerned(changed: CTE) -> list[Select[*tuple[Any, ...]]]:
    """Number, a zero, person and team: the owner of each case, and whoever a row names that was told of anew."""
    found = [
        select(CaseRow.number, literal(0), CaseRow.owner, CaseRow.team).join(
            changed, changed.c.number == CaseRow.number
        )
    ]
    seen = set()
    for owing in OWING:
        whose = owing.whose
        if not isinstance(whose, InstrumentedAttribute) or str(whose) in seen:
            continue  # what isn't a column of the row is the owner's
        seen.add(str(whose))
        row = owing.row.__table__.c
        found.append(
            select(row.number, literal(0), whose, literal(""))
            .join(changed, changed.c.number == row.number)
            .where(row.version >= changed.c.since, whose.is_not(None))
        )
    return found


def _changed(rows: list[tuple[Any, ...]], notices: Mapping[str, int]) -> Changed:
    people: defaultdict[str, set[str]] = defaultdict(set)
    teams: dict[str, str] = {}
    for number, _, person, team in rows:
        people[number].add(person)
        if team:
            teams[number] = team
    if len(people) > MOST:
        return EVERYTHING
    return Changed(
        cases={
            number: Concern(teams.get(number, ""), frozenset(named))
            for number, named in people.items()
        },
        told=dict(notices),
    )
