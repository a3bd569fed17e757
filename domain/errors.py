"""How the core says no.

Refusal                a command that can't be carried out; nothing has changed
└─ .code               stable, part of the API, listed with the feature's rules, never reused
   .params             values for the sentence people read (messages room, `refusal.<code>`)
   .fields             the fields or things at fault, all of them at once
"""

from domain.frozen import Frozen

LONGEST = 200
"""Characters of a refusal's value, and values in a list of fields."""


class Problem(Frozen):
    """A refusal as data, so that it can cross Temporal and HTTP unchanged."""

    code: str
    params: dict[str, str] = {}
    fields: tuple[str, ...] = ()

    def bounded(self) -> "Problem":
        """The same with nothing in it longer than people read: a run carries it along, and histories keep it."""
        params = {name: _cut(value) for name, value in self.params.items()}
        return Problem(
            code=self.code, params=params, fields=tuple(map(_cut, self.fields[:LONGEST]))
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
