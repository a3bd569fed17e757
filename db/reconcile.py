"""What the database knows of cases, for comparing it with what runs (REQ J3). Light rows: all open
cases fit in one answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select

from db.cases import summary_of
from db.customer_messages import IS_UNMARKED, CustomerMessageRow
from db.models import CaseRow, CommandRow, OpeningRow
from db.session import Database
from domain.book import AnyCommand
from domain.receipt import Outcome
from domain.summary import CaseSummary

Who = tuple[str, str]
"""Principal and key."""
AT_ONCE = 500
"""Numbers or keys in one query; SQLite takes a few thousand parameters."""

_waits = exists().where(CustomerMessageRow.number == CaseRow.number, IS_UNMARKED)
_needs_run = or_(CaseRow.phase != "closed", _waits)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands. `needs_run` when it is open, or closed with a message to be marked."""

    summary: CaseSummary
    needs_run: bool


async def list_unstarted(database: Database, *, created_before: datetime) -> tuple[str, ...]:
    """Numbers of openings that were neither recorded nor refused, the oldest first."""
    refused = exists().where(
        CommandRow.principal == OpeningRow.principal,
        CommandRow.key == OpeningRow.key,
        CommandRow.status == "refused",
    )
    query = (
        select(OpeningRow.number)
        .where(OpeningRow.started_at.is_(None), OpeningRow.created_at < created_before, ~refused)
        .order_by(OpeningRow.created_at, OpeningRow.id)
    )
    async with database.read() as session:
        return tuple(number for number in await session.scalars(query) if number)


async def list_needing_run(database: Database) -> tuple[str, ...]:
    """Numbers of the cases that somebody must carry, the one with the nearest promise first."""
    query = (
        select(CaseRow.number)
        .where(_needs_run)
        .order_by(CaseRow.next_promise_due.is_(None), CaseRow.next_promise_due, CaseRow.number)
    )
    async with database.read() as session:
        return tuple(await session.scalars(query))


async def standings(database: Database, numbers: Collection[str]) -> dict[str, Standing]:
    """Where these cases stand; one of which nothing is recorded is left out."""
    found: dict[str, Standing] = {}
    wanted = sorted(numbers)
    for first in range(0, len(wanted), AT_ONCE):
        query = select(CaseRow, _needs_run).where(
            CaseRow.number.in_(wanted[first : first + AT_ONCE])
        )
        async with database.read() as session:
            for row, needs_run in await session.execute(query):
                found[row.number] = Standing(summary_of(database.vault, row), bool(needs_run))
    return found


async def undecided(
    database: Database, commands: Collection[AnyCommand], to_tell: Collection[Who] = ()
) -> tuple[AnyCommand, ...]:
    """Those of the commands that are not settled, in their order; each key once. Of those `to_tell` the refused ones
    aren't settled either: whoever sent them is still to hear of it."""
    by_key = {(command.actor.handle, command.key): command for command in commands if command.key}
    settled = await _settled(database, by_key)
    return tuple(
        command
        for who, command in by_key.items()
        if who not in settled or (settled[who] == "refused" and who in to_tell)
    )


async def unsettled(database: Database, outcomes: Collection[Outcome]) -> tuple[Outcome, ...]:
    """Those of the outcomes that the database doesn't know."""
    by_key = {(outcome.principal, outcome.key): outcome for outcome in outcomes}
    settled = await _settled(database, by_key)
    return tuple(outcome for who, outcome in by_key.items() if who not in settled)


async def _settled(database: Database, wanted: Collection[Who]) -> dict[Who, str]:
    """Whether those were done or refused that are settled."""
    found: dict[Who, str] = {}
    keys = sorted({key for _, key in wanted})
    async with database.read() as session:
        for first in range(0, len(keys), AT_ONCE):
            query = select(CommandRow.principal, CommandRow.key, CommandRow.status).where(
                CommandRow.key.in_(keys[first : first + AT_ONCE])
            )
            for row in await session.execute(query):
                found[row.principal, row.key] = row.status
    return found
