"""What the customer says of the fix, and calling the case resolved."""

from fastapi.responses import Response
from pydantic import Field

from api.asking import Asked, AskedIn
from api.routes import commands
from api.wire import In, Name, Short, example
from domain.case.resolution import Basis, VerificationOutcome
from domain.resolution import RecordVerification, Resolve

SAID_IN = (
    "The contact or the customer's message after the fix in which they say so, such as `c4` or `m2`. Without it the"
    " last conversation since the fix is taken; a message always has to be named."
)


class VerificationIn(In):
    """What the customer says of the fix, and where they say it."""

    model_config = example(outcome="fixed", note="No noise in three washes")

    outcome: VerificationOutcome
    said_in: Name = Field("", description=SAID_IN)
    note: Short = ""

    def command(self, asked: Asked) -> RecordVerification:
        return RecordVerification(
            **asked.signature, outcome=self.outcome, said_in=self.said_in, note=self.note
        )


class ResolveIn(In):
    """On what grounds it is called resolved. The customer's confirmation is a conversation or a message after
    the fix; the one named with the verification need not be named again. A fix that was watched takes one
    after the window's end."""

    model_config = example(basis="customer_confirmed")

    basis: Basis
    said_in: Name = Field("", description=SAID_IN)
    note: Short = ""

    def command(self, asked: Asked) -> Resolve:
        return Resolve(**asked.signature, basis=self.basis, said_in=self.said_in, note=self.note)


router = commands("ending well")


@router.post("/verification", name="verify", summary="What the customer says of the fix")
async def verify(number: str, body: VerificationIn, asked: AskedIn) -> Response:
    return await asked.ask(number, body.command(asked))


@router.post("/resolve", name="resolve", summary="Call it resolved; it must be earned")
async def resolve(number: str, body: ResolveIn, asked: AskedIn) -> Response:
    return await asked.ask(number, body.command(asked))
