"""What the asker of a command gets back."""

from datetime import datetime
from typing import Literal

from domain.errors import Problem
from domain.frozen import Frozen


class Receipt(Frozen):
    """An accepted command: where the case stands after it, and the ids of what it made."""

    number: str
    version: int
    stage: str
    events: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    escalations: tuple[str, ...] = ()
    visits: tuple[str, ...] = ()
    next_promise_due: datetime | None = None


class Outcome(Frozen):
    """What became of a command with a key: done with its receipt, or refused with the problem."""

    principal: str
    key: str
    digest: str
    command: str
    received_at: datetime
    status: Literal["done", "refused"]
    receipt: Receipt | None = None
    problem: Problem | None = None
