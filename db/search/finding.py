"""The search: what a query finds, the newest first, and by what."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.cases import CaseFilter, conditions, summary_of
from db.models import CaseRow, CustomerRow, SearchKeyRow
from db.pages import Page, read_cursor, write_cursor
from db.private import unseal, unseal_if
from db.reach import Within
from db.search.rows import FACT, IN_WORDS, TITLE, blinded, identifier, marks
from db.search.sought import Sought, in_names, in_titles
from db.session import Database
from domain.summary import CaseSummary
from vault import Vault

AT_ONCE = 60
"""What the index gives is compared with the texts so many at a time."""
MOST = 2_000
"""Texts that are compared for one page; beyond them the page is given as it is, and the next one goes on."""
RARE = 200
"""Of this many, it doesn't matter any more which of a query's keys is the rarest."""
PLACE = ((int, False), (str, False))
Place = tuple[int, str]
"""Where something stands: when it came, in minutes, and its number or id."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found. `by` says by what: "title", or "fact:" and its name."""

    case: CaseSummary
    by: tuple[str, ...]


class CustomerHit(NamedTuple):
    """A customer's row that was found: its id, and by what."""

    id: str
    by: tuple[str, ...]


class Way(NamedTuple):
    """One kind of text a query may be found in: the keys it has to have, any of which is enough for a mark. What has
    to be compared with the text itself is `sought`."""

    kind: str
    keys: tuple[int, ...]
    sought: Sought | None = None


Said = dict[str, dict[str, str]]
"""What those that may be meant say, by subject and kind; whoever is not to be shown is left out."""
Texts = Callable[[AsyncSession, Sequence[str]], Awaitable[Said]]


async def find_cases(
    database: Database,
    query: str,
    *,
    among: CaseFilter | None = None,
    within: Within | None = None,
    cursor: str | None = None,
    limit: int,
) -> Page[Hit]:
    """Cases found by words of their title or by a fact that is an identifier. Raises BadCursor."""
    vault = database.vault
    ways = [_in_words(vault, TITLE, in_titles(query))]
    if mark := identifier(query):
        ways.append(Way(FACT, (blinded(vault, FACT, mark),)))

    async def titles(session: AsyncSession, numbers: Sequence[str]) -> Said:
        those = [CaseRow.number.in_(numbers), *conditions(among)]
        if within:
            those.append(within.any_of_them())
        rows = await session.execute(select(CaseRow.number, CaseRow.title).where(*those))
        return {n: {TITLE: unseal(vault, title, "cases.title", n)} for n, title in rows}

    found, after = await _find(database, ways, titles, cursor, limit)
    async with database.read() as session:
        wanted = select(CaseRow).where(CaseRow.number.in_([number for number, _ in found]))
        cases = {row.number: summary_of(vault, row) for row in await session.scalars(wanted)}
    return Page(tuple(Hit(cases[number], by) for number, by in found), after)


async def find_customers(
    database: Database,
    query: str,
    *,
    homes: Iterable[str],
    within: Within | None = None,
    cursor: str | None = None,
    limit: int,
) -> Page[CustomerHit]:
    """Rows of customers found by phone number, e-mail address, account, or words of their name or company. Phone numbers
    are read as they are spelt at one of these `homes`. Of customers without a case `within` nothing is found. Raises BadCursor."""
    vault, sought = database.vault, in_names(query)
    ways = [
        _in_words(vault, "name", sought),
        _in_words(vault, "company", sought),
        *(
            Way(of, tuple(blinded(vault, of, mark) for mark in marks(of, query, homes)))
            for of in ("phone", "email", "account")
        ),
    ]

    async def names(session: AsyncSession, ids: Sequence[str]) -> Said:
        columns = (CustomerRow.id, CustomerRow.name, CustomerRow.company)
        those: list[ColumnElement[bool]] = [CustomerRow.id.in_(ids)]
        if within:
            those.append(_has_case(within))
        rows = await session.execute(select(*columns).where(*those))
        return {
            id_: {
                "name": unseal(vault, name, "customers.name", id_),
                "company": unseal_if(vault, company, "customers.company", id_) or "",
            }
            for id_, name, company in rows
        }

    found, after = await _find(database, ways, names, cursor, limit)
    return Page(tuple(CustomerHit(*each) for each in found), after)


