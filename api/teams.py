"""The teams of the policy, who leads them and who is in them (REQ J4a)."""

from collections.abc import Iterable

from fastapi import Request
from pydantic import BaseModel, Field

from api.auth import READERS
from api.dependencies import DependenciesIn
from api.problems import language
from api.reach import Reach
from api.routes import routes
from db import people
from domain.plan.terms import Language
from domain.policy import Policy


class TeamNameOut(BaseModel):
    """A team by its name and by what people call it."""

    name: str
    label: str


class MemberOut(BaseModel):
    """Somebody by handle and name."""

    handle: str
    name: str


class TeamOut(TeamNameOut):
    """A team, the line it answers to, and everybody active in it."""

    lead: MemberOut
    supervisor: MemberOut
    executive: MemberOut
    people: list[MemberOut]
    calendar: str = Field(description="On which its working time counts; `/policy` has it.")


class TeamsOut(BaseModel):
    items: list[TeamOut]


def called(policy: Policy, teams: Iterable[str], spoken: Language) -> list[TeamNameOut]:
    """Teams in words; one that is not the policy's (another department) goes by its name."""
    return [
        TeamNameOut(
            name=name, label=policy.teams[name].label[spoken] if name in policy.teams else name
        )
        for name in teams
    ]


router = routes("people", READERS, reach=Reach.NOTHING, scope="read")


@router.get("/teams", summary="The teams, who leads them and who is in them")
async def get_teams(deps: DependenciesIn, request: Request) -> TeamsOut:
    """Those of the policy, in its order. Colleagues of other departments are among `/people`."""
    policy, spoken = deps.policy, language(request)
    everybody = await people.list_people(deps.database)
    names = {each.handle: each.name or each.handle for each in everybody}
    on_lines = {handle for it in policy.teams.values() for handle in dict(it.ladder).values()}
    names |= await people.names(deps.database, on_lines - names.keys())

    def member(handle: str) -> MemberOut:
        return MemberOut(handle=handle, name=names.get(handle, handle))

    return TeamsOut(
        items=[
            TeamOut(
                name=name,
                label=team.label[spoken],
                lead=member(team.ladder.lead),
                supervisor=member(team.ladder.supervisor),
                executive=member(team.ladder.executive),
                people=[member(each.handle) for each in everybody if each.team == name],
                calendar=team.calendar or policy.business,
            )
            for name, team in policy.teams.items()
        ]
    )
