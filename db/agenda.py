"""What one person owes whom, by when, whatever feature it comes from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, tuple_

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

    @property
    def place(self) -> tuple[datetime, str, str, str]:
        """Where it stands: by due time; at the same moment a colleague who waits comes first."""
        return (self.due_at, self.kind, self.number, self.id)


async def list_owed(
    database: Database,
    person: str,
    *,
    due_before: datetime | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Owed]:
    """A page of what a person owes, the earliest first. Raises BadCursor."""
    after = read_cursor(LABEL, cursor, PLACE) if cursor else None
    most = within(limit)
    found: list[tuple[Owing, Any, CaseRow]] = []
    async with database.read() as session:
        for owing in OWING:
            query = _part(owing, person, due_before, after).limit(most + 1)
            found += [(owing, row, case) for row, case in await session.execute(query)]
    found.sort(key=lambda each: _place(*each[:2]))
    # only what is shown is unsealed
    kept = tuple(_owed(database.vault, *each) for each in found[:most])
    return Page(kept, write_cursor(LABEL, kept[-1].place) if len(found) > most else None)


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


def _part(
    owing: Owing, person: str, due_before: datetime | None, after: tuple[Value, ...] | None
) -> Select[*tuple[Any, ...]]:
    """One kind's part of the agenda: those due before a time and after a place, in order."""
    columns = owing.row.__table__.c
    name = (columns.number, columns.id)
    query = (
        select(owing.row, CaseRow)
        .join(CaseRow, CaseRow.number == columns.number)
        .where(owing.whose == person, *owing.open_while)
    )
    if due_before:
        query = query.where(owing.due_at < due_before)
    if after:
        later = or_(owing.due_at > after[0], _later(owing.kind, name, after))
        query = query.where(owing.due_at >= after[0], later)
    return query.order_by(owing.due_at, *name)


def _later(
    kind: str, name: tuple[ColumnElement[Any], ...], after: tuple[Value, ...]
) -> ColumnElement[bool]:
    """Whether a row due at the same moment comes after the place."""
    _, other, *key = after
    if kind == other:
        return tuple_(*name) > tuple_(*key)
    return and_(True) if kind > str(other) else false()


def _place(owing: Owing, row: Any) -> tuple[datetime, str, str, str]:
    """`Owed.place` of what isn't told yet."""
    return (getattr(row, owing.due_at.key), owing.kind, row.number, row.id)


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
