"""A workflow's current details, made when somebody looks: nobody looks at most of the states a case goes
through, and each of them would have to wait for its words.

A workflow that has them says so with a method `current_details`.
"""

from typing import Any

from temporalio import workflow
from temporalio.worker import (
    HandleQueryInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)

METADATA = "__temporal_workflow_metadata"
"""The query with which Temporal UI asks what a workflow is and where it stands."""


class DetailsOnDemand(Interceptor):
    """For the worker: answers with the details of this moment."""

    def workflow_interceptor_class(
        self,
        input: WorkflowInterceptorClassInput,  # noqa: A002, ARG002 - the SDK's name
    ) -> type[WorkflowInboundInterceptor]:
        return _Details


class _Details(WorkflowInboundInterceptor):
    async def handle_query(self, input: HandleQueryInput) -> Any:  # noqa: A002 - the SDK's name
        answer = await super().handle_query(input)
        tell = getattr(workflow.instance(), "current_details", None)
        if input.query == METADATA and tell:
            answer.current_details = tell()
        return answer
