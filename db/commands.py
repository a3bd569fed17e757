"""What became of commands."""

from dataclasses import dataclass

from db.models import CommandRow
from db.private import unseal_json
from db.session import Database
from domain.receipt import Outcome


@dataclass(frozen=True, slots=True)
class Settled:
    """A command that was done or refused, and the case it was for."""

    number: str
    outcome: Outcome


async def find(database: Database, principal: str, key: str) -> Settled | None:
    """What became of the command sent with this key, None while that is not recorded."""
    async with database.read() as session:
        row = await session.get(CommandRow, (principal, key))
    if row is None:
        return None
    answer = unseal_json(database.vault, row.answer, "commands.answer", principal, key)
    columns = {name: getattr(row, name) for name in Outcome.model_fields if name not in answer}
    return Settled(number=row.number, outcome=Outcome.model_validate({**columns, **answer}))
