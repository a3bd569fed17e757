"""What travels between the workflow of a subscription and its activities: records only."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Literal

from domain.frozen import Frozen

DELIVER = "deliver_webhook"
TEST = "test_webhook"

Wake = Callable[[Sequence[str]], Awaitable[None]]
"""Lets the workflows of subscriptions know that something waits. Never raises."""


class Round(Frozen):
    """One round of deliveries. `now` is the workflow's time; `tidy` asks to forget old deliveries."""

    webhook: str
    now: datetime
    tidy: bool = False


class Delivered(Frozen):
    """What came of a round, and how it goes on.

    `again`: something is due already. `due_at`: when the next is. `silent`: the receiver takes nothing,
    and nothing new changes that. `place` is where it goes to, without what may be secret of the address.
    """

    status: Literal["active", "paused", "deleted"]
    place: str = ""
    delivered: int = 0
    tries: int = 0
    waiting: int = 0
    cases: int = 0
    again: bool = False
    due_at: datetime | None = None
    silent: bool = False
    error: str = ""


class Trial(Frozen):
    """A message to see whether the receiver is there and believes us."""

    webhook: str
    id: str


class Tried(Frozen):
    """What the receiver made of a trial."""

    delivered: bool
    code: int | None
    ms: int
    answer: str
    error: str | None
