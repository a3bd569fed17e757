"""Subscriptions: who else is told of events, where, and signed with which secrets.

Address and secrets are sealed. What changes a subscription waits for records in flight and is told
in `webhook_changes`.
"""

import json
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import WebhookChangeRow, WebhookDeliveryRow, WebhookReplayRow, WebhookRow
from db.models.webhooks import WebhookStatus
from db.private import seal, seal_json, unseal, unseal_json
from db.session import Database
from db.upsert import dialect_of
from domain.frozen import Frozen
from vault import Vault

INTERESTED = select(WebhookRow.id, WebhookRow.events, WebhookRow.teams, WebhookRow.status).where(
    WebhookRow.status != "deleted"
)
SOMEBODY_LISTENS = INTERESTED.exists()
CHANGES = 100
"""Changes of one subscription shown, the newest first; there is one for each thing people do."""


class Secret(Frozen):
    """What signs. `until` is when it stops to, None for the newest; `asked` names the request that made
    it, so that a repeat finds it."""

    key: str
    until: datetime | None = None
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A subscription. No `events` or `teams` mean all of them."""

    id: str
    url: str
    label: str
    events: tuple[str, ...]
    teams: tuple[str, ...]
    with_words: bool
    status: WebhookStatus
    paused_because: str
    secrets: tuple[Secret, ...]
    created_by: str
    created_at: datetime
    changed_by: str
    changed_at: datetime
    asked_digest: str
    failures: int = 0
    failing_since: datetime | None = None
    retry_at: datetime | None = None

    def signing(self, now: datetime) -> tuple[str, ...]:
        """The secrets that sign now, the newest first."""
        return tuple(s.key for s in self.secrets if s.until is None or s.until > now)


@dataclass(frozen=True, slots=True)
class Change:
    """Who did what to a subscription."""

    at: datetime
    by: str
    what: str
    details: dict[str, Any]


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
            return _webhook(database.vault, known)
        row = WebhookRow(
            id=made,
            url=seal(database.vault, url, "webhooks.url", made),
            label=label,
            events=sorted(set(events)),
            teams=sorted(set(teams)),
            with_words=with_words,
            status="active",
            paused_because="",
            secrets=_seal_secrets(database.vault, made, [Secret(key=secret)]),
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
        return _webhook(database.vault, row)


async def get(database: Database, webhook: str) -> Webhook | None:
    """One subscription; None for one that is not there, or not any more."""
    async with database.read() as session:
        row = await session.get(WebhookRow, webhook)
    return _webhook(database.vault, row) if row and row.status != "deleted" else None


async def list_webhooks(database: Database) -> tuple[Webhook, ...]:
    """All subscriptions, the oldest first: a company has a handful."""
    query = (
        select(WebhookRow)
        .where(WebhookRow.status != "deleted")
        .order_by(WebhookRow.created_at, WebhookRow.id)
    )
    async with database.read() as session:
        rows = (await session.scalars(query)).all()
    return tuple(_webhook(database.vault, row) for row in rows)


async def changes(database: Database, webhook: str) -> tuple[Change, ...]:
    """Who did what to it, the newest first."""
    query = (
        select(WebhookChangeRow)
        .where(WebhookChangeRow.webhook == webhook)
        .order_by(WebhookChangeRow.id.desc())
        .limit(CHANGES)
    )
    async with database.read() as session:
        rows = (await session.scalars(query)).all()
    return tuple(Change(at=r.at, by=r.by, what=r.what, details=r.details) for r in rows)


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
        return _webhook(database.vault, row)


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
        newest, *_ = known = _open_secrets(database.vault, row)
        if newest.asked != asked:
            # two at most: whoever rotates again within the time wants the oldest gone
            kept = [newest.model_copy(update={"until": old_until})] if old_until > now else []
            known = [Secret(key=secret, asked=asked), *kept]
            row.secrets = _seal_secrets(database.vault, webhook, known)
            row.changed_by, row.changed_at = by, now
            details = {"old_until": old_until.isoformat()}
            await note(session, webhook, "rotated", by=by, now=now, details=details)
        return _webhook(database.vault, row)


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
        return _webhook(database.vault, row)


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
        return _webhook(database.vault, row)


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
        row.secrets = _seal_secrets(database.vault, webhook, [])
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


async def list_interested(session: AsyncSession) -> list[tuple[str, list[str], list[str], bool]]:
    """Id, events and teams of each subscription that events are kept for, also while it is paused; and
    whether it is active."""
    found = await session.execute(INTERESTED)
    return [(row.id, row.events, row.teams, row.status == "active") for row in found]


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


def _seal_secrets(vault: Vault, webhook: str, known: Sequence[Secret]) -> bytes:
    plain = [json.loads(secret.model_dump_json()) for secret in known]
    return seal_json(vault, plain, "webhooks.secrets", webhook)


def _open_secrets(vault: Vault, row: WebhookRow) -> list[Secret]:
    found = unseal_json(vault, row.secrets, "webhooks.secrets", row.id)
    return [Secret.model_validate(secret) for secret in found]


def _webhook(vault: Vault, row: WebhookRow) -> Webhook:
    status: Any = row.status
    return Webhook(
        id=row.id,
        url=unseal(vault, row.url, "webhooks.url", row.id),
        label=row.label,
        events=tuple(row.events),
        teams=tuple(row.teams),
        with_words=row.with_words,
        status=status,
        paused_because=row.paused_because,
        secrets=tuple(_open_secrets(vault, row)),
        created_by=row.created_by,
        created_at=row.created_at,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
        asked_digest=row.asked_digest,
        failures=row.failures,
        failing_since=row.failing_since,
        retry_at=row.retry_at,
    )
