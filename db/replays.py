"""Events once more: since a moment, or those of a case from a sequence number on.

Asked for in one row and carried out page by page, because "since" may mean a million events. A page is
whole cases, so their order holds.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from db.deliveries import AFRESH, new_row
from db.models import CaseRow, EventRow, WebhookDeliveryRow, WebhookReplayRow
from db.session import Database
from db.upsert import dialect_of, inserting_or
from db.webhooks import Webhook

CASES = 50
"""Cases of a page: some thousand rows, in well under a second."""

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Replay:
    """A wish to get events again; `found` counts those put in line so far."""

    id: int
    since: datetime | None
    number: str | None
    sequence: int
    asked_by: str
    asked_at: datetime
    found: int
    done_at: datetime | None


async def ask(
    database: Database,
    webhook: str,
    *,
    since: datetime | None,
    number: str | None,
    sequence: int,
    by: str,
    key: str,
    now: datetime,
) -> Replay:
    """Note a replay; a repeat of the request finds the first."""
    r = WebhookReplayRow
    async with database.write() as session:
        same = select(r).where(r.webhook == webhook, r.asked_by == by, r.asked_key == key)
        row = await session.scalar(same)
        if row is None:
            row = WebhookReplayRow(
                webhook=webhook,
                since=since,
                number=number,
                sequence=sequence,
                asked_by=by,
                asked_key=key,
                asked_at=now,
                reached="",
                found=0,
                done_at=None,
            )
            session.add(row)
            await session.flush()
        return _replay(row)


async def list_replays(database: Database, webhook: str) -> tuple[Replay, ...]:
    """The newest replays of a subscription."""
    r = WebhookReplayRow
    query = select(r).where(r.webhook == webhook).order_by(r.id.desc()).limit(SHOWN)
    async with database.read() as session:
        return tuple(_replay(row) for row in await session.scalars(query))


async def advance(database: Database, webhook: Webhook, now: datetime) -> bool:
    """Put the next page of the oldest unfinished replay in line. False when none is left."""
    r = WebhookReplayRow
    unfinished = select(r).where(r.webhook == webhook.id, r.done_at.is_(None)).order_by(r.id)
    async with database.write() as session:
        replay = await session.scalar(unfinished.limit(1))
        if replay is None:
            return False
        e, numbers = EventRow, list[str]()
        wanted: list[ColumnElement[bool]] = [
            e.number == replay.number,
            e.sequence >= replay.sequence,
        ]
        if replay.since is not None:
            page = (
                select(CaseRow.number)
                .where(CaseRow.number > replay.reached)
                .order_by(CaseRow.number)
                .limit(CASES)
            )
            if webhook.teams:
                page = page.where(CaseRow.team.in_(webhook.teams))
            numbers = list(await session.scalars(page))
            wanted = [e.number.in_(numbers), e.at >= replay.since]
        if webhook.events:
            wanted.append(e.kind.in_(webhook.events))
        found = await session.execute(select(e.number, e.sequence, e.kind, e.at).where(*wanted))
        rows = [new_row(webhook.id, *event) for event in found]
        if rows:
            again = inserting_or(
                WebhookDeliveryRow, dialect_of(session), tuple(AFRESH.items()), unless="waiting"
            )
            await session.execute(again, rows)
        more = replay.since is not None and len(numbers) == CASES
        await session.execute(
            update(r)
            .where(r.id == replay.id)
            .values(
                reached=numbers[-1] if more else replay.reached,
                found=replay.found + len(rows),
                done_at=None if more else now,
            )
        )
        return True


def _replay(row: WebhookReplayRow) -> Replay:
    return Replay(**{name: getattr(row, name) for name in Replay.__dataclass_fields__})
