"""The workflows of this product and the sandbox they run in: the same for worker and replay."""

from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.converter import StorageDriverStoreContext
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions
from temporalio.workflow import Info

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
    "workflows.attributes",  # constants and records: each case would run them anew
    "workflows.contract",
    "zoneinfo",  # reads its files once
)


class CaseRunner(SandboxedWorkflowRunner):
    """The SDK's sandbox, entered for nothing but running a workflow.

    For each payload that comes or goes the SDK enters it to ask in what context the payload is to be
    converted. Our converter has no use for a context, and asking takes a tenth of the worker's time.
    """

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        return _WithoutContext(super().create_instance(det))


class _WithoutContext(WorkflowInstance):
    def __init__(self, instance: WorkflowInstance) -> None:
        self._instance = instance

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        return self._instance.activate(act)

    def get_serialization_context(self, command_info: object) -> None:  # noqa: ARG002
        return None

    def get_external_store_context(self, command_info: object) -> StorageDriverStoreContext:  # noqa: ARG002
        return StorageDriverStoreContext(target=None)

    def get_info(self) -> Info:
        return self._instance.get_info()

    def get_thread_id(self) -> int | None:
        return self._instance.get_thread_id()


def sandbox() -> SandboxedWorkflowRunner:
    """Workflow code sees neither clock nor world; what is passed through is imported once."""
    return CaseRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    )
