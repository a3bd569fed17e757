"""Milestones: a promise may be about the end of a stage."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("promises", sa.Column("stage", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("promises", "stage")
