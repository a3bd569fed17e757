"""The human call after resolution (REQ E2)."""

from typing import Annotated, Literal

from fastapi.responses import Response
from pydantic import Field

from api.asking import Asked, AskedIn
from api.routes import commands
from api.wire import MANY, In, Moment, Name, Short, Words, example, spoken
from domain.case.contacts import Channel
from domain.case.revisits import RevisitOutcome
from domain.plan.terms import Emotion
from domain.revisits import RecordRevisit


class RevisitIn(In):
    """The human call after resolution (REQ E2): a conversation. The last try in vain closes the case, and needs
    a note."""

    model_config = example(outcome="content", emotion="calm", note="Happy, and glad we called")

    outcome: RevisitOutcome
    occurred_at: Moment | None = None
    channel: Channel = "phone"
    early: Literal["customer_asked"] | None = Field(
        None,
        description="Why it comes before the policy's minimum: only because the customer asked.",
    )
    emotion: Emotion | None = None
    covers: Annotated[list[Name], Field(max_length=MANY)] = []
    note: Short = ""
    said: Words | None = None

    def command(self, asked: Asked) -> RecordRevisit:
        return RecordRevisit(
            **asked.signature,
            outcome=self.outcome,
            occurred_at=self.occurred_at or asked.received_at,
            channel=self.channel,
            emotion=self.emotion,
            covers=tuple(self.covers),
            note=self.note,
            early=self.early,
            text=asked.text_id if self.said else None,
        )


router = commands("ending well")


@router.post("/revisits", name="revisit", summary="The human call after resolution")
async def revisit(number: str, body: RevisitIn, asked: AskedIn) -> Response:
    return await asked.ask(number, body.command(asked), words=spoken(said=body.said))
