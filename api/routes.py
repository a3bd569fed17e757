"""Routes: how a feature makes its own, and all of them read as one table.

FastAPI's routes say everything once: where, what for, who may, and the name, which for a command is
its verb in stories. Stories, the reference and the tests of who may do what read it from there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import BaseModel
from starlette.routing import BaseRoute

from api.auth import READERS, STAFF, OneOf

CASE = "/cases/{number}"


def commands(tag: str, roles: frozenset[str] = STAFF) -> APIRouter:
    """A router for what may be asked of a case. Each of its routes is named by its verb."""
    return APIRouter(
        prefix=CASE,
        tags=[tag],
        dependencies=[Depends(OneOf(roles))],
        responses={
            202: {"description": "Received, not yet decided; see `Location`"},
            409: {"description": "Not possible as the case stands"},
        },
    )


def reads(tag: str) -> APIRouter:
    """A router for what may be looked up of a case."""
    return APIRouter(prefix=CASE, tags=[tag], dependencies=[Depends(OneOf(READERS))])


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
                    roles=_allowed(context.dependant),
                    body=_model(context.body_field),
                )


def _allowed(dependant: Dependant) -> frozenset[str] | None:
    """Who passes every check on the way."""
    checks = [call.roles for call in _calls(dependant) if isinstance(call, OneOf)]
    return frozenset.intersection(*checks) if checks else None


def _calls(dependant: Dependant) -> Iterable[Any]:
    for needed in dependant.dependencies:
        yield needed.call
        yield from _calls(needed)


def _model(body: Any) -> type[BaseModel] | None:
    """The model of a body; None for one that is any JSON."""
    found = body.field_info.annotation if body else None
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None
