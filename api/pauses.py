"""Waiting for the customer, for parts or for a third party (REQ B4)."""

from fastapi.responses import Response
from pydantic import Field

from api.asking import Asked, AskedIn
from api.routes import commands
from api.wire import In, Moment, Short, example
from domain.case.contacts import Channel
from domain.case.pauses import PauseReason
from domain.pauses import PauseCase, ResumeCase


class PauseIn(In):
    """The customer has been told: how, and when if not just now (REQ B4a)."""

    model_config = example(reason="waiting_on_parts", until="now+3d", channel="phone")

    reason: PauseReason
    until: Moment
    channel: Channel = Field(description="How the customer was told of the pause.")
    told_at: Moment | None = Field(None, description="When they were told; by default now.")
    note: Short = Field(
        "", description="More about it. A lead's reason for a pause beyond the policy's sum."
    )

    def command(self, asked: Asked) -> PauseCase:
        return PauseCase(
            **asked.signature,
            reason=self.reason,
            until=self.until,
            note=self.note,
            channel=self.channel,
            told_at=self.told_at or asked.received_at,
        )


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
