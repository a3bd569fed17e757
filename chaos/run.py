"""One run from the first process to the verdict."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from chaos.checker import Violation, check
from chaos.clients import Crowd
from chaos.faults import KINDS, Fault, FaultInjector, Kind
from chaos.installation import ProxiedInstallation, running
from chaos.seen import Seen, read, wait_for_quiet
from rig.installation import DatabaseKind

LEAVE = 240.0
"""Seconds for everything to come to rest: a minute of an outage's grace, a minute between two tries,
what was promised last, and a busy machine."""


@dataclass(frozen=True)
class Orders:
    """What a run is to be. Times in seconds."""

    seed: int
    seconds: float
    kind: DatabaseKind
    clients: int = 6
    cases: int = 60
    soon: float = 40.0
    gap: tuple[float, float] = (1.0, 8.0)
    """From one fault to the next."""
    longest: float = 90.0
    """No fault lasts longer."""
    copies: int | None = None
    kinds: tuple[Kind, ...] = KINDS
    """What may go wrong."""
    disk: bool = False
    """Whether the data lie on a disk of their own, which can be filled."""


@dataclass
class Outcome:
    """What came of a run."""

    orders: Orders
    crowd: Crowd
    faults: list[Fault]
    seen: Seen
    violations: list[Violation]
    took: float

    @property
    def words(self) -> Counter[str]:
        """How many commands ended with which best answer."""
        return Counter(
            next(word for word in ("done", "received", "refused", "unclear") if word in sent.words)
            for sent in self.crowd.sent
            if sent.words
        )


async def run_under_faults(
    orders: Orders, folder: Path, say: Callable[[str], None], tell: Callable[[Fault], None]
) -> Outcome:
    """A whole run; everything is stopped on return.

    `say` hears what the supervisor says, `tell` of each fault.
    """
    async with running_under_faults(orders, folder, say, tell) as (_, outcome):
        return outcome


@asynccontextmanager
async def running_under_faults(
    orders: Orders, folder: Path, say: Callable[[str], None], tell: Callable[[Fault], None]
) -> AsyncIterator[tuple[ProxiedInstallation, Outcome]]:
    """Work under faults, let all come to rest, look, and compare; everything is still up inside."""
    began = time.monotonic()
    async with running(
        folder, orders.kind, say, copies=orders.copies, disk=folder if orders.disk else None
    ) as installation:
        crowd = Crowd(
            installation.addresses,
            installation.keys,
            random.Random(orders.seed),  # noqa: S311  (a seed is the point)
            most=orders.cases,
            soon=orders.soon,
        )
        faults = await _under_load(installation, crowd, orders, tell)
        say("all faults are over; waiting until everything has come to rest")
        await crowd.settle(LEAVE)
        restless = await wait_for_quiet(installation.client, installation.database, LEAVE)
        seen = await read(installation.client, installation.database, crowd.sent, restless)
        violations = check(crowd.sent, crowd.reads, seen)
        yield (
            installation,
            Outcome(orders, crowd, faults, seen, violations, time.monotonic() - began),
        )


async def _under_load(
    installation: ProxiedInstallation, crowd: Crowd, orders: Orders, tell: Callable[[Fault], None]
) -> list[Fault]:
    injector = FaultInjector(
        installation,
        random.Random(orders.seed + 1),  # noqa: S311
        tell,
        crowd.answered,
        gap=orders.gap,
        longest=orders.longest,
        kinds=orders.kinds,
    )
    async with asyncio.TaskGroup() as both:
        both.create_task(crowd.work(orders.clients, orders.seconds))
        doing = both.create_task(injector.run(orders.seconds))
    return doing.result()
