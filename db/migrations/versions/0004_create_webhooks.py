"""Create the tables of webhooks: subscriptions, deliveries, replays, changes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "webhook_changes",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("webhook", KEY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_webhook_changes_webhook_id", "webhook_changes", ["webhook", "id"])

    op.create_table(
        "webhook_deliveries",
        sa.Column("webhook", KEY, nullable=False),
        sa.Column("number", KEY, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", TIME, nullable=True),
        sa.Column("failing_since", TIME, nullable=True),
        sa.Column("tried_at", TIME, nullable=True),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("answer_code", sa.Integer(), nullable=True),
        sa.Column("answer_ms", sa.Integer(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'delivered', 'failed')",
            name=op.f("ck_webhook_deliveries_status_known"),
        ),
        sa.CheckConstraint(
            "(status = 'waiting') = (done_at IS NULL)",
            name=op.f("ck_webhook_deliveries_done_has_time"),
        ),
        sa.PrimaryKeyConstraint(
            "webhook", "number", "sequence", name=op.f("pk_webhook_deliveries")
        ),
    )
    op.create_index(
        "ix_webhook_deliveries_webhook_status_number_sequence",
        "webhook_deliveries",
        ["webhook", "status", "number", "sequence"],
    )
    op.create_index(
        "ix_webhook_deliveries_webhook_at_number_sequence",
        "webhook_deliveries",
        ["webhook", "at", "number", "sequence"],
    )

    op.create_table(
        "webhook_replays",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("webhook", KEY, nullable=False),
        sa.Column("since", TIME, nullable=True),
        sa.Column("number", KEY, nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_key", sa.String(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("reached", KEY, nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.CheckConstraint(
            "(since IS NULL) != (number IS NULL)", name=op.f("ck_webhook_replays_since_or_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_replays")),
        sa.UniqueConstraint(
            "webhook",
            "asked_by",
            "asked_key",
            name=op.f("uq_webhook_replays_webhook_asked_by_asked_key"),
        ),
        sqlite_autoincrement=True,
    )

    op.create_table(
        "webhooks",
        sa.Column("id", KEY, nullable=False),
        sa.Column("url", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("events", JSON, nullable=False),
        sa.Column("teams", JSON, nullable=False),
        sa.Column("with_words", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("paused_because", sa.String(), nullable=False),
        sa.Column("secrets", sa.LargeBinary(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("asked_key", sa.String(), nullable=False),
        sa.Column("asked_digest", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", TIME, nullable=True),
        sa.Column("retry_at", TIME, nullable=True),
        sa.CheckConstraint(
            "status IN ('active', 'paused', 'deleted')", name=op.f("ck_webhooks_status_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
        sa.UniqueConstraint(
            "created_by", "asked_key", name=op.f("uq_webhooks_created_by_asked_key")
        ),
    )


def downgrade() -> None:
    for table in ("webhooks", "webhook_replays", "webhook_deliveries", "webhook_changes"):
        op.drop_table(table)
