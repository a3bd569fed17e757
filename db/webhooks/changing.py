"""What is done to a subscription: it waits for records in flight and is told in `webhook_changes`."""

import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import WebhookChangeRow, WebhookDeliveryRow, WebhookReplayRow, WebhookRow
from db.private import seal
from db.session import Database
from db.upsert import dialect_of
from db.webhooks.subscription import Secret, Webhook, open_secrets, opened, seal_secrets


class KeyReused(Exception):
    """The same person asked for another subscription under the same key."""


async def create(
    database: Database,
    *,
    url: str,
    label: str,
    events: Sequence[str],
    teams: Sequence[str],
    with_words: bool,
    secret: str,
    by: str,
    key: str,
    digest: str,
    now: datetime,
) -> Webhook:
    """A subscription to events recorded from now on; a repeat finds the first. Raises KeyReused."""
    made = f"wh{secrets.token_hex(6)}"
    async with _changing(database) as session:
        query = select(WebhookRow).where(WebhookRow.created_by == by, WebhookRow.asked_key == key)
        known = await session.scalar(query)
        if known:
            if known.asked_digest != digest:
                raise KeyReused(key)
            return opened(database.vault, known)
        row = WebhookRow(
            id=made,
            url=seal(database.vault, url, "webhooks.url", made),
            label=label,
            events=sorted(set(events)),
            teams=sorted(set(teams)),
            with_words=with_words,
            status="active",
            paused_because="",
            secrets=seal_secrets(database.vault, made, [Secret(key=secret)]),
            created_by=by,
            created_at=now,
            changed_by=by,
            changed_at=now,
            asked_key=key,
            asked_digest=digest,
            failures=0,
            failing_since=None,
            retry_at=None,
        )
        session.add(row)
        details = {"events": row.events, "teams": row.teams, "with_words": with_words}
        await note(session, made, "created", by=by, now=now, details=details)
        return opened(database.vault, row)


async def change(
    database: Database, webhook: str, values: Mapping[str, Any], *, by: str, now: datetime
) -> Webhook | None:
    """Another url, label, events, teams or with_words. None when it is not there."""
    async with _changing(database) as session:
        row = await _row(session, webhook)
        if row is None:
            return None
        given = dict(values)
        details = {name: value for name, value in given.items() if name != "url"}
        if "url" in given:
            given["url"] = seal(database.vault, given["url"], "webhooks.url", webhook)
            details["url"] = "changed"  # an address may carry a secret of its own
            await _start_afresh(session, row)
        for name, value in given.items():
            setattr(row, name, value)
        row.changed_by, row.changed_at = by, now
        if given:
            await note(session, webhook, "changed", by=by, now=now, details=details)
        return opened(database.vault, row)


async def rotate(
    database: Database,
    webhook: str,
    secret: str,
    *,
    old_until: datetime,
    asked: str,
    by: str,
    now: datetime,
) -> Webhook | None:
    """A new secret; the one before signs too until then. A repeat of the request changes nothing."""
    async with _changing(database) as session:
        row = await _row(session, webhook)
        if row is None:
            return None
        newest, *_ = known = open_secrets(database.vault, row)
        if newest.asked != asked:
            # two at most: whoever rotates again within the time wants the oldest gone
            kept = [newest.model_copy(update={"until": old_until})] if old_until > now else []
            known = [Secret(key=secret, asked=asked), *kept]
            row.secrets = seal_secrets(database.vault, webhook, known)
            row.changed_by, row.changed_at = by, now
            details = {"old_until": old_until.isoformat()}
            await note(session, webhook, "rotated", by=by, now=now, details=details)
        return opened(database.vault, row)


async def pause(
    database: Database, webhook: str, *, because: str, by: str, now: datetime
) -> Webhook | None:
    """Deliver nothing; what happens meanwhile waits. One that is paused stays so for its reason."""
    async with _changing(database) as session:
        row = await _row(session, webhook)
        if row is None:
            return None
        if row.status != "paused":
            await _pause(session, row, because, by, now)
        return opened(database.vault, row)