def _has_case(within: Within) -> ColumnElement[bool]:
    """Whether a customer, or another row that may be of the same person, has a case that is somebody's."""
    other = aliased(CustomerRow)
    same = or_(
        other.id == CustomerRow.id,
        other.known_as == CustomerRow.id,
        other.id == CustomerRow.known_as,
    )
    return (
        exists()
        .where(CaseRow.customer == other.id, same, within.any_of_them())
        .correlate(CustomerRow)
    )


def _in_words(vault: Vault, kind: str, sought: Sought) -> Way:
    return Way(kind, tuple(blinded(vault, kind, key) for key in sought.keys), sought)


async def _find(
    database: Database, ways: Sequence[Way], texts: Texts, cursor: str | None, limit: int
) -> tuple[list[tuple[str, tuple[str, ...]]], str | None]:
    """What is found by any of these ways, in one order, and the cursor of what comes after."""
    place, compared = _place(cursor), 0
    found: list[tuple[Place, tuple[str, ...]]] = []
    async with database.read() as session:
        ways = [await _rarest_first(session, way) for way in ways if way.keys]
        more = bool(ways)
        while more and len(found) <= limit and compared < MOST:
            batch = await _next(session, ways, place)
            said = await texts(session, [subject for _, subject in batch])
            for each, by in batch.items():
                if meant := _meant(ways, by, said.get(each[1])):
                    found.append((each, meant))
            compared += len(batch)
            more = len(batch) == AT_ONCE
            place = next(reversed(batch), place)
    if len(found) > limit:
        found, place, more = found[:limit], found[limit - 1][0], True
    after = write_cursor("search", place) if more and place else None
    return [(at[1], by) for at, by in found], after


def _place(cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    at, subject = read_cursor("search", cursor, PLACE)
    assert isinstance(at, int)
    assert isinstance(subject, str)
    return at, subject


async def _rarest_first(session: AsyncSession, way: Way) -> Way:
    """Start from the key that the fewest have; the others are then asked of those alone."""
    if way.kind not in IN_WORDS or len(way.keys) == 1:
        return way
    counts: dict[int, int] = {}
    for key in way.keys:
        some = select(SearchKeyRow.subject).where(SearchKeyRow.key == key).limit(RARE).subquery()
        counts[key] = await session.scalar(select(func.count()).select_from(some)) or 0
    return way._replace(keys=tuple(sorted(way.keys, key=counts.__getitem__)))


async def _next(
    session: AsyncSession, ways: Sequence[Way], after: Place | None
) -> dict[Place, tuple[str, ...]]:
    """The next ones by any of the ways: where they stand, and what they may be found by."""
    found: dict[Place, tuple[str, ...]] = {}
    for way in ways:
        for at, subject, of in await session.execute(_by(way, after)):
            found[at, subject] = (*found.get((at, subject), ()), of)
    first = sorted(found, reverse=True)[:AT_ONCE]
    return {place: tuple(dict.fromkeys(found[place])) for place in first}


def _by(way: Way, after: Place | None) -> Select[int, str, str]:
    row = SearchKeyRow
    first, *others = way.keys
    if way.kind in IN_WORDS:
        has = [row.key == first, *(_has_too(key) for key in others)]
    else:
        has = [row.key.in_(way.keys)]
    if after:
        at, subject = after
        has += [row.at <= at, or_(row.at < at, row.subject < subject)]
    newest = (row.at.desc(), row.subject.desc())
    return select(row.at, row.subject, row.of).where(*has).order_by(*newest).limit(AT_ONCE)


def _has_too(key: int) -> ColumnElement[bool]:
    other = aliased(SearchKeyRow)
    same = (other.at == SearchKeyRow.at, other.subject == SearchKeyRow.subject)
    return exists().where(other.key == key, *same)


def _meant(ways: Sequence[Way], by: Iterable[str], said: dict[str, str] | None) -> tuple[str, ...]:
    """Of what something may be found by, what holds once it is read."""
    if said is None:
        return ()
    sought = {way.kind: way.sought for way in ways}
    return tuple(
        of
        for of in by
        if (wanted := sought[of.partition(":")[0]]) is None or wanted.is_in(said.get(of, ""))
    )
