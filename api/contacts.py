"""Conversations with the customer, in four parts (REQ C3)."""

from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.asking import Asked, AskedIn
from api.lookups import CaseIn, TextsIn, TextsOfCase
from api.people import require_owner
from api.promises import PromiseIn
from api.routes import commands, reads
from api.wire import MANY, Cursor, In, Limit, Moment, Name, Words, example, spoken
from db.pages import MAX_LIMIT, page_of
from domain.around import Agreed, around
from domain.case import Case
from domain.case.contacts import PARTS, Channel, Contact, Direction, Part
from domain.contacts import LogContact
from domain.disproofs import why_it_stands
from domain.plan.terms import Emotion


class PartsIn(In):
    """The four parts of a message to the customer (REQ C3)."""

    where_we_are: Words | None = None
    what_comes_next: Words | None = None
    by_when: Words | None = None
    care: Words | None = None

    def given(self) -> tuple[Part, ...]:
        """The parts that are there."""
        return tuple(part for part in PARTS if getattr(self, part))

    def words(self, said: str | None) -> dict[str, str]:
        """What was said in a conversation: these parts, and the customer's words."""
        return spoken(**self.model_dump(), said=said)


class ContactIn(In):
    """A conversation, or the attempt at one. Without `occurred_at` it is taking place now."""

    model_config = example(
        channel="phone",
        parts={
            "where_we_are": "We have listened to your recording.",
            "what_comes_next": "An engineer tests the bearing.",
            "by_when": "You hear from me tomorrow by two.",
            "care": "Thank you for your patience; until then please leave it switched off.",
        },
        emotion="uneasy",
    )

    channel: Channel
    direction: Direction = Field(
        "outbound",
        description="Inbound: the customer came to us and somebody spoke to them. What they wrote is a contact"
        " together with our answer's four parts; by itself, like a call nobody took, it is a message.",
    )
    occurred_at: Moment | None = None
    reached: bool = True
    left_message: bool = False
    parts: PartsIn = PartsIn()
    said: Words | None = Field(None, description="What the customer said, in short.")
    emotion: Emotion | None = None
    covers: list[Name] | None = Field(
        None,
        max_length=MANY,
        description="Promises whose subject was spoken of; by default the next one when outbound.",
    )
    next_promise: PromiseIn | None = None

    def words(self) -> dict[str, str]:
        return self.parts.words(self.said)

    def command(self, asked: Asked) -> LogContact:
        return LogContact(
            **asked.signature,
            channel=self.channel,
            direction=self.direction,
            occurred_at=self.occurred_at or asked.received_at,
            reached=self.reached,
            left_message=self.left_message,
            parts=self.parts.given(),
            emotion=self.emotion,
            covers=None if self.covers is None else tuple(self.covers),
            next_promise=self.next_promise.promise() if self.next_promise else None,
            text=asked.text_id if self.words() else None,
        )


class AroundOut(BaseModel):
    """What was agreed on around a conversation, and stands whether or not it took place here: promises `let_go` of, those
    `moved` and those `promised`, by their ids, the questions to which answers were `noted`, and what else was `agreed` on:
    that the case waits (`paused`) or the fix is `watched` until then, a wait that the customer ended, a visit that they
    confirmed, and what they said to an offer."""

    let_go: tuple[str, ...]
    moved: tuple[str, ...]
    promised: tuple[str, ...]
    noted: tuple[str, ...]
    agreed: tuple[Agreed, ...]

    @classmethod
    def of(cls, case: Case, contact: Contact) -> "AroundOut | None":
        """Nothing where the conversation can't be taken back, or nothing was."""
        if not contact.disproved and why_it_stands(case, contact):
            return None
        found = around(case, contact)
        return cls(**found._asdict()) if any(found) else None


class ContactOut(Contact):
    """`around` is to be looked at when it is taken back, or has been."""

    words: dict[str, str] = {}
    around: AroundOut | None = None
    digest: str = Field("", exclude=True)
    ended: tuple[str, ...] = Field((), exclude=True)

    @classmethod
    def of(cls, contact: Contact, case: Case, words: TextsOfCase) -> "ContactOut":
        own = words.get(contact.text or "", {})
        return cls(**dict(contact), words=own, around=AroundOut.of(case, contact))


class ContactPage(BaseModel):
    items: list[ContactOut]
    next: str | None


router = commands("contacts")
reading = reads("contacts")


@router.post("/contacts", name="contact", summary="Log a conversation, or the attempt at one")
async def log_contact(number: str, body: ContactIn, asked: AskedIn) -> Response:
    if body.next_promise:
        await require_owner(asked.deps, body.next_promise.owner, "next_promise.owner")
    return await asked.ask(number, body.command(asked), words=body.words())


@reading.get("/contacts", summary="Conversations of a case")
async def get_contacts(
    case: CaseIn,
    words: TextsIn,
    newest_first: bool = False,
    cursor: Cursor = None,
    limit: Limit = MAX_LIMIT,
) -> ContactPage:
    """As the case itself shows them, in parts: the oldest first, or the newest; `next` goes on."""
    page = page_of(case.contacts, "contacts", newest_first=newest_first, cursor=cursor, limit=limit)
    items = [ContactOut.of(each, case, words) for each in page.items]
    return ContactPage(items=items, next=page.next)
