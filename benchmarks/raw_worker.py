"""The yardstick's worker, a process of its own: `python -m benchmarks.raw_worker`."""

import asyncio
import signal

from temporalio.converter import DataConverter
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from benchmarks.raw import QUEUE, RawWorkflow, Writing
from benchmarks.raw_open import RawOpenWorkflow
from db.session import Database
from settings import Settings, load_settings
from workflows.connect import connect
from workflows.sandbox import PASSED_THROUGH


async def run(settings: Settings) -> None:
    """Work until asked to stop. The sandbox is the SDK's, passing the same modules through."""
    client = await connect(settings, DataConverter.default)
    database = Database(settings.database_url.get_secret_value(), settings.vault())
    restrictions = SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    try:
        async with Worker(
            client,
            task_queue=QUEUE,
            workflows=[RawWorkflow, RawOpenWorkflow],
            activities=[Writing(database).write],
            workflow_runner=SandboxedWorkflowRunner(restrictions=restrictions),
        ):
            await stop.wait()
    finally:
        await database.close()


if __name__ == "__main__":
    asyncio.run(run(load_settings()))
