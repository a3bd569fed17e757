"""Signs of life: who works, and whether anything can still be written."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from db import signs
from db.session import Database


@pytest.mark.trial("A48")
async def test_a_process_gives_signs_while_it_works_and_none_afterwards(database: Database) -> None:
    assert await signs.silence(database, "worker") is None
    async with signs.beating(database, "worker"):
        silent = None
        for _ in range(1_000):
            if silent := await signs.silence(database, "worker"):
                break
            await asyncio.sleep(0.01)
        assert silent is not None
        assert timedelta(0) <= silent < timedelta(seconds=5)
        me = signs.name_of("worker")
        assert await signs.silence(database, "worker", me) is not None
        assert await signs.silence(database, "worker", signs.name_of("worker", 1)) is None
        assert await signs.silence(database, "api") is None
    assert await signs.silence(database, "worker") is None


@pytest.mark.trial("A48")
async def test_one_that_was_killed_is_silent_ever_longer_and_then_forgotten(
    database: Database,
) -> None:
    await signs.give(database, "worker")
    long_ago = (
        "now() - interval '2 days'" if database.dialect == "postgresql" else "'2020-01-01 00:00:00'"
    )
    async with database.write() as session:
        await session.execute(text(f"UPDATE signs_of_life SET process = 'x', seen_at = {long_ago}"))  # noqa: S608
    silent = await signs.silence(database, "worker")
    assert silent is not None
    assert silent > timedelta(days=1)
    await signs.withdraw(database, "api")
    assert await signs.silence(database, "worker") is None


@pytest.mark.trial("A48")
async def test_what_was_just_written_needs_no_proof(database: Database) -> None:
    assert not database.wrote_within(signs.BEAT)
    await signs.give(database, "api")
    assert database.wrote_within(signs.BEAT)
    assert not database.wrote_within(timedelta(0))
