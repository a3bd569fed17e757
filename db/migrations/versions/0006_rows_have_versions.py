"""Rows of lists are kept under the version of the case that told them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LISTS = ("promises", "escalations", "contacts", "customer_messages", "visits", "failed_repairs")


def upgrade() -> None:
    for table in LISTS:
        with op.batch_alter_table(table) as batch:
            # what is there was told by an earlier version, whichever
            batch.add_column(sa.Column("version", sa.Integer(), server_default="0", nullable=False))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("version", server_default=None)


def downgrade() -> None:
    for table in LISTS:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("version")
