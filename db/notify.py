"""Telling whoever listens that something changed, in the transaction that changes it (docs/decisions/0037).

PostgreSQL delivers a notification when its transaction commits, and none that is rolled back. It travels as a column of a
statement that is sent in any case, so it costs no round trip. SQLite has nothing of the kind: there `db.feed` looks by itself.

A notification names a case and since which version it changed, or a person who was told something. It carries no words.
"""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, bindparam, cast, func, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import CaseRow, InboxRow
from db.upsert import Values, dialect_of
from domain.record import Record

CHANNEL = "followthrough"
PERSON = "@"
"""What a notification about a person begins with; handles and numbers of cases have none."""

MOVED_UP = text("UPDATE inbox SET rowid = (SELECT max(rowid) + 1 FROM inbox) WHERE id = :id")


@cache
def of_case(dialect: str) -> tuple[ColumnElement[Any], ...]:
    """To be returned by the statement that shows a case anew."""
    if dialect != "postgresql":
        return ()
    since = cast(bindparam("since", type_=Integer), String)
    return (func.pg_notify(CHANNEL, CaseRow.number.concat(" ").concat(since)),)


def since(dialect: str, record: Record) -> Values:
    """What `of_case` asks for: rows of this version and above are news."""
    return {"since": min(record.first, record.version)} if of_case(dialect) else {}


@cache
def of_person(dialect: str) -> tuple[ColumnElement[Any], ...]:
    """To be returned by a statement that changes somebody's inbox."""
    if dialect != "postgresql":
        return ()
    return (func.pg_notify(CHANNEL, func.concat(PERSON, InboxRow.person)),)


async def move_up(session: AsyncSession, notice: str) -> None:
    """A notice that was told anew counts as a new one where new rows are looked for."""
    if dialect_of(session) == "sqlite":
        await session.execute(MOVED_UP, {"id": notice})
