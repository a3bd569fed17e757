"""Raw workflows planted beside cases of ours: what one of ours does is counted, asked of as many, and looked for."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from itertools import count

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHandle

from benchmarks import ours
from benchmarks.bench import Bench
from benchmarks.life import Life
from benchmarks.planted import AT_ONCE, plant
from benchmarks.raw import QUEUE, Shape
from benchmarks.raw_open import OPEN_WORKFLOW, Opened, Step, row_id
from db import texts
from workflows.contract import Idle, workflow_id

PAGE = 200
"""Rows looked for at once; as many as a page of promises has."""
PATIENCE = 600
"""Seconds until all that is waited for has to have happened."""
TIMER, SIGNAL = "TIMER_FIRED", "WORKFLOW_EXECUTION_SIGNALED"
"""What wakes a workflow."""


def counted(events: Sequence[HistoryEvent], woken_by: str) -> tuple[Step, Step]:
    """What a workflow did until it was woken and from then on. Raises ValueError for one that was not."""
    kinds = _kinds(events)
    woken = kinds.index(woken_by)
    return _step(kinds[:woken]), _step(kinds[woken:])


def _kinds(events: Sequence[HistoryEvent]) -> list[str]:
    return [EventType.Name(event.event_type).removeprefix("EVENT_TYPE_") for event in events]


def _step(kinds: Sequence[str]) -> Step:
    return Step(
        turns=kinds.count("WORKFLOW_TASK_COMPLETED"),
        activities=kinds.count("ACTIVITY_TASK_SCHEDULED"),
        timers=kinds.count("TIMER_STARTED"),
        upserts=kinds.count("UPSERT_WORKFLOW_SEARCH_ATTRIBUTES"),
    )


async def pilot(
    bench: Bench, life: Life, woken_by: str, wake: Callable[[], Awaitable[None]] | None = None
) -> tuple[Step, Step]:
    """Plant one case of ours, wake it or wait until its time comes, and count once nothing is left to do.
    Raises TimeoutError."""
    (case,) = await plant(bench, [life])
    handle: WorkflowHandle[object, object] = bench.installation.client.get_workflow_handle(
        workflow_id(case.number)
    )
    version = case.version
    if wake:
        await _is_idle(handle, version)  # answered once the first turn is over
        await wake()
    async with asyncio.timeout(PATIENCE):
        while True:
            is_woken = woken_by in _kinds((await handle.fetch_history()).events)
            if is_woken and await _is_idle(handle, version + 1):
                return counted((await handle.fetch_history()).events, woken_by)
            await asyncio.sleep(0.1)


async def _is_idle(handle: WorkflowHandle[object, object], version: int) -> bool:
    idle: Idle = await handle.query("idle", result_type=Idle)
    return idle.idle and idle.version >= version


async def plant_raw(
    bench: Bench, many: int, due: datetime, steps: tuple[Step, Step], tick: Callable[[], None]
) -> list[str]:
    """Start so many raw workflows that were counted to do this; their ids."""
    planted, woken = steps
    opened = Opened(due.timestamp(), planted, woken, body())
    run, number = uuid.uuid4().hex, count()
    ids: list[str] = []

    async def one() -> None:
        ids.append(f"raw-{run}-{next(number)}")
        await bench.raw.start_workflow(OPEN_WORKFLOW, opened, id=ids[-1], task_queue=QUEUE)
        tick()

    await ours.side_by_side(many, AT_ONCE, one)
    return ids


def body() -> str:
    """As long as a payload of the other yardstick."""
    return "x" * Shape().size


async def first_rows(bench: Bench, ids: Sequence[str], every: float) -> list[datetime]:
    """Look every so many seconds until each workflow has written its first row; when each was decided. Raises TimeoutError."""
    left, found = [row_id(one, 0) for one in ids], list[datetime]()
    async with asyncio.timeout(PATIENCE):
        while left:
            rows = await texts.get_many(bench.installation.database, left[:PAGE])
            found += [_decided(row) for row in rows.values()]
            left = [row for row in left if row not in rows]
            if not rows:
                await asyncio.sleep(every)
    return found


def _decided(row: texts.Text) -> datetime:
    return datetime.fromisoformat(str(row.body["body"]).partition(" ")[0]).astimezone(UTC)


async def how_raw_did(bench: Bench, one: str, woken_by: str, asked: Step) -> Step:
    """What a raw workflow did when it was woken, counted once it has done all of it."""
    handle: WorkflowHandle[object, object] = bench.raw.get_workflow_handle(one)
    async with asyncio.timeout(PATIENCE):
        while True:
            events = (await handle.fetch_history()).events
            kinds = _kinds(events)
            ended = kinds.count("ACTIVITY_TASK_COMPLETED")
            if ended == asked.activities and kinds[-1] == "WORKFLOW_TASK_COMPLETED":
                return counted(events, woken_by)[1]
            await asyncio.sleep(0.1)


def told(mine: Step, raw: Step) -> str:
    """What was counted, in a note."""
    return (
        f"Counted in one case of ours and asked of raw, once woken: {mine.activities} activities that write"
        f" rows, {mine.timers} timers, {mine.upserts} upserts of search attributes; ours in {mine.turns}"
        f" turns, raw in {raw.turns}. Raw was measured first, then ours."
    )
