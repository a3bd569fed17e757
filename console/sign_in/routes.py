"""Signing in with a password or with a link, and out."""

import math
from contextlib import suppress
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.dependencies import dependencies_of
from api.failures import from_there
from api.passwords import why_not
from console.cookie import keep_in, session_in, take_from
from console.forms.reading import posted
from console.pages import page
from console.sign_in.browsers import name_of
from console.sign_in.kept import Kept
from console.sign_in.leading import anybody, sign_in_page
from console.sign_in.paths import PLACE, START, own_path
from console.visit import (
    NotFromHere,
    SignedOut,
    Visit,
    VisitIn,
    is_from_elsewhere,
    visit,
    visit_of,
)
from db import links, passwords, sessions
from domain.plain import plain
from messages.lengths import length

LONGEST_NAME = 64
"""Characters of a handle."""

router = APIRouter()


@router.get(PLACE)
async def show_sign_in(request: Request, bye: bool = False) -> Response:
    next_path = own_path(request.query_params.get("next", START))
    try:
        await visit(request)
    except SignedOut:
        said = anybody(request)("sign_in.bye") if bye else ""
        return sign_in_page(request, next_path=next_path, said=said)
    return RedirectResponse(next_path, status_code=303)


@router.post(PLACE)
async def sign_in(request: Request) -> Response:
    """A session for whoever knows the password, and back to where they came from."""
    _require_own_site(request)
    deps, t = dependencies_of(request), anybody(request)
    form = await posted(request)
    name = plain(form.one("handle")).strip().casefold()[:LONGEST_NAME]
    kept, next_path = Kept.unpacked(form.one("kept")), own_path(form.one("next"))
    if kept and form.one("there"):
        with suppress(SignedOut):
            return await _on(request, await visit(request), next_path, kept)
    address = _address(request)
    known = from_there(address, name)
    # who has signed in from there before is not shut out by strangers, behind the same address or from everywhere
    shared = ((deps.failures, address), (deps.tries_of_all, name))
    counted = (*shared, (deps.tries, known))
    waits = [failures.wait(whose, known) for failures, whose in shared]
    if wait := max(*waits, deps.tries.wait(known, None)):
        error, status = t("sign_in.wait", wait=_in_words(request, wait)), 429
    else:
        # before it is compared: many at once are no more tries than one after the other
        for failures, whose in counted:
            failures.failed(whose)
        token = await passwords.sign_in(
            deps.database, name, form.one("password"), browser=_browser(request), now=deps.now()
        )
        if token is not None:
            for failures, whose in counted:
                failures.forgiven(whose)
            for failures, _ in shared:
                failures.let_in(known)
            return await let_in(request, token, next_path=next_path, kept=kept)
        error, status = t("sign_in.wrong"), 401
    return sign_in_page(
        request, next_path=next_path, kept=kept, handle=name, error=error, status=status
    )


@router.get(f"{links.PLACE}/{{token}}")
async def show_link(request: Request, token: str) -> Response:
    """Whom the link lets in. Looking does not use it: chats look at every link they are sent."""
    return await _link_page(request, token)


@router.post(f"{links.PLACE}/{{token}}")
async def use_link(request: Request, token: str) -> Response:
    """A session, and a new password if one was typed."""
    _require_own_site(request)
    deps, t = dependencies_of(request), anybody(request)
    form = await posted(request)
    password, link = form.one("password"), await links.find(deps.database, token, now=deps.now())
    if link and (password or form.one("again")):
        reason = why_not(password, link.person.handle)
        if reason:
            return await _link_page(request, token, error=reason.text(t.language))
        if password != form.one("again"):
            return await _link_page(request, token, unlike=t("password.unlike"))
    opened = link and await links.use(
        deps.database,
        token,
        browser=_browser(request),
        now=deps.now(),
        password=password or None,
    )
    if not opened:
        return await _link_page(request, token)
    return await let_in(request, opened)


@router.post("/sign-out")
async def sign_out(visit: VisitIn) -> Response:
    """In this browser."""
    form = await posted(visit.request)
    visit.require_own_form(form.one("csrf"))
    await sessions.end(dependencies_of(visit.request).database, visit.session)
    return let_out(visit.request)


async def let_in(
    request: Request, token: str, *, next_path: str = START, kept: Kept | None = None
) -> Response:
    """On with a new session, in place of the one this browser had."""
    deps = dependencies_of(request)
    if before := session_in(request):
        await sessions.end(deps.database, before)
    answer = await _on(request, await visit_of(request, token) if kept else None, next_path, kept)
    keep_in(answer, request, token)
    return answer


async def _on(request: Request, visit: Visit | None, next_path: str, kept: Kept | None) -> Response:
    """What they had typed, in its form again; else where they had wanted to go. What somebody else typed is theirs."""
    if visit and kept and kept.is_of(visit):
        return await kept.shown_again(request, visit)
    return RedirectResponse(next_path, status_code=303)


def let_out(request: Request) -> Response:
    """To the page of sign-in, without a session."""
    answer = RedirectResponse(f"{PLACE}?bye=1", status_code=303)
    take_from(answer, request)
    return answer


async def _link_page(
    request: Request, token: str, *, error: str = "", unlike: str = ""
) -> Response:
    """The page of a link; one that doesn't hold says so, and how to get another."""
    deps, t, address = dependencies_of(request), anybody(request), _address(request)
    link = await links.find(deps.database, token, now=deps.now())
    if link is None and (wait := deps.failures.wait(address, None)):
        waits = t("sign_in.wait", wait=_in_words(request, wait))
        return page("problem.html", t, status=429, title=t("link.title"), detail=waits)
    if link is None:
        deps.failures.failed(address)
        title, detail = t("link.gone"), t("link.gone.detail")
        return page("problem.html", t, status=410, title=title, detail=detail)
    return page(
        "link.html",
        t,
        status=422 if error or unlike else 200,
        token=token,
        person=link.person,
        until=t.moment(link.ends_at),
        error=error,
        unlike=unlike,
    )


def _require_own_site(request: Request) -> None:
    """Nobody is signed in by another site's page, as whomever it likes. Raises NotFromHere."""
    if is_from_elsewhere(request):
        raise NotFromHere


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _browser(request: Request) -> str:
    return name_of(request.headers.get("user-agent", ""))


def _in_words(request: Request, seconds: int) -> str:
    return length(timedelta(minutes=math.ceil(seconds / 60)), anybody(request).language)
