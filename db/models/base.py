"""What every table shares: names for constraints, times in UTC, readable JSON.

Text columns have no length: a border refuses what is too long, and a name a little longer than
somebody foresaw must not keep an event from being stored. Nor must a character: what PostgreSQL can't keep
is kept as U+FFFD, on both databases alike, for an accepted command can always be recorded.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, ClassVar, get_args

from sqlalchemy import JSON, DateTime, Dialect, LargeBinary, MetaData, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine

from domain.plain import storable

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

UNKEPT_IN_JSON = ("\\u0000", "\\ud")
"""How JSON writes a NUL, and one half of a pair (or a whole one, which is fine)."""

Clear = JSON().with_variant(JSONB(), "postgresql")
"""JSON without private things, so that it may be read and queried in the database."""

Sealed = LargeBinary
"""Private text or JSON, sealed by the vault for its place (`db.private`)."""


class Plain(TypeDecorator[str]):
    """A text as both databases take it (`domain.plain`)."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else storable(value)

    @property
    def python_type(self) -> type[Any]:
        return str


class Key(Plain):
    """The number of a case or the id of something in it; it sorts as in Python, whatever the locale."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(collation=collation))


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
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Plain}


def to_json(value: object) -> str:
    """JSON for a `Clear` column, of texts that both databases take."""
    text = json.dumps(value)
    if any(sign in text for sign in UNKEPT_IN_JSON):
        text = json.dumps(_storable(value))
    return text


def _storable(value: object) -> object:
    match value:
        case str():
            return storable(value)
        case dict():
            return {_storable(name): _storable(each) for name, each in value.items()}
        case list() | tuple():
            return [_storable(each) for each in value]
    return value


def one_of(column: str, values: Iterable[str]) -> str:
    """The SQL condition that a column holds one of the given words."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def where(condition: str) -> dict[str, Any]:
    """What makes an index hold only the rows for which this is true, on both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def words(literal: object) -> tuple[str, ...]:
    """The values of a Literal type."""
    return get_args(literal)
