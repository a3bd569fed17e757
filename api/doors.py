"""The order in which a request passes: its address, who asks, what they name, what they were told, and only then its body.

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

from api.auth import LONGEST_NAME, Anybody, admit
from api.bodies import JsonRequest
from api.dependencies import dependencies_of
from api.personal import without_personal
from api.problem_codes import Either
from api.problems import ApiProblem
from api.reach import OF_ONE_CASE, Guard, Reach, brought, require_reach, shown
from api.read_after import OF_COMMANDS, up_to_date, waited_for

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
        guard = guard_of(self.dependant, self.path)
        names = frozenset(query_names(self.dependant))
        longest = {param.alias: longest_of(param) for param in parameters(self.dependant)}
        takes_body = self.body_field is not None
        tells_of_decisions = self.path.endswith(OF_COMMANDS)
        answers_with = self.response_field

        async def let_pass(request: Request) -> Response:
            asking = JsonRequest(request.scope, request.receive)
            _check_address(asking)
            if guard:  # who opens to anybody is asked by machines, with what they like
                await admit(asking, guard.roles, guard.scope)
                _check_names(asking, names)
                _check_lengths(asking, longest)
                await require_reach(asking, guard.reach, guard.roles)
                if asking.method == "GET":
                    await _catch_up(asking, tells_of_decisions)
            if takes_body:
                _check_type(asking)
            answer = await handle(asking)
            if guard and "personal" not in asking.state.context.who.scopes:
                return without_personal(answer, answers_with)
            return answer

        return let_pass


def guard_of(dependant: Dependant, path: str) -> Guard | None:
    """What a route says of itself; None where it is open to anybody. Raises TypeError for one that doesn't say, or whose
    reach can't be: the application doesn't start."""
    calls = [each.call for each in _needed(dependant)]
    if any(isinstance(call, Anybody) for call in calls):
        return None
    guards = [call for call in calls if isinstance(call, Guard)]
    if len(guards) != 1:
        raise TypeError(f"{path} doesn't say whom it is for and how far it reaches: see api.routes")
    reach = guards[0].reach
    if (reach in OF_ONE_CASE) != ("{number}" in path):
        raise TypeError(f"{path} can't reach {reach}: that is for addresses of one case alone")
    if (reach is Reach.LISTS) != (shown in calls):
        raise TypeError(f"{path}: a list shows the cases it is told to (api.reach.WithinIn)")
    return guards[0]


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


async def _catch_up(request: Request, tells_of_decisions: bool) -> None:
    """A read shows whoever asks what they were told before (`api.read_after`)."""
    deps, who = dependencies_of(request), request.state.context.who
    number = request.path_params.get("number")
    wait = waited_for if tells_of_decisions else up_to_date
    await wait(deps, who.handle, await brought(request, number), number)


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
