"""Who took over from somebody who left, and whom each case answers to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CLEAR = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("people", sa.Column("heir", sa.String()))
    op.add_column("cases", sa.Column("line", CLEAR))


def downgrade() -> None:
    op.drop_column("cases", "line")
    op.drop_column("people", "heir")
