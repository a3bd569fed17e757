"""What subscriptions are still to get: one row for each event and subscription.

Written in the transaction that stores the event (`enqueue`), so that neither is ever there without
the other. Of each case only the first that waits may be delivered: that is the order.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import CaseRow, WebhookDeliveryRow, WebhookRow
from db.models.webhooks import DeliveryStatus
from db.pages import Order, Page, within
from db.private import seal, unseal_if
from db.session import Database
from db.upsert import dialect_of, inserting_new
from db.webhooks import list_interested, note
from domain.book import AnyEvent
from vault import Vault

KEPT = timedelta(days=30)
"""How long an ended delivery can be looked at; the event itself stays for ever and can be replayed."""

SKIPPED = "skipped"
"""Why a delivery failed that somebody let go."""

NEWEST_FIRST = Order(
    "at",
    (WebhookDeliveryRow.at, WebhookDeliveryRow.number, WebhookDeliveryRow.sequence),
    descending=True,
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one subscription. `due_at` is the next try, None for at once."""

    webhook: str
    number: str
    sequence: int
    kind: str
    at: datetime
    status: DeliveryStatus = "waiting"
    attempts: int = 0
    due_at: datetime | None = None
    failing_since: datetime | None = None
    tried_at: datetime | None = None
    done_at: datetime | None = None
    answer_code: int | None = None
    answer_ms: int | None = None
    answer: str | None = None
    error: str | None = None

    @property
    def id(self) -> str:
        """The id of the event, the same for each try and each subscription."""
        return f"{self.number}:{self.sequence}"


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many wait, in how many cases, and when the earliest of their next tries is. `due_at` is None
    when one is to be tried at once, or when none waits."""

    waiting: int
    cases: int
    due_at: datetime | None


async def enqueue(
    session: AsyncSession, number: str, events: Sequence[tuple[int, AnyEvent]], team: str | None
) -> tuple[str, ...]:
    """Put new events before every subscription that wants them; the ids of those to wake. One that is
    paused is not woken: what waits for it waits until somebody resumes it.

    An installation without subscriptions asks once and writes nothing.
    """
    interested = await list_interested(session)
    if not interested or not events:
        return ()
    if team is None:
        team = await session.scalar(select(CaseRow.team).where(CaseRow.number == number)) or ""
    rows = [
        new_row(webhook, number, sequence, event.kind, event.at)
        for webhook, kinds, teams, _ in interested
        if not teams or team in teams
        for sequence, event in events
        if not kinds or event.kind in kinds
    ]
    if rows:
        await session.execute(inserting_new(WebhookDeliveryRow, dialect_of(session)), rows)
    active = {webhook for webhook, *_, is_active in interested if is_active}
    return tuple(each for each in dict.fromkeys(row["webhook"] for row in rows) if each in active)


async def waiting_for(session: AsyncSession, number: str, first: int, last: int) -> tuple[str, ...]:
    """Which active subscriptions still wait for some of a case's events."""
    d = WebhookDeliveryRow
    # through the primary key: the subscriptions are few
    for_those = d.webhook.in_(select(WebhookRow.id).where(WebhookRow.status == "active"))
    query = (
        select(d.webhook)
        .where(for_those, d.number == number, d.sequence.between(first, last))
        .where(d.status == "waiting")
        .distinct()
    )
    return tuple(await session.scalars(query))


async def heads(
    database: Database,
    webhook: str,
    now: datetime,
    *,
    limit: int,
    except_cases: Collection[str] = (),
) -> tuple[Delivery, ...]:
    """The first waiting delivery of each case, where it is due: those that happened first come first."""
    query = (
        _heads(webhook)
        .where(_is_due(now), WebhookDeliveryRow.number.not_in(except_cases))
        .order_by(WebhookDeliveryRow.at, WebhookDeliveryRow.number)
        .limit(limit)
    )
    return await _all(database, query)


async def probe(database: Database, webhook: str) -> Delivery | None:
    """The delivery to try while the receiver is silent: of the first of each case, the one that was
    tried least, due or not. So an event that the receiver can't stand doesn't hide that it is back."""
    d = WebhookDeliveryRow
    query = _heads(webhook).order_by(d.attempts, d.at, d.number).limit(1)
    found = await _all(database, query)
    return found[0] if found else None


async def lane(database: Database, webhook: str, number: str, limit: int) -> tuple[Delivery, ...]:
    """What waits of one case, in order."""
    d = WebhookDeliveryRow
    query = (
        select(d)
        .where(d.webhook == webhook, d.status == "waiting", d.number == number)
        .order_by(d.sequence)
        .limit(limit)
    )
    return await _all(database, query)


async def outlook(database: Database, webhook: str) -> Outlook:
    """How much waits, and until when at the earliest."""
    d = WebhookDeliveryRow
    many = select(func.count(), func.count(d.number.distinct())).where(
        d.webhook == webhook, d.status == "waiting"
    )
    first = _heads(webhook).order_by(d.due_at.asc().nulls_first()).limit(1)
    async with database.read() as session:
        waiting, cases = (await session.execute(many)).one()
        row = await session.scalar(first)
    return Outlook(waiting=waiting, cases=cases, due_at=row.due_at if row else None)


