"""Whose cases: which route reaches which cases for whom, as one table, and its enforcement (REQ J4a).

Each route says how far it reaches (`Reach`), as it says whom it is for; the door (`api.doors`) asks here. The console asks the API
in process, so that this holds for its pages too. `docs/reference/access.md` is made from the table, and tested against the product.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, cast

from fastapi import Depends, Request

from api.auth import RequestContextIn
from api.dependencies import Dependencies, DependenciesIn, dependencies_of
from api.marks import HEADER, Marks
from api.problem_codes import Either
from api.problems import ApiProblem
from api.read_after import marks_in, waited_for
from db import openings
from db.access import CaseSeen, Principal, RequestContext, Scope
from db.people import Role
from db.reach import Within, those_within


class Reach(StrEnum):
    """How far a route reaches."""

    WORK = "work"
    """One case, to change it."""
    NUMBER = "number"
    """One case, for whoever has its number: to look at it, to write a note, to pass on a message, to call for help."""
    LISTS = "lists"
    """Many cases: a list shows those that are the asker's (`WithinIn`)."""
    TEAMS = "teams"
    """What stands with the teams that the asker leads (`api.board.seen_teams`)."""
    OWN = "own"
    """What is the asker's own, and, for a lead, their people's (`api.people.whose`)."""
    NOTHING = "nothing"
    """No case that is there already."""


@dataclass(frozen=True)
class Guard:
    """What a route says of itself, as a dependency: whom it is for, with a key for what (None: any key), and how far it reaches.
    Its door sees to all three."""

    roles: frozenset[str]
    scope: Scope | None
    reach: Reach

    def lets_in(self, who: Principal) -> bool:
        """Whether it is for whoever asks, as far as it is a matter of role and key."""
        return bool(who.roles & self.roles) and (self.scope is None or self.scope in who.scopes)

    async def __call__(self, context: RequestContextIn) -> None:
        assert context.who.roles & self.roles, "a route with a guard is a Door"


Cases = Literal["all", "theirs", "asked"]
"""All; those of their teams, which they own, or in which something is in their hands; those in which something is asked of them."""

REACHES: Mapping[Reach, Mapping[Role, Cases]] = {
    Reach.WORK: {
        "agent": "theirs",
        "department": "asked",
        "lead": "theirs",
        "supervisor": "all",
        "executive": "all",
    },
    Reach.NUMBER: {
        "agent": "all",
        "department": "asked",
        "lead": "all",
        "supervisor": "all",
        "executive": "all",
        "admin": "all",
        "service": "all",
    },
    Reach.TEAMS: {"lead": "theirs", "supervisor": "all", "executive": "all"},
    Reach.LISTS: {
        "agent": "theirs",
        "department": "asked",
        "lead": "theirs",
        "supervisor": "all",
        "executive": "all",
        "admin": "all",
        "service": "all",
    },
}
"""What each role reaches. Whoever has several reaches what any of them does; which of them a route is for it says itself."""
OF_ONE_CASE = (Reach.WORK, Reach.NUMBER)


def teams_of(deps: Dependencies, who: Principal) -> tuple[str, ...]:
    """The teams whose cases are theirs: their own, and those whose line they stand on."""
    led = (
        name for name, team in deps.policy.teams.items() if who.handle in dict(team.ladder).values()
    )
    return tuple(dict.fromkeys((who.team, *led)))


def within(
    deps: Dependencies, who: Principal, reaches: Mapping[Role, Cases], roles: AbstractSet[str]
) -> Within | None:
    """The cases that somebody reaches by these roles; None for all."""
    kinds = {kind for role, kind in reaches.items() if role in roles}
    if "all" in kinds:
        return None
    theirs = "theirs" in kinds
    teams = teams_of(deps, who) if theirs else ()
    return Within(who.handle, teams, theirs=theirs, asked="asked" in kinds)


