"""Cases that were closed in error: a lead opens them again (REQ E1, E3)."""

from fastapi.responses import Response

from api.asking import AskedIn
from api.auth import LEADS
from api.routes import commands
from api.wire import In, Short, example
from db.leaving import gone_from
from domain.closed_in_error import Reopen


class ReopenIn(In):
    model_config = example(reason="withdrawn on a call with the customer of C-000017")

    reason: Short = ""


router = commands("ending well", LEADS)


@router.post("/reopen", name="reopen", summary="The case was closed in error")
async def reopen(number: str, body: ReopenIn, asked: AskedIn) -> Response:
    """It goes on in the same life, at the stage in which it was closed: no customer has come back, so it counts as no reopening.
    What they wrote and nobody answered awaits its answer since then, what was let go of with the end is owed again, and a visit
    that was called off stands again, or either counts as broken where its time is past; the red line counts on as if nobody had
    stopped it, and the customer is called soon. The owner, the lead, who closed it and whoever owes something again are told. A
    lead does this, and a supervisor where the end was signed by one. A case that ended with a revisit goes on once that is taken
    back (`closed_by_revisit`); any other conversation that took place elsewhere is taken back after this."""
    gone = await gone_from(asked.deps.database, number)
    return await asked.ask(number, Reopen(**asked.signature, reason=body.reason, gone=gone))
