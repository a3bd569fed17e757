"""Problems as RFC 9457 describes them: a stable `code`, a title, and the way out in `detail`.

Refusals of the core keep their codes; the API adds a few of its own (`api.problem_codes`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.dependencies import dependencies_of
from api.field_errors import field_error
from api.problem_codes import API_PROBLEMS, Either, Own, refusal_status
from api.times import alike, written
from domain.case import Case
from domain.errors import ANSWERED_BEFORE, Problem
from domain.plan import Plan
from domain.plan.terms import Language
from messages.book import BOOK
from messages.refusals import refusal_text
from messages.times import moment
from messages.voice import NO_ZONE

MEDIA_TYPE = "application/problem+json"
MOST_LANGUAGES = 20
MOST_ERRORS = 50
"""Of one request: whoever sends more wrong fields has one mistake, and not so many."""
RETRY_AFTER = 5
"""Seconds: what restarts is usually back by then."""


class ApiProblem(Exception):
    """A problem of the API's own, by code."""

    def __init__(
        self,
        code: str,
        *,
        fields: tuple[str, ...] = (),
        told: Mapping[str, str] | None = None,
        **params: object,
    ) -> None:
        if code not in API_PROBLEMS:
            raise LookupError(f"unknown problem {code!r}: list it in api/problem_codes.py")
        super().__init__(code)
        self.code, self.fields, self.params = code, fields, params
        self.told = told or {}
        """What programs read as `params`, in codes."""


UNREAD = Own(
    503,
    (
        "It can't be read just now",
        "What it comes from does not answer. Nothing was changed; ask again.",
    ),
    ("暂时读取不到", "数据所在的服务没有响应。没有任何改动，请稍后再查。"),
)
"""In place of what a request that may have been kept is told: there is nothing to keep of a look."""
AGAIN = Either(
    "This is the answer to your request of {when}, given once more; nothing was tried again."
    " To try again, take a new Idempotency-Key.",
    "这是对你 {when} 那次请求的答复，现在原样再给一次，没有重新处理。要再试，请换一个新的 Idempotency-Key。",
)


def refusal_response(
    request: Request,
    problem: Problem,
    plan: Plan | None,
    case: Case | None,
    people: Mapping[str, str],
) -> JSONResponse:
    """A refusal of the core as a problem, in the reader's language: the sentence for people, and for programs
    `params`, what it is made of."""
    again = problem.answered_before
    tongue, now = language(request), dependencies_of(request).now()
    text = refusal_text(problem, tongue, plan=plan, case=case, people=people, now=now)
    detail, more = text.detail, dict[str, Any]()
    if again:
        zone = plan.calendars[plan.business].zone if plan else NO_ZONE
        said = AGAIN.text(tongue).format(when=moment(again, zone, tongue, now))
        detail = f"{detail}{said}" if tongue == "zh-CN" else f"{detail} {said}"
        more["first_received_at"] = written(again)
    left_out = {ANSWERED_BEFORE, "number"}  # said in fields of their own, and in the address
    if params := {name: alike(it) for name, it in problem.params.items() if name not in left_out}:
        more["params"] = params
    return _response(
        request,
        refusal_status(problem.code),
        problem.code,
        text.title,
        detail,
        [{"field": name} for name in problem.fields],
        more,
    )


def language(request: Request) -> Language:
    """zh-CN when the reader prefers Chinese, else en."""
    best: Language = "en"
    most = 0.0
    for wanted in request.headers.get("accept-language", "").lower().split(",")[:MOST_LANGUAGES]:
        name, _, weight = wanted.partition(";")
        how_much = _weight(weight)
        if how_much > most and name.strip()[:2] in ("zh", "en"):
            best, most = "zh-CN" if name.strip().startswith("zh") else "en", how_much
    return best


def _weight(text: str) -> float:
    """How much a language is wanted: `q=0.8`, or 1 when nothing is said."""
    name, _, value = text.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


async def on_api_problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApiProblem)
    status, (title, detail) = API_PROBLEMS[error.code].status, text_of(error, language(request))
    if error.code.endswith("unreachable") and request.method == "GET":
        title, detail = UNREAD.text(language(request))
    fields = [{"field": name} for name in error.fields]
    more = {"params": dict(error.told)} if error.told else None
    response = _response(request, status, error.code, title, detail, fields, more)
    if status in (429, 503):
        response.headers["Retry-After"] = str(error.params.get("wait", RETRY_AFTER))
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def text_of(error: ApiProblem, tongue: Language) -> tuple[str, str]:
    """A problem of the API's own in words: its title, and the way out."""
    title, detail = API_PROBLEMS[error.code].text(tongue)
    params = {name: _said(value, tongue) for name, value in error.params.items()}
    return title, detail.format(**params)


def _said(value: object, tongue: Language) -> object:
    """A param as it stands in a sentence; several have commas between them."""
    if isinstance(value, Either):
        return value.text(tongue)
    if isinstance(value, tuple):
        comma = BOOK.texts.say(tongue, "list.comma")
        return comma.join(str(_said(each, tongue)) for each in value) or BOOK.texts.say(
            tongue, "list.none"
        )
    return value


async def on_invalid(request: Request, error: Exception) -> JSONResponse:
    """All that is wrong with a request at once, each with its field."""
    assert isinstance(error, RequestValidationError)
    code = "invalid_request"
    known = API_PROBLEMS[code]
    title, detail = known.text(language(request))
    errors = [field_error(e, language(request)) for e in error.errors()[:MOST_ERRORS]]
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


def _response(
    request: Request,
    status: int,
    code: str,
    title: str,
    detail: str,
    errors: Sequence[dict[str, str]],
    more: Mapping[str, Any] | None = None,
) -> JSONResponse:
    body: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "instance": request.url.path,
        **(more or {}),
    }
    if errors:
        body["errors"] = list(errors)
    key = getattr(request.state, "key", None)
    head = (
        {"Idempotency-Key": key} if key else None
    )  # also one of our making, so that it can be repeated
    return JSONResponse(body, status_code=status, headers=head, media_type=MEDIA_TYPE)
