"""What the customer says of the fix, and calling the case resolved."""

from fastapi.responses import Response

from api.asking import Asked, AskedIn
from api.routes import commands
from api.wire import In, Short, example
from domain.case.resolution import Basis, VerificationOutcome
from domain.resolution import RecordVerification, Resolve


class VerificationIn(In):
    model_config = example(outcome="fixed", note="No noise in three washes")

    outcome: VerificationOutcome
    note: Short = ""

    def command(self, asked: Asked) -> RecordVerification:
        return RecordVerification(**asked.signature, outcome=self.outcome, note=self.note)


class ResolveIn(In):
    model_config = example(basis="customer_confirmed")

    basis: Basis
    note: Short = ""

    def command(self, asked: Asked) -> Resolve:
        return Resolve(**asked.signature, basis=self.basis, note=self.note)


router = commands("ending well")


@router.post("/verification", name="verify", summary="What the customer says of the fix")
async def verify(number: str, body: VerificationIn, asked: AskedIn) -> Response:
    return await asked.ask(number, body.command(asked))


@router.post("/resolve", name="resolve", summary="Call it resolved; it must be earned")
async def resolve(number: str, body: ResolveIn, asked: AskedIn) -> Response:
    return await asked.ask(number, body.command(asked))