async def mark_tried(
    database: Database,
    delivery: Delivery,
    *,
    status: DeliveryStatus,
    now: datetime,
    due_at: datetime | None = None,
    code: int | None = None,
    ms: int | None = None,
    answer: str = "",
    error: str | None = None,
) -> None:
    """What came of a try. One that was delivered meanwhile (by a try thought dead) stays so."""
    d = WebhookDeliveryRow
    failing = None if status == "delivered" else delivery.failing_since or now
    key = (delivery.webhook, delivery.number, delivery.sequence)
    values = {
        "status": status,
        "attempts": delivery.attempts + 1,
        "due_at": due_at,
        "failing_since": failing,
        "tried_at": now,
        "done_at": None if status == "waiting" else now,
        "answer_code": code,
        "answer_ms": ms,
        "answer": seal(database.vault, answer, "webhook_deliveries.answer", *key),
        "error": error,
    }
    async with database.write() as session:
        known = update(d).where(d.webhook == key[0], d.number == key[1], d.sequence == key[2])
        await session.execute(known.where(d.status == "waiting").values(values))


async def all_due(database: Database, webhook: str) -> None:
    """The receiver is back: nothing waits for its own next try any more."""
    d = WebhookDeliveryRow
    async with database.write() as session:
        waiting = update(d).where(d.webhook == webhook, d.status == "waiting")
        await session.execute(waiting.where(d.due_at.is_not(None)).values(due_at=None))


async def redeliver(database: Database, webhook: str, number: str, sequence: int) -> bool:
    """Deliver one again, at once. False when there is no such delivery."""
    d = WebhookDeliveryRow
    async with database.write() as session:
        known = update(d).where(d.webhook == webhook, d.number == number, d.sequence == sequence)
        again = known.values(AFRESH).returning(d.number)
        return await session.scalar(again) is not None


async def skip(
    database: Database, webhook: str, number: str, sequence: int, *, by: str, now: datetime
) -> bool:
    """Let go of one that waits, so that the next of its case follows; told in the subscription's history.
    One that has ended stays as it ended. False when there is no such delivery."""
    d = WebhookDeliveryRow
    async with database.write() as session:
        row = await session.get(d, (webhook, number, sequence))
        if row is not None and row.status == "waiting":
            row.status, row.done_at, row.due_at, row.error = "failed", now, None, SKIPPED
            details = {"event": f"{number}:{sequence}"}
            await note(session, webhook, "skipped", by=by, now=now, details=details)
        return row is not None


async def tidy(database: Database, webhook: str, now: datetime) -> None:
    """Forget deliveries that ended long ago."""
    d = WebhookDeliveryRow
    async with database.write() as session:
        ended = d.status.in_(("delivered", "failed"))
        await session.execute(delete(d).where(d.webhook == webhook, ended, d.done_at < now - KEPT))


async def get(database: Database, webhook: str, number: str, sequence: int) -> Delivery | None:
    """One delivery."""
    async with database.read() as session:
        row = await session.get(WebhookDeliveryRow, (webhook, number, sequence))
    return _delivery(database.vault, row) if row else None


async def list_deliveries(
    database: Database,
    webhook: str,
    *,
    status: DeliveryStatus | None = None,
    number: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Delivery]:
    """A page of deliveries, the newest event first. Raises BadCursor."""
    d = WebhookDeliveryRow
    query = select(d).where(d.webhook == webhook).order_by(*NEWEST_FIRST.by())
    if status:
        query = query.where(d.status == status)
    if number:
        query = query.where(d.number == number)
    if cursor:
        query = query.where(NEWEST_FIRST.after(cursor))
    async with database.read() as session:
        rows = (await session.scalars(query.limit(within(limit) + 1))).all()
    return NEWEST_FIRST.page(rows, within(limit), lambda row: _delivery(database.vault, row))


async def list_due(database: Database, now: datetime) -> tuple[str, ...]:
    """Active subscriptions for which something should be on its way."""
    d, w = WebhookDeliveryRow, WebhookRow
    waits = select(d.webhook).where(d.webhook == w.id, d.status == "waiting").exists()
    may = or_(w.retry_at.is_(None), w.retry_at <= now)
    async with database.read() as session:
        waiting = await session.scalars(select(w.id).where(w.status == "active", may, waits))
        found = waiting.all()
    return tuple([each for each in found if await heads(database, each, now, limit=1)])


AFRESH: dict[str, Any] = {
    "status": "waiting",
    "attempts": 0,
    "due_at": None,
    "failing_since": None,
    "done_at": None,
}
"""What makes a delivery wait again."""


def new_row(webhook: str, number: str, sequence: int, kind: str, at: datetime) -> dict[str, Any]:
    """A delivery that waits for its first try."""
    row = dict.fromkeys(WebhookDeliveryRow.__table__.columns.keys())
    known = {"webhook": webhook, "number": number, "sequence": sequence, "kind": kind, "at": at}
    return {**row, **AFRESH, **known}


def _heads(webhook: str) -> Any:
    """Of each case the first delivery that waits."""
    d = WebhookDeliveryRow
    first = (
        select(d.number, func.min(d.sequence).label("sequence"))
        .where(d.webhook == webhook, d.status == "waiting")
        .group_by(d.number)
        .subquery()
    )
    same = (d.number == first.c.number) & (d.sequence == first.c.sequence)
    return select(d).join(first, same).where(d.webhook == webhook)


def _is_due(now: datetime) -> Any:
    return or_(WebhookDeliveryRow.due_at.is_(None), WebhookDeliveryRow.due_at <= now)


async def _all(database: Database, query: Any) -> tuple[Delivery, ...]:
    async with database.read() as session:
        rows: Iterable[WebhookDeliveryRow] = (await session.scalars(query)).all()
    return tuple(_delivery(database.vault, row) for row in rows)


def _delivery(vault: Vault, row: WebhookDeliveryRow) -> Delivery:
    place = ("webhook_deliveries.answer", row.webhook, row.number, row.sequence)
    columns = {name: getattr(row, name) for name in Delivery.__dataclass_fields__}
    return Delivery(**{**columns, "answer": unseal_if(vault, row.answer, *place)})
