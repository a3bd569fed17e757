"""Who asks, and what their roles let them do."""

from typing import Annotated, cast, get_args

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.dependencies import dependencies_of
from api.looks import once
from api.problem_codes import ROLES, Either
from api.problems import ApiProblem
from db import sessions
from db.access import Principal, RequestContext, Scope, authenticate
from domain.command import Actor
from domain.plan.terms import Line

BEARER = HTTPBearer(auto_error=False, description="An API key: `ft_…`")
SESSION = "followthrough.session"
"""Where a page of ours, asking in process, puts the token of whoever is signed in: an entry of the request's ASGI scope, which
nothing that comes over the network can set. To `/v1` a browser's cookie means nothing, so no other site can use it."""
UNATTENDED = "followthrough.unattended"
"""There too, for what an open page asks by itself: a session that nobody uses ends, however many pages are open."""
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


async def admit(request: Request, roles: frozenset[str], scope: Scope | None) -> None:
    """Let in whoever has one of these roles, with a key that is for this: known from here on as `RequestContextIn`.

    Asked by the door of each route (`api.doors`), before anything of the body is read. Raises ApiProblem:
    401, 403, and 429 for an address that has failed too often with keys.
    """
    asked = _within(request.headers.get("idempotency-key"), LONGEST_KEY)
    number = _within(request.path_params.get("number"), LONGEST_NAME)
    look = _by_session if SESSION in request.scope else _by_key
    found = await look(request, asked, number)
    if not found.who.roles & roles:
        raise ApiProblem("role_required", roles=in_words(roles))
    if scope is not None and scope not in found.who.scopes:
        raise scope_required(scope)
    request.state.context = found


async def _by_session(request: Request, asked: str | None, number: str | None) -> RequestContext:
    """Whose session it is. Nobody has to wait here for what others behind their address fail at: a token can't be
    guessed, and tabs go on asking after a session has ended."""
    token = request.scope[SESSION] or ""

    async def look() -> RequestContext | None:
        deps = dependencies_of(request)
        return await sessions.authenticate(
            deps.database,
            token,
            now=deps.now(),
            asked=asked,
            number=number,
            goes_on=UNATTENDED not in request.scope,
        )

    found = await once(request, ("session", token, asked, number), look)
    if found is None:
        raise ApiProblem("session_ended")
    return found


async def _by_key(request: Request, asked: str | None, number: str | None) -> RequestContext:
    """Whose key it is."""
    deps = dependencies_of(request)
    address = request.client.host if request.client else ""
    credentials = await BEARER(request)
    key = credentials.credentials if credentials else None
    if wait := deps.failures.wait(address, key):
        raise ApiProblem("too_many_failures", wait=wait)
    if key is None:
        deps.failures.failed(address)
        raise ApiProblem("key_missing")
    found = await authenticate(deps.database, key, asked=asked, number=number)
    if found is None:
        deps.failures.failed(address, key)
        raise ApiProblem("key_unknown")
    deps.failures.let_in(key)
    return found


def scope_required(scope: Scope) -> ApiProblem:
    """The key is for other things."""
    return ApiProblem("scope_required", scope=scope, told={"scope": scope})


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
    """Whoever asks, and what is known of what they ask for."""
    return cast(RequestContext, request.state.context)


RequestContextIn = Annotated[RequestContext, Depends(request_context)]


async def principal(context: RequestContextIn) -> Principal:
    """Whoever asks."""
    return context.who


PrincipalIn = Annotated[Principal, Depends(principal)]


class Anybody:
    """A dependency that says of a route that it is open to anybody, without a key."""

    async def __call__(self) -> None:
        return


def actor(who: Principal) -> Actor:
    """A principal as the core knows people: by handle and place on the line."""
    line: Line = who.line if who.line in get_args(Line) else "agent"  # type: ignore[assignment]
    return Actor(handle=who.handle, line=line)
