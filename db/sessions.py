"""Who is signed in, in which browser (REQ J4).

A session is known by its token, which only its browser has. It ends when it has not been used for half a day, after a week in
any case, when somebody signs out, and with its person.
"""

import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.access import NO_SCOPES, Principal, RequestContext, context_of, hash_of, look_up, who_asks
from db.models import PersonRow, SessionRow
from db.people import require_in
from db.session import Database, DatabaseDown

IDLE = timedelta(hours=12)
"""As long as nobody uses it: over lunch and a long meeting, not until the next morning."""
LONGEST = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)
"""A page a second need not be a write a second."""
MOST = 20
"""Sessions of one person: more browsers than anybody has. Of more, those longest unused end."""
LONGEST_BROWSER = 60
"""Characters of what a browser is called."""
WHO_IS_SIGNED_IN = who_asks(SessionRow, NO_SCOPES, SessionRow.seen_at).where(
    SessionRow.ends_at > bindparam("now")
)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as its person sees it; `is_this` is the one they look from."""

    browser: str
    created_at: datetime
    seen_at: datetime
    is_this: bool


async def authenticate(
    database: Database,
    token: str,
    *,
    now: datetime,
    asked: str | None = None,
    number: str | None = None,
    goes_on: bool = True,
) -> RequestContext | None:
    """Whose session this is, as `db.access.authenticate` says it of a key; None when it has ended.

    The session goes on from here, unless a page asks that nobody may be sitting at. Where that can't be written, who is
    signed in can still read.
    """
    found = await look_up(database, WHO_IS_SIGNED_IN, token, asked=asked, case=number, now=now)
    if found is None:
        return None
    if goes_on and now - found.seen_at >= SEEN_EVERY:
        with suppress(DatabaseDown):
            await touch(database, token, now=now)
    return context_of(database.vault, found)


async def touch(database: Database, token: str, *, now: datetime) -> None:
    """Keep that a session is used, unless that was kept a moment ago."""
    async with database.write() as session:
        row = await session.get(SessionRow, hash_of(token), with_for_update=True)
        if row is not None and now - row.seen_at >= SEEN_EVERY:
            row.seen_at = now
            row.ends_at = min(now + IDLE, row.created_at + LONGEST)


async def open_in(session: AsyncSession, person: str, *, browser: str, now: datetime) -> str:
    """A new session of somebody who has said who they are, within a transaction; its token, known from here on to nobody
    but their browser. Raises UnknownPerson."""
    await require_in(session, person)
    token = secrets.token_urlsafe(32)  # 256 random bits
    theirs = SessionRow.person == person
    unused = (
        select(SessionRow.hash)
        .where(theirs)
        .order_by(SessionRow.seen_at.desc(), SessionRow.created_at.desc(), SessionRow.hash)
        .offset(MOST - 1)  # one more is about to be there
    )
    is_over = (SessionRow.ends_at <= now) | SessionRow.hash.in_(unused)
    await session.execute(delete(SessionRow).where(theirs, is_over))
    session.add(
        SessionRow(
            hash=hash_of(token),
            person=person,
            browser=browser[:LONGEST_BROWSER],
            created_at=now,
            seen_at=now,
            ends_at=now + IDLE,
        )
    )
    return token


async def signed_in(
    database: Database, tokens: Collection[str], *, now: datetime
) -> Mapping[str, Principal]:
    """Whose those of these are that have not ended, by one statement; they don't go on for having been asked for."""
    by_hash = {hash_of(token): token for token in tokens}
    query: Select[*tuple[Any, ...]] = (
        select(SessionRow.hash, PersonRow)
        .join(PersonRow, PersonRow.handle == SessionRow.person)
        .where(SessionRow.hash.in_(by_hash), SessionRow.ends_at > now, PersonRow.active)
    )
    async with database.read() as session:
        rows = (await session.execute(query)).all()
    return {
        by_hash[hashed]: Principal(
            row.handle, frozenset(row.roles), row.line, row.team, row.language
        )
        for hashed, row in rows
    }


async def is_open_in(session: AsyncSession, token: str) -> bool:
    """Whether nobody has ended it, within a transaction."""
    return await session.get(SessionRow, hash_of(token)) is not None


async def end(database: Database, token: str) -> None:
    """Sign out in one browser."""
    async with database.write() as session:
        await session.execute(delete(SessionRow).where(SessionRow.hash == hash_of(token)))


async def end_all(database: Database, person: str) -> int:
    """Sign somebody out everywhere; how many sessions that were. Raises UnknownPerson."""
    async with database.write() as session:
        await require_in(session, person)
        return await end_all_in(session, person)


async def end_all_in(session: AsyncSession, person: str, *, but: str | None = None) -> int:
    """End all of somebody's sessions, within a transaction, but the one with that token."""
    theirs = SessionRow.person == person
    if but is not None:
        theirs &= SessionRow.hash != hash_of(but)
    ended = await session.scalars(delete(SessionRow).where(theirs).returning(SessionRow.hash))
    return len(ended.all())


async def list_open(
    database: Database, person: str, *, token: str, now: datetime
) -> tuple[OpenSession, ...]:
    """Where somebody is signed in, the last used first; they look from the one with that token."""
    query = (
        select(SessionRow)
        .where(SessionRow.person == person, SessionRow.ends_at > now)
        .order_by(SessionRow.seen_at.desc(), SessionRow.created_at.desc(), SessionRow.hash)
    )
    async with database.read() as session:
        rows = (await session.scalars(query)).all()
    this = hash_of(token)
    return tuple(
        OpenSession(row.browser, row.created_at, row.seen_at, row.hash == this) for row in rows
    )
