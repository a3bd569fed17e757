"""The workflows of this product and the sandbox they run in: the same for worker and replay."""

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from workflows.case import CaseWorkflow
from workflows.reconcile import ReconcileWorkflow
from workflows.webhooks import WebhookWorkflow

WORKFLOWS: tuple[type, ...] = (CaseWorkflow, ReconcileWorkflow, WebhookWorkflow)

PASSED_THROUGH = (
    "activities",  # only its contract reaches workflow code
    "domain",  # pure; importing it anew for each case would cost seconds
    "messages",  # dictionaries and functions
    "pydantic",
    "pydantic_core",
    "annotated_types",
    "typing_extensions",
    "typing_inspection",
    "tzdata",
    "zoneinfo",  # reads its files once
)


def sandbox() -> SandboxedWorkflowRunner:
    """Workflow code sees neither clock nor world; what is passed through is imported once."""
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    )
