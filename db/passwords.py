"""Passwords: kept as Argon2 hashes, set and compared off the event loop (REQ J4).

What makes a password a good one is said where it is typed (`api.passwords`).
"""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import PasswordRow, SignInLinkRow
from db.people import UnknownPerson, require_in
from db.session import Database
from db.sessions import end_all_in, is_open_in, open_in
from db.upsert import upsert

AT_ONCE = 2
"""Each takes 64 MB and a core for some hundredths of a second: many at once would be an attack, and wait."""


async def put(
    database: Database, person: str, clear: str, *, now: datetime, keeping: str | None = None
) -> None:
    """Set somebody's password. Their sessions end, but the one with the token `keeping`, and so does a link that nobody
    has used: whoever had come in by what was known before is out. Raises UnknownPerson."""
    hashed = await hash_off_loop(clear)
    async with database.write() as session:
        await require_in(session, person)
        await put_in(session, person, hashed, now=now, keeping=keeping)


async def put_in(
    session: AsyncSession, person: str, hashed: str, *, now: datetime, keeping: str | None = None
) -> None:
    """As `put`, within a transaction, of a hash that `hash_off_loop` made."""
    await upsert(session, PasswordRow, [{"person": person, "hash": hashed, "changed_at": now}])
    await end_all_in(session, person, but=keeping)
    unused = (SignInLinkRow.person == person) & SignInLinkRow.used_at.is_(None)
    await session.execute(delete(SignInLinkRow).where(unused))


async def sign_in(
    database: Database, person: str, clear: str, *, browser: str, now: datetime
) -> str | None:
    """Open a session for whoever knows the password; its token, or None. Nobody, somebody who has left and
    somebody without a password take as long as a wrong one."""
    hashed = await matching(database, person, clear)
    if hashed is None:
        return None
    async with database.write() as session:
        with suppress(UnknownPerson):
            await require_in(session, person)
            row = await session.get(PasswordRow, person)
            if row is not None and row.hash == hashed:  # else it changed while we compared
                return await open_in(session, person, browser=browser, now=now)
    return None


async def change(
    database: Database, person: str, before: str, clear: str, *, keeping: str, now: datetime
) -> bool:
    """Set a password for whoever knows the one before and is still signed in; False where either no longer holds once
    it is written, so that a reset in between stands. Raises UnknownPerson."""
    known = await matching(database, person, before)
    if known is None:
        return False
    hashed = await hash_off_loop(clear)
    async with database.write() as session:
        await require_in(session, person)
        row = await session.get(PasswordRow, person)
        if row is None or row.hash != known or not await is_open_in(session, keeping):
            return False
        await put_in(session, person, hashed, now=now, keeping=keeping)
    return True


async def is_set(database: Database, person: str | None = None) -> bool:
    """Whether somebody has a password, or anybody at all."""
    query = select(PasswordRow.person).limit(1)
    if person is not None:
        query = query.where(PasswordRow.person == person)
    async with database.read() as session:
        return await session.scalar(query) is not None


async def hash_off_loop(clear: str) -> str:
    """A new hash of a password."""
    return await asyncio.get_running_loop().run_in_executor(
        _threads(), hasher().hash, _bytes(clear)
    )


async def matching(database: Database, person: str, clear: str) -> str | None:
    """The hash that this is the password of. Where there is none to compare with, one is made: that costs the same."""
    async with database.read() as session:
        hashed = await session.scalar(select(PasswordRow.hash).where(PasswordRow.person == person))
    if hashed is None:
        await hash_off_loop(clear)
        return None
    loop, verify = asyncio.get_running_loop(), hasher().verify
    return hashed if await loop.run_in_executor(_threads(), verify, _bytes(clear), hashed) else None


def _bytes(clear: str) -> bytes:
    """The same letters typed on another machine are the same password."""
    return unicodedata.normalize("NFC", clear).encode(errors="surrogatepass")


@cache
def hasher() -> PasswordHash:
    """As the library recommends: it costs whoever tries passwords out what it costs us."""
    return PasswordHash((Argon2Hasher(),))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")
