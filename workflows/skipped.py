"""How far a run's own clock has been moved: nothing in production, weeks in stories and the demo.

The clock belongs to the run (and to those it continues as): a run started afresh begins at the server's
time, so it takes over the shift of the run before it together with what that one had skipped.
"""

from datetime import UTC, datetime, timedelta

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import (
    DescribeWorkflowExecutionRequest,
    DescribeWorkflowExecutionResponse,
)
from temporalio.client import Client

from workflows.contract import workflow_id


def skipped(described: DescribeWorkflowExecutionResponse) -> timedelta:
    """What a run just described has skipped, to some milliseconds."""
    info = described.workflow_extended_info
    if not info.HasField("time_skipping_info"):
        return timedelta(0)
    return info.time_skipping_info.current_time.ToDatetime(UTC) - datetime.now(UTC)


async def skipped_by(client: Client, number: str) -> timedelta:
    """What the newest run of a case has skipped. Raises RPCError."""
    request = DescribeWorkflowExecutionRequest(
        namespace=client.namespace,
        execution=WorkflowExecution(workflow_id=workflow_id(number)),
    )
    return skipped(await client.workflow_service.describe_workflow_execution(request))