async def _pause(
    session: AsyncSession, row: WebhookRow, because: str, by: str, now: datetime
) -> None:
    row.status, row.paused_because = "paused", because
    row.changed_by, row.changed_at = by, now
    await note(session, row.id, "paused", by=by, now=now, details={"because": because})


async def give_up(
    database: Database, seen: Webhook, *, because: str, by: str, now: datetime
) -> bool:
    """Pause what takes nothing, unless somebody has changed it meanwhile. Whether it was this that paused it."""
    async with _changing(database) as session:
        row = await _row(session, seen.id)
        if row is None or row.status == "paused" or row.changed_at != seen.changed_at:
            return False
        await _pause(session, row, because, by, now)
        return True


async def resume(database: Database, webhook: str, *, by: str, now: datetime) -> Webhook | None:
    """Deliver what waits, at once and with a fresh start."""
    async with _changing(database) as session:
        row = await _row(session, webhook)
        if row is None:
            return None
        if row.status != "active":
            row.status, row.paused_because = "active", ""
            row.changed_by, row.changed_at = by, now
            await _start_afresh(session, row)
            await note(session, webhook, "resumed", by=by, now=now)
        return opened(database.vault, row)


async def end(database: Database, webhook: str, *, by: str, now: datetime) -> bool:
    """Take a subscription away with its secrets, its address and what it was still to get.

    Who made it and what was done to it stay on record.
    """
    async with _changing(database) as session:
        row = await _row(session, webhook)
        if row is None:
            return False
        row.status = "deleted"
        row.url = seal(database.vault, "", "webhooks.url", webhook)
        row.secrets = seal_secrets(database.vault, webhook, [])
        row.changed_by, row.changed_at = by, now
        for table in (WebhookDeliveryRow, WebhookReplayRow):
            await session.execute(delete(table).where(table.webhook == webhook))
        await note(session, webhook, "deleted", by=by, now=now)
        return True


async def set_health(
    database: Database,
    seen: Webhook,
    *,
    failures: int,
    failing_since: datetime | None,
    retry_at: datetime | None,
) -> None:
    """How the receiver does, unless somebody has changed the subscription meanwhile: then it begins afresh."""
    async with database.write() as session:
        known = update(WebhookRow).where(
            WebhookRow.id == seen.id, WebhookRow.changed_at == seen.changed_at
        )
        await session.execute(
            known.values(failures=failures, failing_since=failing_since, retry_at=retry_at)
        )


@asynccontextmanager
async def _changing(database: Database) -> AsyncIterator[AsyncSession]:
    """A transaction beside which no events are stored.

    Whoever stores events reads the subscriptions after its first INSERT. On PostgreSQL such a
    transaction could have read them before ours and commit after it: an event later than the
    subscription and not in it. So ours waits for those in flight, and holds up new ones for a moment.
    """
    async with database.write() as session:
        if dialect_of(session) == "postgresql":
            await session.execute(text("LOCK TABLE events IN SHARE ROW EXCLUSIVE MODE"))
        yield session


async def _row(session: AsyncSession, webhook: str) -> WebhookRow | None:
    row = await session.get(WebhookRow, webhook)
    return row if row and row.status != "deleted" else None


async def _start_afresh(session: AsyncSession, row: WebhookRow) -> None:
    """Forget what failed: everything that waits is due at once, with all its tries before it."""
    row.failures, row.failing_since, row.retry_at = 0, None, None
    waiting = update(WebhookDeliveryRow).where(
        WebhookDeliveryRow.webhook == row.id, WebhookDeliveryRow.status == "waiting"
    )
    await session.execute(waiting.values(due_at=None, failing_since=None, attempts=0))


async def note(
    session: AsyncSession,
    webhook: str,
    what: str,
    *,
    by: str,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Put down what was done to a subscription."""
    row = {"webhook": webhook, "at": now, "by": by, "what": what, "details": dict(details or {})}
    await session.execute(insert(WebhookChangeRow), [row])
