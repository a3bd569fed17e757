"""A cold worker with many open cases: each has a message waiting when it starts."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from benchmarks import ours
from benchmarks.bench import WORKER, Bench
from benchmarks.life import confirmed
from benchmarks.planted import AT_ONCE, Planted, plant
from benchmarks.table import Row, Section, number
from db.cases import get_summary
from domain.command import Actor
from domain.customer_messages import CustomerSaid
from workflows.contract import workflow_id

FIRST = 300_001
"""Their numbers, far from the others'."""


async def measure(bench: Bench, count: int, tick: Callable[[str, int, int], None]) -> Section:
    """From the start of the worker's process until each case has decided and recorded its message."""
    installation, done = bench.installation, 0

    def step(what: str) -> None:
        nonlocal done
        done += 1
        tick(what, done, count)

    now = datetime.now(UTC)
    lives = [
        confirmed(f"C-{FIRST + n}", "li.min", now - timedelta(minutes=5), now + timedelta(hours=6))
        for n in range(count)
    ]
    cases = await plant(bench, lives, lambda: step("opening cases"))
    await _until_all(bench, cases, 0)
    await installation.supervisor.stop_piece(WORKER)
    done, waiting = 0, iter(cases)

    async def one() -> None:
        case = next(waiting)
        said = CustomerSaid(
            actor=Actor(handle="li.min"),
            received_at=datetime.now(UTC),
            key=f"cold-{case.number}",
            digest="d",
            channel="wechat",
            occurred_at=datetime.now(UTC),
            text="t1",
        )
        handle = installation.client.get_workflow_handle(workflow_id(case.number))
        await handle.signal("customer_said", said)
        step("writing to every case")

    await ours.side_by_side(count, AT_ONCE, one)
    began = time.monotonic()
    tick("starting the worker cold", 0, count)
    await installation.supervisor.start(installation.pieces[WORKER])
    up = time.monotonic() - began
    await _until_all(bench, cases, 1)
    touched = time.monotonic() - began
    return Section(
        f"A cold worker with {count:,} open cases",
        columns=("ours", ""),
        rows=[
            Row("its process started and asked for work", number(up, "s")),
            Row("every case touched and recorded", number(touched, "s")),
            Row("cases per second after the start", number(count / max(touched - up, 0.001))),
        ],
        notes=["Each case has a message waiting, sent while no worker ran."],
        figures={"up": up, "touched": touched},
    )


async def _until_all(bench: Bench, cases: list[Planted], more: int) -> None:
    """Wait until each case has recorded so many events more than it was planted with."""
    for case in cases:
        while True:
            summary = await get_summary(bench.installation.database, case.number)
            if summary and summary.version >= case.version + more:
                break
            await asyncio.sleep(0.1)
