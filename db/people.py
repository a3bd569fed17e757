"""The people who work here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import PasswordRow, PersonRow, SessionRow, SignInLinkRow
from db.models.people import PersonLine
from db.private import seal, unseal
from db.session import Database
from db.upsert import upsert
from domain.plan.terms import Language
from vault import Vault

Role = Literal["agent", "department", "lead", "supervisor", "executive", "admin", "service"]
ROLES: tuple[Role, ...] = (
    "agent",
    "department",
    "lead",
    "supervisor",
    "executive",
    "admin",
    "service",
)


HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
"""What handles look like (`api.wire.Handle`)."""


class UnknownPerson(Exception):
    """Nobody of that handle works here, or not any more."""

    def __init__(self, handle: str) -> None:
        super().__init__(f"nobody active has the handle {handle!r}")
        self.handle = handle


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here: `line` is the highest place held on the line, or department."""

    handle: str
    name: str
    line: PersonLine
    roles: frozenset[Role]
    team: str
    language: Language = "zh-CN"
    active: bool = True
    heir: str | None = None
    """Who took over, of somebody who has left."""


async def put(database: Database, *people: Person) -> None:
    """Add people, or change those who are known by handle."""
    rows = [row_of(database.vault, person) for person in people]
    async with database.write() as session:
        await upsert(session, PersonRow, rows)


async def get(database: Database, handle: str) -> Person | None:
    """One person, active or not."""
    async with database.read() as session:
        row = await session.get(PersonRow, handle)
    return person_of(database.vault, row) if row else None


async def require(database: Database, handle: str) -> Person:
    """An active person. Raises UnknownPerson."""
    person = await get(database, handle)
    if person is None or not person.active:
        raise UnknownPerson(handle)
    return person


async def deactivate(database: Database, handle: str, *, heir: str | None = None) -> None:
    """Nobody comes in under this handle any more; what they did stays theirs, what they owe is the heir's. Their
    sessions, links and password are gone, also if they come back. Raises UnknownPerson."""
    async with database.write() as session:
        row = await require_in(session, handle)
        row.active, row.heir = False, heir
        for way_in in (SessionRow, SignInLinkRow, PasswordRow):
            await session.execute(delete(way_in).where(way_in.person == handle))


async def require_in(session: AsyncSession, handle: str) -> PersonRow:
    """The row of an active person, who stays as they are until the transaction ends: a way in that is being made
    and one that is being shut wait for each other. Raises UnknownPerson."""
    # FOR NO KEY UPDATE on PostgreSQL: rows that only name the person don't wait
    row = await session.get(PersonRow, handle, with_for_update={"key_share": True})
    if row is None or not row.active:
        raise UnknownPerson(handle)
    return row


async def set_language(database: Database, handle: str, language: Language) -> None:
    """The language somebody reads from now on. Raises UnknownPerson."""
    async with database.write() as session:
        (await require_in(session, handle)).language = language


async def get_many(database: Database, handles: Iterable[str]) -> dict[str, Person]:
    """People by handle; unknown handles are left out."""
    async with database.read() as session:
        query = select(PersonRow).where(PersonRow.handle.in_(set(handles)))
        rows = (await session.scalars(query)).all()
    return {row.handle: person_of(database.vault, row) for row in rows}


async def names(database: Database, handles: Iterable[str]) -> dict[str, str]:
    """What people are called in a sentence, by handle, those who have left among them; unknown handles, and
    people without a name, are left out. Whatever is no handle may be among them."""
    found = await known(database, handles)
    return {handle: person.name for handle, person in found.items() if person.name}


async def known(database: Database, words: Iterable[str]) -> dict[str, Person]:
    """Those of some words that are handles of people, those who have left among them."""
    wanted = {word for word in words if HANDLE.fullmatch(word)}
    return await get_many(database, wanted) if wanted else {}


async def list_people(
    database: Database, *, team: str | None = None, with_inactive: bool = False
) -> tuple[Person, ...]:
    """Everybody, by handle."""
    query = select(PersonRow).order_by(PersonRow.handle)
    if team is not None:
        query = query.where(PersonRow.team == team)
    if not with_inactive:
        query = query.where(PersonRow.active)
    async with database.read() as session:
        rows = (await session.scalars(query)).all()
    return tuple(person_of(database.vault, row) for row in rows)


def person_of(vault: Vault, row: PersonRow) -> Person:
    """The person of a row."""
    roles: Any = row.roles
    line: Any = row.line
    language: Any = row.language
    return Person(
        handle=row.handle,
        name=unseal(vault, row.name, "people.name", row.handle),
        line=line,
        roles=frozenset(roles),
        team=row.team,
        language=language,
        active=row.active,
        heir=row.heir,
    )


def row_of(vault: Vault, person: Person) -> dict[str, Any]:
    """The row of a person."""
    if unknown := person.roles - set(ROLES):
        raise ValueError(f"unknown roles {sorted(unknown)}: known are {', '.join(ROLES)}")
    return {
        "handle": person.handle,
        "name": seal(vault, person.name, "people.name", person.handle),
        "line": person.line,
        "roles": sorted(person.roles),
        "team": person.team,
        "language": person.language,
        "active": person.active,
        "heir": person.heir,
    }
