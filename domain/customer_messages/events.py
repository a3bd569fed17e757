"""What happens to a customer's words, and to the case by them."""

from datetime import datetime
from typing import Literal

from domain.case.customer_messages import CustomerMessage, Mark, ReopenCause
from domain.clocks import Clock
from domain.event import Event


class MessageReceived(Event):
    kind: Literal["message_received"] = "message_received"
    message: CustomerMessage


class MessageMarked(Event):
    """A human said what a message is, on a case that was closed or not. `instead` is what somebody had said before, by
    mistake."""

    kind: Literal["message_marked"] = "message_marked"
    message: str
    verdict: Mark
    note: str = ""
    closed: bool = True
    instead: Literal["", "thanks"] = ""


class WordsUnanswered(Event):
    """The case was closed while the customer awaited an answer to these messages: until `clock` runs out a human
    says what they are."""

    kind: Literal["words_unanswered"] = "words_unanswered"
    messages: tuple[str, ...]
    clock: Clock


class CaseReopened(Event):
    """A closed case has another life, because a human said so or because nobody marked a message."""

    kind: Literal["case_reopened"] = "case_reopened"
    life: int
    cause: ReopenCause
    message: str
    unseen_since: datetime | None = None
