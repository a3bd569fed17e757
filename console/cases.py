"""The list of cases: filtered, sorted and laid out by its address (REQ K1)."""

import asyncio
import uuid
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from api.auth import LEADS, SUPERVISORS
from api.cases import COUNTED
from api.dependencies import dependencies_of
from console.door import NotAnswered
from console.filters import DATES, SORTS, TICKED, Asked, Choices, check, choices
from console.pages import draw, speech
from console.speech import Speech
from console.views import shown_views
from console.visit import Visit, VisitIn
from messages.lengths import length

SHOWN = 50
NOTHING: dict[str, Any] = {"items": [], "next": None, "total": None}
OURS = {"opened_after": "opened_from", "opened_before": "opened_to"}
"""What the API calls our fields."""
DAY = timedelta(days=1)

router = APIRouter()


@router.get("/cases")
async def list_cases(visit: VisitIn) -> Response:
    return await show_list(visit, Asked.of(visit.request.url.query, _looked_after(visit)))


def _looked_after(visit: Visit) -> str:
    """Whose cases somebody looks after: their own, their team's, or everybody's."""
    roles = {*visit.me["roles"]}
    if SUPERVISORS & roles:
        return "all"
    return "team" if LEADS & roles else "mine"


async def show_list(
    visit: Visit, asked: Asked, *, view: dict[str, Any] | None = None, status: int = 200
) -> Response:
    """The page of a list. `view` is a view that could not be kept, with what was typed and what is wrong."""
    people, views = await asyncio.gather(visit.door.get("people"), visit.door.get("views"))
    t = speech(visit)
    known = choices(dependencies_of(visit.request).policy, people["items"], t)
    query = check(asked, known, visit.zone, t)
    found = NOTHING if asked.errors else await _look(visit, asked, query)
    if asked.errors:
        status = 422
    return draw(
        visit,
        "cases.html",
        status=status,
        asked=asked,
        known=known,
        ticked=TICKED,
        dates=DATES,
        sorts=SORTS,
        found=found,
        counted=COUNTED,
        chips=_chips(asked, known, found, t),
        more=urlencode([*asked.pairs, ("cursor", found["next"] or "")]),
        views=shown_views(views["items"], asked, t),
        view=view or {"name": "", "shared": False, "error": "", "of": ""},
        may_share=bool(LEADS.intersection(visit.me["roles"])),
        key=uuid.uuid4().hex,
        soon=lambda at: away(t, at),
    )


async def _look(visit: Visit, asked: Asked, query: dict[str, Any]) -> dict[str, Any]:
    """The page of the list; what the API refuses of an address stands at its field."""
    if asked.whose == "mine":
        query["owner"] = visit.me["handle"]
    elif asked.whose == "team":
        query["team"] = visit.me["team"]
    try:
        found: dict[str, Any] = await visit.door.get(
            "cases", **query, with_total=asked.cursor is None, cursor=asked.cursor, limit=SHOWN
        )
    except NotAnswered as error:
        if error.answer.status != 422:
            raise
        problem = error.problem
        said = problem.get("errors") or [{"field": "cursor"}]
        asked.errors |= {
            OURS.get(each["field"], each["field"]): each.get("message", problem["detail"])
            for each in said
        }
        return NOTHING
    return found


def _chips(asked: Asked, known: Choices, found: dict[str, Any], t: Speech) -> list[dict[str, str]]:
    """The filters that are on, each with the address of the list without it."""
    names = {case["customer"]: case["customer_name"] for case in found["items"]}
    words = {**known, "customer": names}
    return [
        {
            "name": t(f"list.filter.{name}"),
            "value": words.get(name, {}).get(value, value)[:60],
            "off": asked.without((name, value)),
        }
        for name, value in asked.pairs
        if name in (*TICKED, *DATES, "customer")
    ]


class Away(NamedTuple):
    """How far from now an instant is."""

    words: str
    is_late: bool


def away(t: Speech, at: str) -> Away:
    """How long it is until then, or how long ago it was; to the hour beyond a day."""
    left = datetime.fromisoformat(at) - t.now
    exact = timedelta(hours=1) if abs(left) >= DAY else timedelta(minutes=1)
    span = length(abs(left) // exact * exact, t.language)
    is_late = left < timedelta(0)
    return Away(t("list.past" if is_late else "list.ahead", span=span), is_late)
