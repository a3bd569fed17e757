"""Many promises due in the same second: how long until each is broken, recorded and announced. Beside them as many
raw workflows whose timers ring in one second."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from benchmarks.bench import Bench
from benchmarks.life import Life, confirmed
from benchmarks.planted import Tick, counter, plant
from benchmarks.raw_open import Step
from benchmarks.raw_planted import TIMER, first_rows, how_raw_did, pilot, plant_raw, told
from benchmarks.statistics import percentile
from benchmarks.table import Section, beside, seconds
from db.promises import PromiseFilter, list_promises

FIRST = 200_001
"""Their numbers, far from those of cases opened over HTTP; the one before is the case that is counted."""
EACH = 0.06
"""Seconds that planting one takes on a busy machine, with room to spare."""
EVERY = 0.2
"""Seconds between two looks at the database, for ours as for raw."""


@dataclass(frozen=True)
class Late:
    """Seconds from the due time to each decision, and until the last was seen in the database; `planted_late` by how
    much planting took longer than thought."""

    decided: Sequence[float]
    recorded: float
    planted_late: float

    def notes(self, who: str) -> list[str]:
        """What is to be known of it."""
        if self.planted_late <= 0:
            return []
        late = f"{self.planted_late:.0f} s longer than thought"
        return [f"Planting {who} took {late}: they were due before."]


async def measure(bench: Bench, count: int, tick: Tick) -> Section:
    """`count` open cases with a promise each, all due at one moment; before them as many of raw."""
    tick("one promise of ours", 0, 1)
    steps = await pilot(bench, _life(-1, _moment(0, lead=15)), TIMER)
    raw, done = await _raw(bench, count, steps, tick)
    mine = await _ours(bench, count, tick)
    return Section(
        f"{count:,} promises due in one second",
        rows=[
            *(
                beside(
                    what, percentile(mine.decided, share), percentile(raw.decided, share), seconds
                )
                for what, share in (
                    ("half of them decided", 0.5),
                    ("95 of 100 decided", 0.95),
                    ("the last decided", 1.0),
                )
            ),
            beside(
                "the last recorded, seen in the database",
                mine.recorded,
                raw.recorded,
                seconds,
                "10 s",
            ),
        ],
        notes=[
            "Each an open case with a run of its own; raw: a workflow with a timer. From the due time on.",
            told(steps[1], done),
            *mine.notes("ours"),
            *raw.notes("raw"),
        ],
        figures={
            who: {"decided": late.decided, "recorded": late.recorded}
            for who, late in (("ours", mine), ("raw", raw))
        },
    )


async def _raw(bench: Bench, count: int, steps: tuple[Step, Step], tick: Tick) -> tuple[Late, Step]:
    step, due = counter("planting raw timers", count, tick), _moment(count)
    ids = await plant_raw(bench, count, due, steps, step)
    late, began = await _wait_for(due)
    decided = await first_rows(bench, ids, EVERY)
    recorded = time.monotonic() - began
    found = Late([(at - due).total_seconds() for at in decided], recorded, late)
    return found, await how_raw_did(bench, ids[-1], TIMER, steps[1])


async def _ours(bench: Bench, count: int, tick: Tick) -> Late:
    step, due = counter("planting promises", count, tick), _moment(count)
    await plant(bench, [_life(n, due) for n in range(count)], step)
    late, began = await _wait_for(due)
    while await _open(bench, due):
        await asyncio.sleep(EVERY)
        tick("waiting for the promises to break", 0, count)
    recorded = time.monotonic() - began
    decided = await _lateness(bench, due)
    assert len(decided) == count
    return Late(decided, recorded, late)


def _life(n: int, due: datetime) -> Life:
    return confirmed(f"C-{FIRST + n}", "li.min", datetime.now(UTC) - timedelta(minutes=5), due)


def _moment(count: int, lead: float = 20) -> datetime:
    """When so many can be planted."""
    return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=lead + count * EACH)


async def _wait_for(due: datetime) -> tuple[float, float]:
    """Seconds by which the moment had passed already, and when the clock started."""
    late = (datetime.now(UTC) - due).total_seconds()
    await asyncio.sleep(max(0.0, -late))
    return late, time.monotonic()


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
