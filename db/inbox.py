"""What people were told, each thing once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, cast, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningInsert

from db.models import InboxRow, PersonRow
from db.models.base import Base
from db.notify import move_up, of_person
from db.pages import Order, Page, within
from db.people import UnknownPerson
from db.private import seal_json, unseal_json
from db.session import Database
from db.upsert import Values, dialect_of, inserting_new
from vault import Vault

NEWEST_FIRST = Order("created_at", (InboxRow.created_at, InboxRow.id), descending=True)
KNOWN = select(InboxRow.id).where(InboxRow.id == bindparam("id"))


@dataclass(frozen=True, slots=True)
class InboxItem:
    """Something a person was told. The id says what about, such as "C-000001:a3"."""

    id: str
    person: str
    number: str | None
    about: str
    title: str
    body: str
    params: dict[str, str]
    ref: str | None
    created_at: datetime
    read_at: datetime | None = None


async def put(database: Database, item: InboxItem, *, grows: bool = False) -> bool:
    """Tell a person something, see `put_in`."""
    async with database.write() as session:
        return await put_in(session, database.vault, item, grows=grows)


async def put_in(
    session: AsyncSession, vault: Vault, item: InboxItem, *, grows: bool = False
) -> bool:
    """Tell a person something. False when that id was told before, whatever its words.

    When it grows, it takes the place of what was told before under its id, unless that is newer, and is
    unread once more. Raises UnknownPerson when nobody active has the handle; the session is as it was then.
    """
    content = {"title": item.title, "body": item.body, "params": item.params}
    row = {
        "id": item.id,
        "person": item.person,
        "number": item.number,
        "about": item.about,
        "content": seal_json(vault, content, "inbox.content", item.id),
        "ref": item.ref,
        "created_at": item.created_at,
        "read_at": item.read_at,
    }
    if await session.scalar(_telling(dialect_of(session)), row) is not None:
        return True
    if await session.scalar(KNOWN, {"id": item.id}):
        return grows and await _replace(session, row)
    raise UnknownPerson(item.person)


@cache
def _telling(dialect: str) -> ReturningInsert[str]:
    """Tells somebody active what was not told yet: one statement where there are mostly no others."""
    table = Base.metadata.tables[InboxRow.__tablename__]
    given: list[Any] = [bindparam(column.name, type_=column.type) for column in table.c]
    if dialect == "postgresql":  # in a SELECT it asks of which type each is
        given = [cast(each, each.type) for each in given]
    somebody = select(*given).where(PersonRow.handle == bindparam("person"), PersonRow.active)
    insert = inserting_new(InboxRow, dialect)
    return insert.from_select(list(table.c), somebody).returning(InboxRow.id, *of_person(dialect))


async def _replace(session: AsyncSession, row: Values) -> bool:
    """Put what is told now in the place of what was told under the id before."""
    statement = (
        update(InboxRow)
        .where(InboxRow.id == row["id"], InboxRow.created_at <= row["created_at"])
        .values(row)
        .returning(InboxRow.id, *of_person(dialect_of(session)))
    )
    if await session.scalar(statement) is None:
        return False
    await move_up(session, str(row["id"]))
    return True


async def list_inbox(
    database: Database,
    person: str,
    *,
    unread_only: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[InboxItem]:
    """A page of what a person was told, the newest first. Raises BadCursor."""
    query = select(InboxRow).where(InboxRow.person == person).order_by(*NEWEST_FIRST.by())
    if unread_only:
        query = query.where(InboxRow.read_at.is_(None))
    if cursor:
        query = query.where(NEWEST_FIRST.after(cursor))
    async with database.read() as session:
        rows = (await session.scalars(query.limit(within(limit) + 1))).all()
    return NEWEST_FIRST.page(rows, within(limit), lambda row: _item(database.vault, row))


async def mark_read(database: Database, person: str, items: Iterable[str], *, now: datetime) -> int:
    """Mark some of a person's own items as read; how many were unread."""
    async with database.write() as session:
        statement = (
            update(InboxRow)
            .where(
                InboxRow.person == person,
                InboxRow.id.in_(set(items)),
                InboxRow.read_at.is_(None),
            )
            .values(read_at=now)
            .returning(InboxRow.id, *of_person(dialect_of(session)))
        )
        return len((await session.scalars(statement)).all())


def _item(vault: Vault, row: InboxRow) -> InboxItem:
    content = unseal_json(vault, row.content, "inbox.content", row.id)
    return InboxItem(
        id=row.id,
        person=row.person,
        number=row.number,
        about=row.about,
        title=content["title"],
        body=content["body"],
        params=content["params"],
        ref=row.ref,
        created_at=row.created_at,
        read_at=row.read_at,
    )
