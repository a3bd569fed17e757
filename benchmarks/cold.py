"""A cold worker with many open cases: each has a message waiting when it starts. Beside them as many raw workflows
with a signal waiting, and the raw worker."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from benchmarks import ours
from benchmarks.bench import RAW_WORKER, WORKER, Bench
from benchmarks.life import Life, confirmed
from benchmarks.meters import spent
from benchmarks.planted import AT_ONCE, Planted, Tick, counter, plant
from benchmarks.raw_open import Step
from benchmarks.raw_planted import SIGNAL, body, first_rows, how_raw_did, pilot, plant_raw, told
from benchmarks.table import Section, beside, milliseconds, number, seconds
from db.cases import get_summary
from domain.command import Actor
from domain.customer_messages.commands import CustomerSaid
from workflows.contract import workflow_id

Write = Callable[[str], Awaitable[None]]
FIRST = 300_001
"""Their numbers, far from the others'; the one before is the case that is counted."""
SERVER = "Temporal server"
AHEAD = timedelta(hours=6)
EVERY = 0.1
"""Seconds between two looks at the database, for ours as for raw."""


@dataclass(frozen=True)
class Warmed:
    """Seconds until the worker asked for work and until it had touched each, and CPU seconds of server and worker."""

    count: int
    up: float
    touched: float
    server: float
    worker: float

    @property
    def rate(self) -> float:
        """Cases per second after the start."""
        return self.count / max(self.touched - self.up, 0.001)


async def measure(bench: Bench, count: int, tick: Tick) -> Section:
    """From the start of a worker's process until each case has decided and recorded its message; raw before ours."""
    tick("one message to ours", 0, 1)
    one = _life(-1)
    steps = await pilot(bench, one, SIGNAL, lambda: _say(bench, one.number))
    raw, done = await _raw(bench, count, steps, tick)
    mine = await _ours(bench, count, tick)
    return Section(
        f"A cold worker with {count:,} open cases",
        rows=[
            beside("its process started and asked for work", mine.up, raw.up, seconds),
            beside("every case touched and recorded", mine.touched, raw.touched, seconds, "60 s"),
            beside("cases per second after the start", mine.rate, raw.rate, number),
            beside(f"CPU per case: {SERVER}", mine.server, raw.server, milliseconds),
            beside("CPU per case: worker, with its start", mine.worker, raw.worker, milliseconds),
        ],
        notes=[
            "Each case has a message waiting, sent while no worker ran; raw: a workflow with a signal waiting.",
            told(steps[1], done),
        ],
        figures={"ours": asdict(mine), "raw": asdict(raw)},
    )


async def _raw(
    bench: Bench, count: int, steps: tuple[Step, Step], tick: Tick
) -> tuple[Warmed, Step]:
    step = counter("opening raw workflows", count, tick)
    ids = await plant_raw(bench, count, datetime.now(UTC) + AHEAD, steps, step)

    async def write(one: str) -> None:
        await bench.raw.get_workflow_handle(one).signal("said", body())

    found = await _cold(bench, RAW_WORKER, ids, write, lambda: first_rows(bench, ids, EVERY), tick)
    return found, await how_raw_did(bench, ids[-1], SIGNAL, steps[1])


async def _ours(bench: Bench, count: int, tick: Tick) -> Warmed:
    step = counter("opening cases", count, tick)
    cases = await plant(bench, [_life(n) for n in range(count)], step)
    numbers = [case.number for case in cases]
    return await _cold(
        bench,
        WORKER,
        numbers,
        lambda number: _say(bench, number),
        lambda: _until_all(bench, cases),
        tick,
    )


async def _cold(
    bench: Bench,
    name: str,
    ids: Sequence[str],
    write: Write,
    touched: Callable[[], Awaitable[object]],
    tick: Tick,
) -> Warmed:
    """Stop a worker when neither has anything left to do, write to each, start it and wait."""
    supervisor, waiting, count = bench.installation.supervisor, iter(ids), len(ids)
    for worker in (RAW_WORKER, WORKER):
        await bench.rest(worker)
    await supervisor.stop_piece(name)
    step = counter("writing to every one", count, tick)

    async def one() -> None:
        await write(next(waiting))
        step()

    await ours.side_by_side(count, AT_ONCE, one)
    began = time.monotonic()
    tick(f"starting {name} cold", 0, count)
    await supervisor.start(bench.installation.pieces[name])
    up = time.monotonic() - began
    before = bench.cpu() | {name: 0.0}
    await touched()
    took = time.monotonic() - began
    cpu = spent(before, bench.cpu())
    return Warmed(count, up, took, cpu[SERVER] / count, cpu[name] / count)


def _life(n: int) -> Life:
    now = datetime.now(UTC)
    return confirmed(f"C-{FIRST + n}", "li.min", now - timedelta(minutes=5), now + AHEAD)


async def _say(bench: Bench, number: str) -> None:
    now = datetime.now(UTC)
    said = CustomerSaid(
        actor=Actor(handle="li.min"),
        received_at=now,
        key=f"cold-{number}",
        digest="d",
        channel="wechat",
        occurred_at=now,
        text="t1",
    )
    handle = bench.installation.client.get_workflow_handle(workflow_id(number))
    await handle.signal("customer_said", said)


async def _until_all(bench: Bench, cases: Sequence[Planted]) -> None:
    """Wait until each case has recorded something more than it was planted with."""
    for case in cases:
        while True:
            summary = await get_summary(bench.installation.database, case.number)
            if summary and summary.version > case.version:
                break
            await asyncio.sleep(EVERY)
