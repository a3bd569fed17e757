"""Which routes an address can lead to at all.

FastAPI asks one router of ours after the other, and each of them its routes, until one takes the address: some seventy looks for
a request, and a page makes ten. Here addresses are told apart by their shape first, and only the few routes of that shape are asked, in
their order. An address of nobody, or another method, goes the long way, which also says what is wrong with it.
"""

from collections.abc import Callable, Sequence
from typing import NoReturn

from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, Match, Mount, NoMatchFound
from starlette.types import Receive, Scope, Send

CHOSEN = "followthrough.route"
"""Where a request's scope says which route takes it."""
ANY = "{}"
"""A part that is different each time."""
Shape = tuple[int, str, str]
"""How many parts there are, the second and the last: what tells our addresses apart best."""


class Signpost(BaseRoute):
    """Stands in front of the routes of an application, and leads to the one that would have taken the request. `routes` is asked
    for all of them, since more may come."""

    def __init__(self, routes: Callable[[], Sequence[BaseRoute]]) -> None:
        self._all = routes
        self._seen = 0
        self._shapes: list[tuple[BaseRoute, set[Shape] | None]] = []
        self._counts: set[int] = set()
        self._words: set[str] = set()
        self._leads_to: dict[Shape, list[BaseRoute]] = {}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As the route itself has it."""
        if scope["type"] == "http" and not scope.get("root_path"):
            for route in self._leading_to(scope["path"]):
                match, found = route.matches(scope)
                if match == Match.FULL:
                    return match, {**found, CHOSEN: route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope[CHOSEN].handle(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> NoReturn:
        raise NoMatchFound(name, path_params)

    def _leading_to(self, path: str) -> Sequence[BaseRoute]:
        """The routes whose addresses can look like this one, in their order."""
        routes = self._all()
        if len(routes) != self._seen:
            self._look_at(routes)
        shape = self._as_known(_shape_of(path))
        if shape not in self._leads_to:
            self._leads_to[shape] = [
                route
                for route, shapes in self._shapes
                if shapes is None or any(_fits(shape, each) for each in shapes)
            ]
        return self._leads_to[shape]

    def _look_at(self, routes: Sequence[BaseRoute]) -> None:
        self._seen = len(routes)
        self._shapes = [(route, _shapes_of(route)) for route in routes if route is not self]
        known = [shape for _, shapes in self._shapes for shape in shapes or ()]
        self._counts = {many for many, _, _ in known}
        self._words = {word for _, *words in known for word in words}
        self._leads_to = {}

    def _as_known(self, shape: Shape) -> Shape:
        """The same without what no route names: so there are not more of them than we have made."""
        many, second, last = shape
        return (
            many if many in self._counts else 0,
            second if second in self._words else ANY,
            last if last in self._words else ANY,
        )


def _shape_of(path: str) -> Shape:
    parts = path.split("/")
    return (len(parts), parts[2] if len(parts) > 2 else "", parts[-1])


def _shapes_of(route: BaseRoute) -> set[Shape] | None:
    """Those of all addresses behind a route; None where they may look like anything."""
    paths = [each.path or "" for each in iter_route_contexts([route])]
    if isinstance(route, Mount) or any(":path}" in path for path in paths):
        return None
    return {_of_template(path) for path in paths}


def _of_template(path: str) -> Shape:
    many, second, last = _shape_of(path)
    return (many, ANY if "{" in second else second, ANY if "{" in last else last)


def _fits(shape: Shape, template: Shape) -> bool:
    (many, *words), (of, *named) = shape, template
    return many == of and all(name in (ANY, word) for word, name in zip(words, named, strict=True))
