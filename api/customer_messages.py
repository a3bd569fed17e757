"""The customer's own words, and what one on a closed case means (REQ E3)."""

from datetime import datetime

from fastapi.responses import Response
from pydantic import BaseModel

from api.asking import ANSWERS, Asked, AskedIn
from api.auth import INTAKE
from api.routes import CASE, commands, routes
from api.wire import In, Moment, Short, Words, example, spoken
from domain.case import Case
from domain.case.contacts import Channel
from domain.case.customer_messages import CustomerMessage, Verdict
from domain.customer_messages import CustomerSaid, MarkMessage


class MessageIn(In):
    """The customer's own words, from any channel; never refused for the state of the case."""

    model_config = example(channel="wechat", text="It rattles again since this morning.")

    channel: Channel
    text: Words
    occurred_at: Moment | None = None

    def command(self, asked: Asked) -> CustomerSaid:
        return CustomerSaid(
            **asked.signature,
            channel=self.channel,
            occurred_at=self.occurred_at or asked.received_at,
            text=asked.text_id,
        )


class MarkIn(In):
    """What a message on a closed case is (REQ E3). Unmarked, it reopens the case by itself."""

    model_config = example(verdict="reopen", note="It rattles again, louder than before")

    verdict: Verdict
    note: Short = ""

    def command(self, asked: Asked, message: str) -> MarkMessage:
        return MarkMessage(**asked.signature, message=message, verdict=self.verdict, note=self.note)


class MessageOut(BaseModel):
    """`mark_by` is there while a human still has to mark a message on a closed case."""

    id: str
    channel: str
    occurred_at: datetime
    received_at: datetime
    text: str
    mark_by: datetime | None
    verdict: str | None
    marked_at: datetime | None
    marked_by: str | None
    words: dict[str, str] = {}

    @classmethod
    def of(cls, message: CustomerMessage, case: Case, words: dict[str, str]) -> "MessageOut":
        due = message.mark.due(case.rules)[0] if message.mark else None
        known = message.model_dump(exclude={"mark"})
        return cls(**known, mark_by=due, words=words)


intake = routes("contacts", INTAKE, CASE, responses=ANSWERS)
"""Never refused for the state of the case, so it answers nothing but 202."""
router = commands("contacts")


@intake.post("/messages", name="message", status_code=202, summary="The customer's own words")
async def customer_said(number: str, body: MessageIn, asked: AskedIn) -> Response:
    """Always arrives, whatever the state of the case; it wakes the owner. On a closed case it waits to
    be marked, or, long after, opens a new one."""
    return await asked.ask(number, body.command(asked), words=spoken(said=body.text))


@router.post("/messages/{message}/mark", name="mark", summary="Thanks, reopen, or new")
async def mark_message(number: str, message: str, body: MarkIn, asked: AskedIn) -> Response:
    """For a message on a closed case. New: it gets a case of its own, linked to this one."""
    return await asked.ask(number, body.command(asked, message))
