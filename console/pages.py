"""Drawing a page: its template, its words, and the headers that every page has."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.auth import STAFF
from console.assets import PLACE, VERSION
from console.door import Answer
from console.speech import Speech
from console.visit import Visit

ROOM = Path(__file__).parent
PAGES = Environment(
    loader=FileSystemLoader(ROOM / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,  # a page is put together from eighty parts, and none of them changes while we run
)
PAGES.globals |= {"assets": PLACE, "version": VERSION, "staff": STAFF}
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",  # what stands here is about people
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def speech(visit: Visit) -> Speech:
    """Words for whoever is signed in."""
    return Speech(visit.language, visit.zone, visit.now)


def said(visit: Visit, answer: Answer) -> Mapping[str, Any]:
    """What the API refused, as somebody reads it who fills in forms: of keys they know nothing."""
    body: Mapping[str, Any] = answer.body
    if body.get("code") != "idempotency_key_reused":
        return body
    t = speech(visit)
    return {**body, "title": t("sent_before"), "detail": t("sent_before.detail")}


def draw(
    visit: Visit, template: str, *, status: int = 200, home: str = "", **shown: Any
) -> HTMLResponse:
    """A page for whoever is signed in. `home` is where it stands when it answers a form: there it is looked at again."""
    return page(
        template,
        speech(visit),
        status=status,
        path=visit.request.url.path,
        me=visit.me,
        csrf=visit.csrf,
        home=None if visit.request.method == "GET" else home,
        **shown,
    )


def page(template: str, t: Speech, *, status: int = 200, **shown: Any) -> HTMLResponse:
    """A page for anybody; without `me` it has no menu."""
    body = PAGES.get_template(template).render(
        t=t, **{"me": None, "csrf": "", "path": "", "home": None} | shown
    )
    return HTMLResponse(body, status_code=status, headers=HEADERS)


def wants_page(request: Request) -> bool:
    """Whether a person asks with a browser, and not a program for the API."""
    path = request.url.path
    return "text/html" in request.headers.get("accept", "") and not path.startswith("/v1/")
