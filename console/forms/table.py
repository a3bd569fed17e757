"""The commands, as the API's routes have them: verbs, places and fields."""

import re
from functools import cache

from api.main import bare_app
from api.routes import CASE, Route, table
from console.forms.fields import Field, fields_of


@cache
def commands() -> dict[str, Route]:
    """Every command by its verb, opening a case included."""
    return {route.name: route for route in table(bare_app().routes) if route.is_command}


@cache
def verbs() -> dict[str, Route]:
    """The commands of a case that is there, by their verbs."""
    return {verb: r for verb, r in commands().items() if r.path.startswith(f"/v1{CASE}/")}


@cache
def _places() -> tuple[tuple[re.Pattern[str], Route], ...]:
    return tuple((_pattern(below(route)), route) for route in verbs().values())


def below(route: Route) -> str:
    """Where a command is asked for, below its case."""
    return route.path.removeprefix(f"/v1{CASE}/")


def _pattern(place: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(place)))


def route_at(place: str) -> Route | None:
    """The command that is asked for at a place; None where there is none."""
    return next((route for pattern, route in _places() if pattern.fullmatch(place)), None)


def fields_at(place: str) -> list[Field] | None:
    """The fields of the form at a place; None where the command has no body."""
    route = route_at(place)
    return list(fields_of(route.body).values()) if route and route.body else None
