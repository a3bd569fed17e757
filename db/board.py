"""What burns: whatever waits longer than it may, across cases (REQ K1).

Read from rows and the clock, not from what a run last said of itself: a promise whose time has passed burns although
no worker was there to break it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Select, func, literal, select

from db.burning import KINDS, PARTS, Column, Given, Kind, Part
from db.cases import summary_of
from db.escalations import EscalationRow
from db.models import CaseRow
from db.pages import Page, read_cursor, within, write_cursor
from db.private import unseal
from db.session import Database
from domain.frozen import Frozen
from domain.policy.board import Silence
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
        """What was promised or why somebody called. Unsealed here, since most that burns is only counted."""
        return self.read()

    @property
    def place(self) -> tuple[str, datetime, str, str]:
        """Where it stands among its kind: by priority, then by how long it waits."""
        return (self.priority, self.since, self.number, self.id)


@dataclass(frozen=True, slots=True)
class Fire:
    """All of one kind, at most `MOST`; `more` when there are others that began later."""

    kind: Kind
    all: tuple[Burning, ...]
    more: bool

    def page(self, cursor: str | None, limit: int) -> Page[Burning]:
        """A part of it. Raises BadCursor."""
        label = f"board.{self.kind}"
        after = read_cursor(label, cursor, PLACE) if cursor else None
        ahead = [each for each in self.all if after is None or each.place > after]
        kept = ahead[: within(limit)]
        more = len(ahead) > len(kept)
        return Page(tuple(kept), write_cursor(label, kept[-1].place) if more else None)


async def what_burns(
    database: Database,
    now: datetime,
    silences: Sequence[Silence],
    wanted: BoardFilter | None = None,
    kinds: Sequence[Kind] = KINDS,
) -> tuple[Fire, ...]:
    """What burns now, by kind; of each those that wait longest, the most urgent first."""
    found: dict[Kind, list[Burning]] = {kind: [] for kind in kinds}
    more: set[Kind] = set()
    # SQLite would take the teams' index to all of their cases; PostgreSQL knows how many those are
    team = func.coalesce(CaseRow.team, "") if database.dialect == "sqlite" else CaseRow.team
    async with database.read() as session:
        for part in PARTS:
            if part.kind in found:
                query = _query(part, (now, silences), wanted or BoardFilter(), team)
                rows = (await session.execute(query)).all()
                found[part.kind] += [_burning(database, part, row) for row in rows[:MOST]]
                if len(rows) > MOST:
                    more.add(part.kind)
    return tuple(
        Fire(kind, tuple(sorted(each, key=lambda one: one.place)), kind in more)
        for kind, each in found.items()
    )


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


def _query(part: Part, given: Given, wanted: BoardFilter, team: Column) -> Select[*tuple[Any, ...]]:
    nothing = literal(None)
    query = select(
        CaseRow.number,
        part.id,
        part.since,
        part.due_at if part.due_at is not None else nothing,
        part.person,
        CaseRow.owner,
        CaseRow.team,
        CaseRow.priority,
        part.about,
        part.sealed if part.sealed is not None else nothing,
    ).where(*part.burns(given))
    if part.row is not CaseRow:
        query = query.join(CaseRow, CaseRow.number == part.row.__table__.c.number)
    if wanted.teams is not None:
        query = query.where(team.in_(wanted.teams))
    if wanted.person is not None:
        query = query.where(part.person == wanted.person)
    # of all that are open the oldest are looked at first; one person's are few
    is_by_age = part.kind == "silent" and wanted.person is None
    order = CaseRow.opened_at if is_by_age else part.since
    return query.order_by(order).limit(MOST + 1)


def _burning(database: Database, part: Part, row: Any) -> Burning:
    number, id_, since, due_at, person, owner, team, priority, about, sealed = row
    read: Callable[[], str] = str
    if sealed is not None and part.sealed is not None:
        place = f"{part.row.__tablename__}.{part.sealed.key}"
        read = partial(unseal, database.vault, sealed, place, number, id_)
    return Burning(
        kind=part.kind,
        number=number,
        id=id_,
        since=since,
        due_at=due_at,
        person=person,
        owner=owner,
        team=team,
        priority=priority,
        about=about,
        read=read,
    )
