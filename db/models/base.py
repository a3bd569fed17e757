"""What every table shares: names for constraints, times in UTC, readable JSON.

Text columns have no length: a border refuses what is too long, and a name a little longer than
somebody foresaw must not keep an event from being stored.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, get_args

from sqlalchemy import JSON, DateTime, Dialect, LargeBinary, MetaData, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Clear = JSON().with_variant(JSONB(), "postgresql")
"""JSON without private things, so that it may be read and queried in the database."""

Sealed = LargeBinary
"""Private text or JSON, sealed by the vault for its place (`db.private`)."""


Key = String().with_variant(String(collation="C"), "postgresql")
"""The number of a case or the id of something in it; it sorts as in Python, whatever the locale."""


class Utc(TypeDecorator[datetime]):
    """An aware time, kept in UTC. A naive one is refused: it would mean a different moment elsewhere."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        # SQLite knows no time zones and gives back what was stored: naive UTC.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    @property
    def python_type(self) -> type[Any]:
        return datetime


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


def one_of(column: str, values: Iterable[str]) -> str:
    """The SQL condition that a column holds one of the given words."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def words(literal: object) -> tuple[str, ...]:
    """The values of a Literal type."""
    return get_args(literal)
