"""What became of commands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from db.models import CommandRow, ReceivedRow
from db.private import seal, unseal_json
from db.session import Database
from db.upsert import Values, insert_new
from domain.receipt import Outcome
from vault import Vault

SETTLED = ("number", "answer", *sorted(Outcome.model_fields.keys() - {"receipt", "problem"}))
"""The columns that tell what became of a command."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A command that was done or refused, and the case it was for."""

    number: str
    outcome: Outcome


async def find(database: Database, principal: str, key: str) -> Settled | None:
    """What became of the command sent with this key, None while that is not recorded."""
    async with database.read() as session:
        row = await session.get(CommandRow, (principal, key))
    return settled_of(database.vault, row) if row else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A command that was received for a case and is not known to be decided."""

    number: str
    received_at: datetime


async def note_received(
    database: Database, principal: str, key: str, number: str, *, now: datetime
) -> None:
    """Keep that a command was received before it was decided; a repeat changes nothing."""
    row = {"principal": principal, "key": key, "number": number, "received_at": now}
    async with database.write() as session:
        await insert_new(session, ReceivedRow, [row])


async def find_waiting(database: Database, principal: str, key: str) -> Waiting | None:
    """What was received under this key; None when nothing was, or when it was decided at once."""
    async with database.read() as session:
        row = await session.get(ReceivedRow, (principal, key))
    return Waiting(row.number, row.received_at) if row else None


async def settle(database: Database, number: str, outcome: Outcome) -> Settled:
    """Keep what became of a command, unless that is known already; what is known then."""
    async with database.write() as session:
        await insert_new(session, CommandRow, [row_of(database.vault, number, outcome)])
        row = await session.get_one(CommandRow, (outcome.principal, outcome.key))
    return settled_of(database.vault, row)


async def newest(database: Database, number: str, *, limit: int) -> tuple[Outcome, ...]:
    """What became of the last commands of a case, the oldest of them first."""
    query = (
        select(CommandRow)
        .where(CommandRow.number == number)
        .order_by(CommandRow.received_at.desc(), CommandRow.principal, CommandRow.key)
        .limit(limit)
    )
    async with database.read() as session:
        rows = (await session.scalars(query)).all()
    return tuple(_outcome(database.vault, row) for row in reversed(rows))


def row_of(vault: Vault, number: str, outcome: Outcome) -> Values:
    """The row that keeps an outcome."""
    answer = outcome.model_dump_json(include={"receipt", "problem"})
    return {
        **outcome.model_dump(exclude={"receipt", "problem"}),
        "number": number,
        "answer": seal(vault, answer, "commands.answer", outcome.principal, outcome.key),
    }


def settled_of(vault: Vault, row: Any) -> Settled:
    """What a row with the columns of `SETTLED` tells."""
    return Settled(row.number, _outcome(vault, row))


def _outcome(vault: Vault, row: Any) -> Outcome:
    answer = unseal_json(vault, row.answer, "commands.answer", row.principal, row.key)
    columns = {name: getattr(row, name) for name in Outcome.model_fields if name not in answer}
    return Outcome.model_validate({**columns, **answer})
