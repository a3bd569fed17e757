"""Reading cases: their events, their summaries, their timelines."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from db.models import CaseRow, EventRow
from db.pages import Order, Page
from db.pages import within as size
from db.private import unseal
from db.reach import Within, numbers
from db.session import Database
from domain.book import AnyEvent
from domain.case import Case
from domain.case.pauses import PauseReason
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
NARROW = ("owner", "customer", "stage", "tier", "sla_state")
"""Filters with an index of their own, which leaves little to look through whoever's cases they are."""
TIMELINE = Order("sequence", (EventRow.sequence,))
TIMELINE_BACKWARDS = Order("sequence", (EventRow.sequence,), descending=True)


class CaseFilter(Frozen):
    """Which cases a list shows. Several values of one field mean any of them, none mean all. `promised` is whether
    anything is promised in it."""

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
    paused_for: tuple[PauseReason, ...] = ()
    promised: bool | None = None
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


@dataclass(frozen=True, slots=True)
class Recorded:
    """A case with all that is recorded of it, in its order."""

    case: Case
    entries: tuple[TimelineEntry, ...]


async def exists(database: Database, number: str) -> bool:
    """Whether anything of the case has been recorded."""
    async with database.read() as session:
        query = select(EventRow.sequence).where(EventRow.number == number).limit(1)
        return await session.scalar(query) is not None


async def load_entries(database: Database, number: str) -> tuple[TimelineEntry, ...]:
    """All events of a case in their order, each under its sequence number; an unknown case has none."""
    async with database.read() as session:
        query = select(EventRow).where(EventRow.number == number).order_by(EventRow.sequence)
        rows = (await session.scalars(query)).all()
    return tuple(_entry(database.vault, row) for row in rows)


async def load_events(database: Database, number: str) -> list[AnyEvent]:
    """The events alone. Fold them for the case."""
    return [entry.event for entry in await load_entries(database, number)]


async def load_case(database: Database, number: str) -> Case | None:
    """A case as its recorded events lead to it, under the core that carries it, with all that its run carries no
    longer; None when nothing of it was ever recorded."""
    found = await load_recorded(database, number)
    return found.case if found else None


async def load_recorded(database: Database, number: str) -> Recorded | None:
    """The same, with the events themselves."""
    entries = await load_entries(database, number)
    if not entries:
        return None
    return Recorded(fold_whole(number, [entry.event for entry in entries]), entries)


async def get_summary(database: Database, number: str) -> CaseSummary | None:
    """The summary of a case, None when nothing of it has been recorded."""
    async with database.read() as session:
        row = await session.get(CaseRow, number)
    return summary_of(database.vault, row) if row else None


async def list_cases(
    database: Database,
    wanted: CaseFilter | None = None,
    *,
    within: Within | None = None,
    sort: Sort = "opened_at",
    descending: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[CaseSummary]:
    """A page of cases, of those that are somebody's or of all (None). Those without the time sorted by come last.
    Raises BadCursor."""
    order = Order(sort, (SORT_COLUMNS[sort], CaseRow.number), descending)
    wanted = wanted or CaseFilter()
    those = [*conditions(wanted)]
    if cursor:
        those.append(order.after(cursor))
    most = size(limit)
    if within and any(getattr(wanted, name) for name in NARROW):
        those.append(within.any_of_them())
    elif within:
        of_all = select(CaseRow.number).where(*those)
        those = [numbers(of_all, within, order.by(), most + 1)]
    query = select(CaseRow).where(*those).order_by(*order.by()).limit(most + 1)
    async with database.read() as session:
        rows = (await session.scalars(query)).all()
    return order.page(rows, most, lambda row: summary_of(database.vault, row))


async def count_cases(
    database: Database, wanted: CaseFilter, *, within: Within | None = None, most: int
) -> int:
    """How many cases there are of these, counted up to `most`: nobody reads a list to its end."""
    those = [*conditions(wanted), *([within.any_of_them()] if within else [])]
    some = select(CaseRow.number).where(*those).limit(most).subquery()
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(some)) or 0


def timeline(
    entries: Sequence[TimelineEntry],
    *,
    newest_first: bool = False,
    kinds: Collection[str] | None = None,
    after: int = 0,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[TimelineEntry]:
    """A page of what happened to a case since a version; of some kinds of events alone where they are named. `entries` are
    all of its own. Raises BadCursor."""
    order = TIMELINE_BACKWARDS if newest_first else TIMELINE
    goes_on = order.goes_on(cursor)
    those = (
        entry
        for entry in (reversed(entries) if newest_first else entries)
        if entry.sequence > after and (kinds is None or entry.kind in kinds) and goes_on(entry)
    )
    return order.page([*islice(those, size(limit) + 1)], size(limit), lambda entry: entry)


def conditions(wanted: CaseFilter | None) -> Iterable[ColumnElement[bool]]:
    """What a row of the list has to fulfil."""
    wanted = wanted or CaseFilter()
    for name in CaseFilter.model_fields:
        value = getattr(wanted, name)
        if isinstance(value, tuple) and value:
            yield getattr(CaseRow, name).in_(value)
    if wanted.promised is not None:
        due = CaseRow.next_promise_due
        yield due.is_not(None) if wanted.promised else due.is_(None)
    if wanted.opened_after:
        yield CaseRow.opened_at > wanted.opened_after
    if wanted.opened_before:
        yield CaseRow.opened_at < wanted.opened_before


def summary_of(vault: Vault, row: CaseRow) -> CaseSummary:
    """The summary that a row of the list holds."""
    columns = {name: getattr(row, name) for name in CaseSummary.model_fields}
    title = unseal(vault, row.title, "cases.title", row.number)
    return CaseSummary.model_validate({**columns, "title": title})


def _entry(vault: Vault, row: EventRow) -> TimelineEntry:
    return TimelineEntry(
        number=row.number,
        sequence=row.sequence,
        kind=row.kind,
        at=row.at,
        by=row.by,
        event=EVENT.validate_json(unseal(vault, row.body, "events.body", row.number, row.sequence)),
    )
