"""Sessions of browsers, passwords, and links that let in once."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_sessions_hash_whole")),
        sa.ForeignKeyConstraint(["person"], ["people.handle"], name=op.f("fk_sessions_person")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_person"), "sessions", ["person"])
    op.create_table(
        "passwords",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("hash LIKE '$argon2id$%'", name=op.f("ck_passwords_hash_argon2")),
        sa.ForeignKeyConstraint(["person"], ["people.handle"], name=op.f("fk_passwords_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_passwords")),
    )
    op.create_table(
        "sign_in_links",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_sign_in_links_hash_whole")),
        sa.ForeignKeyConstraint(
            ["person"], ["people.handle"], name=op.f("fk_sign_in_links_person")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sign_in_links")),
    )
    op.create_index(op.f("ix_sign_in_links_person"), "sign_in_links", ["person"])


def downgrade() -> None:
    op.drop_table("sign_in_links")
    op.drop_table("passwords")
    op.drop_table("sessions")
