"""First figures: charts, and the same numbers as tables (REQ A9, G1)."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from console.charts import Bars, Series, Theme, draw_bars
from console.door import NotAnswered
from console.pages import HEADERS, draw, speech
from console.speech import Speech
from console.visit import Visit, VisitIn
from messages.lengths import length

USUAL = 30
"""Days, up to now."""
DAYS = (7, 30, 90)
AN_HOUR = 60
"""Minutes."""
OF_AN_IMAGE = HEADERS | {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}
"""What a chart says of itself when it is opened alone: its own style and nothing else."""

router = APIRouter()


@router.get("/figures")
async def show_figures(
    visit: VisitIn, begins: str = "", ends: str = "", team: str | None = None
) -> Response:
    """Of the last thirty days, or of the days that were chosen, both included."""
    t = speech(visit)
    wrong = ""
    try:
        found = await _figures(visit, begins, ends, team)
    except NotAnswered as error:
        if error.answer.status != 422:
            raise
        wrong = error.problem["errors"][0].get("message") or error.problem["detail"]
        begins = ends = ""
        found = await _figures(visit, begins, ends, team)
    today = visit.now.astimezone(ZoneInfo(visit.zone)).date()
    return draw(
        visit,
        "figures.html",
        status=422 if wrong else 200,
        found=found,
        wrong=wrong,
        charts=[name for name, make in CHARTS.items() if make(found, t).labels],
        asked={
            "begins": begins or str(today - timedelta(days=USUAL)),
            "ends": ends or str(today),
            "team": team or "",
        },
        presets=[(days, str(today - timedelta(days=days))) for days in DAYS],
        teams=[each["name"] for each in found["kept_by_team"][1:]],
        minutes=lambda count: _minutes(count, t),
        ages=_ages(found["ages"], t),
    )


@router.get("/figures/{chart}.svg")
async def show_chart(
    chart: str,
    visit: VisitIn,
    begins: str = "",
    ends: str = "",
    team: str | None = None,
    theme: str = "light",
) -> Response:
    """One chart as an image; a browser that has it is told that it still holds."""
    make = CHARTS.get(chart)
    if make is None:
        raise HTTPException(404)
    bars = make(await _figures(visit, begins, ends, team), speech(visit))
    drawn_for: Theme = "dark" if theme == "dark" else "light"
    svg = await asyncio.to_thread(draw_bars, bars, drawn_for)
    tag = f'"{hashlib.sha256(svg).hexdigest()[:24]}"'
    headers = OF_AN_IMAGE | {"ETag": tag}
    if visit.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(svg, media_type="image/svg+xml", headers=headers)


async def _figures(visit: Visit, begins: str, ends: str, team: str | None) -> dict[str, Any]:
    today = visit.now.astimezone(ZoneInfo(visit.zone)).date()
    since = begins or str(today - timedelta(days=USUAL))
    asked = {"from": _midnight(since, visit.zone, 0), "team": team or None}
    if ends and ends != str(today):
        asked["to"] = _midnight(ends, visit.zone, 1)
    found: dict[str, Any] = await visit.door.get("figures", **asked)
    return found


def _midnight(typed: str, zone: str, more: int) -> str:
    """The beginning of a day, or of the one after it; what is no day goes on as it was typed, and the API says so."""
    try:
        day = date.fromisoformat(typed) + timedelta(days=more)
    except (ValueError, OverflowError):
        return typed
    return datetime.combine(day, time(), ZoneInfo(zone)).isoformat()


def _minutes(count: int | None, t: Speech) -> str:
    return t("figures.too_few") if count is None else length(timedelta(minutes=count), t.language)


def _ages(days: list[int], t: Speech) -> list[str]:
    """What the columns are called: up to one day, one to three, …, more than thirty."""
    between = [t("figures.age.between", least=least, most=most) for least, most in pairwise(days)]
    return [t("figures.age.first"), *between, t("figures.age.last", most=days[-1])]


def _kept(found: Mapping[str, Any], t: Speech) -> Bars:
    """Of everybody with enough of them, in the order of their names."""
    rows = [each for each in found["kept_by_person"] if each["told"]["enough"]]
    return Bars(
        labels=tuple(found["names"].get(each["name"], each["name"]) for each in rows),
        series=(Series(t("figures.kept.told"), tuple(each["told"]["rate"] for each in rows)),),
        shares=True,
    )


def _answers(found: Mapping[str, Any], t: Speech) -> Bars:
    rows = [each for each in found["answers_by_person"] if each["median"] is not None]
    return Bars(
        labels=tuple(found["names"].get(each["name"], each["name"]) for each in rows),
        series=tuple(
            Series(t(f"figures.{name}"), tuple(round(each[name] / AN_HOUR, 1) for each in rows))
            for name in ("median", "p95")
        ),
    )


def _stages(found: Mapping[str, Any], t: Speech) -> Bars:
    rows = found["stages"]
    return Bars(
        labels=tuple(each["label"] for each in rows),
        series=tuple(
            Series(called, tuple(each["by_age"][age] for each in rows))
            for age, called in enumerate(_ages(found["ages"], t))
        ),
        stacked=True,
    )


def _tiers(found: Mapping[str, Any], t: Speech) -> Bars:
    shares = found["tiers"][0]["shares"]
    return Bars(
        labels=tuple(t(f"figures.tier.{each}") for each in (1, 2, 3)) if shares else (),
        series=(
            Series(t("figures.share"), tuple(shares or ())),
            Series(t("figures.goal"), tuple(found["tier_goals"])),
        ),
        shares=True,
    )


CHARTS: dict[str, Callable[[Mapping[str, Any], Speech], Bars]] = {
    "kept": _kept,
    "answers": _answers,
    "stages": _stages,
    "tiers": _tiers,
}
"""Name in the address → how it is made of the figures; one without bars is not shown."""
