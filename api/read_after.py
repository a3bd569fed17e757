"""Reading one's own writes, though an answer doesn't wait for its record (docs/decisions/0031).

Every receipt carries a token (`api.marks`): the case, and the version to which the command led. A read that brings it
back waits until the rows are that far. Several stand in one header, with commas between. Whoever sends none is
remembered by the process that answered them, so that a plain client reads its own writes too.
"""

from collections.abc import Sequence
from datetime import timedelta

from api.dependencies import Dependencies
from api.marks import HEADER, MOST, Marks, merged, read
from api.problems import ApiProblem

PATIENCE = timedelta(seconds=2)
"""How long a read waits. After it the answer is 503: never older rows in silence."""

OF_COMMANDS = "/commands/{key:path}"
"""The one read that tells of a decision with its record or without: it needs no rows of the case."""


def marks_in(lines: Sequence[str]) -> Marks:
    """What stands in the lines of a header. Raises ApiProblem `read_after_invalid`."""
    try:
        return read(",".join(lines))  # a list may be split over several lines of a header
    except ValueError as error:
        raise ApiProblem("read_after_invalid", fields=(HEADER,), most=MOST) from error


async def up_to_date(
    deps: Dependencies, principal: str, brought: Marks, number: str | None = None
) -> None:
    """Wait until a principal's reads show what they were told; of one case alone where the read is of that. `brought` is
    what their header says (`api.reach.brought`).

    Raises ApiProblem `not_recorded_yet` when it takes longer than `PATIENCE`.
    """
    if late := await waited_for(deps, principal, brought, number):
        raise ApiProblem("not_recorded_yet", numbers=late)


async def waited_for(
    deps: Dependencies, principal: str, brought: Marks, number: str | None = None
) -> tuple[str, ...]:
    """As `up_to_date`, for whoever goes on with the rows there are: the numbers of the cases that took too long."""
    marks = merged(brought, deps.answered.owed(principal))
    if number is not None:
        marks = {number: marks[number]} if number in marks else {}
    if not marks:
        return ()
    late = await deps.looks.missing(marks, PATIENCE, principal)
    deps.answered.shown(principal, {n: version for n, version in marks.items() if n not in late})
    return tuple(sorted(late))
