"""Whether somebody works: a task queue is as alive as its last poll."""

from datetime import UTC, datetime, timedelta

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

PATIENCE = timedelta(seconds=5)
POLL_LENGTH = timedelta(seconds=70)
"""A worker renews its poll every minute; the server remembers a dead one for five."""


async def is_polled(client: Client, task_queue: str, since: datetime) -> bool:
    """True when a worker has asked for work on the queue after that moment. Raises RPCError."""
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=task_queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    answer = await client.workflow_service.describe_task_queue(request, timeout=PATIENCE)
    return any(poller.last_access_time.ToDatetime(UTC) >= since for poller in answer.pollers)
