"""Where somebody goes who is not signed in, and back to what they had been at."""

from urllib.parse import quote, urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from api.dependencies import dependencies_of
from api.problems import language
from console.forms.reading import posted
from console.pages import page
from console.sign_in.kept import Kept
from console.sign_in.paths import PLACE, START, own_path
from console.speech import Speech
from console.visit import is_from_elsewhere


def anybody(request: Request) -> Speech:
    """Words for whoever is not signed in, in the language of their browser."""
    deps = dependencies_of(request)
    zone = deps.policy.calendars[deps.policy.business].zone
    return Speech(language(request), zone, deps.now())


async def to_sign_in(request: Request, _: Exception) -> Response:
    """To the page of sign-in, and back from there to what was asked for. What was typed into a form goes along."""
    if request.method in ("GET", "HEAD"):
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return _away(asked)
    back = _came_from(request)
    form = await posted(request)
    if is_from_elsewhere(request) or not (kept := Kept.of(request.url.path, form)):
        return _away(back)
    return sign_in_page(request, next_path=back, kept=kept, status=401)


def _came_from(request: Request) -> str:
    """The page of ours with the form, as browsers say; else the start."""
    try:
        said = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return START
    return own_path(said.path + (f"?{said.query}" if said.query else ""))


def sign_in_page(
    request: Request,
    *,
    next_path: str,
    kept: Kept | None = None,
    handle: str = "",
    error: str = "",
    said: str = "",
    status: int = 200,
) -> Response:
    """The page with name and password; `kept` is what was typed before, `said` what has just happened."""
    return page(
        "sign_in.html",
        anybody(request),
        status=status,
        next=next_path,
        kept=kept.packed() if kept else "",
        handle=handle,
        error=error,
        said=said,
    )


def _away(back: str) -> Response:
    return RedirectResponse(f"{PLACE}?next={quote(back, safe='')}", status_code=303)
