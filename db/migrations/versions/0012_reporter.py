"""Who gives the report on a visit: not always who was there."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("visits", sa.Column("reporter", sa.String()))
    op.execute("UPDATE visits SET reporter = engineer")
    with op.batch_alter_table("visits") as visits:
        visits.alter_column("reporter", existing_type=sa.String(), nullable=False)
    op.drop_index("ix_visits_engineer_report_due_at", "visits")
    op.create_index("ix_visits_reporter_report_due_at", "visits", ["reporter", "report_due_at"])


def downgrade() -> None:
    op.drop_index("ix_visits_reporter_report_due_at", "visits")
    op.create_index("ix_visits_engineer_report_due_at", "visits", ["engineer", "report_due_at"])
    with op.batch_alter_table("visits") as visits:
        visits.drop_column("reporter")
