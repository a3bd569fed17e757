"""Cases that were closed in error: a lead opens them again (REQ E1, E3)."""

from fastapi.responses import Response

from api.asking import AskedIn
from api.auth import LEADS
from api.routes import commands
from api.wire import In, Short, example
from domain.closed_in_error import Reopen


class ReopenIn(In):
    model_config = example(reason="withdrawn on a call with the customer of C-000017")

    reason: Short = ""


router = commands("ending well", LEADS)


@router.post("/reopen", name="reopen", summary="The case was closed in error")
async def reopen(number: str, body: ReopenIn, asked: AskedIn) -> Response:
    """It goes on in the same life, at the stage in which a case begins again that a customer reopens: no customer has, so it
    counts as no reopening. What they wrote and nobody answered awaits its answer since then, what was let go of with the end is
    owed again, the red line counts on as if nobody had stopped it, and the customer is called soon. Visits that were called off
    stay so. The owner and the lead are told. A lead does this; a conversation that took place in another case is taken back
    after it."""
    return await asked.ask(number, Reopen(**asked.signature, reason=body.reason))
