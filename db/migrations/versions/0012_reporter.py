"""Who gives the report on a visit: not always who was there."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("visits", sa.Column("reports_by", sa.String()))
    op.execute("UPDATE visits SET reports_by = engineer")
    with op.batch_alter_table("visits") as visits:
        visits.alter_column("reports_by", existing_type=sa.String(), nullable=False)
    op.drop_index("ix_visits_engineer_report_due_at", "visits")
    op.create_index("ix_visits_reports_by_report_due_at", "visits", ["reports_by", "report_due_at"])


def downgrade() -> None:
    op.drop_index("ix_visits_reports_by_report_due_at", "visits")
    op.create_index("ix_visits_engineer_report_due_at", "visits", ["engineer", "report_due_at"])
    with op.batch_alter_table("visits") as visits:
        visits.drop_column("reports_by")
