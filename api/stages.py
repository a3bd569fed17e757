"""The way through the SOP, stage by stage."""

from typing import Annotated

from fastapi.responses import Response
from pydantic import Field

from api.asking import Asked, AskedIn
from api.routes import commands
from api.wire import MANY, Fact, In, Name, example
from domain.stages import CompleteStage


class CompleteIn(In):
    model_config = example(
        yields={"findings": "The drum bearing rattles", "root_cause": "product/part"}
    )

    yields: Annotated[dict[Name, Fact], Field(max_length=MANY)] = {}
    to: Name | None = None

    def command(self, asked: Asked, stage: str) -> CompleteStage:
        return CompleteStage(**asked.signature, stage=stage, yields=self.yields, to=self.to)


router = commands("stages")


@router.post("/stages/{stage}/complete", name="complete", summary="Leave a stage with its yield")
async def complete_stage(number: str, stage: str, body: CompleteIn, asked: AskedIn) -> Response:
    return await asked.ask(number, body.command(asked, stage))
