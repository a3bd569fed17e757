"""What became of a command that was received before it was decided."""

from typing import Literal

from pydantic import BaseModel

from api.auth import READERS, PrincipalIn
from api.dependencies import DependenciesIn
from api.routes import routes
from db import commands
from domain.book import BOOK
from domain.receipt import Outcome


class CommandOut(BaseModel):
    """What became of a command. `waiting`: not decided yet, or never received under this key."""

    key: str
    status: Literal["done", "refused", "waiting"]
    number: str | None = None
    outcome: Outcome | None = None


router = routes("people", READERS)


@router.get("/commands/{key:path}", summary="What became of a command")
async def get_command(key: str, deps: DependenciesIn, who: PrincipalIn) -> CommandOut:
    """For commands answered with 202; a key is yours alone."""
    settled = await commands.find(deps.database, who.handle, key)
    if settled is None:
        return CommandOut(key=key, status="waiting")
    outcome = settled.outcome
    if outcome.receipt:
        outcome = outcome.model_copy(update={"receipt": outcome.receipt.whole(BOOK.lists)})
    return CommandOut(key=key, status=outcome.status, number=settled.number, outcome=outcome)
