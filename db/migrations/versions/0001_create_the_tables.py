"""Create the tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("number", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("customer_level", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("tier", sa.SmallInteger(), nullable=False),
        sa.Column("scenario", sa.String(), nullable=False),
        sa.Column("complexity", sa.String(), nullable=True),
        sa.Column("emotion", sa.String(), nullable=False),
        sa.Column("sla_state", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("core", sa.Integer(), nullable=False),
        sa.Column("reopens", sa.Integer(), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.Column("resolved_at", TIME, nullable=True),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("next_promise_due", TIME, nullable=True),
        sa.Column("red_line", TIME, nullable=True),
        sa.CheckConstraint(
            "phase IN ('open', 'resolved', 'closed')", name=op.f("ck_cases_phase_known")
        ),
        sa.CheckConstraint(
            "priority IN ('P0', 'P1', 'P2', 'P3')", name=op.f("ck_cases_priority_known")
        ),
        sa.CheckConstraint("tier BETWEEN 1 AND 3", name=op.f("ck_cases_tier_l1_to_l3")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_cases")),
    )
    op.create_index("ix_cases_customer_opened_at", "cases", ["customer", "opened_at"])
    op.create_index("ix_cases_opened_at_number", "cases", ["opened_at", "number"])
    op.create_index(
        "ix_cases_owner_phase_next_promise_due", "cases", ["owner", "phase", "next_promise_due"]
    )
    op.create_index(
        "ix_cases_phase_next_promise_due_number", "cases", ["phase", "next_promise_due", "number"]
    )
    op.create_index("ix_cases_phase_priority_number", "cases", ["phase", "priority", "number"])
    op.create_index("ix_cases_phase_red_line_number", "cases", ["phase", "red_line", "number"])
    op.create_index(
        "ix_cases_team_phase_next_promise_due", "cases", ["team", "phase", "next_promise_due"]
    )

    op.create_table(
        "commands",
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("number", KEY, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.CheckConstraint(
            "status IN ('done', 'refused')", name=op.f("ck_commands_status_settled")
        ),
        sa.PrimaryKeyConstraint("principal", "key", name=op.f("pk_commands")),
    )
    op.create_index("ix_commands_number", "commands", ["number"])

    op.create_table(
        "contacts",
        sa.Column("number", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("occurred_at", TIME, nullable=False),
        sa.Column("logged_at", TIME, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("left_message", sa.Boolean(), nullable=False),
        sa.Column("parts", JSON, nullable=False),
        sa.Column("emotion", sa.String(), nullable=True),
        sa.Column("covers", JSON, nullable=False),
        sa.Column("text", KEY, nullable=True),
        sa.PrimaryKeyConstraint("number", "id", name=op.f("pk_contacts")),
    )
    op.create_index("ix_contacts_by_occurred_at", "contacts", ["by", "occurred_at"])

    op.create_table(
        "customer_messages",
        sa.Column("number", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("occurred_at", TIME, nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("text", KEY, nullable=False),
        sa.Column("mark_by", TIME, nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("marked_at", TIME, nullable=True),
        sa.Column("marked_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("number", "id", name=op.f("pk_customer_messages")),
        sa.CheckConstraint(
            "(verdict IS NULL) = (marked_at IS NULL) AND (verdict IS NULL) = (marked_by IS NULL)",
            name=op.f("ck_customer_messages_marked_whole"),
        ),
        sa.CheckConstraint(
            "verdict IS NULL OR mark_by IS NULL", name=op.f("ck_customer_messages_marked_once")
        ),
        sa.CheckConstraint(
            "verdict IN ('thanks', 'reopen', 'new')",
            name=op.f("ck_customer_messages_verdict_known"),
        ),
    )
    op.create_index("ix_customer_messages_mark_by", "customer_messages", ["mark_by"])
    op.create_index("ix_customer_messages_received_at", "customer_messages", ["received_at"])

    op.create_table(
        "customers",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("company", sa.LargeBinary(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("account", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.String(), nullable=True),
        sa.Column("email_index", sa.String(), nullable=True),
        sa.Column("account_index", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("level IN ('normal', 'vip')", name=op.f("ck_customers_level_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("account_index", name=op.f("uq_customers_account_index")),
        sa.UniqueConstraint("email_index", name=op.f("uq_customers_email_index")),
        sa.UniqueConstraint("phone_index", name=op.f("uq_customers_phone_index")),
    )
    op.create_table(
        "escalations",
        sa.Column("number", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("raised_at", TIME, nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("tier", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("acknowledged_at", TIME, nullable=True),
        sa.Column("acknowledged_by", sa.String(), nullable=True),
        sa.Column("unanswered", sa.Boolean(), nullable=False),
        sa.Column("deescalated_at", TIME, nullable=True),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)",
            name=op.f("ck_escalations_acknowledged_whole"),
        ),
        sa.PrimaryKeyConstraint("number", "id", name=op.f("pk_escalations")),
    )
    op.create_index(
        "ix_escalations_receiver_acknowledged_at_due_at",
        "escalations",
        ["receiver", "acknowledged_at", "due_at"],
    )

    op.create_table(
        "events",
        sa.Column("number", KEY, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_events_sequence_from_one")),
        sa.PrimaryKeyConstraint("number", "sequence", name=op.f("pk_events")),
    )
    op.create_table(
        "openings",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("number", KEY, nullable=True),
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("plan", JSON, nullable=False),
        sa.Column("command", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("started_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openings")),
        sa.UniqueConstraint("number", name=op.f("uq_openings_number")),
        sa.UniqueConstraint("principal", "key", name=op.f("uq_openings_principal_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_openings_started_at_created_at", "openings", ["started_at", "created_at"])

    op.create_table(
        "people",
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("roles", JSON, nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "line IN ('agent', 'lead', 'supervisor', 'executive', 'department')",
            name=op.f("ck_people_line_known"),
        ),
        sa.PrimaryKeyConstraint("handle", name=op.f("pk_people")),
    )
    op.create_table(
        "promises",
        sa.Column("number", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("latest_by", TIME, nullable=False),
        sa.Column("expected_by", TIME, nullable=True),
        sa.Column("why", JSON, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("follows", KEY, nullable=True),
        sa.Column("renegotiations", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("corrected", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(status = 'open') = (ended_at IS NULL)", name=op.f("ck_promises_ended_has_time")
        ),
        sa.CheckConstraint(
            "NOT corrected OR status = 'broken'", name=op.f("ck_promises_corrected_was_broken")
        ),
        sa.CheckConstraint(
            "status IN ('open', 'kept', 'attempted', 'renegotiated', 'broken', 'released')",
            name=op.f("ck_promises_status_known"),
        ),
        sa.PrimaryKeyConstraint("number", "id", name=op.f("pk_promises")),
    )
    op.create_index(
        "ix_promises_owner_status_latest_by", "promises", ["owner", "status", "latest_by"]
    )
    op.create_index("ix_promises_status_latest_by", "promises", ["status", "latest_by"])

    op.create_table(
        "texts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", KEY, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts")),
    )
    op.create_index("ix_texts_number", "texts", ["number"])

    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_api_keys_hash_whole")),
        sa.ForeignKeyConstraint(["person"], ["people.handle"], name=op.f("fk_api_keys_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("hash", name=op.f("uq_api_keys_hash")),
    )
    op.create_index("ix_api_keys_person", "api_keys", ["person"])

    op.create_table(
        "inbox",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("number", KEY, nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("ref", KEY, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("read_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.handle"], name=op.f("fk_inbox_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
    )
    op.create_index("ix_inbox_person_created_at_id", "inbox", ["person", "created_at", "id"])
    op.create_index(
        "ix_inbox_person_read_at_created_at", "inbox", ["person", "read_at", "created_at"]
    )


def downgrade() -> None:
    for table in (
        "inbox",
        "api_keys",
        "texts",
        "promises",
        "people",
        "openings",
        "events",
        "escalations",
        "customers",
        "customer_messages",
        "contacts",
        "commands",
        "cases",
    ):
        op.drop_table(table)
