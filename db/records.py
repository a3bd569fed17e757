"""Storing what a case asks to have recorded: the one way events enter the database.

RecordError
├─ RecordConflict    another event is stored under the same sequence number
└─ RecordGap         the event before the batch is missing
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningInsert

from db.commands import row_of
from db.deliveries import enqueue, waiting_for
from db.models import (
    CaseRow,
    CommandRow,
    ContactRow,
    CustomerMessageRow,
    EscalationRow,
    EventRow,
    FailedRepairRow,
    OpeningRow,
    PromiseRow,
    VisitRow,
)
from db.private import seal, unseal
from db.projections import Sheet
from db.session import Database
from db.upsert import Values, dialect_of, insert_new, inserting_new, replacing, upsert
from db.webhooks import SOMEBODY_LISTENS
from domain.assignment import OwnerAssigned
from domain.book import AnyEvent
from domain.customer_messages import CaseReopened, MessageReceived
from domain.escalations import Escalated, EscalationPassedOn
from domain.intake import CaseOpened
from domain.plan import Plan
from domain.record import EVENT, Record, digest
from domain.summary import CaseSummary
from domain.visits.events import VisitRecorded
from vault import Vault

WITH_DUE_TIME = (Escalated, EscalationPassedOn)
WITH_PLAN = ("case_opened", "complex_confirmed")
BODIES = select(EventRow.sequence, EventRow.body).where(
    EventRow.number == bindparam("number"),
    EventRow.sequence.between(bindparam("first"), bindparam("last")),
)
Listed = type[PromiseRow | EscalationRow | CustomerMessageRow | VisitRow]
"""The rows of a case that later events change."""
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
Also = ColumnElement[bool] | None


class RecordError(Exception):
    """The database and the case disagree about what happened."""


class RecordConflict(RecordError):
    """Another event is stored under the same sequence number: an alarm, nothing was changed."""

    def __init__(self, number: str, sequence: int, stored: str, given: str) -> None:
        super().__init__(
            f"case {number}: event {sequence} is stored with digest {stored}, the case says {given}"
        )
        self.number = number
        self.sequence = sequence
        self.stored = stored
        self.given = given


class RecordGap(RecordError):
    """The event before the batch is missing: the database lost what it had confirmed."""

    def __init__(self, number: str, missing: int) -> None:
        super().__init__(
            f"case {number}: event {missing} and perhaps others before it are missing in the "
            "database; store the earlier records of the case's history again, then this one passes"
        )
        self.number = number
        self.missing = missing


class Stored(NamedTuple):
    """What a batch came to: the digest of what is stored under its numbers, and the subscriptions
    (`db.webhooks`) that wait for some of it."""

    digest: str
    webhooks: tuple[str, ...]


async def store(database: Database, record: Record) -> str:
    """Store a batch; the digest of what is stored under its numbers. See `put`."""
    return (await put(database, record)).digest


async def put(database: Database, record: Record) -> Stored:
    """Store a batch in one transaction, in line for those who are told elsewhere.

    A repeat, a part of an earlier batch or an overlap changes only what is new. Raises
    RecordConflict or RecordGap, and then nothing has changed.
    """
    rows = [
        _event_row(database.vault, record.number, sequence, event)
        for sequence, event in enumerate(record.events, record.first)
    ]
    webhooks: tuple[str, ...] = ()
    async with database.write() as session:
        bodies = await _insert_events(session, record, rows)
        fresh = set(bodies)
        if len(fresh) < len(rows):
            bodies = await _bodies(session, record)
        stored = _read_back(database.vault, record, bodies)
        if fresh:
            await _project(
                session, database.vault, record.number, min(fresh), stored[-len(fresh) :]
            )
        heard = not record.face or await _show(session, _face_row(database.vault, record.face))
        if rows and (heard or len(fresh) < len(rows)):
            webhooks = await _put_in_line(session, record, fresh)
        await insert_new(
            session,
            CommandRow,
            [row_of(database.vault, record.number, outcome) for outcome in record.outcomes],
        )
    return Stored(digest(record.model_copy(update={"events": tuple(stored)})), webhooks)


async def _put_in_line(session: AsyncSession, record: Record, fresh: set[int]) -> tuple[str, ...]:
    """The subscriptions that wait for a batch. After a repeat nothing is new, but the first try may
    have died before it could tell them."""
    if not fresh:
        last = record.first + len(record.events) - 1
        return await waiting_for(session, record.number, record.first, last)
    new = [each for each in enumerate(record.events, record.first) if each[0] in fresh]
    return await enqueue(session, record.number, new, record.face.team if record.face else None)


def _event_row(vault: Vault, number: str, sequence: int, event: AnyEvent) -> Values:
    body = EVENT.dump_json(event).decode()
    return {
        "number": number,
        "sequence": sequence,
        "kind": event.kind,
        "at": event.at,
        "by": event.by,
        "body": seal(vault, body, "events.body", number, sequence),
    }


async def _insert_events(
    session: AsyncSession, record: Record, rows: list[Values]
) -> dict[int, bytes]:
    """Insert the events that are not there yet; what is stored of them, by sequence number."""
    if not rows:
        return {}
    before = {"case": record.number, "before": record.first - 1}
    found = await session.execute(_inserting(dialect_of(session)), [row | before for row in rows])
    inserted = found.all()
    if record.first > 1 and any(row[0] == record.first and not row[2] for row in inserted):
        raise RecordGap(record.number, record.first - 1)
    return {sequence: body for sequence, body, _ in inserted}


@cache
def _inserting(dialect: str) -> ReturningInsert[int, bytes, bool]:
    """Tells of new events what is stored, and whether the event before the batch is there: where all of
    them are new, this one statement asks it all."""
    earlier = aliased(EventRow)
    follows = exists().where(
        earlier.number == bindparam("case"), earlier.sequence == bindparam("before")
    )
    return inserting_new(EventRow, dialect).returning(EventRow.sequence, EventRow.body, follows)


async def _show(session: AsyncSession, row: Values) -> bool:
    """Bring the case's row up to date; whether anybody may be waiting for its events elsewhere."""
    # a row that was newer already tells nothing
    return await session.scalar(_showing(dialect_of(session)), [row]) is not False


