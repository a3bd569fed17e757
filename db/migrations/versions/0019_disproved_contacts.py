"""Whether a conversation never took place, as came to light later."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "contacts", sa.Column("disproved", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    with op.batch_alter_table("contacts") as contacts:
        contacts.alter_column("disproved", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("contacts") as contacts:
        contacts.drop_column("disproved")
