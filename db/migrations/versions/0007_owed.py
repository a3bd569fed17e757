"""What a case itself asks of somebody by a time is on the agenda."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "owed",
        sa.Column("number", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(owner IS NULL) = (due_at IS NULL) AND (owner IS NULL) = (about IS NULL)",
            name=op.f("ck_owed_owed_whole"),
        ),
        sa.PrimaryKeyConstraint("number", "id", name=op.f("pk_owed")),
    )
    op.create_index("ix_owed_owner_id_due_at_number", "owed", ["owner", "id", "due_at", "number"])


def downgrade() -> None:
    op.drop_index("ix_owed_owner_id_due_at_number", table_name="owed")
    op.drop_table("owed")
