"""Routes: how a feature makes its own, and all of them read as one table.

FastAPI's routes say everything once: where, what for, who may, and the name, which for a command is
its verb in stories. Stories, the reference and the tests of who may do what read it from there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel
from starlette.routing import BaseRoute

from api.auth import READERS, STAFF, Anybody
from api.doors import Door, guard_of
from api.reach import Guard, Reach
from api.receipts import ANSWERS
from db.access import Scope

CASE = "/cases/{number}"


def routes(
    tag: str,
    roles: frozenset[str],
    prefix: str = "",
    *,
    reach: Reach,
    scope: Scope | None,
    **more: Any,
) -> APIRouter:
    """A router whose routes are for these roles, reach so far, and take a key for this (None: any key)."""
    guard = Depends(Guard(roles, scope, reach))
    return APIRouter(prefix=prefix, tags=[tag], dependencies=[guard], route_class=Door, **more)


def open_routes(tag: str, prefix: str = "") -> APIRouter:
    """A router whose routes are for anybody, without a key."""
    guard = Depends(Anybody())
    return APIRouter(prefix=prefix, tags=[tag], dependencies=[guard], route_class=Door)


def commands(
    tag: str,
    roles: frozenset[str] = STAFF,
    *,
    reach: Reach = Reach.WORK,
    scope: Scope = "work",
) -> APIRouter:
    """A router for what may be asked of a case. Each of its routes is named by its verb."""
    return routes(tag, roles, CASE, reach=reach, scope=scope, responses=ANSWERS)


def reads(tag: str, roles: frozenset[str] = READERS) -> APIRouter:
    """A router for what may be looked up of a case, by whoever has its number."""
    return routes(tag, roles, CASE, reach=Reach.NUMBER, scope="read")


@dataclass(frozen=True)
class Route:
    """A route as whoever uses it sees it. `guard` is None where anybody may pass, without a key."""

    method: str
    path: str
    name: str
    summary: str
    guard: Guard | None
    body: type[BaseModel] | None
    endpoint: Callable[..., Any]

    @property
    def roles(self) -> frozenset[str] | None:
        """Whom it is for; None where anybody may pass, without a key."""
        return self.guard.roles if self.guard else None

    @property
    def reach(self) -> Reach | None:
        return self.guard.reach if self.guard else None

    @property
    def scope(self) -> Scope | None:
        return self.guard.scope if self.guard else None

    @property
    def is_command(self) -> bool:
        """Whether it asks a case for something, opening one included."""
        return self.method == "POST" and self.path.startswith(("/cases", "/v1/cases"))


def table(routes: Sequence[BaseRoute]) -> Iterator[Route]:
    """The API's routes of an application, or of a router, in their order. Pages are none of them."""
    for context in iter_route_contexts(routes):
        if isinstance(context.original_route, Door):
            for method in sorted(context.methods or ()):
                yield Route(
                    method=method,
                    path=context.path or "",
                    name=context.name or "",
                    summary=context.summary or "",
                    guard=guard_of(context.dependant, context.path or ""),
                    body=_model(context.body_field),
                    endpoint=context.original_route.endpoint,
                )


def _model(body: Any) -> type[BaseModel] | None:
    """The model of a body; None for one that is any JSON."""
    found = body.field_info.annotation if body else None
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None
