"""What one person owes whom, by when: open promises, calls for help to acknowledge, customers'
messages on closed cases to mark, visits and their reports."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from db.models import CaseRow, CustomerMessageRow, EscalationRow, PromiseRow, VisitRow
from db.pages import Page, Value, read_cursor, within, write_cursor
from db.private import unseal
from db.promises import subject_of
from db.session import Database
from domain.visits.records import AHEAD
from vault import Vault

Kind = Literal["acknowledgement", "mark", "promise", "report", "visit"]
LABEL = "agenda"
PLACE = [(datetime, False), (str, False), (str, False), (str, False)]


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing a person owes.

    `subject` is what was promised, or why somebody called for help; `about` the kind of the
    promise, the cause of the escalation, the channel of the message, or where a visit stands.
    `expected_by` only a promise or a visit, which begins then, can have.
    """

    kind: Kind
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
    tier: int
    expected_by: datetime | None = None

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
    promises = _page(
        select(PromiseRow, CaseRow)
        .join(CaseRow, CaseRow.number == PromiseRow.number)
        .where(
            PromiseRow.owner == person,
            PromiseRow.status == "open",
            PromiseRow.kind != "visit",  # shown as the visit it is
        ),
        "promise",
        (PromiseRow.latest_by, PromiseRow.number, PromiseRow.id),
        due_before,
        after,
    )
    calls = _page(
        select(EscalationRow, CaseRow)
        .join(CaseRow, CaseRow.number == EscalationRow.number)
        .where(
            EscalationRow.receiver == person,
            EscalationRow.acknowledged_at.is_(None),
            EscalationRow.deescalated_at.is_(None),
            CaseRow.phase != "closed",
        ),
        "acknowledgement",
        (EscalationRow.due_at, EscalationRow.number, EscalationRow.id),
        due_before,
        after,
    )
    messages = _page(
        select(CustomerMessageRow, CaseRow)
        .join(CaseRow, CaseRow.number == CustomerMessageRow.number)
        # not by the index of owners: a person owns thousands of cases, and few messages wait
        .where(func.coalesce(CaseRow.owner, "") == person, CustomerMessageRow.mark_by.is_not(None)),
        "mark",
        (CustomerMessageRow.mark_by, CustomerMessageRow.number, CustomerMessageRow.id),
        due_before,
        after,
    )
    visits = _page(
        select(VisitRow, CaseRow)
        .join(CaseRow, CaseRow.number == VisitRow.number)
        .where(VisitRow.engineer == person, VisitRow.status.in_(AHEAD)),
        "visit",
        (VisitRow.ends_at, VisitRow.number, VisitRow.id),
        due_before,
        after,
    )
    reports = _page(
        select(VisitRow, CaseRow)
        .join(CaseRow, CaseRow.number == VisitRow.number)
        .where(
            VisitRow.engineer == person,
            VisitRow.report_due_at.is_not(None),
            CaseRow.phase != "closed",
        ),
        "report",
        (VisitRow.report_due_at, VisitRow.number, VisitRow.id),
        due_before,
        after,
    )
    async with database.read() as session:
        owed = [
            *(
                _promise(database.vault, *r)
                for r in await session.execute(promises.limit(most + 1))
            ),
            *(_call(database.vault, *r) for r in await session.execute(calls.limit(most + 1))),
            *(_mark(database.vault, *r) for r in await session.execute(messages.limit(most + 1))),
            *(_visit(database.vault, *r) for r in await session.execute(visits.limit(most + 1))),
            *(_report(database.vault, *r) for r in await session.execute(reports.limit(most + 1))),
        ]
    owed.sort(key=lambda each: each.place)
    kept = owed[:most]
    return Page(
        items=tuple(kept), next=write_cursor(LABEL, kept[-1].place) if len(owed) > most else None
    )


def _page(
    query: Select[*tuple[Any, ...]],
    kind: Kind,
    columns: tuple[
        InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
        InstrumentedAttribute[str],
        InstrumentedAttribute[str],
    ],
    due_before: datetime | None,
    after: tuple[Value, ...] | None,
) -> Select[*tuple[Any, ...]]:
    """One kind's part of the agenda: those due before a time and after a place, in order."""
    due_at, *name = columns
    if due_before:
        query = query.where(due_at < due_before)
    if after:
        query = query.where(due_at >= after[0], or_(due_at > after[0], _later(kind, name, after)))
    return query.order_by(*columns)


def _later(
    kind: Kind, name: list[InstrumentedAttribute[str]], after: tuple[Value, ...]
) -> ColumnElement[bool]:
    """Whether a row due at the same moment comes after the place."""
    _, other, *key = after
    if kind == other:
        return tuple_(*name) > tuple_(*key)
    return and_(True) if kind > str(other) else false()


def _promise(vault: Vault, row: PromiseRow, case: CaseRow) -> Owed:
    return Owed(
        kind="promise",
        id=row.id,
        due_at=row.latest_by,
        subject=subject_of(vault, row),
        about=row.kind,
        expected_by=row.expected_by,
        **_of_case(vault, case),
    )


def _call(vault: Vault, row: EscalationRow, case: CaseRow) -> Owed:
    return Owed(
        kind="acknowledgement",
        id=row.id,
        due_at=row.due_at,
        subject=unseal(vault, row.reason, "escalations.reason", row.number, row.id),
        about=row.cause,
        **_of_case(vault, case),
    )


def _mark(vault: Vault, row: CustomerMessageRow, case: CaseRow) -> Owed:
    assert row.mark_by  # asked for
    return Owed(
        kind="mark",
        id=row.id,
        due_at=row.mark_by,
        subject="",
        about=row.channel,
        **_of_case(vault, case),
    )


def _visit(vault: Vault, row: VisitRow, case: CaseRow) -> Owed:
    return Owed(
        kind="visit",
        id=row.id,
        due_at=row.ends_at,
        subject="",
        about=row.status,
        expected_by=row.starts_at,
        **_of_case(vault, case),
    )


def _report(vault: Vault, row: VisitRow, case: CaseRow) -> Owed:
    assert row.report_due_at  # asked for
    return Owed(
        kind="report",
        id=row.id,
        due_at=row.report_due_at,
        subject="",
        about=row.status,
        **_of_case(vault, case),
    )


def _of_case(vault: Vault, case: CaseRow) -> dict[str, Any]:
    return {
        "number": case.number,
        "title": unseal(vault, case.title, "cases.title", case.number),
        "customer": case.customer,
        "customer_level": case.customer_level,
        "priority": case.priority,
        "stage": case.stage,
        "tier": case.tier,
    }
