"""Which cases are somebody's: one formula for a single case and for lists (REQ J4a).

Whom it gives what is a rule of the API's (`api.reach`). A list joins its parts, each of which walks an index of its own, so
that it stays flat however many cases others have.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, union_all

from db.book import ASKING, HOLDING
from db.models import CaseRow
from db.owing import Holding
from db.session import Database


@dataclass(frozen=True, slots=True)
class Within:
    """The cases that are somebody's: their teams', with what they own and what is in their hands elsewhere (`theirs`); or
    those in which something is asked of them (`asked`), whatever their team."""

    handle: str
    teams: tuple[str, ...] = ()
    theirs: bool = False
    asked: bool = False

    def has(self, team: str, owner: str) -> bool:
        """Whether that alone makes a case theirs; what is in their hands the database has to be asked."""
        return self.theirs and (owner == self.handle or team in self.teams)

    def parts(self) -> Iterator[ColumnElement[bool]]:
        """Conditions of which a case meets one at least."""
        if self.theirs:
            yield from (CaseRow.team == team for team in self.teams)
            yield CaseRow.owner == self.handle
        yield from self._elsewhere()

    def any_of_them(self) -> ColumnElement[bool]:
        """The same as one condition, which leaves the index to the others of a query."""
        team, owner = func.coalesce(CaseRow.team, ""), func.coalesce(CaseRow.owner, "")
        by_heart = [team.in_(self.teams), owner == self.handle] if self.theirs else []
        return or_(*by_heart, *self._elsewhere())

    def _elsewhere(self) -> Iterator[ColumnElement[bool]]:
        if self.theirs:
            yield CaseRow.number.in_(_held(HOLDING, self.handle))
        if not (self.theirs or self.asked):
            yield false()
        if self.asked:
            yield CaseRow.number.in_(_held(ASKING, self.handle))


async def those_within(
    database: Database, numbers: Collection[str], within: Within
) -> frozenset[str]:
    """Which of these recorded cases are among them."""
    query = select(CaseRow.number).where(CaseRow.number.in_(numbers), within.any_of_them())
    async with database.read() as session:
        return frozenset(await session.scalars(query))


def numbers(
    query: Select[str], within: Within, order: Iterable[ColumnElement[Any]], limit: int
) -> ColumnElement[bool]:
    """The condition of a page of cases that are somebody's, where nothing else narrows them down. `query` selects the
    numbers of those wanted, whosever they are.

    Each part is ordered and cut by itself: what is not among the first of its part is not among the first of all.
    """
    by = tuple(order)
    parts = (query.where(part).order_by(*by).limit(limit).subquery() for part in within.parts())
    return CaseRow.number.in_(union_all(*(select(part.c.number) for part in parts)))


def _held(kinds: Iterable[Holding], handle: str) -> Any:
    """The numbers of the cases in which something is in somebody's hands."""
    return union_all(*(_of_kind(kind, handle) for kind in kinds))


def _of_kind(kind: Holding, handle: str) -> Select[Any]:
    number = kind.row.__table__.c.number
    return (
        select(number)
        .join(CaseRow, CaseRow.number == number)
        .where(kind.whose == handle, *kind.open_while)
        .correlate(None)
    )
