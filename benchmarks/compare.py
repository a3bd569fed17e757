"""Ours beside raw: the same count of everything, in turns, on the same servers and database."""

import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle

from benchmarks import ours
from benchmarks.bench import API, RAW_WORKER, WORKER, Bench
from benchmarks.meters import OURSELVES, resident_bytes, spent
from benchmarks.ours import COMMANDS, Asked, Caller
from benchmarks.raw import QUEUE, WORKFLOW, Shape
from benchmarks.statistics import percentile, ratios, spread
from benchmarks.table import Row, Section, milliseconds, number
from workflows.contract import workflow_id


@dataclass(frozen=True)
class Plan:
    """How much is measured: rounds for each of the two, cases in a round, and seconds for the whole."""

    at_once: int
    cases: int
    rounds: int
    seconds: float


@dataclass
class Round:
    """What one of the two did in its turn. `cpu` in seconds by process."""

    seconds: float
    cases: int
    asked: list[Asked]
    cpu: dict[str, float]

    @property
    def rate(self) -> float:
        """Cases in a second."""
        return self.cases / self.seconds

    def latencies(self, *, opening: bool = False) -> list[float]:
        """Seconds of each command but the opening, or of the openings."""
        return [a.seconds for a in self.asked if (a.command == "open_case") == opening]


@dataclass
class Turns:
    """Rounds of both, pair by pair."""

    at_once: int
    ours: list[Round] = field(default_factory=list)
    raw: list[Round] = field(default_factory=list)


@dataclass(frozen=True)
class History:
    """What one execution left in Temporal."""

    events: int
    size: int
    kinds: dict[str, int]


async def pilot(bench: Bench) -> tuple[Shape, History, History]:
    """One case of each: what ours does is counted and asked of the yardstick."""
    async with ours.client() as http:
        number = await ours.whole(_caller(bench, http))
    handle = bench.installation.client.get_workflow_handle(workflow_id(number))
    await handle.result()
    mine = await history(handle)
    shape = Shape(
        updates=COMMANDS,
        timers=3,
        notes=mine.kinds["ACTIVITY_TASK_SCHEDULED"] - COMMANDS,
        upserts=mine.kinds["UPSERT_WORKFLOW_SEARCH_ATTRIBUTES"],
    )
    other = await bench.raw.start_workflow(
        WORKFLOW, shape, id=f"raw-{uuid.uuid4().hex}", task_queue=QUEUE
    )
    await _work(other, shape, [])
    await other.result()
    return shape, mine, await history(other)


async def history(handle: WorkflowHandle[object, object]) -> History:
    """Events and bytes of a closed execution."""
    described = await handle.describe()
    info = described.raw_description.workflow_execution_info
    kinds = Counter(
        EventType.Name(event.event_type).removeprefix("EVENT_TYPE_")
        for event in (await handle.fetch_history()).events
    )
    return History(info.history_length, info.history_size_bytes, kinds)


async def take_turns(bench: Bench, plan: Plan, shape: Shape, tick: Callable[[], None]) -> Turns:
    """Rounds in turn until the plan is done or its time is up, but at least two of each."""
    turns, began = Turns(plan.at_once), time.monotonic()
    for n in range(plan.rounds):
        if n >= 2 and time.monotonic() - began > plan.seconds:
            break
        one, other = (_raw_round, _our_round) if n % 2 else (_our_round, _raw_round)
        for play in (one, other):
            found = await play(bench, plan, shape)
            (turns.ours if play is _our_round else turns.raw).append(found)
            tick()
    return turns


async def _our_round(bench: Bench, plan: Plan, shape: Shape) -> Round:
    async with ours.client() as http:
        callers: list[Caller] = []

        async def job() -> None:
            caller = _caller(bench, http)
            callers.append(caller)
            number = await ours.whole(caller)
            await bench.installation.client.get_workflow_handle(workflow_id(number)).result()

        seconds, cpu = await _measured(bench, plan, job)
    return Round(seconds, plan.cases, [a for c in callers for a in c.asked], cpu)


async def _raw_round(bench: Bench, plan: Plan, shape: Shape) -> Round:
    asked: list[Asked] = []

    async def job() -> None:
        handle = await _raw_case(bench.raw, shape, asked)
        await handle.result()

    seconds, cpu = await _measured(bench, plan, job)
    return Round(seconds, plan.cases, asked, cpu)


async def _raw_case(
    client: Client, shape: Shape, asked: list[Asked]
) -> WorkflowHandle[object, object]:
    began = time.perf_counter()
    handle: WorkflowHandle[object, object] = await client.start_workflow(
        WORKFLOW, shape, id=f"raw-{uuid.uuid4().hex}", task_queue=QUEUE
    )
    asked.append(Asked("open_case", time.perf_counter() - began))
    await _work(handle, shape, asked)
    return handle


async def _work(
    handle: WorkflowHandle[object, object],
    shape: Shape,
    asked: list[Asked],
    upto: int | None = None,
) -> None:
    for _ in range(upto or shape.updates):
        began = time.perf_counter()
        await handle.execute_update("work", "x" * shape.size, result_type=str)
        asked.append(Asked("work", time.perf_counter() - began))


