"""The order in which a request passes: its address, who asks, what they name, and only then its body.

FastAPI reads and parses a body before it asks anything else. Here nothing of a stranger's is read.
"""

import re
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from fastapi import Request
from fastapi._compat import ModelField
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import APIRoute

from api.auth import LONGEST_NAME, OneOf, admit
from api.bodies import JsonRequest
from api.problem_codes import Either
from api.problems import ApiProblem

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
MOST_VALUES = 100
"""Of one address: far more than a list has filters."""
MOST_NAMED = 10
LONGEST_NAMED = 60
"""Unknown names are named back, so many and so much of each."""


class Door(APIRoute):
    """A route that lets pass in that order."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        roles = roles_of(self.dependant)
        names = frozenset(query_names(self.dependant))
        longest = {param.alias: longest_of(param) for param in parameters(self.dependant)}
        takes_body = self.body_field is not None

        async def let_pass(request: Request) -> Response:
            asking = JsonRequest(request.scope, request.receive)
            _check_address(asking)
            if roles is not None:  # who opens to anybody is asked by machines, with what they like
                await admit(asking, roles)
                _check_names(asking, names)
                _check_lengths(asking, longest)
            if takes_body:
                _check_type(asking)
            return await handle(asking)

        return let_pass


def roles_of(dependant: Dependant) -> frozenset[str] | None:
    """Who passes every check on the way; None where anybody does."""
    checks = [each.call.roles for each in _needed(dependant) if isinstance(each.call, OneOf)]
    return frozenset.intersection(*checks) if checks else None


def query_names(dependant: Dependant) -> Iterator[str]:
    """What may be named in the query."""
    for each in (dependant, *_needed(dependant)):
        yield from (param.alias for param in each.query_params)


def parameters(dependant: Dependant) -> Iterator[ModelField]:
    """All of a route's parameters, in its address and its headers."""
    for each in (dependant, *_needed(dependant)):
        yield from (*each.path_params, *each.query_params, *each.header_params)


def longest_of(param: ModelField) -> int:
    """Characters that a parameter may have: as it says itself, or a name's."""
    said = (getattr(rule, "max_length", None) for rule in param.field_info.metadata)
    return next((most for most in said if most is not None), LONGEST_NAME)


def _needed(dependant: Dependant) -> Iterable[Dependant]:
    for needed in dependant.dependencies:
        yield needed
        yield from _needed(needed)


def _check_address(request: Request) -> None:
    """PostgreSQL can't even be asked for a text with a NUL in it; there is nothing at such an address."""
    if "\0" in request.scope["path"]:
        raise ApiProblem("not_found")


def _check_names(request: Request, known: frozenset[str]) -> None:
    """A filter that is misspelt would list everything; no name is passed over (REQ J3)."""
    unknown = [name for name in dict.fromkeys(request.query_params) if name not in known]
    if unknown:
        named = [name[:LONGEST_NAMED] for name in unknown[:MOST_NAMED]]
        near = [(name, get_close_matches(name, known, n=1)) for name in named]
        raise ApiProblem(
            "unknown_parameter",
            fields=tuple(named),
            unknown=Either(
                ", ".join(f"`{n}`" + (f" (did you mean `{m[0]}`?)" if m else "") for n, m in near),
                "、".join(f"`{n}`" + (f"（是不是 `{m[0]}`？）" if m else "") for n, m in near),
            ),
            known=Either(
                ", ".join(f"`{name}`" for name in sorted(known)) or "none",
                "、".join(f"`{name}`" for name in sorted(known)) or "无",
            ),
        )


def _check_lengths(request: Request, longest: Mapping[str, int]) -> None:
    """Whatever an address holds is bounded, whether its feature thinks of it or not: it may be looked up,
    and remembered with a refusal."""
    wrong: list[dict[str, Any]] = []
    values = [("path", *each) for each in request.path_params.items()]
    values += [("query", *each) for each in request.query_params.multi_items()]
    if len(values) > MOST_VALUES:
        context = {"max_length": MOST_VALUES}
        wrong.append({"type": "too_long", "loc": ("query", "query"), "ctx": context})
    for place, name, value in values[:MOST_VALUES]:
        most = longest.get(name, LONGEST_NAME)
        if len(value) > most:
            context = {"max_length": most}
            wrong.append({"type": "string_too_long", "loc": (place, name), "ctx": context})
        elif CONTROL.search(value):
            wrong.append({"type": "not_printable", "loc": (place, name)})
    if wrong:
        raise RequestValidationError(wrong)


def _check_type(request: Request) -> None:
    """A body of another kind would be answered as if its fields were missing."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    empty = request.headers.get("content-length", "0") == "0"
    if empty and "transfer-encoding" not in request.headers:
        return
    if not (
        kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
    ):
        raise ApiProblem("json_expected")
