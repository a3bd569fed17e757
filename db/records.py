"""Storing what a case asks to have recorded: the one way events enter the database.

RecordError
├─ RecordConflict    another event is stored under the same sequence number
└─ RecordGap         the event before the batch is missing
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningInsert

from db.book import rows_of
from db.commands import row_of
from db.deliveries import enqueue, waiting_for
from db.models import CaseRow, CommandRow, EventRow, OpeningRow
from db.notify import of_case, since
from db.private import seal, unseal
from db.search.rows import SEARCHED, index_case
from db.session import Database
from db.upsert import Values, dialect_of, insert_new, inserting_new, replacing, upsert
from db.webhooks import SOMEBODY_LISTENS
from domain.book import AnyEvent
from domain.record import EVENT, Record, digest
from domain.summary import CaseSummary
from vault import Vault

BODIES = select(EventRow.sequence, EventRow.body).where(
    EventRow.number == bindparam("number"),
    EventRow.sequence.between(bindparam("first"), bindparam("last")),
)


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
        for row, values in rows_of(database.vault, record).items():
            await upsert(session, row, values, newer_by="version")
        if record.first == 1 and record.events:
            await _opened(session, record)
        await _make_findable(session, database.vault, record, fresh)
        heard = not record.summary or await _show(
            session, record, _summary_row(database.vault, record.summary)
        )
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
    return await enqueue(
        session, record.number, new, record.summary.team if record.summary else None
    )


async def _make_findable(
    session: AsyncSession, vault: Vault, record: Record, fresh: set[int]
) -> None:
    """What is new of a case and can be looked for."""
    new = [event for at, event in enumerate(record.events, record.first) if at in fresh]
    if record.summary and any(isinstance(event, SEARCHED) for event in new):
        await index_case(session, vault, record.number, new, record.summary.opened_at)


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


async def _show(session: AsyncSession, record: Record, row: Values) -> bool:
    """Bring the case's row up to date; whether anybody may be waiting for its events elsewhere."""
    dialect = dialect_of(session)
    # a row that was newer already tells nothing
    return await session.scalar(_showing(dialect), [row | since(dialect, record)]) is not False


@cache
def _showing(dialect: str) -> ReturningInsert[bool]:
    return replacing(CaseRow, dialect, "version").returning(SOMEBODY_LISTENS, *of_case(dialect))


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


async def _opened(session: AsyncSession, record: Record) -> None:
    """The opening has become a case."""
    started = update(OpeningRow).where(OpeningRow.number == record.number)
    await session.execute(started.values(started_at=record.events[0].at))


def _summary_row(vault: Vault, summary: CaseSummary) -> Values:
    title = seal(vault, summary.title, "cases.title", summary.number)
    return {**summary.model_dump(), "title": title}