async def _measured(
    bench: Bench, plan: Plan, job: Callable[[], Awaitable[None]]
) -> tuple[float, dict[str, float]]:
    before, began = bench.cpu(), time.perf_counter()
    await ours.side_by_side(plan.cases, plan.at_once, job)
    return time.perf_counter() - began, spent(before, bench.cpu())


def _caller(bench: Bench, http: object) -> Caller:
    return Caller(http, bench.installation.addresses[0], bench.installation.keys)  # type: ignore[arg-type]


async def memory(bench: Bench, shape: Shape, cases: int, at_once: int) -> tuple[float, float]:
    """Bytes that one more open case holds in our worker, and in the yardstick's; each with five
    commands behind it."""
    async with ours.client() as http:

        async def mine() -> None:
            caller = _caller(bench, http)
            number = await caller.open()
            for n, (command, path, body) in enumerate(ours.commands(), 1):
                await caller.post(command, f"cases/{number}/{path}", body)
                if n == 4:
                    return

        async def raw() -> None:
            handle: WorkflowHandle[object, object] = await bench.raw.start_workflow(
                WORKFLOW, shape, id=f"raw-{uuid.uuid4().hex}", task_queue=QUEUE
            )
            await _work(handle, shape, [], upto=5)

        found = []
        for name, job in ((WORKER, mine), (RAW_WORKER, raw)):
            before = resident_bytes(bench.pids(name))
            await ours.side_by_side(cases, at_once, job)
            found.append((resident_bytes(bench.pids(name)) - before) / cases)
    return found[0], found[1]


# --- tables ---------------------------------------------------------------------------------------


def histories(mine: History, raw: History, shape: Shape) -> Section:
    """Events and bytes."""
    counted = (
        f"Counted in one case of ours and asked of raw: start, {shape.updates} updates each with one"
        f" ordinary activity, {shape.notes} notifications, {shape.upserts} upserts of search"
        f" attributes; raw starts {shape.timers} timers, ours"
        f" {mine.kinds.get('TIMER_STARTED', 0)}."
    )
    return Section(
        "History of a case",
        rows=[
            Row(
                "events",
                number(mine.events),
                number(raw.events),
                spread([mine.events / raw.events]),
                "at most 1.0",
            ),
            Row(
                "bytes",
                number(mine.size / 1000, "kB"),
                number(raw.size / 1000, "kB"),
                spread([mine.size / raw.size]),
            ),
        ],
        notes=[counted],
        figures={"ours": mine.kinds, "raw": raw.kinds},
    )


def rates(turns: Turns) -> Section:
    """Rate, latency and CPU."""
    rows = [
        Row(
            "cases per second",
            number(spread([r.rate for r in turns.ours]).middle),
            number(spread([r.rate for r in turns.raw]).middle),
            ratios([r.rate for r in turns.ours], [r.rate for r in turns.raw]),
            "at least 0.85",
        ),
        _latency(turns, 0.5, "at most 1.15"),
        _latency(turns, 0.95),
        _opening(turns),
        *_cpu(turns),
    ]
    title = f"{turns.at_once} at a time" if turns.at_once > 1 else "One at a time"
    figures = {
        who: [{"rate": r.rate, "cpu": r.cpu, "seconds": r.seconds} for r in rounds]
        for who, rounds in (("ours", turns.ours), ("raw", turns.raw))
    }
    return Section(title, rows=rows, figures=figures)


def _latency(turns: Turns, share: float, goal: str = "") -> Row:
    mine = [percentile(r.latencies(), share) for r in turns.ours]
    raw = [percentile(r.latencies(), share) for r in turns.raw]
    return Row(
        f"command p{share * 100:.0f}",
        milliseconds(spread(mine).middle),
        milliseconds(spread(raw).middle),
        ratios(mine, raw),
        goal,
    )


def _opening(turns: Turns) -> Row:
    mine = [percentile(r.latencies(opening=True), 0.5) for r in turns.ours]
    raw = [
        percentile(r.latencies(opening=True), 0.5) + percentile(r.latencies(), 0.5)
        for r in turns.raw
    ]
    return Row(
        "opening p50 (raw: start and first update)",
        milliseconds(spread(mine).middle),
        milliseconds(spread(raw).middle),
        ratios(mine, raw),
        "at most 1.5",
    )


def _cpu(turns: Turns) -> Sequence[Row]:
    """Milliseconds of CPU for a case, by process. The one of ours that raw has not is beside nothing."""
    pairs = [
        ("Temporal server", "Temporal server"),
        (WORKER, RAW_WORKER),
        (API, None),
        ("PostgreSQL", "PostgreSQL"),
        (OURSELVES, OURSELVES),
    ]
    rows = []
    for mine, raw in pairs:
        if mine not in turns.ours[0].cpu:
            continue
        a = [r.cpu[mine] / r.cases for r in turns.ours]
        b = [r.cpu[raw] / r.cases for r in turns.raw] if raw else []
        name = mine.removesuffix(" 1")
        rows.append(
            Row(
                f"CPU per case: {name}",
                milliseconds(spread(a).middle),
                milliseconds(spread(b).middle) if b else "",
                ratios(a, b) if b and all(b) else None,
            )
        )
    return rows
