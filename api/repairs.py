"""Failed repairs, and what is offered instead of one more (REQ B2)."""

from fastapi.responses import Response

from api.asking import Asked, AskedIn
from api.routes import commands
from api.wire import In, Short, example
from db import repairs as repair_rows
from db.recognition import Recognition
from domain.case.repairs import OfferAnswer, Remedy
from domain.repairs import OfferRemedy, repaired_thing


class OfferIn(In):
    """A replacement or a refund instead of one more repair, and the customer's answer (REQ B2)."""

    model_config = example(remedy="replacement", answer="undecided", note="Wants to think it over")

    remedy: Remedy
    answer: OfferAnswer
    note: Short = ""

    def command(self, asked: Asked) -> OfferRemedy:
        return OfferRemedy(
            **asked.signature, remedy=self.remedy, answer=self.answer, note=self.note
        )


router = commands("visits")


@router.post("/offers", name="offer", summary="Offer a replacement or a refund")
async def offer(number: str, body: OfferIn, asked: AskedIn) -> Response:
    """Before the attempt that follows too many failed repairs."""
    return await asked.ask(number, body.command(asked))


async def failed_elsewhere(asked: Asked, number: str) -> int:
    """Failed repairs of the same machine and fault in other cases: a fact the case can't look up. Machines
    whose serial number is "none" are not the same machine."""
    case, deps = await asked.recorded(number), asked.deps
    serial_number, fault = repaired_thing(case) if case else ("", "")
    if Recognition.of(deps.policy.customers).is_nothing(serial_number):
        return 0
    return await repair_rows.count_failed(deps.database, serial_number, fault, except_in=number)
