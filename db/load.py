"""How much each person carries: their open cases, and what they owe (REQ K1, J6)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Select,
    String,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)

from db.book import OWING
from db.models import CaseRow, PersonRow
from db.models.base import Utc
from db.owing import Owing
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
    given: dict[str, Any] = {"now": now, "day_ends": day_ends}
    async with database.read() as session:
        if teams is not None:
            given["handles"] = (await session.scalars(_members(teams))).all()
        counted = await session.execute(_counts(of_some=teams is not None), given)
        for handle, phase, priority, emotion, count, overdue in counted:
            if phase:
                found[handle].cases[phase, priority, emotion] = count
            else:
                found[handle].overdue += overdue
                found[handle].due += count - overdue
    return tuple(
        Load(handle, each.cases, each.overdue, each.due)
        for handle, each in sorted(found.items())
        if handle
    )


def _members(teams: Sequence[str]) -> Any:
    return select(PersonRow.handle).where(PersonRow.team.in_(teams))


@cache  # to build it takes longer than to run it
def _counts(*, of_some: bool) -> CompoundSelect[*tuple[Any, ...]]:
    """By person: their cases by phase, priority and emotion, and without a phase what they owe and how much of it is late."""
    return union_all(_cases(of_some), *(_owed(owing, of_some) for owing in OWING))


def _cases(of_some: bool) -> Select[*tuple[Any, ...]]:
    kinds = (CaseRow.owner, CaseRow.phase, CaseRow.priority, CaseRow.emotion)
    query = select(*kinds, func.count(), literal(0, Integer)).where(CaseRow.phase.in_(CARRIED))
    return _of(query.group_by(*kinds), CaseRow.owner, of_some)


def _owed(owing: Owing, of_some: bool) -> Select[*tuple[Any, ...]]:
    now, day_ends = bindparam("now", type_=Utc), bindparam("day_ends", type_=Utc)
    late = func.sum(case((owing.due_at < now, 1), else_=0))
    nothing = [literal("", String) for _ in range(3)]
    query = (
        select(owing.whose, *nothing, func.count(), late)
        .where(*owing.open_while, owing.due_at < day_ends)
        .group_by(owing.whose)
    )
    if CaseRow.__table__ in query.get_final_froms():  # the index of others tells it alone
        query = query.where(CaseRow.number == owing.row.__table__.c.number)
    return _of(query, owing.whose, of_some)


def _of(query: Select[*tuple[Any, ...]], whose: Any, of_some: bool) -> Select[*tuple[Any, ...]]:
    return query.where(whose.in_(bindparam("handles", expanding=True))) if of_some else query
