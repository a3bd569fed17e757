"""What people promised is counted by its index alone."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

PLACE = ("owner", "status", "latest_by", "number", "id")


def upgrade() -> None:
    op.drop_index("ix_promises_owner_status_latest_by_number_id", "promises")
    op.create_index(
        "ix_promises_owner_status_latest_by_number_id_kind", "promises", [*PLACE, "kind"]
    )


def downgrade() -> None:
    op.drop_index("ix_promises_owner_status_latest_by_number_id_kind", "promises")
    op.create_index("ix_promises_owner_status_latest_by_number_id", "promises", [*PLACE])
