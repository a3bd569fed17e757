"""No request visits a thread: FastAPI takes plain functions to one, and the way there and back costs more
than what ours do."""

from collections.abc import Iterator
from inspect import iscoroutinefunction
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.main import bare_app


def calls(dependant: Dependant) -> Iterator[Any]:
    """What is called for a route, itself and all it depends on."""
    yield dependant.call
    for needed in dependant.dependencies:
        yield from calls(needed)


def routes(found: Any) -> Iterator[APIRoute]:
    for route in found:
        if isinstance(route, APIRoute):
            yield route
        inner: Any = getattr(route, "original_router", None) or getattr(route, "app", None)
        if hasattr(inner, "routes"):
            yield from routes(inner.routes)


def test_all_that_is_called_for_a_request_is_async() -> None:
    found = list(routes(bare_app().routes))

    plain = {
        f"{route.path}: {call}"
        for route in found
        for call in calls(route.dependant)
        if not (iscoroutinefunction(call) or iscoroutinefunction(type(call).__call__))
    }

    assert len(found) > 40
    assert plain == set()
