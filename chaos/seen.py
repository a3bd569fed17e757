"""What database and Temporal hold when all is quiet: read through the product's own doors, past the proxies."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, TypeVar

from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
    WorkflowHistory,
    WorkflowQueryFailedError,
)
from temporalio.service import RPCError

from chaos.sent import Sent
from db import commands, texts
from db.cases import list_cases, load_entries
from db.commands import Settled
from db.drift import drift
from db.inbox import InboxItem, list_inbox
from db.pages import Page
from db.reconcile import list_unstarted
from db.session import Database
from domain.book import AnyEvent
from domain.summary import CaseSummary
from rig.installation import STAFF
from workflows.attributes import ALL, attributes
from workflows.contract import Idle, workflow_id
from workflows.replaying import replay

T = TypeVar("T")
U = TypeVar("U")
MANY = 200
SOON = timedelta(minutes=3)
"""What is due within this is waited for: then nothing happens while we look."""
A_QUERY = timedelta(seconds=10)
"""How long a case has to answer what it is at."""


@dataclass
class Run:
    """The newest run of a case. `version` is what its workflow knows, None when it has ended."""

    status: str
    version: int | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    differing: tuple[str, ...] = ()
    """What came of replaying the runs of the case with the code at hand, where it differed."""
    histories: int = 1
    events: int = 0


@dataclass
class Seen:
    """All that is recorded, at a moment at which nothing happens."""

    at: datetime
    events: dict[str, list[tuple[int, AnyEvent]]]
    attributes: dict[str, dict[str, Any]]
    """What search attributes say if they say what the row says, by case."""
    commands: dict[tuple[str, str], Settled]
    unstarted: tuple[str, ...]
    inbox: list[InboxItem]
    texts: dict[str, str]
    drift: dict[str, tuple[str, ...]]
    runs: dict[str, Run]
    restless: dict[str, str] = field(default_factory=dict)
    """What did not come to rest, and what it was busy with."""


async def wait_for_quiet(client: Client, database: Database, seconds: float) -> dict[str, str]:
    """Wait until no case has anything left to do now or within moments.

    Returns what did not come to rest in that time: a case's number and what it is busy with. Such a
    case can't go on, or it never stops.
    """
    until = time.monotonic() + seconds
    while True:
        busy = await _busy(client, database)
        if not busy or time.monotonic() > until:
            return busy
        await asyncio.sleep(1)


async def _busy(client: Client, database: Database) -> dict[str, str]:
    now = datetime.now(UTC)
    found = dict.fromkeys(await list_unstarted(database, created_before=now), "opened by nobody")
    cases = [case async for case in _summaries(database)]
    reasons = await _side_by_side(cases, lambda case: _why_busy(client, case, now))
    return found | {
        case.number: why for case, why in zip(cases, reasons, strict=True) if why is not None
    }


async def _why_busy(client: Client, case: CaseSummary, now: datetime) -> str | None:
    handle = client.get_workflow_handle(workflow_id(case.number))
    try:
        described = await handle.describe()
        if described.status != WorkflowExecutionStatus.RUNNING:
            # one that was ended by hand is found missing, and taken up again, within minutes
            return None if case.phase == "closed" else f"no run: {described.status}"
        if described.raw_description.HasField("pending_workflow_task"):
            task = described.raw_description.pending_workflow_task
            return f"a workflow task waits, try {task.attempt}"
        idle: Idle = await handle.query("idle", result_type=Idle, rpc_timeout=A_QUERY)
    except RPCError as error:
        return error.message
    except WorkflowQueryFailedError:
        return "a query fails: the worker's log says why"
    due = datetime.fromisoformat(idle.next_due) if idle.next_due else None
    if not idle.idle:
        return f"busy at version {idle.version}"
    return f"due at {due}" if due and due < now + SOON else None


async def read(
    client: Client,
    database: Database,
    sent: list[Sent],
    restless: Mapping[str, str] = MappingProxyType({}),
) -> Seen:
    """Read everything. `sent` says which commands to look up, `restless` what never came to rest."""
    now = datetime.now(UTC)
    summaries = {case.number: case async for case in _summaries(database)}
    numbers = list(summaries)
    events = dict(zip(numbers, [await _events(database, n) for n in numbers], strict=True))
    words: dict[str, str] = {}
    for number in numbers:
        words |= {text.id: str(text.body) for text in await texts.of_case(database, number)}
    settled: dict[tuple[str, str], Settled] = {}
    for one in sent:
        row = await commands.find(database, one.principal, one.key)
        if row:
            settled[one.principal, one.key] = row
    return Seen(
        at=now,
        events=events,
        attributes={
            number: {pair.key.name: pair.value for pair in attributes(case)}
            for number, case in summaries.items()
        },
        commands=settled,
        unstarted=await list_unstarted(database, created_before=now),
        inbox=[item async for item in _inboxes(database)],
        texts=words,
        drift={number: found for number in numbers if (found := await drift(database, number))},
        runs=dict(
            zip(numbers, await _side_by_side(numbers, lambda n: _run(client, n)), strict=True)
        ),
        restless=dict(restless),
    )


async def _events(database: Database, number: str) -> list[tuple[int, AnyEvent]]:
    return [(entry.sequence, entry.event) for entry in await load_entries(database, number)]


async def _summaries(database: Database) -> AsyncIterator[CaseSummary]:
    async def ask(cursor: str | None) -> Page[Any]:
        return await list_cases(database, cursor=cursor, limit=MANY)

    async for summary in _pages(ask):
        yield summary


async def _inboxes(database: Database) -> AsyncIterator[InboxItem]:
    for person in STAFF:

        async def ask(cursor: str | None, who: str = person.handle) -> Page[InboxItem]:
            return await list_inbox(database, who, cursor=cursor, limit=MANY)

        async for item in _pages(ask):
            yield item


async def _pages(ask: Callable[[str | None], Awaitable[Page[T]]]) -> AsyncIterator[T]:
    cursor: str | None = None
    while True:
        page = await ask(cursor)
        for item in page.items:
            yield item
        cursor = page.next
        if not cursor:
            return


async def _run(client: Client, number: str) -> Run:
    """A case as Temporal has it, with every run of it replayed."""
    handle = client.get_workflow_handle(workflow_id(number))
    try:
        described = await handle.describe()
    except RPCError:
        return Run(status="MISSING", histories=0)
    status = described.status or WorkflowExecutionStatus.RUNNING
    version = None
    if status == WorkflowExecutionStatus.RUNNING:
        with suppress(
            RPCError, WorkflowQueryFailedError
        ):  # one that can't go on answers nothing: it is among the restless
            idle: Idle = await handle.query("idle", result_type=Idle, rpc_timeout=A_QUERY)
            version = idle.version
    differing, histories, events = [], 0, 0
    async for history in _histories(client, number):
        histories, events = histories + 1, events + len(history.events)
        found = await replay(history, client.data_converter)
        if not found.ok:
            differing.append(f"{found.verdict}: {found.reason}")
    return Run(
        status=status.name,
        version=version,
        attributes={
            pair.key.name: pair.value
            for pair in described.typed_search_attributes.search_attributes
            if pair.key in ALL
        },
        differing=tuple(differing),
        histories=histories,
        events=events,
    )


async def _histories(client: Client, number: str) -> AsyncIterator[WorkflowHistory]:
    async for run in client.list_workflows(f"WorkflowId='{workflow_id(number)}'"):
        handle = client.get_workflow_handle(run.id, run_id=run.run_id)
        yield await handle.fetch_history()


async def _side_by_side(things: list[U], work: Callable[[U], Awaitable[T]]) -> list[T]:
    """The same for many cases, a few at a time, in their order."""
    gate = asyncio.Semaphore(4)

    async def one(thing: U) -> T:
        async with gate:
            return await work(thing)

    return await asyncio.gather(*map(one, things))
