"""Who is meant: the person a request names, and whose agenda or inbox may be looked at."""

from typing import Annotated

from fastapi import Query

from api.auth import LEADS, ON_SITE, STAFF, SUPERVISORS, in_words
from api.dependencies import Dependencies
from api.problems import ApiProblem
from api.reach import teams_of
from db import people
from db.access import Principal

ABOVE = SUPERVISORS | {"admin"}
"""Whose matters are those of all teams."""
NAMED = 12
"""How many people a refusal names: enough for a team."""
Person = Annotated[str | None, Query(description="Somebody else's; for leads and above")]


async def whose(deps: Dependencies, who: Principal, person: str | None) -> str:
    """The handle of whoever is meant: oneself when nobody is named. 403 for somebody else's matters
    below a lead, and for a lead those of another team or of whoever stands above; 422 for a name that nobody has, which would look like somebody
    who owes nothing."""
    if person is None or person == who.handle:
        return who.handle
    if not who.roles & (LEADS | {"admin"}):
        raise ApiProblem("role_required", roles=in_words(LEADS | {"admin"}))
    found = await people.get(deps.database, person)
    if found is None:
        raise ApiProblem("unknown_person", fields=("person",), handle=person)
    require_led(deps, who, found, "person")
    return person


def require_led(deps: Dependencies, who: Principal, person: people.Person, field: str) -> None:
    """Refuse a lead whoever is of another team, or stands above them: what is told there is of all teams."""
    if who.roles & ABOVE:
        return
    if person.team not in teams_of(deps, who):
        raise ApiProblem("person_of_another_team", fields=(field,))
    if person.roles & ABOVE:
        raise ApiProblem("role_required", fields=(field,), roles=in_words(ABOVE))


async def require_owner(deps: Dependencies, handle: str | None, field: str) -> None:
    """Refuse whoever can't carry a case or keep a promise: who may do so answers for the customer, and has the
    commands to do it. Nobody named is nobody refused."""
    await _require_one_of(deps, handle, field, STAFF)


async def require_engineer(deps: Dependencies, handle: str | None, field: str) -> None:
    """Refuse whoever can't say what happened at the customer's door."""
    await _require_one_of(deps, handle, field, ON_SITE)


async def _require_one_of(
    deps: Dependencies, handle: str | None, field: str, roles: frozenset[str]
) -> None:
    """Refuse somebody active of none of these roles, naming who has one: colleagues of the same team first."""
    person = await _active(deps, handle, field)
    if person is None or person.roles & roles:
        return
    able = [each for each in await people.list_people(deps.database) if each.roles & roles]
    able.sort(key=lambda each: (each.team != person.team, each.handle))
    more = ["…"] * (len(able) > NAMED)
    raise ApiProblem(
        "person_cannot_own",
        fields=(field,),
        told={
            "roles": ", ".join(sorted(roles)),
            "able": ", ".join([each.handle for each in able[:NAMED]] + more),
        },
        person=person.name or person.handle,
        able=(*(each.name or each.handle for each in able[:NAMED]), *more),
    )


async def _active(deps: Dependencies, handle: str | None, field: str) -> people.Person | None:
    """The person of that handle; None when nobody is named. A handle nobody active has is refused."""
    if handle is None:
        return None
    person = await people.get(deps.database, handle)
    if person is None or not person.active:
        raise ApiProblem("unknown_person", fields=(field,), handle=handle)
    return person
