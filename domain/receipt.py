"""What the sender of a command gets back."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Literal, Self

from pydantic import ConfigDict, Field

from domain.command import Command
from domain.errors import Problem
from domain.frozen import Frozen


class Receipt(Frozen):
    """An accepted command: where the case stands after it, and beside that the ids of what it made, in lists
    that the features name (`Rules.makes`): `promises`, `contacts` …"""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, tuple[str, ...]] = Field(init=False)

    number: str
    version: int
    stage: str
    events: tuple[str, ...] = ()
    next_promise_due: datetime | None = None

    def made(self, what: str) -> tuple[str, ...]:
        """The ids in one of the lists."""
        return self.__pydantic_extra__.get(what, ())

    def whole(self, lists: Iterable[str]) -> Self:
        """With every one of these lists, empty where nothing was made: as people read it. A history keeps
        what there is."""
        return type(self).model_validate({**dict.fromkeys(lists, ()), **self.model_dump()})


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

    @cached_property
    def weight(self) -> int:
        """Its length as JSON, in bytes."""
        return len(self.model_dump_json().encode())

    @classmethod
    def of(
        cls, command: Command, *, receipt: Receipt | None = None, problem: Problem | None = None
    ) -> Self:
        """What became of a command: one of the two."""
        return cls(
            principal=command.actor.handle,
            key=command.key,
            digest=command.digest,
            command=command.name,
            received_at=command.received_at,
            status="done" if receipt else "refused",
            receipt=receipt,
            problem=problem,
        )
