"""What burns: whatever waits longer than it may, across cases (REQ K1).

Read from rows and the clock, not from what a run last said of itself: a promise whose time has passed burns although
no worker was there to break it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import (
    Integer,
    LargeBinary,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from db.burning import KINDS, PARTS, TRAITS, Column, Given, Kind, Part
from db.cases import summary_of
from db.escalations import EscalationRow
from db.models import CaseRow
from db.models.base import Utc
from db.pages import Page, read_cursor, within, write_cursor
from db.private import unseal
from db.session import Database
from domain.frozen import Frozen
from domain.policy.board import Silence, Trait
from domain.summary import CaseSummary

MOST = 200
"""Of one kind that are looked at, those that wait longest: whoever has more burning narrows it to a team or a person."""
PLACE = [(str, False), (datetime, False), (str, False), (str, False)]


class BoardFilter(Frozen):
    """Of which teams' cases; what stands with which person. None means all."""

    teams: tuple[str, ...] | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Burning:
    """One thing that burns. `since` is when it began to, `due_at` when it was to be done, `person` with whom it stands. `read`
    unseals its subject."""

    kind: Kind
    number: str
    id: str
    since: datetime
    due_at: datetime | None
    person: str
    owner: str
    team: str
    priority: str
    about: str
    read: Callable[[], str] = str

    @property
    def subject(self) -> str:
        """What was promised or why somebody called. Unsealed here, since not all that is read is told."""
        return self.read()

    @property
    def place(self) -> tuple[str, datetime, str, str]:
        """Where it stands among its kind: by priority, then by how long it waits."""
        return (self.priority, self.since, self.number, self.id)


@dataclass(frozen=True, slots=True)
class Fire:
    """All of one kind, counted by team and person, and a page of it, the most urgent first; `more` when that is as much as is
    looked at, and others may have begun later."""

    kind: Kind
    counts: Counter[tuple[str, str]]
    page: Page[Burning]
    more: bool


async def what_burns(
    database: Database,
    now: datetime,
    silences: Sequence[Silence],
    wanted: BoardFilter | None = None,
    kinds: Sequence[Kind] = KINDS,
    *,
    cursor: str | None = None,
    limit: int = 10,
) -> tuple[Fire, ...]:
    """What burns now, by kind; of each those that wait longest, the most urgent first. Only what is on the page is read: the
    others are counted where they lie. Raises BadCursor: each kind has its own."""
    if not kinds:
        return ()
    wanted = wanted or BoardFilter()
    after = [read_cursor(_label(kind), cursor, PLACE) for kind in kinds] if cursor else []
    most = within(limit)
    query = _statement(
        database.dialect,
        tuple(kinds),
        tuple((each.trait, each.value) for each in silences),
        of_teams=wanted.teams is not None,
        of_person=wanted.person is not None,
        goes_on=bool(after),
    )
    given: dict[str, Any] = {
        "now": now,
        "shown": most + 1,
        "teams": wanted.teams,
        "person": wanted.person,
        **{f"since_{n}": each.since for n, each in enumerate(silences)},
        **(dict(zip(AFTER, after[0], strict=True)) if after else {}),
    }
    async with database.read() as session:
        rows = (await session.execute(query, given)).all()
    return tuple(_fire(database, kind, rows, most) for kind in kinds)


async def cases_behind(database: Database, numbers: Iterable[str]) -> dict[str, CaseSummary]:
    """The cases of these numbers; unknown ones are left out."""
    query = select(CaseRow).where(CaseRow.number.in_(set(numbers)))
    async with database.read() as session:
        rows = (await session.scalars(query)).all()
    return {row.number: summary_of(database.vault, row) for row in rows}


async def called_for(database: Database, numbers: Iterable[str]) -> dict[str, str]:
    """Who has been called to a case and still is: with whom its newest call for help stands."""
    query = (
        select(EscalationRow.number, EscalationRow.acknowledged_by, EscalationRow.receiver)
        .where(EscalationRow.number.in_(set(numbers)), EscalationRow.deescalated_at.is_(None))
        .order_by(EscalationRow.raised_at)
    )
    async with database.read() as session:
        rows = (await session.execute(query)).all()
    return {number: taken or receiver for number, taken, receiver in rows}


AFTER = ("priority", "since", "number", "id")
"""The names of a place, as a statement that goes on from it has them."""


