"""Alembic's environment: always on a connection that `db.migrate` hands in."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from db.book import METADATA
from db.models.base import Utc


def write_out(kind: str, thing: object, _context: AutogenContext) -> str | Literal[False]:
    """Our own types as what they are in the database, so that a migration needs none of our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, Utc) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite alters a table by copying it
    render_item=write_out,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
