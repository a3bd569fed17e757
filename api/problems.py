"""Problems as RFC 9457 describes them: a stable `code`, a title, and the way out in `detail`.

Refusals of the core keep their codes; the API adds a few of its own (`api.problem_codes`).
"""

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.dependencies import dependencies_of
from api.problem_codes import API_PROBLEMS, Either, refusal_status
from domain.errors import Problem
from domain.plan import Plan
from domain.plan.terms import Language
from messages.refusals import refusal_text

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 5
"""Seconds: what restarts is usually back by then."""


class ApiProblem(Exception):
    """A problem of the API's own, by code."""

    def __init__(
        self,
        code: str,
        *,
        fields: tuple[str, ...] = (),
        **params: object,
    ) -> None:
        if code not in API_PROBLEMS:
            raise LookupError(f"unknown problem {code!r}: list it in api/problem_codes.py")
        super().__init__(code)
        self.code, self.fields, self.params = code, fields, params


def refusal_response(request: Request, problem: Problem, plan: Plan | None) -> JSONResponse:
    """A refusal of the core as a problem, in the reader's language."""
    text = refusal_text(
        problem, language(request), plan=plan, now=dependencies_of(request).now(), to_retry=True
    )
    return _response(
        request,
        refusal_status(problem.code),
        problem.code,
        text.title,
        text.detail,
        [{"field": name} for name in problem.fields],
    )


def language(request: Request) -> Language:
    """zh-CN when the reader prefers Chinese, else en."""
    first = request.headers.get("accept-language", "en").split(",")[0].strip().lower()
    return "zh-CN" if first.startswith("zh") else "en"


async def on_api_problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApiProblem)
    known = API_PROBLEMS[error.code]
    status, (title, detail) = known.status, known.text(language(request))
    fields = [{"field": name} for name in error.fields]
    params = {
        name: value.text(language(request)) if isinstance(value, Either) else value
        for name, value in error.params.items()
    }
    response = _response(request, status, error.code, title, detail.format(**params), fields)
    if status in (429, 503):
        response.headers["Retry-After"] = str(error.params.get("wait", RETRY_AFTER))
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


async def on_invalid(request: Request, error: Exception) -> JSONResponse:
    """All that is wrong with a request at once, each with its field."""
    assert isinstance(error, RequestValidationError)
    code = "invalid_request"
    known = API_PROBLEMS[code]
    title, detail = known.text(language(request))
    errors = [_field_error(e) for e in error.errors()]
    return _response(request, known.status, code, title, detail, errors)


async def on_bad_cursor(request: Request, error: Exception) -> JSONResponse:
    return await on_api_problem(request, ApiProblem("invalid_cursor", fields=("cursor",)))


async def on_database_down(request: Request, error: Exception) -> JSONResponse:
    """Nothing can be looked up or kept; the case itself waits and loses nothing."""
    return await on_api_problem(request, ApiProblem("database_unreachable"))


async def on_crash(request: Request, error: Exception) -> JSONResponse:
    """A mistake of ours: said plainly, and left to the server's log with its trace."""
    return await on_api_problem(request, ApiProblem("request_failed"))


async def on_http(request: Request, error: Exception) -> JSONResponse:
    """What FastAPI and Starlette refuse themselves."""
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, ApiProblem):  # raised while FastAPI read the body
        return await on_api_problem(request, error.__cause__)
    codes = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}
    response = await on_api_problem(
        request, ApiProblem(codes.get(error.status_code, "request_failed"))
    )
    if response.status_code == 405:
        response.headers["Allow"] = ", ".join(_methods(request))
    return response


def _methods(request: Request) -> list[str]:
    """All that an address takes; each route knows but its own."""
    found: set[str] = set()
    for context in iter_route_contexts(request.app.routes):
        match, _ = context.matches(request.scope)
        if match != Match.NONE:
            found |= context.methods or set()
    return sorted(found)


def _field_error(error: dict[str, Any]) -> dict[str, str]:
    unreadable = error["type"] == "json_invalid"  # its place is a number of characters
    place = [] if unreadable else [str(part) for part in error["loc"][1:]]
    return {
        "field": ".".join(place) or "body",
        "message": str(error["msg"]).removeprefix("Value error, "),
        "type": str(error["type"]),
    }


def _response(
    request: Request,
    status: int,
    code: str,
    title: str,
    detail: str,
    errors: Sequence[dict[str, str]],
) -> JSONResponse:
    body: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "instance": request.url.path,
    }
    if errors:
        body["errors"] = list(errors)
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE)
