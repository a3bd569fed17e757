"""What is left with somebody: the cases they own, and what else they owe by a time (REQ J6)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from db.agenda import Owed, list_owed
from db.book import OWING
from db.models import CaseRow, PersonRow
from db.session import Database
from domain.command import SYSTEM

OPEN = CaseRow.phase != "closed"


@dataclass(frozen=True, slots=True)
class Left:
    """Numbers of the open cases somebody owns, and what else is theirs, the earliest first."""

    cases: tuple[str, ...]
    owed: tuple[Owed, ...]

    def __bool__(self) -> bool:
        return bool(self.cases or self.owed)


async def left_with(database: Database, handle: str) -> Left:
    """Everything that is still somebody's."""
    query = select(CaseRow.number).where(CaseRow.owner == handle, OPEN).order_by(CaseRow.number)
    async with database.read() as session:
        cases = tuple(await session.scalars(query))
    owed: list[Owed] = []
    cursor: str | None = None
    while True:
        page = await list_owed(database, handle, cursor=cursor, limit=200)
        owed += page.items
        cursor = page.next
        if cursor is None:
            return Left(cases, tuple(owed))


async def left_behind(database: Database) -> dict[str, tuple[str, ...]]:
    """By handle, the numbers of the cases that wait for somebody who is not here, or never was."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    async with database.read() as session:
        owned = select(CaseRow.owner, CaseRow.number).where(OPEN, _is_gone(CaseRow.owner))
        for handle, number in await session.execute(owned):
            found[handle].add(number)
        for owing in OWING:
            columns = owing.row.__table__.c
            query = select(owing.whose, columns.number).where(
                *owing.open_while, owing.due_at.is_not(None), _is_gone(owing.whose)
            )
            if owing.row is not CaseRow:
                # what is made of columns of both tables, and what belongs to no case any more
                query = query.join(CaseRow, CaseRow.number == columns.number)
            for handle, number in await session.execute(query):
                found[handle].add(number)
    return {handle: tuple(sorted(numbers)) for handle, numbers in sorted(found.items())}


def _is_gone(whose: Any) -> ColumnElement[bool]:
    is_here = exists().where(PersonRow.handle == whose, PersonRow.active)
    gone: ColumnElement[bool] = (whose.is_not(None)) & (whose != SYSTEM) & (whose != "") & ~is_here
    return gone
