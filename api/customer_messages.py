"""The customer's own words, and what one on a closed case means (REQ E3)."""

from datetime import datetime

from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.asking import Asked, AskedIn
from api.auth import INTAKE
from api.dependencies import DependenciesIn
from api.lookups import whole_at, without_marks
from api.problems import ApiProblem
from api.reach import Reach
from api.receipts import ANSWERS
from api.routes import CASE, commands, reads, routes
from api.wire import Heard, In, SaidAt, Short, example, spoken
from db import texts
from db.customer_messages import KEPT
from domain.case import Case
from domain.case.contacts import Channel
from domain.case.customer_messages import CustomerMessage, Mark
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.intake import OpenCase
from domain.plain import has_words
from domain.response import awaits_answer


class MessageIn(In):
    """The customer's own words, from any channel; never refused for the state of the case."""

    model_config = example(channel="wechat", text="It rattles again since this morning.")

    channel: Channel
    text: Heard = Field(
        "",
        description="Kept whole, however long. Empty for what has no words: a picture, a sticker, a call.",
    )
    occurred_at: SaidAt = Field(
        None, description="By the channel's clock; a time out of reach is taken as that of receipt."
    )

    def words(self) -> dict[str, str]:
        """What was said, if it is more than blanks."""
        return spoken(said=self.text) if has_words(self.text) else {}

    def command(self, asked: Asked) -> CustomerSaid:
        return CustomerSaid(
            **asked.signature,
            channel=self.channel,
            occurred_at=self.occurred_at or asked.received_at,
            text=asked.text_id if self.words() else "",
        )


class MarkIn(In):
    """What a message on a closed case is (REQ E3). Unmarked, it reopens the case by itself. On one that is not
    closed, thanks says that it needs no answer (REQ C0), and `answer` that it does after all. What was called thanks by mistake
    is marked anew, until the customer has had word from us."""

    model_config = example(verdict="reopen", note="It rattles again, louder than before")

    verdict: Mark
    note: Short = ""

    def command(self, asked: Asked, message: str) -> MarkMessage:
        return MarkMessage(**asked.signature, message=message, verdict=self.verdict, note=self.note)


class MessageOut(BaseModel):
    """`mark_by` is there while a human still has to mark a message on a closed case.

    `words` is empty when the customer sent something without words. Of very long ones it has the beginning,
    and the whole is at `whole`.
    """

    id: str
    channel: str
    occurred_at: datetime
    received_at: datetime
    text: str
    mark_by: datetime | None
    verdict: str | None
    marked_at: datetime | None
    marked_by: str | None
    awaits_answer: bool = Field(description="Until it is answered, or marked as thanks.")
    words: dict[str, str] = {}
    whole: str | None = None

    @classmethod
    def of(cls, message: CustomerMessage, case: Case, words: dict[str, str]) -> "MessageOut":
        due = message.mark.due(case.rules)[0] if message.mark else None
        known = message.model_dump(exclude=KEPT)
        whole = whole_at(case.number, message.text, words)
        return cls(
            **known,
            mark_by=due,
            awaits_answer=awaits_answer(case, message),
            words=without_marks(words),
            whole=whole,
        )


class TextOut(BaseModel):
    """What was said, by what it is."""

    id: str
    words: dict[str, str]


intake = routes("contacts", INTAKE, CASE, reach=Reach.NUMBER, scope="intake", responses=ANSWERS)
"""Never refused for the state of the case, so it answers nothing but 202."""
router = commands("contacts")
reading = reads("contacts")
HEARD = (OpenCase.durable_name(), CustomerSaid.durable_name())
"""The kinds of texts that are a customer's own words. Notes have readers of their own."""


@intake.post("/messages", name="message", status_code=202, summary="The customer's own words")
async def customer_said(number: str, body: MessageIn, asked: AskedIn) -> Response:
    """Always arrives, whatever the state of the case and whatever it says; it wakes the owner. On a closed case it waits to
    be marked, or, long after, opens a new one."""
    return await asked.ask(number, body.command(asked), words=body.words())


@reading.get("/texts/{text}", summary="What a customer said, whole")
async def get_text(number: str, text: str, deps: DependenciesIn) -> TextOut:
    """All the words of a description or a message, of which a case shows the beginning when they are very
    many."""
    found = await texts.get_whole(deps.database, text)
    if found is None or found.number != number or found.kind not in HEARD:
        raise ApiProblem("text_not_found", number=number, id=text)
    return TextOut(id=text, words=found.body)


@router.post("/messages/{message}/mark", name="mark", summary="Thanks, reopen, new, or answer")
async def mark_message(number: str, message: str, body: MarkIn, asked: AskedIn) -> Response:
    """For a message on a closed case. New: it gets a case of its own, linked to this one. On a case that is not
    closed, thanks for what needs no answer: nobody is waited for any more, and nobody told that it is overdue. Thanks that were a
    mistake are taken back by another mark, with no time limit, while nobody has had a word with the customer since: reopen or
    new on a closed case, answer on any other; the customer has then waited since they wrote."""
    return await asked.ask(number, body.command(asked, message))
