"""Whether a time was set down while the customer couldn't be reached, and nobody has told them of it yet."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "promises", sa.Column("untold", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    with op.batch_alter_table("promises") as promises:
        promises.alter_column("untold", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("promises") as promises:
        promises.drop_column("untold")
