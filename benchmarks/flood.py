"""A flood on one case: customer's messages that don't stop, that waited for a worker, that reach a closed case.

Everything over HTTP, at full size. That every message is recorded once is checked, the rest is measured.
"""

import asyncio
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from temporalio.api.enums.v1 import EventType, TimeoutType, WorkflowTaskFailedCause
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHandle

from benchmarks import ours
from benchmarks.bench import WORKER, Bench
from benchmarks.ours import Caller, side_by_side
from benchmarks.statistics import percentile
from benchmarks.table import Row, Section, number
from db.cases import get_summary, load_events
from workflows.contract import workflow_id

Tick = Callable[[str, int, int], None]
EVERY = 0.05
"""Seconds between two messages: twenty a second."""
SOON = "at most 15 s"
"""How soon everybody else is to be answered."""
TRIES = 10
"""How often a message is sent that may not have arrived."""
PATIENCE = 600
"""Seconds until all of a flood has to be recorded."""
CAME_LATE = WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND
"""A signal came just when the run gave way: the server has the turn decided again."""


@dataclass(frozen=True)
class Flood:
    """How many messages: on an open case, waiting for a worker, and, with as many refusals, on a closed one."""

    steady: int
    waiting: int
    closed: int


@dataclass
class Beside:
    """What others were answered meanwhile, in seconds."""

    same: list[float] = field(default_factory=list)
    other: list[float] = field(default_factory=list)


async def measure(bench: Bench, flood: Flood, tick: Tick) -> Section:
    """All three floods, one after the other."""
    installation = bench.installation
    async with ours.client() as http:
        caller = Caller(http, installation.addresses[0], installation.keys)
        rows = [
            *await _steady(bench, caller, flood.steady, tick),
            *await _waiting(bench, caller, flood.waiting, tick),
            *await _closed(bench, caller, flood.closed, tick),
        ]
    return Section(
        "A flood on one case",
        columns=("ours", ""),
        rows=rows,
        notes=[
            "Over HTTP; steady means twenty messages a second.",
            "Each message is recorded once, or there is no table.",
        ],
    )


async def _steady(bench: Bench, caller: Caller, count: int, tick: Tick) -> list[Row]:
    """On an open case, while others ask something of it and of other cases."""
    case, other = await _worked_on(caller), await _worked_on(caller)
    beside, sending = Beside(), True

    async def ask(number_: str, took: list[float]) -> None:
        while sending:
            took.append(await _promised(caller, number_))
            await asyncio.sleep(1)

    others = [
        asyncio.create_task(ask(case, beside.same)),
        asyncio.create_task(ask(other, beside.other)),
    ]
    began = time.monotonic()
    sent = await _send(caller, case, count, EVERY, tick)
    sending = False
    took = time.monotonic() - began
    await asyncio.gather(*others)
    recorded = await _recorded(bench, case, sent, began)
    return [
        Row(f"{count:,} messages on an open case, sent in", number(took, "s")),
        Row("the last recorded after", number(recorded, "s")),
        Row("a command on the same case, p95", _seconds(beside.same), goal=SOON),
        Row("a command on another case, p95", _seconds(beside.other), goal=SOON),
        Row("the longest answer", number(max(beside.same + beside.other), "s"), goal=SOON),
        *await _runs(bench, case),
    ]


async def _waiting(bench: Bench, caller: Caller, count: int, tick: Tick) -> list[Row]:
    """While no worker runs; then one comes back."""
    case, other = await _worked_on(caller), await _worked_on(caller)
    await bench.installation.supervisor.stop_piece(WORKER)
    sent = await _send(caller, case, count, 0, tick)
    began = time.monotonic()
    await bench.installation.supervisor.start(bench.installation.pieces[WORKER])
    back = time.monotonic()
    answers = await asyncio.gather(*(_promised(caller, each) for each in (case, other)))
    recorded = await _recorded(bench, case, sent, began)
    return [
        Row(f"{count:,} messages waiting: the worker is back after", number(back - began, "s")),
        Row("a command on the same case, asked at once", number(answers[0], "s"), goal=SOON),
        Row("a command on another case, asked at once", number(answers[1], "s"), goal=SOON),
        Row("the last message recorded after", number(recorded, "s")),
        *await _runs(bench, case),
    ]


async def _closed(bench: Bench, caller: Caller, count: int, tick: Tick) -> list[Row]:
    """On a closed case, and as much that a closed case refuses."""
    case, other = await _worked_on(caller), await _worked_on(caller)
    said = {"channel": "phone", "direction": "inbound"}
    await caller.post("log_contact", f"cases/{case}/contacts", said)  # or nobody could withdraw
    await caller.post("withdraw", f"cases/{case}/withdraw", {"reason": "客户不需要了"})
    beside, sending = Beside(), True
    refused: Counter[int] = Counter()

    async def refuse() -> None:
        answer = await caller.http.post(
            f"{caller.address}/v1/cases/{case}/resume",
            json={},
            headers={"Authorization": f"Bearer {caller.key}"},
        )
        refused[answer.status_code] += 1

    async def ask() -> None:
        while sending:
            beside.other.append(await _promised(caller, other))
            await asyncio.sleep(1)

    began = time.monotonic()
    others = asyncio.create_task(ask())
    sent, _ = await asyncio.gather(
        _send(caller, case, count, EVERY, tick), side_by_side(count, 4, refuse)
    )
    sending = False
    await others
    recorded = await _recorded(bench, case, sent, began)
    assert set(refused) <= {202, 409, 503}, (
        refused
    )  # received: refused by the next run, and told so
    summary = await get_summary(bench.installation.database, case)
    assert summary and summary.phase == "closed"
    return [
        Row(
            f"{count:,} messages and {count:,} refusals on a closed case, after",
            number(recorded, "s"),
        ),
        Row("a command on another case, p95", _seconds(beside.other), goal=SOON),
        Row("the longest answer", number(max(beside.other), "s"), goal=SOON),
        *await _runs(bench, case),
    ]


