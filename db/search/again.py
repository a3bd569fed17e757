"""The index of the search made for what is there already: after an upgrade, or with another index key.

In small pieces, each kept as soon as it is done: whoever is interrupted goes on where it stopped, for only what has no
keys yet is looked at. While it works, everything else does too.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from db.models import CaseRow, CustomerRow, EventRow, SearchKeyRow
from db.private import unseal, unseal_if
from db.search.rows import FACT, OF_CUSTOMER, TITLE, Said, rows_of
from db.session import Database
from db.upsert import Values, insert_new
from domain.record import EVENT
from domain.stages import StageCompleted
from vault import Vault

AT_ONCE = 100
"""Cases or customers of one transaction: some tens of milliseconds, so that nobody waits for long."""
COMPLETED = "stage_completed"


class Made(NamedTuple):
    """How many were given keys."""

    cases: int
    customers: int


async def make_again(
    database: Database,
    *,
    everything: bool = False,
    tick: Callable[[int], None] = lambda _done: None,
) -> Made:
    """Give keys to all cases and customers that have none, or to all there are. `tick` hears how many more are done."""
    if everything:
        async with database.write() as session:
            await session.execute(delete(SearchKeyRow))
    cases = await _walk(database, CaseRow.number, _of_cases, tick)
    customers = await _walk(database, CustomerRow.id, _of_customers, tick)
    return Made(cases, customers)


async def _walk(
    database: Database,
    key: InstrumentedAttribute[str],
    rows: Callable[[AsyncSession, Vault, Sequence[Any]], Awaitable[list[Values]]],
    tick: Callable[[int], None],
) -> int:
    done, after = 0, ""
    while True:
        async with database.write() as session:
            without = ~exists().where(SearchKeyRow.subject == key)
            query = select(key.class_).where(key > after, without).order_by(key).limit(AT_ONCE)
            found = (await session.scalars(query)).all()
            await insert_new(session, SearchKeyRow, await rows(session, database.vault, found))
        if not found:
            return done
        done, after = done + len(found), getattr(found[-1], key.key)
        tick(len(found))


async def _of_cases(session: AsyncSession, vault: Vault, cases: Sequence[CaseRow]) -> list[Values]:
    said: dict[str, dict[str, str]] = {
        row.number: {TITLE: unseal(vault, row.title, "cases.title", row.number)} for row in cases
    }
    query = select(EventRow).where(EventRow.number.in_(said), EventRow.kind == COMPLETED)
    for row in await session.scalars(query.order_by(EventRow.number, EventRow.sequence)):
        body = unseal(vault, row.body, "events.body", row.number, row.sequence)
        event = EVENT.validate_json(body)
        assert isinstance(event, StageCompleted)
        said[row.number] |= {f"{FACT}:{name}": text for name, text in event.yields.items()}
    return [
        values
        for row in cases
        for values in rows_of(
            vault, row.number, [Said(*each) for each in said[row.number].items()], row.opened_at
        )
    ]


async def _of_customers(
    session: AsyncSession, vault: Vault, customers: Sequence[CustomerRow]
) -> list[Values]:
    return [
        values
        for row in customers
        for values in rows_of(
            vault,
            row.id,
            [
                Said(of, unseal_if(vault, getattr(row, of), f"customers.{of}", row.id) or "")
                for of in OF_CUSTOMER
            ],
            row.created_at,
        )
    ]
