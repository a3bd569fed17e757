"""Endings without a resolution: the customer withdraws, or no agreement is reached."""

from fastapi.responses import Response

from api.asking import Asked, AskedIn
from api.routes import commands
from api.wire import In, ReasonIn, Short, example
from domain.endings import EndWithoutAgreement, Withdraw


class NoAgreementIn(In):
    model_config = example(
        reply="Our final written reply of 3 March", outside_route="Consumer association, 12315"
    )

    reply: Short = ""
    outside_route: Short = ""

    def command(self, asked: Asked) -> EndWithoutAgreement:
        return EndWithoutAgreement(
            **asked.signature, reply=self.reply, outside_route=self.outside_route
        )


router = commands("ending well")


@router.post("/withdraw", name="withdraw", summary="The customer withdraws")
async def withdraw(number: str, body: ReasonIn, asked: AskedIn) -> Response:
    return await asked.ask(number, Withdraw(**asked.signature, reason=body.reason))


@router.post(
    "/end-without-agreement",
    name="end_without_agreement",
    summary="No agreement: final reply",
)
async def end_without_agreement(number: str, body: NoAgreementIn, asked: AskedIn) -> Response:
    return await asked.ask(number, body.command(asked))
