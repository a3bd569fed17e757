"""What became of a command that was received before it was decided."""

from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel

from api.auth import LONGEST_KEY, READERS, PrincipalIn
from api.dependencies import DependenciesIn
from api.problems import ApiProblem
from api.reach import Reach
from api.routes import routes
from db import commands
from domain.book import BOOK
from domain.receipt import Outcome


class CommandOut(BaseModel):
    """What became of a command. `waiting`: received and not decided yet."""

    key: str
    status: Literal["done", "refused", "waiting"]
    number: str
    outcome: Outcome | None = None


router = routes("people", READERS, reach=Reach.OWN, scope=None)


@router.get("/commands/{key:path}", summary="What became of a command")
async def get_command(
    key: Annotated[str, Path(max_length=LONGEST_KEY)], deps: DependenciesIn, who: PrincipalIn
) -> CommandOut:
    """For commands answered with 202; a key is yours alone. 404 for one that nothing was received under."""
    waiting = await commands.find_waiting(deps.database, who.handle, key)
    settled = await commands.find(deps.database, who.handle, key)  # after it: nothing falls between
    if settled is None:
        if waiting is None:
            raise ApiProblem("command_not_found", key=key)
        return CommandOut(key=key, status="waiting", number=waiting.number)
    outcome = settled.outcome
    if outcome.receipt:
        outcome = outcome.model_copy(update={"receipt": outcome.receipt.whole(BOOK.lists)})
    return CommandOut(key=key, status=outcome.status, number=settled.number, outcome=outcome)
