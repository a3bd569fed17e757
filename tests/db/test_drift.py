"""Rows of lists that no longer say what the events say are found, whichever column it is."""

import pytest
from sqlalchemy import Table, delete, insert, select, update

from builders import LEAD, Played
from db.book import LISTINGS
from db.drift import drift
from db.models import Base, CaseRow
from db.records import store
from db.session import Database
from domain.assignment import Assign
from domain.customer_messages.commands import CustomerSaid
from domain.escalations import AcknowledgeEscalation, Escalate
from recording import batch

NUMBER = "C-000001"
LISTS = {listing.name: listing.row for listing in LISTINGS}


@pytest.fixture
async def recorded(database: Database) -> Database:
    """A case with rows in every list."""
    played = Played().confirmed()
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(Escalate, reason="the customer is at the counter")
    played.ask(AcknowledgeEscalation, escalation="e1", by=LEAD)
    played.promise("Wed 10:00")
    played.visit("Mon 14:00", "Mon 16:00")
    played.until("Mon 14:30").recorded("not_fixed")
    played.ask(Assign, owner="sun.yu", reason="holiday", by=LEAD)
    played.until("Thu 18:00")
    await store(database, batch(played.events))
    return database


def table(row: type[Base]) -> Table:
    assert isinstance(row.__table__, Table)
    return row.__table__


async def test_a_case_as_it_was_recorded_has_none(recorded: Database) -> None:
    assert await drift(recorded, NUMBER) == ()
    assert await drift(recorded, "C-999999") == ()


async def test_a_row_of_the_case_that_is_behind_is_found(recorded: Database) -> None:
    async with recorded.write() as session:
        await session.execute(update(CaseRow).values(owner="nobody"))
    assert await drift(recorded, NUMBER) == ("cases: owner differ from the events",)
    async with recorded.write() as session:
        await session.execute(delete(CaseRow))
    assert await drift(recorded, NUMBER) == ("cases: the row is missing",)


@pytest.mark.parametrize("name", sorted(LISTS))
async def test_a_missing_row_and_one_too_many_are_found(recorded: Database, name: str) -> None:
    rows = table(LISTS[name])
    async with recorded.write() as session:
        found = dict((await session.execute(select(rows).limit(1))).mappings().one())
        await session.execute(delete(rows).where(rows.c.id == found["id"]))
    assert await drift(recorded, NUMBER) == (f"{name} {found['id']}: the row is missing",)
    async with recorded.write() as session:
        await session.execute(insert(rows).values(found))
    if name in (
        "contacts",
        "messages",
        "visits",
        "failed_repairs",
    ):  # nothing sealed in them that a new id would shut
        async with recorded.write() as session:
            await session.execute(insert(rows).values({**found, "id": "z9"}))
        assert await drift(recorded, NUMBER) == (f"{name} z9: a row that no event made",)


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("promises", "owner", "nobody"),
        ("promises", "attempts", 7),
        ("escalations", "receiver", "nobody"),
        ("contacts", "reached", False),
        ("messages", "channel", "phone"),
        ("visits", "engineer", "nobody"),
        ("failed_repairs", "fault", "other"),
    ],
)
async def test_a_changed_column_is_named(
    recorded: Database, name: str, column: str, value: object
) -> None:
    rows = table(LISTS[name])
    async with recorded.write() as session:
        first = await session.scalar(select(rows.c.id).order_by(rows.c.id).limit(1))
        await session.execute(update(rows).where(rows.c.id == first).values({column: value}))
    assert await drift(recorded, NUMBER) == (f"{name} {first}: {column} differ from the events",)
