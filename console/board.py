"""What burns, for whoever leads: what to do first, then everything by kind, then how much each person carries (REQ K1)."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from console.agenda import step
from console.pages import draw, speech
from console.speech import Speech
from console.visit import VisitIn
from messages.lengths import length

SHOWN = 5
"""Of each kind on the page of all."""
LISTED = 50
"""On the page of one kind."""
FIRST = 3
"""What stands above everything else."""
URGENT = ("P0", "P1")

OWED = {"broken": "promise", "unacknowledged": "acknowledgement", "unanswered": "response"}
"""What burns, by its kind → as what an agenda has it."""

router = APIRouter()


@router.get("/burning")
async def show_burning(
    visit: VisitIn,
    kind: str | None = None,
    team: str | None = None,
    person: str | None = None,
    cursor: str | None = None,
) -> Response:
    """All kinds with their hottest, or one kind page by page; of one team or person where they are named."""
    of = {"team": team or None, "person": person or None}
    board, loads = await asyncio.gather(
        visit.door.get(
            "board", kind=kind or None, cursor=cursor, limit=LISTED if kind else SHOWN, **of
        ),
        visit.door.get("board/load", team=of["team"]),
    )
    t = speech(visit)
    fires = [_with_ways(fire) for fire in board["fires"] if fire["count"]]
    whole = not (kind or person)
    return draw(
        visit,
        "board.html",
        fires=fires,
        whole=whole,
        first=_first(fires) if not kind else [],
        total=sum(fire["count"] for fire in fires),
        names=board["names"],
        by_team=board["by_team"] if len(board["by_team"]) > 1 or team else [],
        loads=_with_heat(loads["items"], board["by_person"]) if whole else [],
        heaviest=max((load["weight"] for load in loads["items"]), default=0),
        asked={"kind": kind, **of},
        is_unwatched=board["reconciled_at"] is None,
        waits=lambda since: waiting(since, t),
        on=lambda **more: query({**of, **more}),
    )


@router.get("/people/{handle}")
async def show_person(handle: str, visit: VisitIn, cursor: str | None = None) -> Response:
    """What somebody owes by time, as their own day has it."""
    owed, board, held = await asyncio.gather(
        visit.door.get("agenda", person=handle, cursor=cursor, limit=LISTED),
        visit.door.get("board", person=handle, limit=1),
        visit.door.get(f"people/{handle}/handover", limit=1),
    )
    t = speech(visit)
    burning = sum(fire["count"] for fire in board["fires"])
    return draw(
        visit,
        "person.html",
        person=held,
        burning=burning,
        owed=owed["items"],
        next=owed["next"],
        waits=lambda since: waiting(since, t),
    )


def waiting(since: str, t: Speech) -> str:
    """For how long, in the two largest units that matter to whoever reads."""
    passed = t.now - datetime.fromisoformat(since)
    for least, grain in (
        (timedelta(days=3), timedelta(days=1)),
        (timedelta(hours=6), timedelta(hours=1)),
    ):
        if passed >= least:
            passed -= passed % grain
    return length(max(passed, timedelta(0)), t.language)


def query(asked: dict[str, str | None]) -> str:
    """The address of a part of the board."""
    given = {name: value for name, value in asked.items() if value}
    return f"/burning?{urlencode(given)}" if given else "/burning"


def _with_ways(fire: dict[str, Any]) -> dict[str, Any]:
    """Each with its way to where something is done about it: the page of its case, at the form for it where there is one."""
    owed = OWED.get(fire["kind"])
    for item in fire["items"]:
        asked = {"number": item["number"], "id": item["id"], "kind": owed, "about": ""}
        item["way"] = step(asked) if owed else f"/cases/{item['number']}"
    return fire


def _first(fires: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What to do first: the most urgent cases, then the hottest kinds; each case once."""
    ranked = sorted(
        (
            (item["priority"] not in URGENT, heat, item["priority"], item["since"], item)
            for heat, fire in enumerate(fires)
            for item in fire["items"]
        ),
        key=lambda each: each[:4],
    )
    by_case = {item["number"]: item for *_, item in reversed(ranked)}
    return [item for *_, item in ranked if by_case.pop(item["number"], None)][:FIRST]


def _with_heat(loads: list[dict[str, Any]], heat: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What each carries, beside how much of it burns."""
    burning = {each["name"]: sum(each["counts"].values()) for each in heat}
    return [{**load, "burning": burning.get(load["person"], 0)} for load in loads]
