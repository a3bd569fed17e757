"""INSERT … ON CONFLICT, which SQLAlchemy spells once for each database.

Statements are built once for each table and database: building one takes longer than running it.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.base import Base

Values = dict[str, Any]
Insert = postgresql.Insert | sqlite.Insert


async def insert_new(session: AsyncSession, row: type[Base], values: Sequence[Values]) -> None:
    """Insert those rows that are not there yet, by any unique constraint."""
    if values:
        await session.execute(inserting_new(row, dialect_of(session)), list(values))


async def upsert(
    session: AsyncSession, row: type[Base], values: Sequence[Values], *, newer_by: str | None = None
) -> None:
    """Insert rows, or replace those with the same primary key.

    With `newer_by` a row is replaced only by one that is greater in that column.
    """
    if values:
        await session.execute(replacing(row, dialect_of(session), newer_by), list(values))


def dialect_of(session: AsyncSession) -> str:
    """sqlite or postgresql."""
    return session.get_bind().dialect.name


@cache
def inserting_new(row: type[Base], dialect: str) -> Insert:
    """The INSERT that passes over rows which are there already."""
    return _insert(row, dialect).on_conflict_do_nothing()


@cache
def replacing(row: type[Base], dialect: str, newer_by: str | None = None) -> Insert:
    """The INSERT that replaces a row with the same primary key."""
    table = Base.metadata.tables[row.__tablename__]
    key = [column.name for column in table.primary_key]
    insert = _insert(row, dialect)
    return insert.on_conflict_do_update(
        index_elements=key,
        set_={
            column.name: insert.excluded[column.name]
            for column in table.c
            if column.name not in key
        },
        where=table.c[newer_by] < insert.excluded[newer_by] if newer_by else None,
    )


@cache
def inserting_or(
    row: type[Base], dialect: str, change: tuple[tuple[str, Any], ...], unless: str
) -> Insert:
    """The INSERT that sets some columns of a row that is there, unless its `status` is that one."""
    table = Base.metadata.tables[row.__tablename__]
    return _insert(row, dialect).on_conflict_do_update(
        index_elements=[column.name for column in table.primary_key],
        set_=dict(change),
        where=table.c["status"] != unless,
    )


def _insert(row: type[Base], dialect: str) -> Insert:
    table = Base.metadata.tables[row.__tablename__]
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
