"""The rig with the yardstick beside it: both workers on the same servers and the same database."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from temporalio.client import Client
from temporalio.service import RPCError

from benchmarks.meters import OURSELVES, cpu_seconds
from benchmarks.raw import QUEUE
from embedded.supervise import Piece
from embedded.temporal import connect_embedded
from rig.installation import DatabaseKind, Installation, patient, piece_environment, running
from workflows.polling import is_polled

RAW_WORKER = "raw worker"
WORKER = "worker 1"
API = "API 1"
RESTING = 0.1
"""Seconds of CPU in a second; a worker that only asks for work needs less."""


@dataclass
class Bench:
    """An installation and what measures it. `raw` is a client without our data converter."""

    installation: Installation
    raw: Client

    @property
    def names(self) -> list[str]:
        """All whose CPU is counted, the driver last."""
        return [*self.installation.processes, RAW_WORKER, OURSELVES]

    def pids(self, name: str) -> list[int]:
        """The processes behind a name."""
        return [os.getpid()] if name == OURSELVES else self.installation.process_ids(name)

    def cpu(self) -> dict[str, float]:
        """CPU seconds used so far, by name."""
        return {name: cpu_seconds(self.pids(name)) for name in self.names}

    async def rest(self, name: str) -> None:
        """Wait until a process has next to nothing to do for a second, but a minute at most."""
        for _ in range(60):
            before = cpu_seconds(self.pids(name))
            await asyncio.sleep(1)
            if cpu_seconds(self.pids(name)) - before < RESTING:
                return


@asynccontextmanager
async def bench(
    folder: Path, kind: DatabaseKind, say: Callable[[str], None], *, with_raw: bool = True
) -> AsyncIterator[Bench]:
    """Everything up, each piece once."""
    async with running(folder, kind, say) as installation:
        raw = await connect_embedded(installation.settings)
        if with_raw:
            installation.pieces[RAW_WORKER] = await _raw_worker(installation, raw)
            await installation.supervisor.start(installation.pieces[RAW_WORKER])
        yield Bench(installation, raw)


async def _raw_worker(installation: Installation, client: Client) -> Piece:
    async def is_healthy(since: datetime) -> bool:
        try:
            return await is_polled(client, QUEUE, since)
        except RPCError:
            return False

    return patient(
        Piece(
            name=RAW_WORKER,
            command=[sys.executable, "-m", "benchmarks.raw_worker"],
            log=installation.settings.data_dir / "logs" / "raw-worker.log",
            environment=await piece_environment(installation, RAW_WORKER),
            is_healthy=is_healthy,
        )
    )