async def _worked_on(caller: Caller) -> str:
    """A case that is confirmed."""
    case = await caller.open()
    for (command, path, body), _ in zip(ours.commands(), range(3), strict=False):
        await caller.post(command, f"cases/{case}/{path}", body)
    return case


async def _send(caller: Caller, case: str, count: int, every: float, tick: Tick) -> list[str]:
    """So many messages, one after the other; what they say."""
    texts = [f"message {n}" for n in range(count)]
    pending: set[asyncio.Task[int]] = set()
    began = time.monotonic()
    for n, text in enumerate(texts):
        await asyncio.sleep(max(0, began + n * every - time.monotonic()))
        pending.add(asyncio.create_task(_message(caller, case, text)))
        if len(pending) >= 16:
            _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        tick("writing to a case", n + 1, count)
    await asyncio.gather(*pending)
    return texts


async def _message(caller: Caller, case: str, text: str) -> int:
    """One message of the customer's, sent under its key until it is known to have arrived, as a channel's machine
    does; how many times it took."""
    body, key = {"channel": "wechat", "text": text}, uuid.uuid4().hex
    head = {"Authorization": f"Bearer {caller.key}", "Idempotency-Key": key}
    for tries in range(1, TRIES + 1):
        answer = await caller.http.post(
            f"{caller.address}/v1/cases/{case}/messages", json=body, headers=head
        )
        if answer.status_code == 202:
            return tries
        assert answer.status_code == 503, f"{answer.status_code} {answer.text[:500]}"
        await asyncio.sleep(0.5)
    raise AssertionError(f"{text!r} didn't arrive in {TRIES} tries")


async def _promised(caller: Caller, case: str) -> float:
    """Something asked of a case; how many seconds until its answer is there. One that is first received is
    looked for, as a client does."""
    body = {"subject": "检查结果", "latest_by": ours.ahead(hours=4)}
    head = {"Authorization": f"Bearer {caller.key}"}
    address, began = f"{caller.address}/v1", time.monotonic()
    answer = await caller.http.post(f"{address}/cases/{case}/promises", json=body, headers=head)
    while answer.json().get("status") in ("received", "waiting"):
        await asyncio.sleep(0.2)
        key = answer.json()["key"]
        answer = await caller.http.get(f"{address}/commands/{key}", headers=head)
    assert answer.is_success, f"{answer.status_code} {answer.text[:500]}"
    return time.monotonic() - began


async def _recorded(bench: Bench, case: str, sent: list[str], began: float) -> float:
    """Wait until every message is recorded: each once, by the ids of its words. Seconds since `began`."""
    database = bench.installation.database
    last, heard = time.monotonic() + PATIENCE, list[str]()
    while time.monotonic() < last:
        events = await load_events(database, case)
        heard = [v.message.text for v in events if v.kind == "message_received"]
        if len(heard) >= len(sent):
            assert len(heard) == len(set(heard)) == len(sent)
            return time.monotonic() - began
        await asyncio.sleep(1)
    raise AssertionError(f"{len(heard)} of {len(sent)} messages recorded after {PATIENCE} s")


async def _runs(bench: Bench, case: str) -> list[Row]:
    """How long the runs of the case became, and how many of their turns a worker gave up or ran out of time for."""
    client = bench.installation.client
    found: list[int] = []
    given_up = 0
    run: WorkflowHandle[object, object] | None = client.get_workflow_handle(workflow_id(case))
    while run:
        events = (await run.fetch_history()).events
        given_up += sum(_is_given_up(event) for event in events)
        found.append(len(events))
        before = events[0].workflow_execution_started_event_attributes.continued_execution_run_id
        run = client.get_workflow_handle(workflow_id(case), run_id=before) if before else None
    return [
        Row(f"events of the longest of {len(found)} runs", f"{max(found):,}", goal="below 10,000"),
        Row("turns given up, or too long for the server", str(given_up), goal="none"),
    ]


def _is_given_up(event: HistoryEvent) -> bool:
    """Not one that waited for a worker that was stopped, nor one that a signal came into just as the run gave way."""
    if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT:
        kind = event.workflow_task_timed_out_event_attributes.timeout_type
        return kind == TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE
    failed = event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED
    return failed and event.workflow_task_failed_event_attributes.cause != CAME_LATE


def _seconds(took: list[float]) -> str:
    return number(percentile(took, 0.95), "s")
