"""Waiting until cases have nothing left to do at this moment but wait."""

import asyncio
import time
from collections.abc import Iterable
from datetime import datetime

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
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
PAUSE = 0.01
"""Seconds between two questions to a case that is still busy."""

TURNS = frozenset(
    (
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
        EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
        EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
    )
)
"""What stands last in a history while a turn is on its way."""
BEGINS = EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
ENDS = frozenset(
    (
        EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
        EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED,
        EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT,
        EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED,
    )
)
"""What begins and ends an activity; while one is on its way, a turn may come at any moment."""


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
    if described.HasField("pending_workflow_task"):
        return (
            False  # a history doesn't tell of a turn for a command; the test server doesn't either
        )
    if await is_moving(client, number):
        return False
    try:
        idle: Idle = await client.get_workflow_handle(workflow_id(number)).query(
            "idle", result_type=Idle
        )
    except RPCError:  # it ended between the two questions, or is not loaded yet
        return False
    due = datetime.fromisoformat(idle.next_due) if idle.next_due else None
    return idle.idle and (due is None or due > clock.now())


async def is_moving(client: Client, number: str) -> bool:
    """Whether a turn of the newest run is on its way, or an activity that will bring one.

    The test server never answers a question that reaches a run in its last turn, before it gives way to
    the next, and lets no time pass from then on. So nobody asks a run that may come to one by itself.
    """
    history = await client.get_workflow_handle(workflow_id(number)).fetch_history()
    kinds = [event.event_type for event in history.events]
    return kinds[-1] in TURNS or kinds.count(BEGINS) > sum(kind in ENDS for kind in kinds)


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
