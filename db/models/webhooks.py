"""Tables of those who are told elsewhere: subscriptions, what each is still to get, replays, changes.

A delivery is written in the transaction that stores its event and stays "waiting" until it was
delivered or given up. No high-water mark: PostgreSQL commits out of order, and a mark would pass over
what commits late.
"""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Clear, Key, Sealed, Utc, one_of, words

WebhookStatus = Literal["active", "paused", "deleted"]
DeliveryStatus = Literal["waiting", "delivered", "failed"]
SERIAL = BigInteger().with_variant(Integer(), "sqlite")


class WebhookRow(Base):
    """A subscription. `events` and `teams` that are empty mean all.

    `failures` counts what failed since the last success: each delivery's first try, and each try
    while the receiver is silent. `failing_since` and `retry_at` belong to that.
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        # Who records an event looks for these words.
        CheckConstraint(one_of("status", words(WebhookStatus)), name="status_known"),
        # A repeat of the request finds the same subscription.
        UniqueConstraint("created_by", "asked_key"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True)
    url: Mapped[bytes] = mapped_column(Sealed)
    label: Mapped[str]
    events: Mapped[list[str]] = mapped_column(Clear)
    teams: Mapped[list[str]] = mapped_column(Clear)
    with_words: Mapped[bool]
    status: Mapped[str]
    paused_because: Mapped[str]
    secrets: Mapped[bytes] = mapped_column(Sealed)
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Utc)
    changed_by: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(Utc)
    asked_key: Mapped[str]
    asked_digest: Mapped[str]
    failures: Mapped[int]
    failing_since: Mapped[datetime | None] = mapped_column(Utc)
    retry_at: Mapped[datetime | None] = mapped_column(Utc)


class WebhookChangeRow(Base):
    """Who did what to a subscription, and when. Only ever inserted; outlives the subscription."""

    __tablename__ = "webhook_changes"
    __table_args__ = (Index(None, "webhook", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(SERIAL, primary_key=True, autoincrement=True)
    webhook: Mapped[str] = mapped_column(Key)
    at: Mapped[datetime] = mapped_column(Utc)
    by: Mapped[str]
    what: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(Clear)


class WebhookDeliveryRow(Base):
    """One event for one subscription, and how its delivery stands."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        # What is waiting is what has not ended.
        CheckConstraint(one_of("status", words(DeliveryStatus)), name="status_known"),
        CheckConstraint("(status = 'waiting') = (done_at IS NULL)", name="done_has_time"),
        # The first of each case that waits, for one subscription.
        Index(None, "webhook", "status", "number", "sequence"),
        # The list, newest first.
        Index(None, "webhook", "at", "number", "sequence"),
    )

    webhook: Mapped[str] = mapped_column(Key, primary_key=True)
    number: Mapped[str] = mapped_column(Key, primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(Utc)
    status: Mapped[str]
    attempts: Mapped[int]
    due_at: Mapped[datetime | None] = mapped_column(Utc)
    failing_since: Mapped[datetime | None] = mapped_column(Utc)
    tried_at: Mapped[datetime | None] = mapped_column(Utc)
    done_at: Mapped[datetime | None] = mapped_column(Utc)
    answer_code: Mapped[int | None]
    answer_ms: Mapped[int | None]
    answer: Mapped[bytes | None] = mapped_column(Sealed)
    error: Mapped[str | None]


class WebhookReplayRow(Base):
    """A wish to get events again: since a moment, or those of a case from a sequence number on.

    Carried out case by case; `reached` is the last case done.
    """

    __tablename__ = "webhook_replays"
    __table_args__ = (
        # One of the two, or it would mean everything by mistake.
        CheckConstraint("(since IS NULL) != (number IS NULL)", name="since_or_case"),
        # A repeat of the request finds the same replay.
        UniqueConstraint("webhook", "asked_by", "asked_key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(SERIAL, primary_key=True, autoincrement=True)
    webhook: Mapped[str] = mapped_column(Key)
    since: Mapped[datetime | None] = mapped_column(Utc)
    number: Mapped[str | None] = mapped_column(Key)
    sequence: Mapped[int]
    asked_by: Mapped[str]
    asked_key: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(Utc)
    reached: Mapped[str] = mapped_column(Key)
    found: Mapped[int]
    done_at: Mapped[datetime | None] = mapped_column(Utc)
