"""The workbench on the API's application: the same process, the same addresses, one door."""

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

import api.main
from api.problems import on_crash, on_database_down, on_http
from console import book
from console.assets import PLACE, STATIC, Assets
from console.door import NotAnswered
from console.drafts import TellsAccepted
from console.feed import Feed
from console.pages import draw, page, speech, wants_page
from console.sign_in.leading import anybody, to_sign_in
from console.visit import NotFromHere, SignedOut, Visit
from db.session import DatabaseDown
from settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """The API with the workbench, opening and closing its own dependencies."""
    return with_console(api.main.create_app(settings))


def with_console(app: FastAPI) -> FastAPI:
    """The same application, with pages."""
    app.state.feed = Feed()
    app.add_middleware(TellsAccepted)
    app.mount(PLACE, Assets(directory=STATIC), name="console-assets")
    for router in book.FEATURES:
        app.include_router(router, include_in_schema=False)
    app.add_exception_handler(SignedOut, to_sign_in)
    app.add_exception_handler(NotFromHere, on_not_from_here)
    app.add_exception_handler(NotAnswered, on_not_answered)
    app.add_exception_handler(HTTPException, on_page_missing)
    app.add_exception_handler(DatabaseDown, on_page_without_database)
    app.add_exception_handler(Exception, on_page_crash)
    return app


async def on_not_from_here(request: Request, _: Exception) -> Response:
    """A form that is not this session's changes nothing."""
    visit: Visit | None = getattr(request.state, "visit", None)
    t = speech(visit) if visit else anybody(request)
    return _said(request, 403, t("problem.not_from_here"), t("problem.not_from_here.detail"))


async def on_not_answered(request: Request, error: Exception) -> Response:
    """What the API refuses a page is said on a page, in its words."""
    assert isinstance(error, NotAnswered)
    if error.answer.status == 401:
        return await to_sign_in(request, error)
    title, detail = error.problem["title"], error.problem["detail"]
    return _said(request, error.answer.status, title, detail)


async def on_page_missing(request: Request, error: Exception) -> Response:
    """An address that nothing stands at; programs are answered by the API."""
    if not wants_page(request):
        return await on_http(request, error)
    assert isinstance(error, HTTPException)
    if error.status_code not in (404, 405):
        return await _as_page(request, await on_http(request, error))
    visit: Visit | None = getattr(request.state, "visit", None)
    t = speech(visit) if visit else anybody(request)
    title, detail = t("problem.not_found"), t("problem.not_found.detail")
    return _said(request, error.status_code, title, detail)


async def on_page_without_database(request: Request, error: Exception) -> Response:
    return await _as_page(request, await on_database_down(request, error))


async def on_page_crash(request: Request, error: Exception) -> Response:
    return await _as_page(request, await on_crash(request, error))


async def _as_page(request: Request, answer: Response) -> Response:
    """A problem of the API's, for a person."""
    import json

    if not wants_page(request):
        return answer
    said = json.loads(bytes(answer.body))
    return _said(request, answer.status_code, said["title"], said["detail"])


def _said(request: Request, status: int, title: str, detail: str) -> Response:
    visit: Visit | None = getattr(request.state, "visit", None)
    if visit:
        return draw(visit, "problem.html", status=status, title=title, detail=detail)
    return page("problem.html", anybody(request), status=status, title=title, detail=detail)
