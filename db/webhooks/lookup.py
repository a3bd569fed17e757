"""Which subscriptions there are, what was done to one, and who waits for events."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import WebhookChangeRow, WebhookRow
from db.session import Database
from db.webhooks.subscription import Change, Webhook, opened

INTERESTED = select(WebhookRow.id, WebhookRow.events, WebhookRow.teams, WebhookRow.status).where(
    WebhookRow.status != "deleted"
)
SOMEBODY_LISTENS = INTERESTED.exists()
CHANGES = 100
"""Changes of one subscription shown, the newest first; there is one for each thing people do."""


async def get(database: Database, webhook: str) -> Webhook | None:
    """One subscription; None for one that is not there, or not any more."""
    async with database.read() as session:
        row = await session.get(WebhookRow, webhook)
    return opened(database.vault, row) if row and row.status != "deleted" else None


async def list_webhooks(database: Database) -> tuple[Webhook, ...]:
    """All subscriptions, the oldest first: a company has a handful."""
    query = (
        select(WebhookRow)
        .where(WebhookRow.status != "deleted")
        .order_by(WebhookRow.created_at, WebhookRow.id)
    )
    async with database.read() as session:
        rows = (await session.scalars(query)).all()
    return tuple(opened(database.vault, row) for row in rows)


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


async def list_interested(session: AsyncSession) -> list[tuple[str, list[str], list[str], bool]]:
    """Id, events and teams of each subscription that events are kept for, also while it is paused; and
    whether it is active."""
    found = await session.execute(INTERESTED)
    return [(row.id, row.events, row.teams, row.status == "active") for row in found]
