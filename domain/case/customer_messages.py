"""The customer's own words as the case keeps them, and the cases they led to."""

from datetime import datetime
from typing import Literal

from domain.case.contacts import Channel
from domain.clocks import Clock
from domain.entry import Entry
from domain.frozen import Frozen

Verdict = Literal["thanks", "reopen", "new"]


ReopenCause = Literal["asked", "unmarked"]


Relation = Literal["goes_on_in", "comes_from"]


class CustomerMessage(Frozen):
    """The customer's own words, from any channel; never refused (REQ E3). `text` is the id of the words in
    the database, "" for something without words.

    `mark` runs while a human still has to say what a message on a closed case is; `verdict` is what
    was said. A `late` one came so long after closing that it goes on in another case. `waits_since` is there until
    somebody answers it or says that it needs no answer: from when on the customer waits for one (REQ C0). `waited_since`
    is that of one that was answered.
    """

    id: str
    channel: Channel
    occurred_at: datetime
    received_at: datetime
    text: str
    mark: Clock | None = None
    verdict: Verdict | None = None
    marked_at: datetime | None = None
    marked_by: str | None = None
    late: bool = False
    waits_since: datetime | None = None
    waited_since: datetime | None = None


class WordsTold(Frozen):
    """What the owner was last told of the customer's messages: a notice that grows while more of them come.

    `notice` is the id of the action that began it, `first` the message it began with, `count` how many it
    tells of; `heard` are all messages of the case that the owner has been told of.
    """

    notice: str
    about: str
    to: str
    first: str
    begun_at: datetime
    count: int
    heard: int


class CustomerMessageEntry(Entry):
    """`mark_by` is there while a human still has to say what a message on a closed case is."""

    kind: Literal["customer_message"] = "customer_message"
    message: CustomerMessage
    mark_by: datetime | None


class Link(Frozen):
    """Another case and what it is to this one: a message went on in it, or this one came from it."""

    number: str
    relation: Relation
    message: str
    """The customer's message that led from one to the other, by its id on the older case."""
    by: str = ""
    """Who said that the message is a new matter; nobody where it came too late for the older case."""
