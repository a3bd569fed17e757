"""A filled database holds what the product itself would have stored."""

from datetime import UTC, datetime, timedelta

import pytest

from benchmarks import core
from benchmarks.fill import fill, prototypes
from benchmarks.life import STEPS
from databases import database, postgresql_migrated, postgresql_server, sqlite_template, url
from db import openings
from db.cases import list_cases
from db.drift import drift
from db.openings import number_of
from db.session import Database
from domain.intake import OpenCase

__all__ = ["database", "postgresql_migrated", "postgresql_server", "sqlite_template", "url"]


LATE = datetime(2026, 11, 27, 16, 50, tzinfo=UTC)
"""At this time some life reminds an owner of a promise: a notice to somebody of the shipped line."""


@pytest.mark.parametrize("now", [LATE, LATE + timedelta(hours=8)])
async def test_copies_differ_from_their_own_events_in_nothing(
    database: Database, now: datetime
) -> None:
    counts: list[int] = []

    await fill(database, 1, 30, counts.append, lives=8, now=now)

    page = await list_cases(database, limit=200)
    assert {summary.number for summary in page.items} == {number_of(n) for n in range(1, 31)}
    for summary in page.items:
        assert [
            line for line in await drift(database, summary.number) if "customer" not in line
        ] == []
    assert counts[-1] == 30


async def test_filling_goes_on_where_it_ended(database: Database) -> None:
    await fill(database, 1, 5, lives=2, now=LATE)
    await fill(database, 6, 5, lives=2, now=LATE)

    assert len((await list_cases(database, limit=200)).items) == 10


async def test_the_next_opening_after_filling_has_a_number_of_its_own(database: Database) -> None:
    await fill(database, 1, 5, lives=2, now=LATE)
    (model,) = prototypes(1, 7, LATE)
    opening = model.life.decided[0].command
    assert isinstance(opening, OpenCase)

    claimed = await openings.claim(
        database, "li.min", "next", "d", command=opening, now=opening.received_at, texts=[]
    )

    assert claimed.number == number_of(6)


def test_some_lives_are_over_and_others_are_in_many_stages() -> None:
    models = prototypes(60, 7, datetime(2026, 3, 4, 3, tzinfo=UTC))

    phases = [model.summary.phase for model in models]
    assert phases.count("closed") > 30
    assert len({model.summary.stage for model in models}) >= 5


def test_the_core_is_measured_on_a_whole_case() -> None:
    section = core.measure(tries=2)

    assert section.figures["count"] == 2
    assert section.figures["min"] > 0
    assert f"{len(STEPS) + 1} decisions" in section.notes[0]
