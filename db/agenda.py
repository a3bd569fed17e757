"""What one person owes whom, by when, whatever feature it comes from."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.book import OWING
from db.cases import summary_of
from db.load import CARRIED
from db.models import CaseRow, PersonRow
from db.models.base import Key, Utc
from db.owing import Owing
from db.pages import Page, read_cursor, within, write_cursor
from db.private import unseal
from db.session import Database
from domain.summary import CaseSummary
from vault import Vault

LABEL = "agenda"
BY_KIND = {owing.kind: owing for owing in OWING}
PLACE = [(datetime, False), (str, False), (str, False), (str, False)]
AFTER: tuple[tuple[str, Any], ...] = (
    ("after", Utc),
    ("kind", String),
    ("number", Key),
    ("id", Key),
)
"""What a place is called in a statement that goes on from it."""
SHOWN = (
    CaseRow.number,
    CaseRow.title,
    CaseRow.customer,
    CaseRow.customer_level,
    CaseRow.priority,
    CaseRow.stage,
    CaseRow.scenario,
    CaseRow.tier,
)
"""What is told of a case."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing a person owes.

    `subject` is what was promised, or why somebody called for help; `about` the kind of the
    promise, the cause of the escalation, the channel of the message, where a visit stands, which
    answer, or the stage. `expected_by` only a promise or a visit, which begins then, can have.
    `customer` is the customer's id, `by` the handle of whoever asks for help.
    """

    kind: str
    number: str
    id: str
    due_at: datetime
    subject: str
    about: str
    title: str
    customer: str
    customer_level: str
    priority: str
    stage: str
    scenario: str
    tier: int
    expected_by: datetime | None = None
    by: str = ""


async def list_owed(
    database: Database,
    person: str,
    *,
    due_before: datetime | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Owed]:
    """A page of what a person owes, the earliest first; at the same moment by kind, so that a colleague who waits comes
    first. Raises BadCursor."""
    after = read_cursor(LABEL, cursor, PLACE) if cursor else None
    most = within(limit)
    async with database.read() as session:
        # of each kind as many as are shown, but only by place: what is shown is read, and unsealed, once it is known
        query = _places(is_limited=due_before is not None, after=after and str(after[1]))
        given = {"person": person, "due_before": due_before, "most": most + 1}
        given |= {name: each for (name, _), each in zip(AFTER, after, strict=True)} if after else {}
        places = (await session.execute(query, given)).all()
        shown = sorted((due_at, *name) for due_at, *name in places)[:most]
        rows = {owing.kind: await _rows(session, owing, shown) for owing in OWING}
        cases = await _cases(session, {number for _, _, number, _ in shown})
    kept = tuple(
        _owed(database.vault, BY_KIND[kind], rows[kind][number, id_], cases[number])
        for _, kind, number, id_ in shown
        if number in cases and (number, id_) in rows[kind]
    )
    return Page(kept, write_cursor(LABEL, tuple(shown[-1])) if len(places) > most else None)


async def list_unowned(
    database: Database, teams: Collection[str], *, limit: int = 50
) -> tuple[CaseSummary, ...]:
    """These teams' cases that go on and whose owner has left with nobody to take over, the oldest first."""
    left = select(PersonRow.handle).where(~PersonRow.active)
    async with database.read() as session:
        # first, since few have left: then it is by the index of owners, and most of what they had is closed
        handles = (await session.scalars(left)).all()
        query = (
            select(CaseRow)
            .where(
                CaseRow.owner.in_(handles),
                CaseRow.phase.in_(CARRIED),
                func.coalesce(CaseRow.team, "").in_(teams),
            )
            .order_by(CaseRow.opened_at, CaseRow.number)
            .limit(within(limit))
        )
        rows = (await session.scalars(query)).all() if handles else ()
    return tuple(summary_of(database.vault, row) for row in rows)


@cache  # to build it takes longer than to run it
def _places(*, is_limited: bool, after: str | None) -> CompoundSelect[*tuple[Any, ...]]:
    """Where things stand in the agenda, the first of each kind; `after` is the kind of what it goes on from."""
    most = bindparam("most", type_=Integer)
    first = (_part(owing, is_limited, after).limit(most).subquery() for owing in OWING)
    return union_all(*(select(part) for part in first))


def _part(owing: Owing, is_limited: bool, after: str | None) -> Select[*tuple[Any, ...]]:
    """The places of one kind: those due before a time and after a place, in order."""
    columns = owing.row.__table__.c
    name = (columns.number, columns.id)
    query = (
        select(owing.due_at.label("due_at"), literal(owing.kind).label("kind"), *name)
        .join(CaseRow, CaseRow.number == columns.number)
        .where(owing.whose == bindparam("person", type_=String), *owing.open_while)
    )
    if is_limited:
        query = query.where(owing.due_at < bindparam("due_before", type_=Utc))
    if after is not None:
        due_at, _, *place = [bindparam(name, type_=kind) for name, kind in AFTER]
        later = or_(owing.due_at > due_at, _later(owing.kind, after, tuple_(*name), tuple_(*place)))
        query = query.where(owing.due_at >= due_at, later)
    return query.order_by(owing.due_at, *name)


async def _rows(
    session: AsyncSession, owing: Owing, shown: Iterable[tuple[Any, ...]]
) -> dict[tuple[str, str], Any]:
    """What stands at these places of one kind, by number and id."""
    names = {(number, id_) for _, kind, number, id_ in shown if kind == owing.kind}
    if not names:
        return {}
    numbers, ids = zip(*names, strict=True)
    columns = owing.row.__table__.c
    # of pairs SQLite would make a walk through all
    query = select(owing.row, columns.number, columns.id).where(
        columns.number.in_(set(numbers)), columns.id.in_(set(ids))
    )
    return {(number, id_): row for row, number, id_ in await session.execute(query)}


async def _cases(session: AsyncSession, numbers: Collection[str]) -> dict[str, Any]:
    query = select(*SHOWN).where(CaseRow.number.in_(numbers))
    return {row.number: row for row in await session.execute(query)}


def _later(kind: str, after: str, place: Any, other: Any) -> ColumnElement[bool]:
    """Whether what is due at the same moment comes after the place of something of the kind `after`."""
    if kind == after:
        is_later: ColumnElement[bool] = place > other
        return is_later
    return true() if kind > after else false()


def _owed(vault: Vault, owing: Owing, row: Any, case: Any) -> Owed:
    description = owing.describe(vault, row)
    return Owed(
        kind=owing.kind,
        number=row.number,
        id=row.id,
        due_at=getattr(row, owing.due_at.key),
        subject=description.subject,
        about=description.about,
        title=unseal(vault, case.title, "cases.title", case.number),
        customer=case.customer,
        customer_level=case.customer_level,
        priority=case.priority,
        stage=case.stage,
        scenario=case.scenario,
        tier=case.tier,
        expected_by=description.expected_by,
        by=description.by,
    )