@cache
def _showing(dialect: str) -> ReturningInsert[bool]:
    return replacing(CaseRow, dialect, "version").returning(SOMEBODY_LISTENS)


async def _bodies(session: AsyncSession, record: Record) -> dict[int, bytes]:
    """What is stored under the batch's sequence numbers, by whichever try."""
    before = record.first - 1
    where = {"number": record.number, "first": before, "last": before + len(record.events)}
    bodies = {row.sequence: row.body for row in await session.execute(BODIES, where)}
    if before and before not in bodies:
        raise RecordGap(record.number, before)
    return bodies


def _read_back(vault: Vault, record: Record, bodies: Mapping[int, bytes]) -> list[AnyEvent]:
    """The events as they are stored, checked against the batch."""
    stored: list[AnyEvent] = []
    for sequence, given in enumerate(record.events, record.first):
        body = unseal(vault, bodies[sequence], "events.body", record.number, sequence)
        found = EVENT.validate_json(body)
        if found != given:
            raise RecordConflict(
                record.number,
                sequence,
                stored=_digest_of(record.number, sequence, found),
                given=_digest_of(record.number, sequence, given),
            )
        stored.append(found)
    return stored


def _digest_of(number: str, sequence: int, event: AnyEvent) -> str:
    return digest(Record(number=number, first=sequence, events=(event,)))


