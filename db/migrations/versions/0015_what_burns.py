"""Find what burns, how much people carry and what figures count, however many cases there are."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PLAIN: tuple[tuple[str, list[str]], ...] = (
    ("owed", ["id", "due_at", "number"]),
    ("visits", ["report_due_at"]),
    ("promises", ["status", "ended_at"]),
    ("contacts", ["number", "reached", "occurred_at"]),
    ("cases", ["phase", "opened_at", "number"]),
    ("cases", ["phase", "owner", "priority", "emotion"]),
    ("cases", ["resolved_at"]),
)
PARTIAL: tuple[tuple[str, list[str], str], ...] = (
    ("escalations", ["raised_at"], "acknowledged_at IS NULL AND deescalated_at IS NULL"),
)


def upgrade() -> None:
    for table, columns in PLAIN:
        op.create_index(_name(table, columns), table, columns)
    for table, columns, where in PARTIAL:
        only = sa.text(where)
        op.create_index(
            _name(table, columns), table, columns, sqlite_where=only, postgresql_where=only
        )


def downgrade() -> None:
    for table, columns in (*PLAIN, *((table, columns) for table, columns, _ in PARTIAL)):
        op.drop_index(_name(table, columns), table_name=table)


def _name(table: str, columns: list[str]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"
