"""Temporal servers on which time can be skipped.

    fast   the Java test server: one clock for all, three weeks in a moment; the rest of the suite's
    real   the dev server: everything a real server does, each run with a clock of its own; slower

Both let each timer on the way fire at its own moment.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

from temporalio.api.common.v1 import Payloads
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle
from temporalio.converter import DataConverter
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter
from temporalio.testing import TimeSkipper, TimeSkippingConfig, WorkflowEnvironment

from stories.clock import StoryClock
from stories.quiet import describe
from workflows.contract import CaseStart, workflow_id
from workflows.dev_server import DYNAMIC
from workflows.setup import register_attributes

STRIDE = timedelta(hours=6)
"""The server gives up a question that is open for half a minute, as one that skips days of busy cases would be."""
EngineName = Literal["fast", "real"]


class Engine(Protocol):
    """A server, and the way through time on it."""

    client: Client

    def shift(self) -> timedelta:
        """What a run that starts now adds to its own time to give the story's."""
        ...

    async def go_to(self, at: datetime, numbers: Iterable[str], /) -> None:
        """Let time pass until `at`, for these cases and the clock."""
        ...


class FastEngine:
    """One clock for all runs, moved by sleeping."""

    def __init__(self, env: WorkflowEnvironment, client: Client, clock: StoryClock) -> None:
        self.client = client
        self._env = env
        self._clock = clock
        self._shift = timedelta(0)

    async def begin(self) -> None:
        """From here on the server's clock and the story's differ by a fixed length."""
        self._shift = self._clock.now() - await self._env.get_current_time()

    def shift(self) -> timedelta:
        return self._shift

    async def go_to(self, at: datetime, _: Iterable[str], /) -> None:
        while (wait := at - self._shift - await self._env.get_current_time()) > timedelta(0):
            await self._env.sleep(min(wait, STRIDE))
        self._clock.set(await self._env.get_current_time() + self._shift)


class RealEngine:
    """Each run has a clock of its own and is fast-forwarded by itself, all of them side by side."""

    def __init__(self, client: Client, clock: StoryClock) -> None:
        self.client = client
        self._clock = clock
        self._skipper = TimeSkipper(client, config=TimeSkippingConfig(enabled=False))

    def shift(self) -> timedelta:
        return self._clock.now() - datetime.now(UTC)

    async def go_to(self, at: datetime, numbers: Iterable[str], /) -> None:
        if at <= self._clock.now():
            return
        await asyncio.gather(*(self._forward(number, at) for number in numbers))
        self._clock.set(at)

    async def _forward(self, number: str, at: datetime) -> None:
        described = await describe(self.client, number)
        status = WorkflowExecutionStatus(described.workflow_execution_info.status)
        if status != WorkflowExecutionStatus.RUNNING:
            return
        handle = self.client.get_workflow_handle(workflow_id(number))
        start = await _start_of(handle, self.client)
        wait = at - start.shift - await self._skipper.get_current_time(handle)
        if wait > timedelta(0):
            await self._skipper.fast_forward(handle, wait)


async def _start_of(handle: WorkflowHandle[object, object], client: Client) -> CaseStart:
    """The input a run was started with: it knows its shift."""
    async for event in handle.fetch_history_events(page_size=1):
        given: Payloads = event.workflow_execution_started_event_attributes.input
        (start,) = await client.data_converter.decode(given.payloads, [CaseStart])
        return CaseStart.model_validate(start)
    raise LookupError(f"{handle.id} has no history")


async def patiently(
    start: Callable[[], Awaitable[WorkflowEnvironment]], tries: int = 6
) -> WorkflowEnvironment:
    """A server of the SDK's, which gives it five seconds to start; a busy machine needs more."""
    while True:
        tries -= 1
        try:
            return await start()
        except RuntimeError:
            if not tries:
                raise


@asynccontextmanager
async def fast_engine(converter: DataConverter, clock: StoryClock) -> AsyncIterator[Engine]:
    """The Java test server, one for each story."""

    async def start() -> WorkflowEnvironment:
        return await WorkflowEnvironment.start_time_skipping(
            test_server_existing_path=_program("temporal-test-server"), runtime=_runtime()
        )

    async with await patiently(start) as env:
        # a client of our own: the environment's would turn a failed assertion into a failed case
        client = await env.connect_client(data_converter=converter)
        await register_attributes(client)
        engine = FastEngine(env, client, clock)
        await engine.begin()
        yield engine


@asynccontextmanager
async def real_engine(converter: DataConverter, clock: StoryClock) -> AsyncIterator[Engine]:
    """The dev server with time skipping, which is experimental: the version is pinned."""

    async def start() -> WorkflowEnvironment:
        return await WorkflowEnvironment.start_local(
            dev_server_existing_path=_program("temporal"),
            dev_server_log_level="error",
            runtime=_runtime(),
            dev_server_extra_args=[
                part for value in DYNAMIC for part in ("--dynamic-config-value", value)
            ],
        )

    async with await patiently(start) as env:
        client = await env.connect_client(data_converter=converter)
        await register_attributes(client)
        yield RealEngine(client, clock)


def _program(name: str) -> str:
    """A server that a wheel has put next to this Python."""
    path = Path(sys.executable).parent / name
    if not path.exists():
        raise FileNotFoundError(f"there is no {path}: install the locked requirements")
    return str(path)


@cache
def _runtime() -> Runtime:
    """Temporal's core without its warnings (the test server is an old one), once for all stories."""
    return Runtime(
        telemetry=TelemetryConfig(
            logging=LoggingConfig(filter=TelemetryFilter(core_level="ERROR", other_level="ERROR"))
        )
    )


Start = Callable[[DataConverter, StoryClock], AbstractAsyncContextManager[Engine]]

ENGINES: Mapping[EngineName, Start] = {"fast": fast_engine, "real": real_engine}
