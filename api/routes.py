"""Routes: how a feature makes its own, and all of them read as one table.

FastAPI's routes say everything once: where, what for, who may, and the name, which for a command is
its verb in stories. Stories, the reference and the tests of who may do what read it from there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import BaseModel
from starlette.routing import BaseRoute

from api.asking import ANSWERS
from api.auth import READERS, STAFF, OneOf
from api.doors import Door, roles_of

CASE = "/cases/{number}"


def routes(tag: str, roles: frozenset[str] | None, prefix: str = "", **more: Any) -> APIRouter:
    """A router whose routes are for these roles, or for anybody (None)."""
    checks = [] if roles is None else [Depends(OneOf(roles))]
    return APIRouter(prefix=prefix, tags=[tag], dependencies=checks, route_class=Door, **more)


def commands(tag: str, roles: frozenset[str] = STAFF) -> APIRouter:
    """A router for what may be asked of a case. Each of its routes is named by its verb."""
    return routes(tag, roles, CASE, responses=ANSWERS)


def reads(tag: str, roles: frozenset[str] = READERS) -> APIRouter:
    """A router for what may be looked up of a case."""
    return routes(tag, roles, CASE)


@dataclass(frozen=True)
class Route:
    """A route as whoever uses it sees it. `roles` is None where anybody may pass, without a key."""

    method: str
    path: str
    name: str
    summary: str
    roles: frozenset[str] | None
    body: type[BaseModel] | None

    @property
    def is_command(self) -> bool:
        """Whether it asks a case for something, opening one included."""
        return self.method == "POST" and self.path.startswith(("/cases", "/v1/cases"))


def table(routes: Sequence[BaseRoute]) -> Iterator[Route]:
    """The routes of an application, or of a router, in their order."""
    for context in iter_route_contexts(routes):
        if isinstance(context.original_route, APIRoute):
            for method in sorted(context.methods or ()):
                yield Route(
                    method=method,
                    path=context.path or "",
                    name=context.name or "",
                    summary=context.summary or "",
                    roles=roles_of(context.dependant),
                    body=_model(context.body_field),
                )


def _model(body: Any) -> type[BaseModel] | None:
    """The model of a body; None for one that is any JSON."""
    found = body.field_info.annotation if body else None
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None
