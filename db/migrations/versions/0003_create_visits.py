"""Create the tables of visits and failed repairs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "failed_repairs",
        sa.Column("number", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("serial_number", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("number", "id", name=op.f("pk_failed_repairs")),
    )
    op.create_index(
        "ix_failed_repairs_serial_number_fault", "failed_repairs", ["serial_number", "fault"]
    )

    op.create_table(
        "visits",
        sa.Column("number", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("engineer", sa.String(), nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("ends_at", TIME, nullable=False),
        sa.Column("promise", KEY, nullable=False),
        sa.Column("arranged_at", TIME, nullable=False),
        sa.Column("arranged_by", sa.String(), nullable=False),
        sa.Column("text", KEY, nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("arrived_at", TIME, nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("report_due_at", TIME, nullable=True),
        sa.Column("reported_at", TIME, nullable=True),
        sa.Column("report_text", KEY, nullable=True),
        sa.CheckConstraint(
            "status IN ('planned', 'confirmed', 'arrived', 'done', 'no_show_by_us', "
            "'no_show_by_customer', 'cancelled')",
            name=op.f("ck_visits_status_known"),
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_visits_window_has_length")),
        sa.CheckConstraint(
            "reported_at IS NULL OR report_due_at IS NULL", name=op.f("ck_visits_reported_once")
        ),
        sa.PrimaryKeyConstraint("number", "id", name=op.f("pk_visits")),
    )
    op.create_index("ix_visits_engineer_report_due_at", "visits", ["engineer", "report_due_at"])
    op.create_index(
        "ix_visits_engineer_status_ends_at", "visits", ["engineer", "status", "ends_at"]
    )


def downgrade() -> None:
    op.drop_table("visits")
    op.drop_table("failed_repairs")
