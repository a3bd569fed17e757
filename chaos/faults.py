"""What can go wrong, drawn from a seed, and making it go wrong.

kill        SIGKILL; the supervisor starts the process again
freeze      SIGSTOP, later SIGCONT: it holds its connections and says nothing
slow        a connection's bytes come late, each way
cut         a connection is reset, and new ones are refused, for a while
black_hole  a connection stays and nothing arrives, for a while
lock        another process writes to SQLite's file and won't let go
fill        the disk with all data on it is full
terminate   somebody ends a case by hand in Temporal UI
cancel      somebody asks a case there to end
strike      cases are ended there in the moment in which they have answered, the workers' database away meanwhile
"""

import asyncio
import random
import signal
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal, get_args

from temporalio.client import Client
from temporalio.service import RPCError

from chaos.disk import filled
from chaos.installation import ProxiedInstallation
from workflows.contract import CASE_WORKFLOW, workflow_id

Kind = Literal[
    "kill",
    "freeze",
    "slow",
    "cut",
    "black_hole",
    "lock",
    "fill",
    "terminate",
    "cancel",
    "strike",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
BY_HAND = ("terminate", "cancel", "strike")
Answered = Callable[[], Awaitable[str]]
"""Waits for the next answer to a command; the number of its case."""

LENGTHS: dict[Kind, tuple[float, float]] = {
    "kill": (0.0, 0.0),
    "freeze": (1.0, 20.0),
    "slow": (3.0, 15.0),
    "cut": (0.5, 8.0),
    "black_hole": (2.0, 20.0),
    "lock": (1.0, 15.0),
    "fill": (2.0, 20.0),
    "terminate": (0.0, 0.0),
    "cancel": (0.0, 0.0),
    "strike": (1.0, 8.0),
}
"""Seconds: around the 5 s of an update, the 10 s of a database call and the 12 s of a client's patience."""
FIXED: dict[Kind, str] = {
    "lock": "SQLite file",
    "fill": "disk",
    "terminate": "a case",
    "cancel": "a case",
    "strike": "cases that answer",
}
LONG_FREEZE = (65.0, 85.0)
"""Now and then a worker is gone for longer than the minute after which a deadline counts as late."""
STRUCK = 3
"""Cases that one strike ends, at most."""
PATIENCE = timedelta(seconds=10)
"""How long Temporal has to answer who is open."""


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong, for `length` seconds. `delay` is that of a slow connection."""

    kind: Kind
    target: str
    length: float
    delay: float = 0.0
    pick: float = 0.0
    """Which of the open cases, as a share of their list."""

    def __str__(self) -> str:
        how = f" by {self.delay * 1000:.0f} ms" if self.delay else ""
        return f"{self.kind} {self.target}{how}" + (
            f" for {self.length:.1f} s" if self.length else ""
        )


def draw(
    rng: random.Random,
    installation: ProxiedInstallation,
    left: float,
    kinds: tuple[Kind, ...] = KINDS,
) -> Fault:
    """The next fault; none lasts longer than the `left` seconds, and no kind is drawn more often for having
    more targets."""
    kind = rng.choice([kind for kind in kinds if _possible(kind, installation)])
    target = _target(rng, kind, installation)
    length = rng.uniform(*LENGTHS[kind])
    if kind == "freeze" and target.startswith("worker") and left > 200 and rng.random() < 0.1:
        length = rng.uniform(*LONG_FREEZE)
    delay = rng.uniform(0.05, 1.0) if kind == "slow" else 0.0
    pick = rng.random() if kind in BY_HAND else 0.0
    return Fault(kind, target, min(length, max(left, 0.0)), delay, pick)


def _possible(kind: Kind, installation: ProxiedInstallation) -> bool:
    if kind == "lock":
        return installation.kind == "sqlite"
    return kind != "fill" or installation.disk is not None


def _target(rng: random.Random, kind: Kind, installation: ProxiedInstallation) -> str:
    if kind in FIXED:
        return FIXED[kind]
    if kind in ("kill", "freeze"):
        return rng.choice(installation.processes)
    return rng.choice(sorted(installation.proxies))


async def inject(installation: ProxiedInstallation, fault: Fault, answered: Answered) -> bool:
    """Make it go wrong, wait, and put it right again; False when there was nothing to be hurt."""
    if fault.kind == "kill":
        return installation.signal(fault.target, signal.SIGKILL)
    if fault.kind == "lock":
        file = Path(installation.settings.database_url.get_secret_value().partition("///")[2])
        return await asyncio.to_thread(_hold, file, fault.length)
    if fault.kind == "freeze":
        return await _freeze(installation, fault)
    if fault.kind == "fill":
        assert installation.disk is not None, "drawn only where there is one"
        with filled(installation.disk):
            await asyncio.sleep(fault.length)
        return True
    if fault.kind == "terminate" or fault.kind == "cancel":  # noqa: PLR1714  (mypy reads it so)
        return await _end_by_hand(installation.client, fault)
    if fault.kind == "strike":
        return await _strike(installation, fault, answered)
    proxy = installation.proxies[fault.target]
    proxy.worsen(fault.kind, fault.delay)
    try:
        await asyncio.sleep(fault.length)
    finally:
        proxy.heal()
    return True


async def _freeze(installation: ProxiedInstallation, fault: Fault) -> bool:
    if not installation.signal(fault.target, signal.SIGSTOP):
        return False
    try:
        await asyncio.sleep(fault.length)
    finally:
        installation.signal(fault.target, signal.SIGCONT)
    return True


async def _end_by_hand(client: Client, fault: Fault) -> bool:
    """Terminate or cancel one of the open cases; False when there is none, or Temporal doesn't answer."""
    query = f"WorkflowType='{CASE_WORKFLOW}' AND ExecutionStatus='Running'"
    try:
        runs = [run async for run in client.list_workflows(query, rpc_timeout=PATIENCE)]
        if not runs:
            return False
        run = runs[int(fault.pick * len(runs))]
        handle = client.get_workflow_handle(run.id, run_id=run.run_id)
        if fault.kind == "terminate":
            await handle.terminate(reason="chaos", rpc_timeout=PATIENCE)
        else:
            await handle.cancel(rpc_timeout=PATIENCE)
    except RPCError:
        return False
    return True


async def _strike(installation: ProxiedInstallation, fault: Fault, answered: Answered) -> bool:
    """End cases in the moment in which they have answered. Where the workers reach their database through a proxy it is away
    meanwhile, so that nothing of what they answer is recorded. False when nothing was answered."""
    ways = [
        proxy
        for name, proxy in installation.proxies.items()
        if name.startswith("worker") and name.endswith("PostgreSQL")
    ]
    struck = False
    for way in ways:
        way.worsen("black_hole")
    with suppress(TimeoutError):
        try:
            async with asyncio.timeout(fault.length):
                for _ in range(STRUCK):
                    handle = installation.client.get_workflow_handle(workflow_id(await answered()))
                    with suppress(RPCError):
                        await handle.terminate(reason="chaos", rpc_timeout=PATIENCE)
                        struck = True
        finally:
            for way in ways:
                way.heal()
    return struck


def _hold(file: Path, seconds: float) -> bool:
    """Write to the file and wait before letting go. False when another writer was there all the time."""
    connection = sqlite3.connect(file, timeout=5, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


@dataclass
class FaultInjector:
    """Draws faults and lets them loose, up to `at_once` of them, until told to stop."""

    installation: ProxiedInstallation
    rng: random.Random
    tell: Callable[[Fault], None]
    answered: Answered
    gap: tuple[float, float] = (1.0, 8.0)
    """Seconds from one fault to the next."""
    longest: float = 90.0
    at_once: int = 3
    kinds: tuple[Kind, ...] = KINDS

    async def run(self, seconds: float) -> list[Fault]:
        """Inject faults for so long; all is put right on return. The faults that hurt somebody, in order."""
        until = time.monotonic() + seconds
        done: list[Fault] = []
        loose: set[asyncio.Task[None]] = set()

        async def let_loose(fault: Fault) -> None:
            if await inject(self.installation, fault, self.answered):
                done.append(fault)

        try:
            while (left := until - time.monotonic()) > 0:
                await asyncio.sleep(min(self.rng.uniform(*self.gap), left))
                left = until - time.monotonic()
                busy = {task.get_name() for task in loose if not task.done()}
                fault = draw(self.rng, self.installation, min(left, self.longest), self.kinds)
                if left <= 0 or len(busy) >= self.at_once or fault.target in busy:
                    continue
                self.tell(fault)
                task = asyncio.create_task(let_loose(fault), name=fault.target)
                loose.add(task)
            if loose:
                await asyncio.gather(*loose)
        finally:
            for task in loose:
                task.cancel()
        return done
