"""How the core says no.

Refusal                a command that can't be carried out; nothing has changed
└─ .code               stable, part of the API, listed with the feature's rules, never reused
   .params             values for the sentence people read (messages room, `refusal.<code>`)
   .fields             the fields or things at fault, all of them at once
"""

from datetime import datetime

from domain.frozen import Frozen

LONGEST = 200
"""Characters of a refusal's value, or of each of several that it lists; and values in a list of fields."""

LISTED = 2_000
"""Characters of what a value lists: all the choices of a policy, as whoever tries again has to know them."""

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
            code=self.code, params=params, fields=tuple(map(_cut, self.fields[:LONGEST]))
        )


def _cut(text: str, *, marks: tuple[str, ...] = ("; ", ", ")) -> str:
    """Whole up to a length; longer than that, whole things of a list, and never one cut in its middle."""
    if len(text) <= LONGEST:
        return text
    mark = next((each for each in marks if each in text), "")
    if not mark:
        return f"{text[: LONGEST - 1]}…"
    kept, left = list[str](), LISTED
    inner = marks[marks.index(mark) + 1 :]
    for each in (_cut(each, marks=inner) for each in text.split(mark)):
        left -= len(each) + len(mark)
        if kept and left < 0:
            return mark.join([*kept, "…"])
        kept.append(each)
    return mark.join(kept)


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
