"""How the core says no.

Refusal                a command that can't be carried out; nothing has changed
└─ .code               stable, part of the API, listed with the feature's rules, never reused
   .params             values for the sentence people read (messages room, `refusal.<code>`)
   .fields             the fields or things at fault, all of them at once
"""

from datetime import datetime

from domain.frozen import Frozen

LONGEST = 1_000
"""Characters of a refusal's value: all that may be chosen has to fit."""
MOST_FIELDS = 200


ANSWERED_BEFORE = "first_received_at"
"""A param that no refusal has of itself: it is the answer to a request received then, given once more."""


class Problem(Frozen):
    """A refusal as data, so that it can cross Temporal and HTTP unchanged."""

    code: str
    params: dict[str, str] = {}
    fields: tuple[str, ...] = ()

    def again(self, received_at: datetime) -> "Problem":
        """The same as the answer to a repeat of a request that was received then (REQ J3)."""
        params = {**self.params, ANSWERED_BEFORE: received_at.isoformat()}
        return self.model_copy(update={"params": params})

    @property
    def answered_before(self) -> datetime | None:
        """When the request was received whose answer this was first; None for a first answer."""
        told = self.params.get(ANSWERED_BEFORE)
        return datetime.fromisoformat(told) if told else None

    def bounded(self) -> "Problem":
        """The same with nothing in it longer than people read: a run carries it along, and histories keep it."""
        params = {name: _cut(value) for name, value in self.params.items()}
        return Problem(
            code=self.code, params=params, fields=tuple(map(_cut, self.fields[:MOST_FIELDS]))
        )


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


class Refusal(Exception):
    """A command is refused; the case is as it was."""

    def __init__(self, code: str, /, *, fields: tuple[str, ...] = (), **params: object) -> None:
        super().__init__(code)
        self.problem = Problem(
            code=code, fields=fields, params={name: str(value) for name, value in params.items()}
        )

    @classmethod
    def of(cls, problem: Problem) -> "Refusal":
        """The refusal a kept problem speaks of."""
        return cls(problem.code, fields=problem.fields, **problem.params)
