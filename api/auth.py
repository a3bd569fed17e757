"""Who asks, and what their roles let them do."""

from dataclasses import dataclass
from typing import Annotated, get_args

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.dependencies import dependencies_of
from api.problems import ApiProblem
from db.access import Principal, RequestContext, authenticate
from domain.command import Actor
from domain.plan.terms import Line

BEARER = HTTPBearer(auto_error=False, description="An API key: `ft_…`")

STAFF = frozenset({"agent", "lead", "supervisor", "executive"})
"""Who carries cases."""
INTAKE = STAFF | {"service"}
"""Who may open cases and bring in the customer's words: people, and the channels' machines."""
ON_SITE = STAFF | {"department"}
"""Who may say what happened at the customer's door: an engineer may belong to another department."""
READERS = INTAKE | {"department", "admin"}
LEADS = frozenset({"lead", "supervisor", "executive"})
SUPERVISORS = frozenset({"supervisor", "executive"})


async def request_context(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)],
) -> RequestContext:
    """Whoever the API key belongs to, and what is known of what they ask for."""
    if credentials is None:
        raise ApiProblem("key_missing")
    found = await authenticate(
        dependencies_of(request).database,
        credentials.credentials,
        asked=request.headers.get("idempotency-key"),
        number=request.path_params.get("number"),
    )
    if found is None:
        raise ApiProblem("key_unknown")
    return found


RequestContextIn = Annotated[RequestContext, Depends(request_context)]


async def principal(context: RequestContextIn) -> Principal:
    """Whoever the API key belongs to."""
    return context.who


PrincipalIn = Annotated[Principal, Depends(principal)]


@dataclass(frozen=True)
class OneOf:
    """A dependency that lets only these roles pass."""

    roles: frozenset[str]

    async def __call__(self, context: RequestContextIn) -> None:
        if not context.who.roles & self.roles:
            raise ApiProblem("role_required", roles=", ".join(sorted(self.roles)))


def actor(who: Principal) -> Actor:
    """A principal as the core knows people: by handle and place on the line."""
    line: Line = who.line if who.line in get_args(Line) else "agent"  # type: ignore[assignment]
    return Actor(handle=who.handle, line=line)
