"""Composition root of the worker: settings -> dependencies -> Worker, with explicit lists."""

import asyncio
import signal
from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker

from activities.linked import Linked
from activities.messages import Messages
from activities.records import Records
from db.session import Database, open_database
from settings import Settings
from workflows.client import opener
from workflows.connect import connect
from workflows.converter import make_data_converter
from workflows.sandbox import WORKFLOWS, sandbox


def build_worker(
    client: Client, database: Database, task_queue: str, *, cached_runs: int = 1_000
) -> Worker:
    """A worker on open dependencies; it runs inside `async with` or by `run()`.

    `cached_runs` stay in memory between two wakes (60–80 kB each); with 0 each wake replays the
    whole history.
    """
    records, messages = Records(database), Messages(database)
    linked = Linked(database, opener(client, task_queue))
    return Worker(
        client,
        task_queue=task_queue,
        max_cached_workflows=cached_runs,
        workflows=WORKFLOWS,
        activities=[
            records.record,
            records.load_case,
            messages.notify,
            messages.draft_apology,
            linked.open_linked_case,
        ],
        workflow_runner=sandbox(),
        graceful_shutdown_timeout=timedelta(seconds=10),
    )


async def run(settings: Settings) -> None:
    """Work until SIGINT or SIGTERM, then finish what is in hand."""
    vault = settings.vault()
    client = await connect(settings, make_data_converter(vault))
    database = open_database(settings.database_url.get_secret_value(), vault)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    try:
        async with build_worker(client, database, settings.task_queue):
            await stop.wait()
    finally:
        await database.close()
