"""Conversations that never took place: a lead takes them back (REQ C0, C2)."""

from fastapi.responses import Response

from api.asking import AskedIn
from api.auth import LEADS
from api.routes import commands
from api.wire import In, Short, example
from db.leaving import gone_from
from domain.disproofs import DisproveContact


class DisproofIn(In):
    model_config = example(reason="the call was with the customer of C-000017")

    reason: Short = ""


router = commands("contacts", LEADS)


@router.post(
    "/contacts/{contact}/disprove",
    name="disprove",
    summary="A conversation did not take place in this case",
)
async def disprove_contact(number: str, contact: str, body: DisproofIn, asked: AskedIn) -> Response:
    """It stays on record as what somebody claimed, marked as `disproved`, and counts for nothing: what it answered awaits an
    answer again, what it kept is owed again, or broken where its time is past, and so is what was let go of because the customer
    said in it that they need no call. Questions put in it alone are unanswered, and the customer feels as they did before. The
    owner and whoever logged it are told, also of what was agreed on `around` it and stands: see the case's contacts. A colleague
    is told of what they owe again, or are to keep of what was promised in it; nobody who has left. Stages that the case has left, and a pause that has ended, stay as they are; what was promised in it stays to be kept. A revisit is taken
    back likewise: a case that it closed goes on in the same life, one that it sent back to work is solved as before while nobody
    has done any of that work, and the customer is to be called again. A lead does this."""
    gone = await gone_from(asked.deps.database, number)
    command = DisproveContact(**asked.signature, contact=contact, reason=body.reason, gone=gone)
    return await asked.ask(number, command)
