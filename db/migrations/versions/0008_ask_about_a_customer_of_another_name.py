"""A known number with another name is another customer, until somebody says that both are one."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("customers") as batch:
        batch.add_column(sa.Column("known_as", KEY, nullable=True))
        batch.add_column(sa.Column("question", sa.String(), nullable=True))
        batch.add_column(sa.Column("same_person", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("added", sa.String(), nullable=True))
        batch.add_column(sa.Column("answered_by", sa.String(), nullable=True))
        batch.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(
            "question_known", "question IS NULL OR question IN ('another_name', 'more_to_add')"
        )
        batch.create_index(op.f("ix_customers_known_as"), ["known_as"])


def downgrade() -> None:
    with op.batch_alter_table("customers") as batch:
        batch.drop_index(op.f("ix_customers_known_as"))
        batch.drop_constraint(op.f("ck_customers_question_known"), type_="check")
        for column in (
            "answered_at",
            "answered_by",
            "added",
            "same_person",
            "question",
            "known_as",
        ):
            batch.drop_column(column)