async def _project(
    session: AsyncSession, vault: Vault, number: str, first: int, events: Sequence[AnyEvent]
) -> None:
    """Bring the rows of lists up to date with new events."""
    sheet = Sheet(number, vault)
    handed_over = any(isinstance(event, OwnerAssigned) for event in events)
    if handed_over:
        sheet.owner = await session.scalar(select(CaseRow.owner).filter_by(number=number)) or ""
    if any(map(_has_due_time, events)):
        sheet.plan = await _plan_before(session, vault, number, first)
    reopened = any(isinstance(event, CaseReopened) for event in events)
    theirs = PromiseRow.status == "open" if handed_over else None
    unmarked = CustomerMessageRow.mark_by.is_not(None) if reopened else None
    reports = VisitRow.report_due_at.is_not(None) if reopened else None

    async def before(row: Listed, what: str, also: Also) -> dict[str, Values]:
        return await _rows(session, row, number, _mentioned(events, what), also)

    sheet.promises = await before(PromiseRow, "promise", theirs)
    sheet.escalations = await before(EscalationRow, "escalation", None)
    sheet.messages = await before(CustomerMessageRow, "message", unmarked)
    sheet.visits = await before(VisitRow, "visit", reports)
    for opened in (event for event in events if isinstance(event, CaseOpened)):
        started = update(OpeningRow).where(OpeningRow.number == number)
        await session.execute(started.values(started_at=opened.at))
    sheet.take(events)
    await upsert(session, PromiseRow, list(sheet.promises.values()))
    await upsert(session, EscalationRow, list(sheet.escalations.values()))
    await insert_new(session, ContactRow, sheet.contacts)
    await upsert(session, CustomerMessageRow, list(sheet.messages.values()))
    await upsert(session, VisitRow, list(sheet.visits.values()))
    await insert_new(session, FailedRepairRow, sheet.failed_repairs)


def _has_due_time(event: AnyEvent) -> bool:
    """Whether a row shows when the clock in the event runs out; that takes the plan."""
    to_mark = isinstance(event, MessageReceived) and event.message.mark is not None
    to_report = isinstance(event, VisitRecorded) and event.report is not None
    return to_mark or to_report or isinstance(event, WITH_DUE_TIME)


def _mentioned(events: Sequence[AnyEvent], what: str) -> list[str]:
    """The ids of earlier promises, escalations, messages or visits that events are about."""
    found = (getattr(event, what, None) for event in events)
    return [each for each in found if isinstance(each, str)]


async def _rows(
    session: AsyncSession, row: Listed, number: str, ids: Sequence[str], also: Also
) -> dict[str, Values]:
    """Rows of a case as plain values, by id: those named, and those for which `also` holds."""
    if not ids and also is None:
        return {}
    found = await session.execute(_named(row, also), {"number": number, "ids": ids})
    return {values["id"]: dict(values) for values in found.mappings()}


def _named(row: Listed, also: Also) -> Select[Any]:
    return _by_id(row) if also is None else _select(row, row.id.in_(IDS) | also)


@cache
def _by_id(row: Listed) -> Select[Any]:
    return _select(row, row.id.in_(IDS))


def _select(row: Listed, wanted: ColumnElement[bool]) -> Select[Any]:
    return select(*row.__table__.columns).where(row.number == bindparam("number"), wanted)


async def _plan_before(
    session: AsyncSession, vault: Vault, number: str, sequence: int
) -> Plan | None:
    """The plan that was pinned before an event."""
    query = (
        select(EventRow.sequence, EventRow.body)
        .where(
            EventRow.number == number,
            EventRow.sequence < sequence,
            EventRow.kind.in_(WITH_PLAN),
        )
        .order_by(EventRow.sequence.desc())
    )
    for position, body in await session.execute(query):
        event = EVENT.validate_json(unseal(vault, body, "events.body", number, position))
        plan: Plan | None = getattr(event, "plan", None)
        if plan:
            return plan
    return None


def _face_row(vault: Vault, face: CaseSummary) -> Values:
    return {**face.model_dump(), "title": seal(vault, face.title, "cases.title", face.number)}
