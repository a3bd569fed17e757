"""What is left with somebody: the cases they own, and what else they owe by a time (REQ J6)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, union

from db.agenda import Owed, list_owed
from db.book import OWING
from db.contacts import ContactRow
from db.customer_messages import CustomerMessageRow
from db.load import CARRIED
from db.models import CaseRow, PersonRow
from db.pages import Order, Page, within
from db.private import unseal
from db.promises import PromiseRow, subject_of
from db.session import Database
from domain.command import SYSTEM

OPEN = CaseRow.phase.in_(CARRIED)
IS_OPEN = func.coalesce(PromiseRow.status, "") == "open"
"""Of promises: found by their cases, and not by the index of all that are open."""
ANSWERING = select(CustomerMessageRow.number).where(
    CustomerMessageRow.mark_by > datetime(1970, 1, 1, tzinfo=UTC)
)
"""Cases whose customer waits to be heard, the closed ones among them. SQLite takes the index to a time, not to there being one."""
MOST_URGENT = Order("urgency", (CaseRow.priority, CaseRow.number))
STAYS = ("visit", "report")
"""What is owed that no assignment of a case moves: whoever goes to the customer is another matter."""


@dataclass(frozen=True, slots=True)
class Left:
    """Numbers of the cases somebody owns that are not over, and what else is theirs, the earliest first."""

    cases: tuple[str, ...]
    owed: tuple[Owed, ...]

    def __bool__(self) -> bool:
        return bool(self.cases or self.owed)


async def left_with(database: Database, handle: str) -> Left:
    """Everything that is still somebody's."""
    query = select(CaseRow.number).where(_theirs(handle)).order_by(CaseRow.number)
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


@dataclass(frozen=True, slots=True)
class Promised:
    """What the customer of a case waits for; `subject` in clear."""

    id: str
    kind: str
    subject: str
    latest_by: datetime
    owner: str


@dataclass(frozen=True, slots=True)
class Held:
    """A case of somebody's that is not over, with its open promises, the earliest first. `customer` is an id."""

    number: str
    title: str
    customer: str
    customer_level: str
    priority: str
    emotion: str
    phase: str
    stage: str
    promises: tuple[Promised, ...]


@dataclass(frozen=True, slots=True)
class LeftCounts:
    """How many cases that are not over are somebody's, how many promises are open in them, and how many visits and reports of theirs stay."""

    cases: int
    promises: int
    stays: int


TOLD = tuple(getattr(CaseRow, each.name) for each in fields(Held) if each.name != "promises")
"""Of a case: a person has some hundred of them."""
OF_A_PROMISE = (
    PromiseRow.number,
    PromiseRow.id,
    PromiseRow.kind,
    PromiseRow.subject,
    PromiseRow.latest_by,
    PromiseRow.owner,
)


async def held_by(
    database: Database, handle: str, *, cursor: str | None = None, limit: int = 200
) -> Page[Held]:
    """A page of somebody's cases that are not over, the most urgent first. Raises BadCursor."""
    query = select(*TOLD).where(_theirs(handle)).order_by(*MOST_URGENT.by())
    if cursor:
        query = query.where(MOST_URGENT.after(cursor))
    promised = defaultdict[str, list[Promised]](list)
    async with database.read() as session:
        rows = (await session.execute(query.limit(within(limit) + 1))).all()
        open_ones = (
            select(*OF_A_PROMISE)
            .where(PromiseRow.number.in_([row.number for row in rows]), IS_OPEN)
            .order_by(PromiseRow.latest_by)
        )
        for each in await session.execute(open_ones):
            subject = subject_of(database.vault, each)
            promised[each.number].append(
                Promised(each.id, each.kind, subject, each.latest_by, each.owner)
            )
    return MOST_URGENT.page(
        rows,
        within(limit),
        lambda row: _held(database, row, promised[row.number]),
    )


def _held(database: Database, row: Any, promises: Iterable[Promised]) -> Held:
    title = unseal(database.vault, row.title, "cases.title", row.number)
    told: Any = {column.key: getattr(row, column.key) for column in TOLD} | {"title": title}
    return Held(**told, promises=tuple(promises))


async def count_left(database: Database, handle: str) -> LeftCounts:
    """All that is somebody's, in numbers."""
    mine = _theirs(handle)
    promises = (
        select(func.count())
        .select_from(PromiseRow)
        .join(CaseRow, CaseRow.number == PromiseRow.number)
        .where(mine, IS_OPEN)
    )
    stays = 0
    async with database.read() as session:
        cases = await session.scalar(select(func.count()).select_from(CaseRow).where(mine))
        promised = await session.scalar(promises)
        for owing in OWING:
            if owing.kind in STAYS:
                columns = owing.row.__table__.c
                theirs = (
                    select(func.count())
                    .select_from(owing.row)
                    .join(CaseRow, CaseRow.number == columns.number)
                    .where(owing.whose == handle, *owing.open_while)
                )
                stays += await session.scalar(theirs) or 0
    return LeftCounts(cases or 0, promised or 0, stays)


def _theirs(handle: str) -> ColumnElement[bool]:
    """Whatever of somebody's cases is not over: a closed one whose customer has written waits for its owner too."""
    # the second by its number: by the index of owners it would pass all that they have ever closed
    mine, also_mine = CaseRow.owner == handle, func.coalesce(CaseRow.owner, "") == handle
    return or_(and_(mine, OPEN), and_(also_mine, CaseRow.number.in_(ANSWERING)))


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


async def gone_from(database: Database, number: str) -> tuple[str, ...]:
    """Who logged a conversation of a case, or owes something promised in it, and is not here."""
    logged = select(ContactRow.by).where(ContactRow.number == number, _is_gone(ContactRow.by))
    owes = select(PromiseRow.owner).where(
        PromiseRow.number == number, IS_OPEN, _is_gone(PromiseRow.owner)
    )
    async with database.read() as session:
        return tuple(sorted(await session.scalars(union(logged, owes))))


def _is_gone(whose: Any) -> ColumnElement[bool]:
    is_here = exists().where(PersonRow.handle == whose, PersonRow.active)
    gone: ColumnElement[bool] = (whose.is_not(None)) & (whose != SYSTEM) & (whose != "") & ~is_here
    return gone
