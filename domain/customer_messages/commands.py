"""What can be asked of a customer's words: to take them down, and to say what they are."""

from datetime import datetime
from typing import Literal

from domain.case.contacts import Channel
from domain.case.customer_messages import Mark
from domain.command import Command


class CustomerSaid(Command):
    """The customer's words, from any channel. Accepted in every state (REQ E3)."""

    kind: Literal["customer_said"] = "customer_said"
    channel: Channel
    occurred_at: datetime
    text: str


class MarkMessage(Command):
    """Say what a message on a closed case is: thanks, a reason to reopen it, or a new matter (REQ E3). On one
    that is not closed, thanks says that it needs no answer (REQ C0), and answer that it does after all."""

    kind: Literal["mark_message"] = "mark_message"
    message: str
    verdict: Mark
    note: str = ""
