"""How much each person carries: their open cases, and what they owe (REQ K1, J6)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from db.book import OWING
from db.models import CaseRow, PersonRow
from db.session import Database
from domain.plan.terms import Emotion, Phase, Priority

CARRIED = ("open", "resolved")


@dataclass
class Load:
    """What stands with one person. `cases` counts theirs by phase, priority and emotion; `due` is what they owe by the end of a
    day and not late yet."""

    person: str
    cases: dict[tuple[Phase, Priority, Emotion], int]
    overdue: int = 0
    due: int = 0


async def load_by_person(
    database: Database, now: datetime, day_ends: datetime, *, teams: Sequence[str] | None = None
) -> tuple[Load, ...]:
    """Everybody who carries a case or owes something by then: who works in these teams, or everybody. By handle."""
    found: defaultdict[str, Load] = defaultdict(lambda: Load("", {}))
    async with database.read() as session:
        handles = None if teams is None else (await session.scalars(_members(teams))).all()
        for handle, phase, priority, emotion, count in await session.execute(_cases(handles)):
            found[handle].cases[phase, priority, emotion] = count
        for owing in OWING:
            columns = owing.row.__table__.c
            late = func.sum(case((owing.due_at < now, 1), else_=0))
            query = (
                select(owing.whose, func.count(), late)
                .where(*owing.open_while, owing.due_at < day_ends)
                .group_by(owing.whose)
            )
            if CaseRow.__table__ in query.get_final_froms():  # the index of others tells it alone
                query = query.where(CaseRow.number == columns.number)
            if handles is not None:
                query = query.where(owing.whose.in_(handles))
            for handle, count, overdue in await session.execute(query):
                found[handle].overdue += overdue
                found[handle].due += count - overdue
    return tuple(
        Load(handle, each.cases, each.overdue, each.due)
        for handle, each in sorted(found.items())
        if handle
    )


def _members(teams: Sequence[str]) -> Any:
    return select(PersonRow.handle).where(PersonRow.team.in_(teams))


def _cases(handles: Sequence[str] | None) -> Any:
    kinds = (CaseRow.owner, CaseRow.phase, CaseRow.priority, CaseRow.emotion)
    query = select(*kinds, func.count()).where(CaseRow.phase.in_(CARRIED)).group_by(*kinds)
    return query if handles is None else query.where(CaseRow.owner.in_(handles))
