"""What cases and customers are found by, what a paused case waits for, and views."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")
PAUSED = sa.text("paused_for IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "search_keys",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("of", KEY, nullable=False),
        sa.PrimaryKeyConstraint("key", "at", "subject", "of", name=op.f("pk_search_keys")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_keys_subject", "search_keys", ["subject"])
    op.add_column("cases", sa.Column("paused_for", sa.String()))
    op.create_index(
        "ix_cases_paused_for_opened_at_number",
        "cases",
        ["paused_for", "opened_at", "number"],
        sqlite_where=PAUSED,
        postgresql_where=PAUSED,
    )
    op.create_table(
        "views",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("name_index", sa.String(), nullable=False),
        sa.Column("query", sa.LargeBinary(), nullable=False),
        sa.Column("team", sa.String()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.handle"], name=op.f("fk_views_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views")),
        sa.UniqueConstraint("person", "name_index", name=op.f("uq_views_person_name_index")),
    )
    op.create_index("ix_views_team", "views", ["team"])


def downgrade() -> None:
    op.drop_table("views")
    op.drop_index("ix_cases_paused_for_opened_at_number", "cases")
    op.drop_column("cases", "paused_for")
    op.drop_table("search_keys")
