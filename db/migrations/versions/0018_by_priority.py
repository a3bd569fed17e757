"""Lists of somebody's cases, and of a team's, by priority."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BY_PRIORITY = ("phase", "priority", "number")


def upgrade() -> None:
    for whose in ("owner", "team"):
        name = f"ix_cases_{whose}_phase_priority_number"
        op.create_index(name, "cases", (whose, *BY_PRIORITY))


def downgrade() -> None:
    for whose in ("team", "owner"):
        op.drop_index(f"ix_cases_{whose}_phase_priority_number", "cases")
