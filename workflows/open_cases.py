"""Replaying what is open on a server with the code at hand: what a deployment would do, before it does."""

import asyncio
from collections.abc import AsyncIterator

from temporalio.client import Client, WorkflowExecution
from temporalio.service import RPCError, RPCStatusCode

from workflows.contract import CASE_WORKFLOW
from workflows.replaying import Replayed, replay

OPEN = f'WorkflowType="{CASE_WORKFLOW}" and ExecutionStatus="Running"'
AT_ONCE = 4
"""Histories in hand: enough to fetch one while another is replayed; each may have a megabyte."""


def open_cases(query: str = "") -> str:
    """Visibility's query for open cases, narrowed by one that the caller brings."""
    return f"{OPEN} and ({query})" if query else OPEN


async def count(client: Client, query: str = "") -> int:
    """How many cases are open. Raises RPCError."""
    return (await client.count_workflows(open_cases(query))).count


async def replay_open(
    client: Client, *, query: str = "", limit: int | None = None
) -> AsyncIterator[Replayed]:
    """Replay open cases, a few at a time, in the order in which they get done. Raises RPCError."""
    at_work: set[asyncio.Task[Replayed | None]] = set()
    try:
        async for run in client.list_workflows(open_cases(query), limit=limit):
            at_work.add(asyncio.create_task(_replay(client, run)))
            while len(at_work) >= AT_ONCE:
                async for done in _first_of(at_work):
                    yield done
        while at_work:
            async for done in _first_of(at_work):
                yield done
    finally:
        for task in at_work:
            task.cancel()


async def _first_of(at_work: set[asyncio.Task[Replayed | None]]) -> AsyncIterator[Replayed]:
    """Wait until something is done and take it away."""
    done, _ = await asyncio.wait(at_work, return_when=asyncio.FIRST_COMPLETED)
    at_work -= done
    for task in done:
        replayed = task.result()
        if replayed:
            yield replayed


async def _replay(client: Client, run: WorkflowExecution) -> Replayed | None:
    """None when the run has gone since it was listed."""
    handle = client.get_workflow_handle(run.id, run_id=run.run_id)
    try:
        history = await handle.fetch_history()
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            return None
        raise
    return await replay(history, client.data_converter)
