"""My day: everything I owe by time, what I was told, and what nobody carries (REQ K1)."""

import asyncio
import re
import uuid
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.auth import LEADS, ON_SITE, STAFF, SUPERVISORS
from api.people import ABOVE
from console.case.look import LIKELIEST
from console.forms.opening import NEXT
from console.forms.reading import posted
from console.forms.table import below, verbs
from console.pages import draw, speech
from console.relative import relative
from console.speech import Speech
from console.visit import Visit, VisitIn

SHOWN = 50
"""Entries on one page, and unread notices."""
SHOWN_READ = 20
"""Notices that were read before."""
HOUR = timedelta(hours=1)
GROUPS = ("overdue", "hour", "today", "later")
STEPS = {
    "promise": "contact",
    "promise.revisit": "revisit",
    "response": "contact",
    "stage": NEXT,
    "stage.triage": "triage",
    "stage.confirm": "confirm",
    "stage.verify": "verify",
    "visit": "record_visit",
    "report": "report_visit",
    "acknowledgement": "acknowledge",
    "mark": "mark",
    "room": "make_room",
}
"""What is owed, by its kind or by kind and what it is about → the command with which it is done."""

router = APIRouter()


@router.get("/")
async def start() -> Response:
    return RedirectResponse("/day", status_code=303)


@router.get("/day")
async def show_day(visit: VisitIn, cursor: str | None = None, person: str = "") -> Response:
    """What is owed, the earliest first, in four groups. A lead may look at a colleague's."""
    mine = person in ("", visit.me["handle"])
    owed, unread, read, unowned, colleagues = await asyncio.gather(
        visit.door.get("agenda", cursor=cursor, limit=SHOWN, person=None if mine else person),
        visit.door.get("inbox", unread_only=True, limit=SHOWN) if mine else _nothing(),
        visit.door.get("inbox", limit=SHOWN_READ) if mine else _nothing(),
        visit.door.get("agenda/unowned") if mine and _has(visit, STAFF) else _nothing(),
        visit.door.get("people", team=_team(visit)) if _has(visit, LEADS) else _nothing(),
    )
    t = speech(visit)
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in GROUPS}
    for item in owed["items"]:
        groups[_group(item, t)].append(item | {"step": step(item), "draft": drafted(item)})
    late = len(groups["overdue"])
    names = {each["handle"]: each["name"] for each in colleagues["items"]}
    return draw(
        visit,
        "day.html",
        groups={name: items for name, items in groups.items() if items},
        overdue=f"{late}+" if late == SHOWN and owed["next"] else str(late),
        unread=_by_case(unread["items"]),
        more_unread=bool(unread.get("next")),
        read=_by_case([each for each in read["items"] if each["read_at"]]),
        unowned=unowned["items"],
        person="" if mine else person,
        kindness=_kindness(visit),
        whose=names.get(person, person),
        colleagues=[
            each
            for each in colleagues["items"]
            if ON_SITE & {*each["roles"]} and (_has(visit, ABOVE) or not ABOVE & {*each["roles"]})
        ],
        next=owed["next"],
        key=uuid.uuid4().hex,
        relative=partial(relative, t),
        told_of=_told_of,
    )


async def _nothing() -> dict[str, Any]:
    return {"items": []}


def _has(visit: Visit, roles: frozenset[str]) -> bool:
    return bool(roles & {*visit.me["roles"]})


def _team(visit: Visit) -> str | None:
    """Whose day a lead may want to look at; whoever stands above teams, anybody's."""
    return None if _has(visit, SUPERVISORS) else visit.me["team"]


def _kindness(visit: Visit) -> str:
    """For whom a quiet moment is good: a leader's team, an agent's customers; a department has neither."""
    if _has(visit, LEADS):
        return "team"
    return "customers" if "agent" in visit.me["roles"] else ""


def _group(item: dict[str, Any], t: Speech) -> str:
    due = datetime.fromisoformat(item["due_at"])
    if due < t.now:
        return "overdue"
    if due < t.now + HOUR:
        return "hour"
    return "today" if t.is_today(due) else "later"


def step(item: dict[str, Any]) -> str:
    """Where the thing is done: the page of its case, at the form for it."""
    return _way_to(item, {})


def drafted(item: dict[str, Any]) -> str:
    """The same with a draft to start from, where it is done by talking to the customer; else empty."""
    return _way_to(item, {"draft": LIKELIEST}) if _verb(item) == "contact" else ""


def _verb(item: dict[str, Any]) -> str:
    kind = item["kind"]
    return STEPS.get(f"{kind}.{item['about']}") or STEPS.get(kind, NEXT)


def _way_to(item: dict[str, Any], more: dict[str, str]) -> str:
    verb = _verb(item)
    place = NEXT if verb == NEXT else re.sub(r"{\w+}", item["id"], below(verbs()[verb]))
    about = {"promise": item["id"]} if item["kind"] == "promise" else {}
    anchor = NEXT if place == NEXT else f"form-{place.replace('/', '-')}"
    return f"/cases/{item['number']}?{urlencode({'form': place, **about, **more})}#{anchor}"


def _by_case(notices: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The notices of each case together, where its newest would stand; one of no case stands alone."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for notice in notices:
        groups.setdefault(notice["number"] or notice["id"], []).append(notice)
    return list(groups.values())


def _told_of(notice: dict[str, Any]) -> str:
    """Its title, without the number of the case under which it stands."""
    title: str = notice["title"]
    return title.removeprefix(notice["number"] or "").lstrip(":： ") or title


@router.post("/day/read")
async def mark_read(visit: VisitIn) -> Response:
    """These notices have been read; those that came since stay."""
    form = await posted(visit.request)
    visit.require_own_form(form.one("csrf"))
    if ids := form.all("ids"):
        await visit.door.post("inbox/read", {"ids": ids}, key=form.one("key"))
    return RedirectResponse("/day", status_code=303)


@router.post("/day/take/{number}")
async def take(number: str, visit: VisitIn) -> Response:
    """A case that nobody carries is mine from here on. Refused, it is said why: a colleague may have been quicker."""
    form = await posted(visit.request)
    visit.require_own_form(form.one("csrf"))
    t = speech(visit)
    body = {"owner": visit.me["handle"], "reason": t("day.take.reason")}
    answer = await visit.door.post(f"cases/{number}/assign", body, key=form.one("key"))
    if answer.is_fine:
        return RedirectResponse(f"/cases/{number}?done=assign", status_code=303)
    said = answer.body
    return draw(
        visit,
        "problem.html",
        status=answer.status,
        title=said["title"],
        detail=said["detail"],
    )
