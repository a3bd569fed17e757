"""Many promises due in the same second: how long until each is broken, recorded and announced."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from benchmarks.bench import Bench
from benchmarks.life import confirmed
from benchmarks.planted import plant
from benchmarks.statistics import percentile
from benchmarks.table import Row, Section, number
from db.promises import PromiseFilter, list_promises

FIRST = 200_001
"""Their numbers, far from those of cases opened over HTTP."""
EACH = 0.06
"""Seconds that planting one takes on a busy machine, with room to spare."""


async def measure(bench: Bench, count: int, tick: Callable[[str, int, int], None]) -> Section:
    """`count` open cases with a promise each, all due at one moment."""
    planted = 0

    def step() -> None:
        nonlocal planted
        planted += 1
        tick("planting promises", planted, count)

    now = datetime.now(UTC)
    due = now.replace(microsecond=0) + timedelta(seconds=20 + count * EACH)
    lives = [
        confirmed(f"C-{FIRST + n}", "li.min", now - timedelta(minutes=5), due) for n in range(count)
    ]
    await plant(bench, lives, step)
    late = (datetime.now(UTC) - due).total_seconds()
    if late > 0:
        note = f"Planting took {late:.0f} s longer than thought: the promises were due before."
    else:
        note = "Each an open case with a run of its own."
        await asyncio.sleep(-late)
    began = time.monotonic()
    while await _open(bench, due):
        await asyncio.sleep(0.2)
        tick("waiting for the promises to break", 0, count)
    recorded = time.monotonic() - began
    decided = await _lateness(bench, due)
    assert len(decided) == count
    return Section(
        f"{count:,} promises due in one second",
        columns=("after the due time", ""),
        rows=[
            Row("half of them decided", number(percentile(decided, 0.5), "s")),
            Row("95 of 100 decided", number(percentile(decided, 0.95), "s")),
            Row("the last decided", number(max(decided), "s")),
            Row("the last recorded, seen in the database", number(recorded, "s")),
        ],
        notes=[note],
        figures={"decided": decided, "recorded": recorded},
    )


async def _open(bench: Bench, due: datetime) -> bool:
    wanted = PromiseFilter(status=("open",), due_before=due + timedelta(seconds=1))
    page = await list_promises(bench.installation.database, wanted, limit=200)
    return any(listed.promise.latest_by == due for listed in page.items)


async def _lateness(bench: Bench, due: datetime) -> list[float]:
    """Seconds from the due time to the decision, of each broken one."""
    found: list[float] = []
    cursor: str | None = None
    wanted = PromiseFilter(status=("broken",), due_before=due + timedelta(seconds=1))
    while True:
        page = await list_promises(bench.installation.database, wanted, cursor=cursor, limit=200)
        found += [
            (listed.promise.ended_at - due).total_seconds()
            for listed in page.items
            if listed.promise.latest_by == due and listed.promise.ended_at
        ]
        cursor = page.next
        if cursor is None:
            return found
