"""What became of commands."""

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, literal, select

from db.models import CommandRow, EventRow
from db.private import seal, unseal_json
from db.session import Database
from db.upsert import Values, insert_new
from domain.receipt import Outcome
from vault import Vault

ONE = select(literal(1).label("one")).subquery()
LOOK = (
    select(exists().where(EventRow.number == bindparam("number")), CommandRow)
    .select_from(ONE)
    .outerjoin(
        CommandRow,
        (CommandRow.principal == bindparam("principal")) & (CommandRow.key == bindparam("key")),
    )
)


@dataclass(frozen=True, slots=True)
class Settled:
    """A command that was done or refused, and the case it was for."""

    number: str
    outcome: Outcome


async def find(database: Database, principal: str, key: str) -> Settled | None:
    """What became of the command sent with this key, None while that is not recorded."""
    async with database.read() as session:
        row = await session.get(CommandRow, (principal, key))
    return _settled(database.vault, row) if row else None


async def look(
    database: Database, principal: str, key: str, number: str
) -> tuple[Settled | None, bool]:
    """As `find`; and whether anything of the case that it is for has been recorded, in one go."""
    asked = {"principal": principal, "key": key, "number": number}
    async with database.read() as session:
        found = (await session.execute(LOOK, asked)).one()
    row: CommandRow | None = found[1]
    return (_settled(database.vault, row) if row else None), found[0]


async def settle(database: Database, number: str, outcome: Outcome) -> Settled:
    """Keep what became of a command, unless that is known already; what is known then."""
    async with database.write() as session:
        await insert_new(session, CommandRow, [row_of(database.vault, number, outcome)])
        row = await session.get_one(CommandRow, (outcome.principal, outcome.key))
    return _settled(database.vault, row)


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


def _settled(vault: Vault, row: CommandRow) -> Settled:
    return Settled(row.number, _outcome(vault, row))


def _outcome(vault: Vault, row: CommandRow) -> Outcome:
    answer = unseal_json(vault, row.answer, "commands.answer", row.principal, row.key)
    columns = {name: getattr(row, name) for name in Outcome.model_fields if name not in answer}
    return Outcome.model_validate({**columns, **answer})
