"""The account of whoever is signed in: password, language, and where else they are signed in."""

from typing import Any, get_args

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.dependencies import dependencies_of
from api.passwords import why_not
from console.forms.reading import Posted, posted
from console.pages import draw, speech
from console.sign_in.routes import let_out
from console.visit import Visit, VisitIn
from db import passwords, people, sessions
from domain.plan.terms import Language

DONE = ("password", "language")
"""What the page can say was changed."""

router = APIRouter(prefix="/account")


@router.get("")
async def show_account(visit: VisitIn, done: str = "") -> Response:
    return await _page(visit, done=done if done in DONE else "")


@router.post("/password")
async def change_password(visit: VisitIn) -> Response:
    """A new password, for whoever knows the one before; all other sessions end."""
    form = await _own_form(visit)
    if wrong := _wrong(visit, form):
        return await _page(visit, status=422, wrong=wrong)
    if wrong := await _changed(visit, form):
        return await _page(visit, status=422, wrong=wrong)
    return RedirectResponse("/account?done=password", status_code=303)


@router.post("/language")
async def change_language(visit: VisitIn) -> Response:
    form = await _own_form(visit)
    chosen: Any = form.one("language")
    if chosen not in get_args(Language):
        return await _page(visit, status=422, wrong={"language": speech(visit)("choose")})
    database = dependencies_of(visit.request).database
    await people.set_language(database, visit.me["handle"], chosen)
    return RedirectResponse("/account?done=language", status_code=303)


@router.post("/sign-out")
async def sign_out_everywhere(visit: VisitIn) -> Response:
    """In this browser and in all others."""
    await _own_form(visit)
    await sessions.end_all(dependencies_of(visit.request).database, visit.me["handle"])
    return let_out(visit.request)


async def _own_form(visit: Visit) -> Posted:
    form = await posted(visit.request)
    visit.require_own_form(form.one("csrf"))
    return form


def _wrong(visit: Visit, form: Posted) -> dict[str, str]:
    """What is wrong with a new password, by field."""
    t, handle = speech(visit), visit.me["handle"]
    if reason := why_not(form.one("password"), handle):
        return {"password": reason.text(t.language)}
    if form.one("password") != form.one("again"):
        return {"again": t("password.unlike")}
    return {}


async def _changed(visit: Visit, form: Posted) -> dict[str, str]:
    """Write it; what was wrong, by field. Wrong guesses at the present one are counted apart from those at the door:
    whoever tries out somebody's password there can't keep them from changing it."""
    t, deps, handle = speech(visit), dependencies_of(visit.request), visit.me["handle"]
    database, now, keeping = deps.database, deps.now(), visit.session
    if not await passwords.is_set(database, handle):
        await passwords.put(database, handle, form.one("password"), now=now, keeping=keeping)
        return {}
    whose = f"account of {handle}"
    if deps.tries.wait(whose, None):
        return {"current": t("password.wait")}
    deps.tries.failed(whose)
    before, clear = form.one("current"), form.one("password")
    if not await passwords.change(database, handle, before, clear, keeping=keeping, now=now):
        return {"current": t("password.wrong")}
    deps.tries.forgiven(whose)
    return {}


async def _page(
    visit: Visit, *, done: str = "", status: int = 200, wrong: dict[str, str] | None = None
) -> Response:
    deps, handle = dependencies_of(visit.request), visit.me["handle"]
    return draw(
        visit,
        "account.html",
        status=status,
        done=done,
        wrong=wrong or {},
        has_password=await passwords.is_set(deps.database, handle),
        sessions=await sessions.list_open(
            deps.database, handle, token=visit.session, now=deps.now()
        ),
        languages=get_args(Language),
    )
