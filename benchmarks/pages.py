"""What the workbench adds: each page beside the API calls that it makes, with few cases and with many."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx2

from benchmarks import ours
from benchmarks.flat import Side
from benchmarks.statistics import percentile, ratios, spread
from benchmarks.table import Row, Section, milliseconds
from console.cookie import COOKIE
from db import sessions

GOAL = 0.1
"""Seconds in which nineteen of twenty pages are there, with many cases."""


@dataclass(frozen=True)
class Measured:
    """A page, who looks at it, and what it asks of the API, as paths below /v1; `{number}` is a case."""

    what: str
    who: str
    path: str
    beneath: tuple[str, ...]


DAY = (
    "me",
    "agenda?limit=50",
    "inbox?unread_only=true&limit=50",
    "inbox?limit=20",
    "agenda/unowned",
)
LIST = "cases?sort=opened_at&descending=true&with_total=true&limit=50"
BESIDE_A_LIST = ("me", "people", "views")
PAGES = (
    Measured("my day", "li.min", "/day", DAY),
    Measured("a lead's day", "chen.jie", "/day", (*DAY, "people?team=after_sales")),
    Measured(
        "a case",
        "li.min",
        "/cases/{number}",
        (
            "me",
            "people",
            "cases/{number}",
            "cases/{number}/ways",
            "cases/{number}/times",
            "cases/{number}/notes?newest_first=true&limit=20",
            "cases/{number}/deadlines",
            "cases/{number}/milestones",
            "cases/{number}/timeline?about=stages&newest_first=true&limit=200",
            "cases/{number}/timeline?about=story&newest_first=true&limit=40",
        ),
    ),
    Measured(
        "list of my cases",
        "li.min",
        "/cases?whose=mine",
        (*BESIDE_A_LIST, f"{LIST}&owner=li.min"),
    ),
    Measured("list of all cases", "chen.jie", "/cases?whose=all", (*BESIDE_A_LIST, LIST)),
    Measured("a search by name", "li.min", "/search?q=孙女士", ("me", "search?q=孙女士&limit=10")),
    Measured(
        "a search by phone",
        "li.min",
        "/search?q=13900000015",
        ("me", "search?q=13900000015&limit=10"),
    ),
    Measured("opening a case", "li.min", "/cases/new", ("me", "policy", "people", "teams")),
    Measured("what burns", "chen.jie", "/burning", ("me", "board?limit=5", "board/load")),
    Measured(
        "a colleague",
        "chen.jie",
        "/people/li.min",
        (
            "me",
            "agenda?person=li.min&limit=50",
            "board?person=li.min&limit=1",
            "people/li.min/handover?limit=1",
        ),
    ),
    Measured(
        "handing over",
        "chen.jie",
        "/people/li.min/handover",
        ("me", "people", "people/li.min/handover?limit=200"),
    ),
    Measured("figures", "chen.jie", "/figures", ("me", "figures?from={since}")),
    Measured("the account", "li.min", "/account", ("me",)),
)
"""tests/console holds them to what the pages really ask."""


@dataclass
class Window:
    """One person at one installation: their session for pages, their key for the API."""

    http: httpx2.AsyncClient
    side: Side
    sessions: dict[str, str]
    pages: dict[str, list[float]] = field(default_factory=dict)
    """Seconds of each page, one figure a turn; `beneath` the same of its calls."""
    beneath: dict[str, list[float]] = field(default_factory=dict)

    async def look(self, page: Measured, since: str) -> None:
        """The page, and its calls side by side as the page makes them."""
        address = self.side.caller.address
        cookie = {"Cookie": f"{COOKIE}={self.sessions[page.who]}", "Accept": "text/html"}
        key = {"Authorization": f"Bearer {self.side.bench.installation.keys[page.who]}"}
        began = time.perf_counter()
        await self._get(address + page.path.format(number=self.side.number), cookie)
        between = time.perf_counter()
        await asyncio.gather(
            *(
                self._get(f"{address}/v1/{path.format(number=self.side.number, since=since)}", key)
                for path in page.beneath
            )
        )
        self.pages.setdefault(page.what, []).append(between - began)
        self.beneath.setdefault(page.what, []).append(time.perf_counter() - between)

    async def _get(self, url: str, headers: dict[str, str]) -> None:
        answer = await self.http.get(url, headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"{url}: {answer.status_code} {answer.text[:500]}")


async def measure(
    sides: tuple[Side, Side], kind: str, tries: int, tick: Callable[[str, int, int], None]
) -> Section:
    """Each page and its calls in turn, on both installations in turn. `sides` are the one with few cases and the one
    with many."""
    since = (datetime.now(UTC) - timedelta(days=30)).strftime("%Y-%m-%dT00:00:00Z")
    for side in sides:
        side.number = side.number or await side.caller.open()
    async with ours.client() as http:
        windows = [Window(http, side, await _sessions(side)) for side in sides]
        for n in range(tries + 2):  # the first two are for warming up
            for window in windows if n % 2 else reversed(windows):
                for page in PAGES:
                    await window.look(page, since)
            if n == 1:
                for window in windows:
                    window.pages.clear()
                    window.beneath.clear()
            tick("looking at pages", n + 1, tries + 2)
    return _section(windows[0], windows[1], kind)


async def _sessions(side: Side) -> dict[str, str]:
    """Everybody who looks is signed in."""
    database, now = side.bench.installation.database, datetime.now(UTC)
    async with database.write() as session:
        return {
            who: await sessions.open_in(session, who, browser="benchmark", now=now)
            for who in sorted({page.who for page in PAGES})
        }


def _section(few: Window, many: Window, kind: str) -> Section:
    rows = [
        Row(
            page.what,
            _both(many.pages[page.what]),
            f"{_both(few.pages[page.what])}; {_both(many.beneath[page.what])}",
            ratios(many.pages[page.what], many.beneath[page.what]),
        )
        for page in PAGES
    ]
    rows.append(slowest(many.pages, few.pages))
    return Section(
        f"Pages of the workbench ({many.side.cases:,} cases, {kind})",
        columns=(
            f"{many.side.cases:,} cases: p50, p95",
            f"{few.side.cases:,} cases: p50, p95; with {many.side.cases:,}, the API calls beneath: p50, p95",
        ),
        rows=rows,
        notes=[
            "A page at a time, then the API calls that it makes, side by side over HTTP as the page asks them in process.",
            "The ratio is of a page to its calls, turn by turn, with many cases. The case is a living one.",
            "The last row has the p95 of the page that takes longest, and its ratio to what a page may take; the HTTP around it is included.",
        ],
        figures={
            "few": few.pages,
            "many": many.pages,
            "beneath few": few.beneath,
            "beneath many": many.beneath,
        },
    )


def slowest(many: Mapping[str, list[float]], few: Mapping[str, list[float]]) -> Row:
    """How long nineteen of twenty take at most for the page that takes longest, to the goal."""
    worst = max(many, key=lambda what: percentile(many[what], 0.95))
    p95 = percentile(many[worst], 0.95)
    return Row(
        f"p95 of the slowest page, {worst}",
        milliseconds(p95),
        milliseconds(percentile(few[worst], 0.95)),
        spread([p95 / GOAL]),
        f"below 1: {milliseconds(GOAL)}",
    )


def _both(seconds: list[float]) -> str:
    return f"{milliseconds(percentile(seconds, 0.5))}, {milliseconds(percentile(seconds, 0.95))}"
