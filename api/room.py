"""Room: what a lead does for a case that holds too much (REQ J3)."""

from fastapi.responses import Response

from api.asking import AskedIn
from api.routes import commands
from api.wire import ReasonIn
from domain.room.rules import MakeRoom

router = commands("assignment")


@router.post("/room", name="make_room", summary="Make room in a case that holds too much")
async def make_room(number: str, body: ReasonIn, asked: AskedIn) -> Response:
    """Puts away what is long past. If that is not enough, promises that are furthest away are released, twenty stay open, and
    calls for help that people made are ended, up to 200 of each at a time: asked again, it goes on. Everything
    can still be read. A case with enough room stays as it is. A lead does this."""
    return await asked.ask(number, MakeRoom(**asked.signature, reason=body.reason))
