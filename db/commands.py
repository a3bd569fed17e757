"""Whose a key is, and what became of its command."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import ClaimRow, CommandRow, TextRow
from db.private import seal, unseal_json
from db.session import Database
from db.texts import Text
from db.texts import rows_of as text_rows
from db.upsert import Values, dialect_of, insert_new, inserting_new
from domain.receipt import Outcome
from vault import Vault

SETTLED = ("number", "answer", *sorted(Outcome.model_fields.keys() - {"receipt", "problem"}))
"""The columns that tell what became of a command."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A command that was done or refused, and the case it was for."""

    number: str
    outcome: Outcome


class KeyReused(Exception):
    """The key was used before for another request; `number` is that one's case."""

    def __init__(self, principal: str, key: str, number: str) -> None:
        super().__init__(f"{principal} used the key {key!r} before for another request")
        self.principal = principal
        self.key = key
        self.number = number


@dataclass(frozen=True, slots=True)
class Claim:
    """A key and the request it is to stand for: from now on for no other, on whichever case."""

    principal: str
    key: str
    digest: str
    number: str
    claimed_at: datetime


async def claim(database: Database, claim: Claim, texts: Sequence[Text] = ()) -> None:
    """Claim a key before its command is sent, and keep the words that belong to it.

    What became of a command is known when it is recorded; two requests that are on their way to two cases
    under one key would both be done. Raises KeyReused, and then nothing is kept.
    """
    async with database.write() as session:
        await claim_in(session, claim)
        await insert_new(
            session, TextRow, [row for text in texts for row in text_rows(database.vault, text)]
        )


async def claim_in(session: AsyncSession, claim: Claim) -> None:
    """As `claim`, within a transaction."""
    insert = inserting_new(ClaimRow, dialect_of(session)).returning(ClaimRow.digest)
    if await session.scalar(insert, [asdict(claim)]) is None:
        known = await session.get_one(ClaimRow, (claim.principal, claim.key))
        if known.digest != claim.digest:
            raise KeyReused(claim.principal, claim.key, known.number)


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


async def note_received(database: Database, principal: str, key: str, *, now: datetime) -> None:
    """Keep that the command of a key was received before it was decided; a repeat changes nothing."""
    first = (update(ClaimRow).filter_by(principal=principal, key=key, received_at=None)).values(
        received_at=now
    )
    async with database.write() as session:
        await session.execute(first)


async def find_waiting(database: Database, principal: str, key: str) -> Waiting | None:
    """What was received under this key; None when nothing was, or when it was decided at once."""
    async with database.read() as session:
        row = await session.get(ClaimRow, (principal, key))
    return Waiting(row.number, row.received_at) if row and row.received_at else None


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
