"""What clients were told: every request with a key, and every answer to it."""

from dataclasses import dataclass, field
from typing import Any, Literal

Word = Literal["done", "received", "refused", "unclear"]
"""What an answer says of a command: 200 or 201, 202, 4xx; else nothing that can be relied on."""


@dataclass(frozen=True)
class Answer:
    """One answer. `status` is 0 when none came; `body` is the receipt, the problem or what went wrong."""

    at: float
    seconds: float
    status: int
    body: dict[str, Any]
    retry_after: str | None = None

    @property
    def word(self) -> Word:
        if self.status in (200, 201):
            return "done"
        if self.status == 202:
            return "received"
        return "refused" if 400 <= self.status < 500 else "unclear"


@dataclass
class Sent:
    """A command as its sender knows it. `token` stands in whatever it changes, and nowhere else."""

    principal: str
    key: str
    command: str
    token: str
    number: str | None
    answers: list[Answer] = field(default_factory=list)

    @property
    def words(self) -> set[Word]:
        return {answer.word for answer in self.answers}

    @property
    def receipts(self) -> list[dict[str, Any]]:
        """What was said to be done: the same each time, or something is wrong."""
        return [answer.body for answer in self.answers if answer.word == "done"]


@dataclass(frozen=True)
class Read:
    """A look at a case after an answer: it must show at least the version that was answered."""

    number: str
    version: int
    seen: int
