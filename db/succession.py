"""Whom open cases count on that are not there any more, or not in that place (REQ D1, J6)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exists, func, select, update

from db.cases import load_case
from db.customer_messages import IS_UNMARKED, CustomerMessageRow
from db.escalations import EscalationRow
from db.leaving import OPEN, left_behind
from db.models import CaseRow, PersonRow
from db.session import Database
from domain.frozen import changed
from domain.plan import Plan
from domain.plan.ladder import Ladder
from domain.succession import following, line_now

CARRIES = frozenset({"agent", "lead", "supervisor", "executive"})
"""The roles of those who may own cases and promises."""
ON_SITE = CARRIES | {"department"}
"""And of those who may go to a customer's door."""
READ = 200
"""Cases of an older date that are read in full at a time, for their line: each takes some milliseconds."""


@dataclass(frozen=True)
class People:
    """Who is here, by handle, and who has left, with whoever took over from them ("" for nobody)."""

    places: Mapping[str, str]
    roles: Mapping[str, frozenset[str]]
    heirs: Mapping[str, str]

    def line(self, ladder: Ladder) -> Ladder:
        """The line with nobody on it who has left."""
        return line_now(ladder, self.places, self.heirs)

    def heir(self, gone: str, roles: frozenset[str]) -> str | None:
        """Who is here, has one of these roles, and took over from somebody, at the end."""
        able = (
            who for who in following(gone, self.heirs) if self.roles.get(who, frozenset()) & roles
        )
        return next(able, None)


@dataclass(frozen=True)
class Concerned:
    """A case that is to be told who the people are now."""

    number: str
    line: Ladder
    gone: tuple[str, ...] = ()
    heirs: Mapping[str, str] = field(default_factory=dict)
    engineers: Mapping[str, str] = field(default_factory=dict)


async def people_now(database: Database) -> People:
    """Everybody who was ever added."""
    query = select(
        PersonRow.handle, PersonRow.line, PersonRow.roles, PersonRow.active, PersonRow.heir
    )
    async with database.read() as session:
        rows = (await session.execute(query)).all()
    here = [row for row in rows if row.active]
    return People(
        places={row.handle: row.line for row in here},
        roles={row.handle: frozenset(row.roles) for row in here},
        heirs={row.handle: row.heir or "" for row in rows if not row.active},
    )


async def with_people_now(database: Database, plan: Plan) -> Plan:
    """A plan whose line nobody is on who has left."""
    line = (await people_now(database)).line(plan.ladder)
    return plan if line == plan.ladder else changed(plan, {"ladder": line})


async def list_concerned(database: Database, teams: Mapping[str, Ladder]) -> tuple[Concerned, ...]:
    """The open cases that don't know yet who the people are now; those in which somebody is called come first.

    `teams` are the lines of the policy in force. A case of a team that it doesn't have keeps the line it has. Whom a new line makes
    responsible for a call that stands, the case has settled when it was told of the line: only one who has left is looked for.
    """
    people = await people_now(database)
    calls = await _calls(database)
    behind = await _behind(database, people)
    found: list[Concerned] = []
    for number, team, pinned in await _open_cases(database):
        line = people.line(teams.get(team, pinned))
        gone = {*behind.get(number, ()), *_gone_of(pinned, people)}
        stray = {who for who in calls.get(number, ()) if who in people.heirs}
        if line.executive in people.heirs:
            stray = set()  # the whole line has left: there is nobody to call
        gone |= stray
        heirs = _heirs(gone, people, CARRIES)
        engineers = _heirs(gone, people, ON_SITE)
        moves = any(who in heirs or who in engineers for who in behind.get(number, ()))
        if line != pinned or stray or moves:
            found.append(Concerned(number, line, tuple(sorted(gone)), heirs, engineers))
    return tuple(sorted(found, key=lambda one: (not calls.get(one.number), one.number)))


async def _calls(database: Database) -> dict[str, list[str]]:
    """By case, who has taken on a call that stands, or is to."""
    holder = func.coalesce(EscalationRow.acknowledged_by, EscalationRow.receiver)
    query = (
        select(EscalationRow.number, holder.label("holder"))
        .join(CaseRow, CaseRow.number == EscalationRow.number)
        .where(OPEN, EscalationRow.deescalated_at.is_(None))
    )
    calls: defaultdict[str, list[str]] = defaultdict(list)
    async with database.read() as session:
        for row in await session.execute(query):
            calls[row.number].append(row.holder)
    return calls


async def _behind(database: Database, people: People) -> dict[str, list[str]]:
    """By case, who has left and still owes something in it."""
    behind: defaultdict[str, list[str]] = defaultdict(list)
    if people.heirs:
        for handle, numbers in (await left_behind(database)).items():
            if handle in people.heirs:
                for number in numbers:
                    behind[number].append(handle)
    return behind


WAITING = OPEN | exists().where(CustomerMessageRow.number == CaseRow.number, IS_UNMARKED)
"""Cases in which something may be owed."""


async def _open_cases(database: Database) -> list[tuple[str, str, Ladder]]:
    """Number, team and line of every case that is open, or closed with a message to mark. The rows of some may be older than that there were lines in them: those are
    filled from their events, some at a time."""
    query = (
        select(CaseRow.number, CaseRow.team, CaseRow.line).where(WAITING).order_by(CaseRow.number)
    )
    async with database.read() as session:
        rows = (await session.execute(query)).all()
    known = [(row.number, row.team, Ladder(**row.line)) for row in rows if row.line]
    for row in [row for row in rows if not row.line][:READ]:
        case = await load_case(database, row.number)
        if case and case.plan:
            await _fill(database, row.number, case.plan.ladder)
            known.append((row.number, row.team, case.plan.ladder))
    return known


async def _fill(database: Database, number: str, line: Ladder) -> None:
    values: Any = line.model_dump()
    async with database.write() as session:
        unknown = update(CaseRow).where(CaseRow.number == number, CaseRow.line.is_(None))
        await session.execute(unknown.values(line=values))


def _gone_of(line: Ladder, people: People) -> set[str]:
    return {who for who in line.model_dump().values() if who in people.heirs}


def _heirs(gone: set[str], people: People, roles: frozenset[str]) -> dict[str, str]:
    found = {who: people.heir(who, roles) for who in sorted(gone)}
    return {who: heir for who, heir in found.items() if heir}
