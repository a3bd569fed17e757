"""Conversations as the case keeps them."""

from datetime import datetime
from typing import Literal

from domain.entry import Entry
from domain.frozen import Frozen
from domain.plan.terms import Channel as Channel  # noqa: PLC0414 - a contact's, plans name it too
from domain.plan.terms import Emotion

Direction = Literal["outbound", "inbound"]


Part = Literal["where_we_are", "what_comes_next", "by_when", "care"]


PARTS: tuple[Part, ...] = ("where_we_are", "what_comes_next", "by_when", "care")


class Contact(Frozen):
    """A conversation, or the attempt at one. `text` is the id of its words in the database.

    `told_late`: it was logged so late, and not by a lead, that an attempt is no longer believed. `digest` is that of
    the request it was logged with. `disproved`: it never took place, as came to light later, and counts as none.
    `ended` are the promises that it kept, tried for or put right.
    """

    id: str
    channel: Channel
    direction: Direction
    occurred_at: datetime
    logged_at: datetime
    by: str
    reached: bool = True
    left_message: bool = False
    parts: tuple[Part, ...] = ()
    emotion: Emotion | None = None
    covers: tuple[str, ...] = ()
    text: str | None = None
    told_late: bool = False
    digest: str = ""
    disproved: bool = False
    ended: tuple[str, ...] = ()

    @property
    def is_theirs(self) -> bool:
        """Whether it is what the customer wrote, and no word of ours."""
        return self.direction == "inbound" and self.left_message and not self.reached

    @property
    def is_word(self) -> bool:
        """Whether the customer had word from us: a conversation, or a message we left."""
        return self.reached or (self.left_message and self.direction == "outbound")


class ContactEntry(Entry):
    kind: Literal["contact"] = "contact"
    contact: Contact