async def require_reach(request: Request, reach: Reach, roles: frozenset[str]) -> None:
    """Refuse a case that a route doesn't reach for whoever asks; `roles` are those the route is for.

    Whoever may see the case is told whose it is and what they can do (403). To others it isn't there (404). A request
    that was decided before gets its first answer, also if it has ended what made the case theirs.
    """
    context: RequestContext = request.state.context
    if reach not in OF_ONE_CASE:
        return
    deps, number = dependencies_of(request), request.path_params["number"]
    decided = context.settled if request.method == "POST" else None
    if decided and decided.number == number:
        return
    case = context.case or await _asked_for(deps, number)
    if case is None and not context.known:
        raise ApiProblem("case_not_found", number=number)
    case = case or CaseSeen("", "")
    who = context.who
    if await _reaches(request, case, number, REACHES[reach], who.roles & roles):
        return
    if await _reaches(request, case, number, REACHES[Reach.NUMBER], who.roles):
        raise ApiProblem(
            "case_of_another_team",
            told={"team": case.team, "owner": case.owner},
            number=number,
            team=_called(deps, case.team),
        )
    raise ApiProblem("case_not_found", number=number)


async def reaches(request: Request, case: CaseSeen, number: str, guard: Guard) -> bool:
    """Whether a route of one case would let in whoever asks, as far as it is a matter of role, key and whose it is."""
    who = cast(RequestContext, request.state.context).who
    if not guard.lets_in(who):
        return False
    return await _reaches(request, case, number, REACHES[guard.reach], who.roles & guard.roles)


async def sees(request: Request, number: str) -> bool:
    """Whether a case is there for whoever asks, as it stood when they asked."""
    context = cast(RequestContext, request.state.context)
    case = context.case or CaseSeen("", "")
    return await _reaches(request, case, number, REACHES[Reach.NUMBER], context.who.roles)


async def _reaches(
    request: Request,
    case: CaseSeen,
    number: str,
    reaches: Mapping[Role, Cases],
    roles: AbstractSet[str],
) -> bool:
    """The database is asked only where the case is neither their team's nor their own, and then about all that
    whoever asks was told."""
    deps, context = dependencies_of(request), cast(RequestContext, request.state.context)
    those = within(deps, context.who, reaches, roles)
    if those is None or those.has(case.team, case.owner):
        return True
    await waited_for(deps, context.who.handle, await brought(request, number), number)
    return bool(await those_within(deps.database, (number,), those))


async def brought(request: Request, number: str | None = None) -> Marks:
    """What a request brings along of how far cases are (`Read-After`), of one alone if it is for that. Not of cases that
    whoever asks can't look at: anybody can write a token, and of those nothing is told, not even by a wait.

    Raises ApiProblem `read_after_invalid`.
    """
    lines = request.headers.getlist(HEADER)
    if not lines:
        return {}
    deps, who = dependencies_of(request), cast(RequestContext, request.state.context).who
    those = within(deps, who, REACHES[Reach.NUMBER], who.roles)
    if those is None:
        return marks_in(lines)
    if number is not None:
        seen = await those_within(deps.database, (number,), those)
        return marks_in(lines) if seen else {}
    marks = marks_in(lines)
    return {each: marks[each] for each in await those_within(deps.database, marks, those)}


async def _asked_for(deps: Dependencies, number: str) -> CaseSeen | None:
    """Whose a case is going to be that isn't recorded yet."""
    opening = await openings.get(deps.database, number)
    return CaseSeen(opening.plan.team, opening.command.owner) if opening else None


def _called(deps: Dependencies, team: str) -> Either:
    """A team as people call it."""
    given = deps.policy.teams.get(team)
    return Either(given.label["en"], given.label["zh-CN"]) if given else Either(team, team)


def shown_to(deps: Dependencies, who: Principal) -> Within | None:
    """The cases that lists show to somebody; None for all."""
    return within(deps, who, REACHES[Reach.LISTS], who.roles)


async def shown(context: RequestContextIn, deps: DependenciesIn) -> Within | None:
    """The cases that lists show to whoever asks; None for all."""
    return shown_to(deps, context.who)


WithinIn = Annotated[Within | None, Depends(shown)]
