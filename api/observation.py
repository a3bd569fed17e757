"""Watching the fix for a while (REQ C1)."""

from typing import Annotated

from fastapi.responses import Response
from pydantic import Field

from api.asking import Asked, AskedIn
from api.routes import commands
from api.wire import MANY, In, Moment, Short, example
from domain.observation import EndObservation, ExtendObservation, StartObservation


class ObservationIn(In):
    model_config = example(ends_at="now+7d", check_ins=["now+4d"])

    ends_at: Moment
    check_ins: Annotated[list[Moment], Field(max_length=MANY)] = []

    def command(self, asked: Asked) -> StartObservation:
        return StartObservation(
            **asked.signature, ends_at=self.ends_at, check_ins=tuple(self.check_ins)
        )


class ExtensionIn(In):
    """A later end of the observation window, agreed with the customer (now, without `told_at`)."""

    model_config = example(
        ends_at="now+12d", check_ins=["now+9d"], reason="the customer was away for three days"
    )

    ends_at: Moment
    check_ins: Annotated[list[Moment], Field(max_length=MANY)] = []
    told_at: Moment | None = None
    reason: Short = ""

    def command(self, asked: Asked) -> ExtendObservation:
        return ExtendObservation(
            **asked.signature,
            ends_at=self.ends_at,
            check_ins=tuple(self.check_ins),
            told_at=self.told_at or asked.received_at,
            reason=self.reason,
        )


class AgreedIn(In):
    """Something agreed with the customer, now without `told_at`."""

    model_config = example(reason="the customer is sure that it holds")

    told_at: Moment | None = None
    reason: Short = ""

    def command(self, asked: Asked) -> EndObservation:
        return EndObservation(
            **asked.signature, told_at=self.told_at or asked.received_at, reason=self.reason
        )


router = commands("ending well")


@router.post("/observation", name="observe", summary="Watch the fix for a while")
async def observe(number: str, body: ObservationIn, asked: AskedIn) -> Response:
    return await asked.ask(number, body.command(asked))


@router.post("/observation/extend", name="extend_observation", summary="Watch the fix for longer")
async def extend_observation(number: str, body: ExtensionIn, asked: AskedIn) -> Response:
    """Agreed with the customer. Check-ins promised already stay; those given here are added."""
    return await asked.ask(number, body.command(asked))


@router.post("/observation/end", name="end_observation", summary="Stop watching the fix early")
async def end_observation(number: str, body: AgreedIn, asked: AskedIn) -> Response:
    """Agreed with the customer, who is called within a working day. Such a window has not run out."""
    return await asked.ask(number, body.command(asked))
