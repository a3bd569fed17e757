"""Waiting until something is recorded: one look for all, and no more than anybody needs."""

import asyncio
from datetime import timedelta

import pytest

from builders import Played
from databases import statements
from db.marks import LONGEST_PAUSE, MOST_WAITED, Looks, reached
from db.records import store
from db.session import Database, DatabaseDown
from recording import batch

PATIENCE = timedelta(seconds=1)
MANY = 300


async def test_however_many_wait_the_database_is_asked_for_all_of_them_at_once(
    database: Database,
) -> None:
    looks = Looks(database)
    with statements(database) as asked:
        waiting = [
            asyncio.create_task(looks.missing({f"C-{n:06}": 9_999}, PATIENCE, f"person{n}"))
            for n in range(MANY)
        ]
        late = await asyncio.gather(*waiting)
    assert late == [{f"C-{n:06}": 9_999} for n in range(MANY)]
    assert len(asked) <= PATIENCE.total_seconds() / LONGEST_PAUSE + 10


async def test_each_is_told_as_soon_as_its_own_is_recorded(database: Database) -> None:
    looks, played = Looks(database), Played().confirmed()
    version = len(played.events)
    early, late = (
        asyncio.create_task(looks.missing({number: version}, timedelta(seconds=20)))
        for number in ("C-000001", "C-000002")
    )
    await asyncio.sleep(0.1)
    for task, number in ((early, "C-000001"), (late, "C-000002")):
        assert not task.done()
        await store(database, batch(played.events, number=number))
        assert await asyncio.wait_for(task, 5) == {}
    assert await reached(database, ["C-000001", "C-000003"]) == {"C-000001": version}
    assert await looks.missing({}, PATIENCE) == {}


async def test_who_waits_for_too_many_is_told_what_there_is(database: Database) -> None:
    looks = Looks(database)
    loop = asyncio.get_running_loop()
    many = {f"C-{n:06}": 1 for n in range(MOST_WAITED)}
    held = asyncio.create_task(looks.missing(many, PATIENCE, "li.min"))
    await asyncio.sleep(0)
    began = loop.time()
    assert await looks.missing({"C-999999": 1}, timedelta(seconds=30), "li.min") == {"C-999999": 1}
    other = asyncio.create_task(looks.missing({"C-999999": 1}, PATIENCE, "zhou.yan"))
    again = await looks.missing({"C-000001": 1}, timedelta(seconds=0.1), "li.min")
    assert again == {"C-000001": 1}, "what they wait for anyway is no more"
    assert loop.time() - began < PATIENCE.total_seconds()
    assert not other.done()
    assert (await held, await other) == (many, {"C-999999": 1})


async def test_whoever_waits_is_told_that_the_database_is_away_and_the_next_one_asks_anew(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = Looks(database)

    async def away(*_: object) -> dict[str, int]:
        raise DatabaseDown("the database is away")

    with monkeypatch.context() as patched:
        patched.setattr("db.marks.reached", away)
        waiting = [looks.missing({f"C-{n}": 1}, PATIENCE) for n in range(3)]
        found = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(each) for each in found] == [DatabaseDown] * 3
    assert await looks.missing({"C-000001": 1}, timedelta(0)) == {"C-000001": 1}
