"""Whether a repair that had failed counts no more: nobody was there, or no customer of the case said so."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NOBODY_WAS_THERE = """
update failed_repairs set disproved = {true} where exists (
    select 1 from visits
    where visits.number = failed_repairs.number and visits.id = failed_repairs.id
    and visits.outcome = 'we_did_not_come'
)
"""


def upgrade() -> None:
    op.add_column(
        "failed_repairs",
        sa.Column("disproved", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    with op.batch_alter_table("failed_repairs") as repairs:
        repairs.alter_column("disproved", existing_type=sa.Boolean(), server_default=None)
    true = "true" if op.get_bind().dialect.name == "postgresql" else "1"
    op.execute(NOBODY_WAS_THERE.format(true=true))


def downgrade() -> None:
    with op.batch_alter_table("failed_repairs") as repairs:
        repairs.drop_column("disproved")
