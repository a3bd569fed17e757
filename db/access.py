"""Keys to the API, whom each lets in, and whether the same was asked before."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast, get_args

from sqlalchemy import Row, Select, bindparam, exists, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.commands import SETTLED, Settled, settled_of
from db.models import ApiKeyRow, CaseRow, CommandRow, EventRow, PersonRow, SessionRow
from db.models.people import PersonLine
from db.people import ROLES, Person, Role, require_in, row_of
from db.session import Database
from db.upsert import dialect_of, insert_new, inserting_new
from domain.plan.ladder import Ladder
from domain.plan.terms import Language
from vault import Vault

PREFIX = "ft_"  # lets secret scanners, and people, recognise a key that leaked
HINT_LENGTH = 4  # enough to tell one's own keys apart
FIRST_KEY = "first"
FIRST_PERSON = "admin"
Scope = Literal["intake", "read", "personal", "work", "webhooks"]
"""What a key may be for: opening cases and passing on messages; looking; names, numbers, addresses and words in what is
shown; whatever else its person does with cases; subscriptions."""
SCOPES: tuple[Scope, ...] = get_args(Scope)
ALL_SCOPES: frozenset[Scope] = frozenset(SCOPES)
OF_SERVICES: frozenset[Scope] = frozenset({"intake", "read", "personal"})
NO_SCOPES = null().label("scopes")
"""Of a way in that is for whatever its person may do."""


def who_asks(way_in: type[ApiKeyRow] | type[SessionRow], *more: Any) -> Select[Any]:
    """The query for whoever comes in this way, and what is known of what they ask for. `more` has the way's `scopes`."""
    return (
        select(
            way_in.hash,
            PersonRow.handle,
            PersonRow.roles,
            PersonRow.line,
            PersonRow.team,
            PersonRow.language,
            exists().where(EventRow.number == bindparam("case")).label("known"),
            CaseRow.team.label("case_team"),
            CaseRow.owner.label("case_owner"),
            *(getattr(CommandRow, name) for name in SETTLED),
            *more,
        )
        .join(PersonRow, PersonRow.handle == way_in.person)
        .outerjoin(
            CommandRow,
            (CommandRow.principal == PersonRow.handle) & (CommandRow.key == bindparam("asked")),
        )
        .outerjoin(CaseRow, CaseRow.number == bindparam("case"))
        .where(way_in.hash == bindparam("with"), PersonRow.active)
    )


WHO_ASKS = who_asks(ApiKeyRow, ApiKeyRow.scopes).where(ApiKeyRow.revoked_at.is_(None))


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking: a person let in by a key, or signed in."""

    handle: str
    roles: frozenset[Role]
    line: PersonLine
    team: str
    language: Language
    scopes: frozenset[Scope] = ALL_SCOPES
    """What the key they came with is for."""


@dataclass(frozen=True, slots=True)
class CaseSeen:
    """Whose a case is."""

    team: str
    owner: str


@dataclass(frozen=True, slots=True)
class RequestContext:
    """Who asks, what became of the same request before, whether anything of the case that it is for has been
    recorded, and whose that is, as far as rows tell."""

    who: Principal
    settled: Settled | None
    known: bool
    case: CaseSeen | None = None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is known of a key; the key itself is not."""

    id: str
    person: str
    label: str
    hint: str
    created_at: datetime
    revoked_at: datetime | None
    scopes: frozenset[Scope] | None
    """None for whatever its person may do."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made. `clear` is shown this once."""

    id: str
    clear: str


async def ensure_first_key(
    database: Database,
    ladder: Ladder,
    *,
    team: str,
    posts: Iterable[tuple[str, str]] = (),
    now: datetime,
    handle: str = FIRST_PERSON,
) -> str | None:
    """Make sure somebody can come in: the people of the ladder, those on the team's posts, a first person, and their key.

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
        *(
            Person(holder, holder, "department", frozenset({"department"}), post)
            for post, holder in posts
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


async def create_key(
    database: Database,
    person: str,
    *,
    label: str,
    now: datetime,
    scopes: frozenset[Scope] | None = None,
) -> NewKey:
    """A new key for a person, for these things alone or for whatever the person may do. Raises UnknownPerson."""
    made = NewKey(id=secrets.token_hex(8), clear=_make_key())
    async with database.write() as session:
        await require_in(session, person)
        await _insert_key(session, made.id, person, made.clear, label=label, now=now, scopes=scopes)
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
            scopes=_scopes(row.scopes),
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
    found = await look_up(database, WHO_ASKS, key, asked=asked, case=number)
    return context_of(database.vault, found) if found else None


async def look_up(
    database: Database, query: Select[Any], clear: str, **params: object
) -> Row[Any] | None:
    """The row of a query `who_asks` that belongs to a key or token in clear."""
    hashed = hash_of(clear)
    async with database.read() as session:
        found = (await session.execute(query, {"with": hashed, **params})).one_or_none()
    return found if found is not None and hmac.compare_digest(found.hash, hashed) else None


def context_of(vault: Vault, found: Row[Any]) -> RequestContext:
    """What a row of a query `who_asks` tells."""
    return RequestContext(
        who=Principal(
            handle=found.handle,
            roles=frozenset(found.roles),
            line=found.line,
            team=found.team,
            language=found.language,
            scopes=scopes_of(frozenset(found.roles), _scopes(found.scopes)),
        ),
        settled=settled_of(vault, found) if found.key is not None else None,
        known=found.known,
        case=CaseSeen(found.case_team, found.case_owner) if found.case_team is not None else None,
    )


def scopes_of(roles: frozenset[Role], given: frozenset[Scope] | None) -> frozenset[Scope]:
    """What a key is for. One without scopes is for all that its person may do; of a service, for what services could
    do before there were scopes."""
    if given is not None:
        return given
    return ALL_SCOPES if roles - {"service"} else OF_SERVICES


def _scopes(kept: list[str] | None) -> frozenset[Scope] | None:
    return None if kept is None else frozenset(cast(list[Scope], kept))


def hash_of(clear: str) -> str:
    """What is kept of a key or token: whatever somebody sends has one."""
    return hashlib.sha256(clear.encode(errors="surrogatepass")).hexdigest()


async def _insert_key(
    session: AsyncSession,
    key_id: str,
    person: str,
    clear: str,
    *,
    label: str,
    now: datetime,
    scopes: frozenset[Scope] | None = None,
) -> bool:
    insert = inserting_new(ApiKeyRow, dialect_of(session)).returning(ApiKeyRow.id)
    row = {
        "id": key_id,
        "person": person,
        "hash": hash_of(clear),
        "label": label,
        "hint": clear[-HINT_LENGTH:],
        "created_at": now,
        "scopes": None if scopes is None else sorted(scopes),
    }
    return await session.scalar(insert, [row]) is not None


def _make_key() -> str:
    return PREFIX + secrets.token_urlsafe(32)  # 256 random bits
