"""Links that let somebody in once: for their first password, or in place of a forgotten one (REQ J4)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from db.access import hash_of
from db.models import PersonRow, SignInLinkRow
from db.passwords import hash_off_loop, put_in
from db.people import Person, UnknownPerson, person_of, require_in
from db.session import Database
from db.sessions import open_in

HOLDS = timedelta(hours=24)
PLACE = "/sign-in/link"
"""Where links lead, below the public address."""


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link just made. `token` is shown this once."""

    token: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """Whom a link lets in, and until when."""

    person: Person
    ends_at: datetime


async def make(database: Database, person: str, *, now: datetime) -> NewLink:
    """A link that lets somebody in once. Only the newest holds. Raises UnknownPerson."""
    made = NewLink(secrets.token_urlsafe(32), now + HOLDS)  # 256 random bits
    async with database.write() as session:
        await require_in(session, person)
        await session.execute(delete(SignInLinkRow).where(SignInLinkRow.person == person))
        session.add(
            SignInLinkRow(
                hash=hash_of(made.token), person=person, created_at=now, ends_at=made.ends_at
            )
        )
    return made


def address(public_url: str, link: NewLink) -> str:
    """Where a link leads: whoever has this gets in."""
    return f"{public_url.rstrip('/')}{PLACE}/{link.token}"


async def find(database: Database, token: str, *, now: datetime) -> Link | None:
    """Whom a link lets in; None when it is used, past, replaced or no link at all. Looking doesn't use it."""
    async with database.read() as session:
        row = await session.get(SignInLinkRow, hash_of(token))
        if row is None or not _holds(row, now):
            return None
        person = await session.get_one(PersonRow, row.person)
    return Link(person_of(database.vault, person), row.ends_at) if person.active else None


async def use(
    database: Database, token: str, *, browser: str, now: datetime, password: str | None = None
) -> str | None:
    """Use a link: set a new password, if one is given, and open a session. The session's token; None when the link
    doesn't hold, and then nothing is done. Of several at once one gets in."""
    hashed = await hash_off_loop(password) if password is not None else None
    async with database.write() as session:
        row = await _locked(session, token)
        if row is None or not _holds(row, now):
            return None
        row.used_at = now
        await session.flush()  # what ends with a new password are links that nobody has used
        if hashed is not None:
            await put_in(session, row.person, hashed, now=now)
        return await open_in(session, row.person, browser=browser, now=now)


async def _locked(session: AsyncSession, token: str) -> SignInLinkRow | None:
    """The row of a link, once nobody else is using it. The person's comes first, as everywhere else."""
    row = await session.get(SignInLinkRow, hash_of(token))
    if row is None:
        return None
    try:
        await require_in(session, row.person)
    except UnknownPerson:
        return None
    return await session.get(SignInLinkRow, row.hash, with_for_update=True, populate_existing=True)


def _holds(row: SignInLinkRow, now: datetime) -> bool:
    return row.used_at is None and row.ends_at > now
