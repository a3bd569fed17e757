"""Who asks, and what their roles let them do."""

from dataclasses import dataclass
from typing import Annotated, cast, get_args

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.dependencies import dependencies_of
from api.problem_codes import ROLES, Either
from api.problems import ApiProblem
from db.access import Principal, RequestContext, authenticate
from domain.command import Actor
from domain.plan.terms import Line

BEARER = HTTPBearer(auto_error=False, description="An API key: `ft_…`")
LONGEST_KEY = 200
"""Characters of an Idempotency-Key."""
LONGEST_NAME = 60
"""Characters of a name or an id in an address (`api.wire.Name`)."""

STAFF = frozenset({"agent", "lead", "supervisor", "executive"})
"""Who carries cases."""
INTAKE = STAFF | {"service"}
"""Who may open cases and bring in the customer's words: people, and the channels' machines."""
ON_SITE = STAFF | {"department"}
"""Who may say what happened at the customer's door: an engineer may belong to another department."""
READERS = INTAKE | {"department", "admin"}
LEADS = frozenset({"lead", "supervisor", "executive"})
SUPERVISORS = frozenset({"supervisor", "executive"})


async def admit(request: Request, roles: frozenset[str]) -> None:
    """Let in whoever has one of these roles: known from here on as `RequestContextIn`.

    Asked by the door of each route (`api.doors`), before anything of the body is read. Raises ApiProblem:
    401, 403, and 429 for an address that has failed too often.
    """
    deps = dependencies_of(request)
    address = request.client.host if request.client else ""
    credentials = await BEARER(request)
    key = credentials.credentials if credentials else None
    if wait := deps.failures.wait(address, key):
        raise ApiProblem("too_many_failures", wait=wait)
    if key is None:
        deps.failures.failed(address)
        raise ApiProblem("key_missing")
    found = await authenticate(
        deps.database,
        key,
        asked=_within(request.headers.get("idempotency-key"), LONGEST_KEY),
        number=_within(request.path_params.get("number"), LONGEST_NAME),
    )
    if found is None:
        deps.failures.failed(address, key)
        raise ApiProblem("key_unknown")
    deps.failures.let_in(key)
    if not found.who.roles & roles:
        raise ApiProblem("role_required", roles=in_words(roles))
    request.state.context = found


def in_words(roles: frozenset[str]) -> tuple[Either, ...]:
    """Roles as people call them."""
    return tuple(word for role, word in ROLES.items() if role in roles)


def _within(text: str | None, most: int) -> str | None:
    """What is too long to be one of ours is not looked up."""
    return text if text is not None and len(text) <= most else None


async def request_context(
    request: Request,
    _: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)],
) -> RequestContext:
    """Whoever the API key belongs to, and what is known of what they ask for."""
    return cast(RequestContext, request.state.context)


RequestContextIn = Annotated[RequestContext, Depends(request_context)]


async def principal(context: RequestContextIn) -> Principal:
    """Whoever the API key belongs to."""
    return context.who


PrincipalIn = Annotated[Principal, Depends(principal)]


@dataclass(frozen=True)
class OneOf:
    """A dependency that lets only these roles pass; the route's door sees to it."""

    roles: frozenset[str]

    async def __call__(self, context: RequestContextIn) -> None:
        assert context.who.roles & self.roles, "a route with roles is a Door"


def actor(who: Principal) -> Actor:
    """A principal as the core knows people: by handle and place on the line."""
    line: Line = who.line if who.line in get_args(Line) else "agent"  # type: ignore[assignment]
    return Actor(handle=who.handle, line=line)
