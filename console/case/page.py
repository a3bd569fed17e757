"""The page of a case, and the forms with which people carry it on."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from console.case.earlier import contacts_before
from console.case.look import LETTERS, Found, glance, look, occasions, other_cases
from console.case.sending import means_another, send, version_of
from console.case.story import FILTERS, Story, meanwhile, story
from console.door import Answer
from console.forms.filled import Form
from console.forms.opening import open_at
from console.forms.reading import Posted, posted
from console.forms.table import commands, route_at
from console.pages import draw, said, speech
from console.visit import STALE, NotFromHere, Visit, VisitIn

OPENED = "open"
"""What was done when a case is looked at for the first time."""

router = APIRouter()


@router.get("/cases/{number}")
async def show_case(
    number: str,
    visit: VisitIn,
    done: str = "",
    waits: bool = False,
    since: int = 0,
    draft: str = "",
    form: str = "",
    promise: str = "",
    about: str = "",
    cursor: str | None = None,
    notes: str | None = None,
    contacts: str = "",
) -> Response:
    """The case as it stands. `done` names what was just accepted, `since` the version from which others did something in
    between; `draft` is the occasion of a message to start from, `form` the place of one to be opened, for that `promise`; `notes` and `contacts` is where those go
    further back."""
    found, told, lines = await asyncio.gather(
        look(visit, number, draft=draft, before=notes or None),
        story(visit, number, about, cursor),
        meanwhile(visit, number, since),
    )
    open_at(found.offered.needed, found.offered.everything(), form, promise)
    done = done if done in commands() else ""
    others = await other_cases(visit, found.case) if done == OPENED else []
    return _page(
        visit,
        found,
        told,
        done=done,
        waits=waits,
        meanwhile=lines,
        others=others,
        before=contacts,
        asked={"form": form, "promise": promise} if promise else {},
    )


@router.post("/cases/{number}/{place:path}")
async def ask_case(number: str, place: str, visit: VisitIn) -> Response:
    """One command, as the API takes it at the same address. Refused, the page comes back with what was typed, and with what
    has happened since it was drawn."""
    form = await posted(visit.request)
    if visit.is_stale(form.one("csrf")):
        return await _again(visit, number, place, form)
    if await means_another(visit, await glance(visit, number), place, form):
        return await _once_more(visit, number, place, form)
    answer = await send(visit, number, place, form)
    if not answer.is_fine:
        return await _refused(visit, number, place, form, answer)
    return RedirectResponse(await _onward(visit, number, place, form, answer), status_code=303)


async def _onward(visit: Visit, number: str, place: str, form: Posted, answer: Answer) -> str:
    """Back to the page, with what was done; and with what others did meanwhile, if they did."""
    route = route_at(place)
    shown: dict[str, str | int] = {"done": route.name if route else ""}
    if answer.body.get("status") == "received":
        shown["waits"] = "yes"
    elif await meanwhile(visit, number, version_of(form)):
        shown["since"] = version_of(form)
    return f"/cases/{number}?{urlencode(shown)}"


async def _refused(visit: Visit, number: str, place: str, form: Posted, answer: Answer) -> Response:
    """The page with the form as it was sent. An address at which nothing is asked has none."""
    if route_at(place) is None:
        no = answer.body
        return draw(
            visit, "problem.html", status=answer.status, title=no["title"], detail=no["detail"]
        )
    found, told, refilled = await _with_form(visit, number, place, form)
    refilled.say(said(visit, answer), form.one("key"))
    return _page(visit, found, told, status=answer.status)


async def _again(visit: Visit, number: str, place: str, form: Posted) -> Response:
    """What was typed before a session ended, in its form. Nothing is done by itself, and the key stays: if it was sent before,
    it is still one command. Raises NotFromHere for what is no form of ours."""
    if route_at(place) is None:
        raise NotFromHere
    found, told, refilled = await _with_form(visit, number, place, form)
    t = speech(visit)
    if refilled.over:
        refilled.error = t("again")
    else:
        again = {"title": t("again"), "detail": t("again.detail"), "status": 503}
        refilled.say(again, form.one("key"))
    return _page(visit, found, told, status=STALE)


async def _once_more(visit: Visit, number: str, place: str, form: Posted) -> Response:
    """Nothing is asked yet: the case has moved on under the form, and its command would mean something else now."""
    found, told, refilled = await _with_form(visit, number, place, form)
    refilled.error = speech(visit)("over.unsent" if refilled.over else "case.moved_on")
    return _page(visit, found, told, status=409)


async def _with_form(
    visit: Visit, number: str, place: str, form: Posted
) -> tuple[Found, Story, Form]:
    """The case as it stands now, with a form as it was sent, and what has happened since it was drawn."""
    found, told, lines = await asyncio.gather(
        look(visit, number),
        story(visit, number, "", None),
        meanwhile(visit, number, version_of(form)),
    )
    over = found.over(version_of(form))
    refilled = found.offered.refilled(place, form, visit.zone, over=over)
    refilled.meanwhile = lines
    return found, told, refilled


def _page(
    visit: Visit,
    found: Found,
    told: Story,
    *,
    done: str = "",
    waits: bool = False,
    meanwhile: tuple[str, ...] = (),
    others: Sequence[Mapping[str, Any]] = (),
    before: str = "",
    asked: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    case = found.case
    return draw(
        visit,
        "case.html",
        status=status,
        home=f"/cases/{case['number']}",
        case=case,
        offered=found.offered,
        names={person["handle"]: person["name"] for person in found.known.people},
        people=found.known.people,
        next_promise=found.known.next_promise,
        due=found.due,
        messages=found.messages(),
        letters=LETTERS,
        notes=found.notes,
        contacts=contacts_before(case["contacts"], before, found.offered),
        been=found.been,
        story=told,
        filters=FILTERS,
        drafts={each: urlencode({**(asked or {}), "draft": each}) for each in occasions(case)},
        done=done,
        waits=waits,
        meanwhile=meanwhile,
        others=others,
    )
