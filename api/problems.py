"""Problems as RFC 9457 describes them: a stable `code`, a title, and the way out in `detail`.

Refusals of the core keep their codes; the API adds a few of its own, listed here. Codes are part of
the API: never renamed, never reused.
"""

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from domain.errors import Problem
from domain.plan import Language, Plan
from messages.refusals import refusal_text

MEDIA_TYPE = "application/problem+json"

API_PROBLEMS: dict[str, tuple[int, str, str]] = {
    "invalid_request": (422, "The request can't be read", "See `errors`: each names its field."),
    "invalid_cursor": (422, "The cursor is not ours", "Start from the first page again."),
    "key_missing": (401, "No API key", "Send it as `Authorization: Bearer ft_…`."),
    "key_unknown": (401, "The API key is not valid", "It is unknown or was revoked; ask an admin."),
    "role_required": (403, "Your role does not allow that", "It takes one of: {roles}."),
    "case_not_found": (404, "No such case", "There is no case {number}."),
    "notice_not_found": (404, "No such notice", "Your inbox has no notice {id}."),
    "not_found": (
        404,
        "Nothing here",
        "There is nothing at this address; /docs lists what there is.",
    ),
    "method_not_allowed": (405, "Not in this way", "This address does not take that method."),
    "unknown_person": (422, "No such person", "Nobody active has the handle {handle}."),
    "unknown_scenario": (422, "No such scenario", "The policy knows: {known}."),
    "unknown_team": (422, "No such team", "The policy knows: {known}."),
    "idempotency_key_invalid": (
        422,
        "The Idempotency-Key can't be used",
        "Use 1 to 200 printable characters, a fresh one for each new request.",
    ),
    "payloads_unreadable": (422, "These payloads can't be opened", "{reason}"),
    "unreachable": (
        503,
        "Not received",
        "The engine can't be reached and nothing was kept. Repeat with the same Idempotency-Key.",
    ),
    "request_failed": (500, "Something went wrong on our side", "It was logged; please repeat."),
}

STATUS: dict[str, int] = {
    "reason_required": 422,
    "stage_yield_missing": 422,
    "stage_yield_unknown": 422,
    "stage_yield_invalid": 422,
    "unknown_stage": 422,
    "unknown_way_on": 422,
    "notice_missing": 422,
    "time_in_future": 422,
    "time_before_case": 422,
    "promise_in_past": 422,
    "promise_too_far": 422,
    "promise_times_reversed": 422,
    "pause_too_long": 422,
    "observation_too_long": 422,
    "check_ins_missing": 422,
    "check_in_outside_window": 422,
    "four_parts_missing": 422,
    "idempotency_key_reused": 422,
    "unknown_promise": 404,
    "unknown_escalation": 404,
    "not_the_receiver": 403,
    "line_required": 403,
}
"""Of refusals of the core; those not named here are conflicts with where the case stands (409)."""


class ApiProblem(Exception):
    """A problem of the API's own, by code."""

    def __init__(
        self,
        code: str,
        *,
        fields: tuple[str, ...] = (),
        retry_after: int | None = None,
        **params: object,
    ) -> None:
        if code not in API_PROBLEMS:
            raise LookupError(f"unknown problem {code!r}: list it in api/problems.py")
        super().__init__(code)
        self.code, self.fields, self.params = code, fields, params
        self.retry_after = retry_after


def refusal_response(request: Request, problem: Problem, plan: Plan | None) -> JSONResponse:
    """A refusal of the core as a problem, in the reader's language."""
    text = refusal_text(problem, language(request), plan=plan)
    return _response(
        request,
        STATUS.get(problem.code, 409),
        problem.code,
        text.title,
        text.detail,
        [{"field": name} for name in problem.fields],
    )


def refusal_status(problem: Problem) -> int:
    """The HTTP status of a refusal."""
    return STATUS.get(problem.code, 409)


def language(request: Request) -> Language:
    """zh-CN when the reader prefers Chinese, else en."""
    first = request.headers.get("accept-language", "en").split(",")[0].strip().lower()
    return "zh-CN" if first.startswith("zh") else "en"


async def on_api_problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApiProblem)
    status, title, detail = API_PROBLEMS[error.code]
    fields = [{"field": name} for name in error.fields]
    response = _response(request, status, error.code, title, detail.format(**error.params), fields)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


async def on_invalid(request: Request, error: Exception) -> JSONResponse:
    """All that is wrong with a request at once, each with its field."""
    assert isinstance(error, RequestValidationError)
    status, title, detail = API_PROBLEMS["invalid_request"]
    return _response(
        request, status, "invalid_request", title, detail, [_amiss(e) for e in error.errors()]
    )


async def on_bad_cursor(request: Request, error: Exception) -> JSONResponse:
    return await on_api_problem(request, ApiProblem("invalid_cursor", fields=("cursor",)))


async def on_crash(request: Request, error: Exception) -> JSONResponse:
    """A mistake of ours: said plainly, and left to the server's log with its trace."""
    return await on_api_problem(request, ApiProblem("request_failed"))


async def on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "invalid_request")
    _, title, detail = API_PROBLEMS[code]
    return _response(request, error.status_code, code, title, detail, [])


def _amiss(error: dict[str, Any]) -> dict[str, str]:
    place = [str(part) for part in error["loc"] if part not in ("body", "query", "path", "header")]
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
