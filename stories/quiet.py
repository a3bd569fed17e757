"""Waiting until cases have nothing left to do at this moment but wait."""

import asyncio
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import (
    DescribeWorkflowExecutionRequest,
    DescribeWorkflowExecutionResponse,
)
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError

from stories.clock import StoryClock
from workflows.contract import Idle, workflow_id

AT_MOST = 60
"""Seconds of real time. A case needs some milliseconds; only one that can't go on needs longer."""
ANSWER = timedelta(seconds=1)
"""For the answer of a case. A question that reaches the test server just when a run gives way to the next is
never answered; asked anew it is."""
PAUSE = 0.01
"""Seconds between two questions to a case that is still busy."""


class StillBusy(Exception):
    """A case does not come to rest; the text says what it is stuck with."""


async def settle(client: Client, clock: StoryClock, numbers: Iterable[str]) -> None:
    """Wait until each of the cases is quiet. Raises StillBusy."""
    await asyncio.gather(*(_settle(client, clock, number) for number in numbers))


async def _settle(client: Client, clock: StoryClock, number: str) -> None:
    until = time.monotonic() + AT_MOST
    while not await _is_quiet(client, clock, number):
        if time.monotonic() > until:
            raise StillBusy(await _stuck_with(client, number))
        await asyncio.sleep(PAUSE)


async def _is_quiet(client: Client, clock: StoryClock, number: str) -> bool:
    described = await describe(client, number)
    status = WorkflowExecutionStatus(described.workflow_execution_info.status)
    if status == WorkflowExecutionStatus.COMPLETED:
        return True
    if status != WorkflowExecutionStatus.RUNNING:
        name = status.name.lower()
        raise StillBusy(f"the run of case {number} is {name}: see its history")
    if described.HasField("pending_workflow_task") or described.pending_activities:
        return False  # the test server tells only of activities; the case itself tells the rest
    try:
        idle: Idle = await client.get_workflow_handle(workflow_id(number)).query(
            "idle", result_type=Idle, rpc_timeout=ANSWER
        )
    except RPCError:  # it ended between the two questions, gave way, or is not loaded yet
        return False
    due = datetime.fromisoformat(idle.next_due) if idle.next_due else None
    return idle.idle and (due is None or due > clock.now())


async def describe(client: Client, number: str) -> DescribeWorkflowExecutionResponse:
    """The newest run of a case as the server tells it.

    Raw, because the client can't read an emptied date among the search attributes of the test server.
    """
    return await client.workflow_service.describe_workflow_execution(
        DescribeWorkflowExecutionRequest(
            namespace=client.namespace,
            execution=WorkflowExecution(workflow_id=workflow_id(number)),
        )
    )


async def _stuck_with(client: Client, number: str) -> str:
    described = await describe(client, number)
    stuck = [
        f"{activity.activity_type.name} (try {activity.attempt}): "
        f"{activity.last_failure.message or 'no failure yet'}"
        for activity in described.pending_activities
    ]
    if described.HasField("pending_workflow_task"):
        stuck.append(f"a workflow task (try {described.pending_workflow_task.attempt})")
    return f"case {number} is busy for {AT_MOST} s: {'; '.join(stuck) or 'nothing is pending'}"
