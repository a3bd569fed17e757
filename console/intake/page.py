"""The page on which a case is opened, and what it leads to."""

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from api.search import LONGEST
from console.door import Answer, NotAnswered
from console.forms.filled import Form
from console.forms.reading import Posted, body_of, posted
from console.intake.form import VERB, House, blank, fields, suggest
from console.pages import draw, said, speech
from console.visit import STALE, Visit, VisitIn

PLACE = "/cases/new"
"""No case has this for a number."""
A_NUMBER = re.compile(r"C-\d{1,12}")
router = APIRouter()


@dataclass(frozen=True)
class Start:
    """What the form begins with: what somebody looked for in vain, or the number of another case of the same customer."""

    q: str = ""
    of: str = ""

    @property
    def query(self) -> str:
        return self.q.strip()[:LONGEST]

    @property
    def number(self) -> str:
        """That of the other case; empty for what is none."""
        return self.of if A_NUMBER.fullmatch(self.of) else ""

    @property
    def address(self) -> str:
        """Where the form stands and where it goes, so that a page that comes back begins alike."""
        given = {"q": self.query, "of": self.number}
        start = urlencode({name: value for name, value in given.items() if value})
        return f"{PLACE}?{start}" if start else PLACE


StartIn = Annotated[Start, Depends()]


@router.get(PLACE)
async def show_opening(visit: VisitIn, start: StartIn, received: str = "") -> Response:
    """The form, ready to be filled in. `received` is the number of a case that is still to be decided."""
    if VERB not in visit.me["may"]:
        t = speech(visit)
        title, detail = t("open.not_yours"), t("open.not_yours.detail")
        return draw(visit, "problem.html", status=403, title=title, detail=detail)
    house = await _look(visit, start)
    form = blank(house)
    suggest(form, house, start.query)
    number = received if A_NUMBER.fullmatch(received) else ""
    return _page(visit, house, start, form, received=number)


@router.post(PLACE)
async def open_case(visit: VisitIn, start: StartIn) -> Response:
    """Opens it, as `POST /v1/cases` does. Refused, the form comes back with what was typed."""
    typed = await posted(visit.request)
    if visit.is_stale(typed.one("csrf")):
        t = speech(visit)
        again = {"title": t("again"), "detail": t("again.detail"), "status": 503}
        return await _refused(visit, start, typed, Answer(STALE, again))
    body = body_of(typed, fields(), visit.zone)
    body.setdefault("customer", {})  # then it is said what is missing of it
    answer = await visit.door.post("cases", body, key=typed.one("key"))
    if not answer.is_fine:
        return await _refused(visit, start, typed, answer)
    number = answer.body["number"]
    if answer.body.get("status") == "received":
        return RedirectResponse(f"{PLACE}?{urlencode({'received': number})}", status_code=303)
    with suppress(NotAnswered):  # waits for its record: whichever process answers next finds it
        await visit.door.get(f"cases/{number}")
    return RedirectResponse(f"/cases/{number}?done={VERB}", status_code=303)


async def _refused(visit: Visit, start: Start, typed: Posted, answer: Answer) -> Response:
    house = await _look(visit, start)
    form = blank(house)
    form.refill(typed, visit.zone)
    form.say(said(visit, answer), typed.one("key"))
    return _page(visit, house, start, form, status=answer.status)


def _page(
    visit: Visit,
    house: House,
    start: Start,
    form: Form,
    *,
    received: str = "",
    status: int = 200,
) -> Response:
    return draw(
        visit,
        "intake.html",
        status=status,
        home=start.address,
        address=start.address,
        of=start.number,
        form=form,
        received=received,
        people=house.people,
    )


async def _look(visit: Visit, start: Start) -> House:
    door = visit.door
    policy, people, teams, person = await asyncio.gather(
        door.get("policy"), door.get("people"), door.get("teams"), _customer(visit, start.number)
    )
    return House(speech(visit), visit.me, policy, people["items"], teams["items"], person)


async def _customer(visit: Visit, number: str) -> Mapping[str, Any]:
    """Whose case it is; nobody where there is no such case for whoever asks."""
    if number:
        with suppress(NotAnswered):
            case = await visit.door.get(f"cases/{number}")
            return case["person"] or {}
    return {}
