"""Keys to the API, whom each lets in, and whether the same was asked before."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.commands import SETTLED, Settled, settled_of
from db.models import ApiKeyRow, CommandRow, EventRow, PersonRow
from db.models.people import PersonLine
from db.people import ROLES, Person, Role, UnknownPerson, row_of
from db.session import Database
from db.upsert import dialect_of, insert_new, inserting_new
from domain.plan.ladder import Ladder
from domain.plan.terms import Language

PREFIX = "ft_"  # lets secret scanners, and people, recognise a key that leaked
HINT_LENGTH = 4  # enough to tell one's own keys apart
FIRST_KEY = "first"
FIRST_PERSON = "admin"
WHO_ASKS = (
    select(
        ApiKeyRow.hash,
        PersonRow.handle,
        PersonRow.roles,
        PersonRow.line,
        PersonRow.team,
        PersonRow.language,
        exists().where(EventRow.number == bindparam("case")).label("known"),
        *(getattr(CommandRow, name) for name in SETTLED),
    )
    .join(PersonRow, PersonRow.handle == ApiKeyRow.person)
    .outerjoin(
        CommandRow,
        (CommandRow.principal == PersonRow.handle) & (CommandRow.key == bindparam("asked")),
    )
    .where(ApiKeyRow.hash == bindparam("with"), ApiKeyRow.revoked_at.is_(None), PersonRow.active)
)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking: a person let in by a key."""

    handle: str
    roles: frozenset[Role]
    line: PersonLine
    team: str
    language: Language


@dataclass(frozen=True, slots=True)
class RequestContext:
    """Who asks, what became of the same request before, and whether anything of the case
    that it is for has been recorded."""

    who: Principal
    settled: Settled | None
    known: bool


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is known of a key; the key itself is not."""

    id: str
    person: str
    label: str
    hint: str
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made. `clear` is shown this once."""

    id: str
    clear: str


async def ensure_first_key(
    database: Database, ladder: Ladder, *, team: str, now: datetime, handle: str = FIRST_PERSON
) -> str | None:
    """Make sure somebody can come in: the people of the ladder, a first person, and their key.

    People already there stay as they are. Returns the clear key when no key was ever made, else
    None. Of several processes starting at once, one gets the key.
    """
    everything: frozenset[Role] = frozenset(ROLES) - {"service"}
    people = [
        Person(ladder.lead, ladder.lead, "lead", frozenset({"agent", "lead"}), team),
        Person(
            ladder.supervisor,
            ladder.supervisor,
            "supervisor",
            frozenset({"agent", "lead", "supervisor"}),
            team,
        ),
        Person(
            ladder.executive,
            ladder.executive,
            "executive",
            frozenset({"agent", "lead", "supervisor", "executive"}),
            team,
        ),
        Person(handle, handle, "executive", everything, team),
    ]
    rows = {person.handle: row_of(database.vault, person) for person in people}
    clear = _make_key()
    async with database.write() as session:
        await insert_new(session, PersonRow, list(rows.values()))
        if await session.scalar(select(ApiKeyRow.id).limit(1)):
            return None
        made = await _insert_key(session, FIRST_KEY, handle, clear, label="first key", now=now)
    return clear if made else None


async def create_key(database: Database, person: str, *, label: str, now: datetime) -> NewKey:
    """A new key for a person. Raises UnknownPerson."""
    made = NewKey(id=secrets.token_hex(8), clear=_make_key())
    async with database.write() as session:
        row = await session.get(PersonRow, person)
        if row is None or not row.active:
            raise UnknownPerson(person)
        await _insert_key(session, made.id, person, made.clear, label=label, now=now)
    return made


async def revoke_key(database: Database, key_id: str, *, now: datetime) -> bool:
    """Shut a key out, at once and for ever. False when there is no such key in use."""
    async with database.write() as session:
        statement = (
            update(ApiKeyRow)
            .where(ApiKeyRow.id == key_id, ApiKeyRow.revoked_at.is_(None))
            .values(revoked_at=now)
            .returning(ApiKeyRow.id)
        )
        return await session.scalar(statement) is not None


async def list_keys(database: Database, person: str | None = None) -> tuple[ApiKey, ...]:
    """The keys of a person, or all, the newest first; revoked ones too."""
    query = select(ApiKeyRow).order_by(ApiKeyRow.created_at.desc(), ApiKeyRow.id)
    if person is not None:
        query = query.where(ApiKeyRow.person == person)
    async with database.read() as session:
        rows = (await session.scalars(query)).all()
    return tuple(
        ApiKey(
            id=row.id,
            person=row.person,
            label=row.label,
            hint=row.hint,
            created_at=row.created_at,
            revoked_at=row.revoked_at,
        )
        for row in rows
    )


async def authenticate(
    database: Database, key: str, *, asked: str | None = None, number: str | None = None
) -> RequestContext | None:
    """Whom a key lets in: None for an unknown or revoked key, or a person no longer active. What became
    of the command they sent under the idempotency key `asked`, and whether the case is known, in one go.

    Looked up each time, so that a revoked key is shut out at once. The look-up is by hash: how long
    it takes tells nothing about the key.
    """
    if not key.startswith(PREFIX):
        return None
    hashed = _hash(key)
    async with database.read() as session:
        looked = await session.execute(WHO_ASKS, {"with": hashed, "asked": asked, "case": number})
        found = looked.one_or_none()
    if found is None or not hmac.compare_digest(found.hash, hashed):
        return None
    return RequestContext(
        who=Principal(
            handle=found.handle,
            roles=frozenset(found.roles),
            line=found.line,
            team=found.team,
            language=found.language,
        ),
        settled=settled_of(database.vault, found) if found.key is not None else None,
        known=found.known,
    )


async def _insert_key(
    session: AsyncSession, key_id: str, person: str, clear: str, *, label: str, now: datetime
) -> bool:
    insert = inserting_new(ApiKeyRow, dialect_of(session)).returning(ApiKeyRow.id)
    row = {
        "id": key_id,
        "person": person,
        "hash": _hash(clear),
        "label": label,
        "hint": clear[-HINT_LENGTH:],
        "created_at": now,
    }
    return await session.scalar(insert, [row]) is not None


def _make_key() -> str:
    return PREFIX + secrets.token_urlsafe(32)  # 256 random bits


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