@cache  # to build it takes longer than to run it
def _statement(
    dialect: str,
    kinds: tuple[Kind, ...],
    traits: tuple[tuple[Trait, str], ...],
    *,
    of_teams: bool,
    of_person: bool,
    goes_on: bool,
) -> Select[*tuple[Any, ...]]:
    """The rows of the page of each kind, and one for each team and person of each part, with how many there are."""
    given = Given(bindparam("now", type_=Utc), _too_long(traits))
    parts = (
        select(
            literal(n, Integer).label("part"),
            literal(part.kind).label("kind"),
            *_rows(part, given, dialect, of_teams=of_teams, of_person=of_person).subquery().c,
        )
        for n, part in enumerate(PARTS)
        if part.kind in kinds
    )
    found = union_all(*parts).subquery()
    place = [found.c[name] for name in AFTER]
    ahead = tuple_(*place) > tuple_(*(bindparam(name, type_=found.c[name].type) for name in AFTER))
    is_ahead = ahead if goes_on else true()
    whose = [found.c.part, found.c.team, found.c.whose]
    ranked = select(
        found,
        case((is_ahead, 1), else_=0).label("is_ahead"),
        func.row_number()
        .over(partition_by=[found.c.kind, case((is_ahead, 1), else_=0)], order_by=place)
        .label("place"),
        func.row_number().over(partition_by=whose).label("nth"),
        func.count().over(partition_by=whose).label("many"),
    ).subquery()
    is_shown = and_(ranked.c.is_ahead == 1, ranked.c.place <= bindparam("shown"))
    return select(ranked).where(or_(is_shown, ranked.c.nth == 1)).order_by(ranked.c.place)


def _rows(
    part: Part, given: Given, dialect: str, *, of_teams: bool, of_person: bool
) -> Select[*tuple[Any, ...]]:
    """What burns of one part, as much of it as is looked at."""
    nobody = func.nullif(part.person, "")
    query = select(
        CaseRow.number.label("number"),
        part.id.label("id"),
        part.since.label("since"),
        _or_nothing(part.due_at, Utc).label("due_at"),
        func.coalesce(part.person, "").label("person"),
        func.coalesce(nobody, CaseRow.owner).label("whose"),
        CaseRow.owner.label("owner"),
        CaseRow.team.label("team"),
        CaseRow.priority.label("priority"),
        part.about.label("about"),
        _or_nothing(part.sealed, LargeBinary).label("sealed"),
    ).where(*part.burns(given))
    if part.row is not CaseRow:
        query = query.join(CaseRow, CaseRow.number == part.row.__table__.c.number)
    if of_teams:
        # SQLite would take the teams' index to all of their cases; PostgreSQL knows how many those are
        team = func.coalesce(CaseRow.team, "") if dialect == "sqlite" else CaseRow.team
        query = query.where(team.in_(bindparam("teams", expanding=True)))
    if of_person:
        query = query.where(part.person == bindparam("person", type_=String))
    # of all that are open the oldest are looked at first; one person's are few
    is_by_age = part.kind == "silent" and not of_person
    order = CaseRow.opened_at if is_by_age else part.since
    return query.order_by(order).limit(MOST)


def _or_nothing(column: Column | None, kind: Any) -> Column:
    return literal(None, kind) if column is None else column


def _too_long(traits: Sequence[tuple[Trait, str]]) -> Column:
    """Since when silence is too long for a case: the strictest that fits it counts, and the last fits any."""
    since = [bindparam(f"since_{n}", type_=Utc) for n in range(len(traits))]
    whens = [
        (TRAITS[trait] == value, each)
        for (trait, value), each in zip(traits[:-1], since[:-1], strict=True)
    ]
    return case(*whens, else_=since[-1]) if whens else since[-1]


def _fire(database: Database, kind: Kind, rows: Sequence[Any], most: int) -> Fire:
    counts: Counter[tuple[str, str]] = Counter()
    sizes: Counter[int] = Counter()
    shown: list[Any] = []
    for row in rows:
        if row.kind != kind:
            continue
        if row.nth == 1:
            counts[row.team, row.whose] += row.many
            sizes[row.part] += row.many
        if row.is_ahead and row.place <= most + 1:
            shown.append(row)
    items = tuple(_burning(database, PARTS[row.part], row) for row in shown[:most])
    following = write_cursor(_label(kind), items[-1].place) if len(shown) > most else None
    return Fire(kind, counts, Page(items, following), max(sizes.values(), default=0) >= MOST)


def _label(kind: Kind) -> str:
    return f"board.{kind}"


def _burning(database: Database, part: Part, row: Any) -> Burning:
    read: Callable[[], str] = str
    if row.sealed is not None and part.sealed is not None:
        place = f"{part.row.__tablename__}.{part.sealed.key}"
        read = partial(unseal, database.vault, row.sealed, place, row.number, row.id)
    return Burning(
        kind=part.kind,
        number=row.number,
        id=row.id,
        since=row.since,
        due_at=row.due_at,
        person=row.person,
        owner=row.owner,
        team=row.team,
        priority=row.priority,
        about=row.about,
        read=read,
    )
