"""What a key is for, and lists of a team's cases and of the calls somebody has taken on."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

CLEAR = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TEAM = ("team", "opened_at", "number")
TAKEN_ON = ("acknowledged_by", "deescalated_at", "number")


def upgrade() -> None:
    op.add_column("api_keys", sa.Column("scopes", CLEAR, nullable=True))
    op.create_index("ix_cases_team_opened_at_number", "cases", TEAM)
    op.create_index("ix_escalations_acknowledged_by_deescalated_at_number", "escalations", TAKEN_ON)


def downgrade() -> None:
    op.drop_index("ix_escalations_acknowledged_by_deescalated_at_number", "escalations")
    op.drop_index("ix_cases_team_opened_at_number", "cases")
    _revoke_keys_that_are_for_some_things_alone()
    with op.batch_alter_table("api_keys") as keys:
        keys.drop_column("scopes")


def _revoke_keys_that_are_for_some_things_alone() -> None:
    """Without the column nothing says any more what they are for, and they would be for all that their person may do."""
    keys = sa.table(
        "api_keys",
        sa.column("id", sa.String()),
        sa.column("scopes", CLEAR),
        sa.column("revoked_at", sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(keys.c.id, keys.c.scopes)).all()
    scoped = [row.id for row in rows if row.scopes is not None]  # a null of JSON is no scope either
    connection.execute(
        sa.update(keys)
        .where(keys.c.id.in_(scoped), keys.c.revoked_at.is_(None))
        .values(revoked_at=datetime.now(UTC))
    )
