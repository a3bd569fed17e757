"""Reading cases: their events, their summaries, their timelines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from db.models import CaseRow, EventRow
from db.pages import Order, Page, within
from db.private import unseal
from db.session import Database
from domain.book import AnyEvent
from domain.case import Case
from domain.evolve import fold_whole
from domain.frozen import Frozen
from domain.plan.terms import Complexity, Phase, Priority
from domain.record import EVENT
from domain.summary import CaseSummary, SlaState
from vault import Vault

Sort = Literal["opened_at", "next_promise_due", "red_line", "priority"]
SORT_COLUMNS: dict[Sort, InstrumentedAttribute[Any]] = {
    "opened_at": CaseRow.opened_at,
    "next_promise_due": CaseRow.next_promise_due,
    "red_line": CaseRow.red_line,
    "priority": CaseRow.priority,
}
TIMELINE = Order("sequence", (EventRow.sequence,))
TIMELINE_BACKWARDS = Order("sequence", (EventRow.sequence,), descending=True)


class CaseFilter(Frozen):
    """Which cases a list shows. Several values of one field mean any of them, none mean all."""

    stage: tuple[str, ...] = ()
    phase: tuple[Phase, ...] = ()
    owner: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    priority: tuple[Priority, ...] = ()
    complexity: tuple[Complexity, ...] = ()
    tier: tuple[int, ...] = ()
    sla_state: tuple[SlaState, ...] = ()
    customer: tuple[str, ...] = ()
    scenario: tuple[str, ...] = ()
    opened_after: datetime | None = None
    opened_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event of a case under its sequence number."""

    number: str
    sequence: int
    kind: str
    at: datetime
    by: str
    event: AnyEvent


async def exists(database: Database, number: str) -> bool:
    """Whether anything of the case has been recorded."""
    async with database.read() as session:
        query = select(EventRow.sequence).where(EventRow.number == number).limit(1)
        return await session.scalar(query) is not None


async def load_events(database: Database, number: str) -> list[AnyEvent]:
    """All events of a case in their order; an unknown case has none. Fold them for the case."""
    async with database.read() as session:
        query = select(EventRow).where(EventRow.number == number).order_by(EventRow.sequence)
        rows = (await session.scalars(query)).all()
    return [_event(database.vault, row) for row in rows]


async def load_case(database: Database, number: str) -> Case | None:
    """A case as its recorded events lead to it, under the core that carries it, with all that its run carries no
    longer; None when nothing of it was ever recorded."""
    async with database.read() as session:
        query = select(EventRow).where(EventRow.number == number).order_by(EventRow.sequence)
        rows = (await session.scalars(query)).all()
    events = [_event(database.vault, row) for row in rows]
    return fold_whole(number, events) if events else None


async def get_summary(database: Database, number: str) -> CaseSummary | None:
    """The summary of a case, None when nothing of it has been recorded."""
    async with database.read() as session:
        row = await session.get(CaseRow, number)
    return summary_of(database.vault, row) if row else None


async def list_cases(
    database: Database,
    wanted: CaseFilter | None = None,
    *,
    sort: Sort = "opened_at",
    descending: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[CaseSummary]:
    """A page of cases. Those without the time sorted by come last. Raises BadCursor."""
    order = Order(sort, (SORT_COLUMNS[sort], CaseRow.number), descending)
    query = select(CaseRow).where(*_conditions(wanted or CaseFilter())).order_by(*order.by())
    if cursor:
        query = query.where(order.after(cursor))
    async with database.read() as session:
        rows = (await session.scalars(query.limit(within(limit) + 1))).all()
    return order.page(rows, within(limit), lambda row: summary_of(database.vault, row))


async def timeline(
    database: Database,
    number: str,
    *,
    newest_first: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[TimelineEntry]:
    """A page of what happened to a case. Raises BadCursor."""
    order = TIMELINE_BACKWARDS if newest_first else TIMELINE
    query = select(EventRow).where(EventRow.number == number).order_by(*order.by())
    if cursor:
        query = query.where(order.after(cursor))
    async with database.read() as session:
        rows = (await session.scalars(query.limit(within(limit) + 1))).all()
    return order.page(rows, within(limit), lambda row: _entry(database.vault, row))


def _conditions(wanted: CaseFilter) -> Iterable[ColumnElement[bool]]:
    for name in CaseFilter.model_fields:
        value = getattr(wanted, name)
        if isinstance(value, tuple) and value:
            yield getattr(CaseRow, name).in_(value)
    if wanted.opened_after:
        yield CaseRow.opened_at > wanted.opened_after
    if wanted.opened_before:
        yield CaseRow.opened_at < wanted.opened_before


def summary_of(vault: Vault, row: CaseRow) -> CaseSummary:
    """The summary that a row of the list holds."""
    columns = {name: getattr(row, name) for name in CaseSummary.model_fields}
    title = unseal(vault, row.title, "cases.title", row.number)
    return CaseSummary.model_validate({**columns, "title": title})


def _event(vault: Vault, row: EventRow) -> AnyEvent:
    return EVENT.validate_json(unseal(vault, row.body, "events.body", row.number, row.sequence))


def _entry(vault: Vault, row: EventRow) -> TimelineEntry:
    return TimelineEntry(
        number=row.number,
        sequence=row.sequence,
        kind=row.kind,
        at=row.at,
        by=row.by,
        event=_event(vault, row),
    )
