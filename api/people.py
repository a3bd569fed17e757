"""Who is meant: the person a request names, and whose agenda or inbox may be looked at."""

from typing import Annotated

from fastapi import Query

from api.auth import LEADS
from api.dependencies import Dependencies
from api.problems import ApiProblem
from db import people
from db.access import Principal

Person = Annotated[str | None, Query(description="Somebody else's; for leads and above")]


def whose(who: Principal, person: str | None) -> str:
    """The handle of whoever is meant: oneself when nobody is named. 403 for somebody else's matters
    below a lead."""
    if person is None or person == who.handle:
        return who.handle
    if not who.roles & (LEADS | {"admin"}):
        raise ApiProblem("role_required", roles=", ".join(sorted(LEADS | {"admin"})))
    return person


async def require_person(deps: Dependencies, handle: str | None, field: str) -> None:
    """Refuse a handle that nobody active has; nobody named is nobody refused."""
    if handle is None:
        return
    person = await people.get(deps.database, handle)
    if person is None or not person.active:
        raise ApiProblem("unknown_person", fields=(field,), handle=handle)
