"""What one person owes whom, by when, whatever feature it comes from."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    false,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.book import OWING
from db.cases import summary_of
from db.models import CaseRow, PersonRow
from db.owing import Owing
from db.pages import Page, Value, read_cursor, within, write_cursor
from db.private import unseal
from db.session import Database
from domain.summary import CaseSummary
from vault import Vault

LABEL = "agenda"
BY_KIND = {owing.kind: owing for owing in OWING}
PLACE = [(datetime, False), (str, False), (str, False), (str, False)]


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
        places = (await session.execute(_places(person, due_before, after, most + 1))).all()
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
    query = (
        select(CaseRow)
        # by the index of owners: few have left, and most of what they had is closed
        .where(CaseRow.owner.in_(left), CaseRow.phase != "closed", CaseRow.team.in_(teams))
        .order_by(CaseRow.opened_at, CaseRow.number)
        .limit(within(limit))
    )
    async with database.read() as session:
        rows = (await session.scalars(query)).all()
    return tuple(summary_of(database.vault, row) for row in rows)


def _places(
    person: str, due_before: datetime | None, after: tuple[Value, ...] | None, most: int
) -> CompoundSelect[*tuple[Any, ...]]:
    """Where things stand in the agenda, the first of each kind."""
    first = (_part(owing, person, due_before, after).limit(most).subquery() for owing in OWING)
    return union_all(*(select(part) for part in first))


def _part(
    owing: Owing, person: str, due_before: datetime | None, after: tuple[Value, ...] | None
) -> Select[*tuple[Any, ...]]:
    """The places of one kind: those due before a time and after a place, in order."""
    columns = owing.row.__table__.c
    name = (columns.number, columns.id)
    query = (
        select(owing.due_at.label("due_at"), literal(owing.kind).label("kind"), *name)
        .join(CaseRow, CaseRow.number == columns.number)
        .where(owing.whose == person, *owing.open_while)
    )
    if due_before:
        query = query.where(owing.due_at < due_before)
    if after:
        later = or_(owing.due_at > after[0], _later(owing.kind, name, after))
        query = query.where(owing.due_at >= after[0], later)
    return query.order_by(owing.due_at, *name)


async def _rows(
    session: AsyncSession, owing: Owing, shown: Iterable[tuple[Any, ...]]
) -> dict[tuple[str, str], Any]:
    """What stands at these places of one kind, by number and id."""
    names = [(number, id_) for _, kind, number, id_ in shown if kind == owing.kind]
    if not names:
        return {}
    columns = owing.row.__table__.c
    query = select(owing.row, columns.number, columns.id).where(
        tuple_(columns.number, columns.id).in_(names)
    )
    return {(number, id_): row for row, number, id_ in await session.execute(query)}


async def _cases(session: AsyncSession, numbers: Collection[str]) -> dict[str, CaseRow]:
    query = select(CaseRow).where(CaseRow.number.in_(numbers))
    return {row.number: row for row in await session.scalars(query)}


def _later(
    kind: str, name: tuple[ColumnElement[Any], ...], after: tuple[Value, ...]
) -> ColumnElement[bool]:
    """Whether a row due at the same moment comes after the place."""
    _, other, *key = after
    if kind == other:
        return tuple_(*name) > tuple_(*key)
    return and_(True) if kind > str(other) else false()


def _owed(vault: Vault, owing: Owing, row: Any, case: CaseRow) -> Owed:
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
