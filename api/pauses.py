"""Waiting for the customer, for parts or for a third party (REQ B4)."""

from fastapi.responses import Response

from api.asking import Asked, AskedIn
from api.routes import commands
from api.wire import In, Moment, Short, example
from domain.case.pauses import PauseReason
from domain.pauses import PauseCase, ResumeCase


class PauseIn(In):
    model_config = example(reason="waiting_on_parts", until="now+3d")

    reason: PauseReason
    until: Moment
    note: Short = ""

    def command(self, asked: Asked) -> PauseCase:
        return PauseCase(**asked.signature, reason=self.reason, until=self.until, note=self.note)


class ResumeIn(In):
    model_config = example(note="the part has arrived")

    note: Short = ""

    def command(self, asked: Asked) -> ResumeCase:
        return ResumeCase(**asked.signature, note=self.note)


router = commands("clocks")


@router.post("/pause", name="pause", summary="Wait for the customer, parts or a third party")
async def pause(number: str, body: PauseIn, asked: AskedIn) -> Response:
    return await asked.ask(number, body.command(asked))


@router.post("/resume", name="resume", summary="Go on")
async def resume(number: str, body: ResumeIn, asked: AskedIn) -> Response:
    return await asked.ask(number, body.command(asked))
