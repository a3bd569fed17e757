"""What changes is seen by one look of a process, however many ask."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy import func, insert, literal, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from builders import LEAD, Played, at
from databases import on_server, statements
from db import people
from db.feed import EVERYTHING, MOST, NAME, Changed, Concern, watch
from db.inbox import InboxItem, put
from db.models import CaseRow, EventRow
from db.notify import CHANNEL
from db.people import Person
from db.records import store
from db.session import Database
from domain.assignment import Assign
from recording import batch

pytestmark = pytest.mark.anyio
SOON = 0.05
"""Seconds between looks, so that a test need not wait."""
BREAK = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "


class Watching:
    """Whoever watches; `next` is what changed, or None when nothing does."""

    def __init__(self, database: Database) -> None:
        self._found: asyncio.Queue[Changed] = asyncio.Queue()
        self._database = database
        self.task = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        async with aclosing(watch(self._database, SOON)) as changes:
            async for changed in changes:
                self._found.put_nowait(changed)

    async def next(self, patience: float = 10) -> Changed | None:
        try:
            return await asyncio.wait_for(self._found.get(), patience)
        except TimeoutError:
            return None


@asynccontextmanager
async def watching(database: Database) -> AsyncIterator[Watching]:
    """From here on, whatever changes."""
    seen = Watching(database)
    await asyncio.sleep(0.3)  # the first look
    try:
        yield seen
    finally:
        seen.task.cancel()
        await asyncio.gather(seen.task, return_exceptions=True)


def a_notice(name: str = "n1", person: str = "li.min") -> InboxItem:
    return InboxItem(name, person, "C-000001", "a", "t", "b", {}, None, at("Mon 09:00"))


async def _hire(database: Database, *handles: str) -> None:
    await people.put(
        database,
        *(
            Person(each, each, "agent", frozenset({"agent"}), "after_sales", "en")
            for each in handles
        ),
    )


async def test_a_case_concerns_its_owner_its_team_and_whoever_owes_something_that_changed(
    database: Database,
) -> None:
    played = Played().confirmed()
    await store(database, batch(played.events))
    before = len(played.events)
    played.promise("Wed 10:00", owner="sun.yu")
    promised = len(played.events)
    async with watching(database) as seen:
        await store(database, batch(played.events, before + 1))
        assert await seen.next() == Changed(
            {"C-000001": Concern("after_sales", frozenset({"li.min", "sun.yu"}))}
        )
        played.ask(Assign, by=LEAD, owner="zhou.yan", reason="knows the model")
        await store(database, batch(played.events, promised + 1))
        again = await seen.next()
        assert again
        assert "zhou.yan" in again.cases["C-000001"].people
        assert "sun.yu" not in again.cases["C-000001"].people, "nothing of theirs changed"
        assert await seen.next(0.3) is None


async def test_whoever_is_told_something_is_named_and_so_when_it_is_told_anew(
    database: Database,
) -> None:
    await _hire(database, "li.min", "zhou.yan")
    async with watching(database) as seen:
        await put(database, a_notice())
        assert await seen.next() == Changed(told={"li.min": 1})
        await put(database, a_notice())
        assert await seen.next(0.3) is None, "it was told before"
        later = replace(a_notice(), created_at=at("Mon 10:00"))
        await put(database, later, grows=True)
        assert await seen.next() == Changed(told={"li.min": 1})
        await put(database, a_notice("n2", "zhou.yan"))
        assert await seen.next() == Changed(told={"zhou.yan": 1})


async def test_what_changed_in_the_meantime_is_told_at_once(database: Database) -> None:
    numbers = [f"C-{number:06}" for number in range(1, 6)]
    async with watching(database) as seen:
        for number in numbers:
            await store(database, batch(Played().events, number=number))
        named: set[str] = set()
        while len(named) < len(numbers) and (told := await seen.next()):
            named |= set(told.cases)
        assert named == set(numbers)


async def _copy(session: AsyncSession, number: str) -> None:
    """Another case like the first."""
    for table in (EventRow.__table__, CaseRow.__table__):
        others = [column for column in table.c if column.name != "number"]
        copied = select(literal(number), *others).where(table.c.number == "C-000001")
        names = ["number", *(column.name for column in others)]
        await session.execute(insert(table).from_select(names, copied))  # type: ignore[arg-type]


async def test_more_than_can_be_told_apart_is_everything(database: Database) -> None:
    await store(database, batch(Played().events))
    async with watching(database) as seen:
        await seen.next(0.3)
        async with database.write() as session:
            if database.dialect == "postgresql":
                numbers = func.generate_series(2, MOST + 2).column_valued("n")
                said = func.concat("C-", numbers, " 1")
                await session.execute(select(func.count(func.pg_notify(CHANNEL, said))))
            else:
                for number in (f"C-{n:06}" for n in range(2, MOST + 3)):
                    await _copy(session, number)
        assert await seen.next() == EVERYTHING
        assert await seen.next(0.3) is None


async def test_nobody_asks_when_nothing_changes(database: Database) -> None:
    with statements(database) as asked:
        async with watching(database):
            await asyncio.sleep(1)
        looks = 1.3 / SOON if database.dialect == "sqlite" else 0
        assert len(asked) <= looks + 1


@pytest.mark.parametrize(
    "url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
async def test_a_connection_that_breaks_is_made_anew_and_everything_is_looked_at(
    database: Database, url: str
) -> None:
    async with watching(database) as seen:
        await asyncio.to_thread(on_server, url, f"{BREAK}'{NAME}'")
        assert await seen.next() == EVERYTHING
        await store(database, batch(Played().events))
        told = await seen.next()
        assert told
        assert "C-000001" in told.cases


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_file_that_was_rewritten_with_fewer_row_ids_is_looked_at_whole(
    database: Database,
) -> None:
    await _hire(database, "li.min")
    await put(database, a_notice())
    async with watching(database) as seen:
        async with database.write() as session:
            await session.execute(text("DELETE FROM inbox"))
        assert await seen.next() == EVERYTHING
        await put(database, a_notice("n2"))
        assert await seen.next() == Changed(told={"li.min": 1})
