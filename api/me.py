"""Whoever asks, and who else works here: what another screen needs to know first."""

from datetime import datetime
from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel

from api import intake
from api.auth import READERS, PrincipalIn
from api.dependencies import DependenciesIn
from api.problem_codes import ROLES as CALLED
from api.problems import language
from api.reach import Reach, teams_of
from api.routes import routes, table
from api.teams import TeamNameOut, called
from db import people
from db.models.people import PersonLine
from db.people import Role
from domain.plan.terms import Language


class MeOut(BaseModel):
    """`zone` is that of the business calendar: its people read and write times in it. `now` is the API's clock. `teams` are
    those whose cases are theirs to work; `called` is what people call the roles, in their order. `may` is what they may ask for
    where there is no case yet, by the names of commands; what they may do with one it says itself."""

    handle: str
    name: str
    line: PersonLine
    roles: list[Role]
    called: list[str]
    may: list[str]
    team: str
    teams: list[TeamNameOut]
    language: Language
    zone: str
    now: datetime


router = routes("people", READERS, reach=Reach.NOTHING, scope=None)
colleagues = routes("people", READERS, reach=Reach.NOTHING, scope="read")
OPENING = tuple(table(intake.router.routes))
"""The commands that need no case."""
Team = Annotated[str | None, Query(description="Of one team alone")]


@router.get("/me", summary="Who I am")
async def get_me(deps: DependenciesIn, who: PrincipalIn, request: Request) -> MeOut:
    names = await people.names(deps.database, {who.handle})
    policy, spoken = deps.policy, language(request)
    roles = sorted(who.roles)
    return MeOut(
        handle=who.handle,
        name=names.get(who.handle, who.handle),
        line=who.line,
        roles=roles,
        called=[CALLED[role].text(spoken) for role in roles],
        may=[route.name for route in OPENING if route.guard and route.guard.lets_in(who)],
        team=who.team,
        teams=called(policy, teams_of(deps, who), spoken),
        language=who.language,
        zone=policy.calendars[policy.business].zone,
        now=deps.now(),
    )


class PersonOut(BaseModel):
    """Somebody who works here; `team_label` is what people call their team."""

    handle: str
    name: str
    line: PersonLine
    roles: list[Role]
    team: str
    team_label: str


class PeopleOut(BaseModel):
    items: list[PersonOut]


@colleagues.get("/people", summary="Who works here")
async def get_people(deps: DependenciesIn, request: Request, team: Team = None) -> PeopleOut:
    """Everybody active, by handle."""
    found = await people.list_people(deps.database, team=team)
    teams = called(deps.policy, {each.team for each in found}, language(request))
    labels = {each.name: each.label for each in teams}
    return PeopleOut(
        items=[
            PersonOut(
                handle=each.handle,
                name=each.name or each.handle,
                line=each.line,
                roles=sorted(each.roles),
                team=each.team,
                team_label=labels[each.team],
            )
            for each in found
        ]
    )
