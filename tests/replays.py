"""Replaying histories with the production converter and the worker's own sandbox, and code that has
changed meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest
from temporalio.worker import Replayer
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from domain.commands import Command
from domain.decide import HANDLERS
from domain.draft import Draft
from houses import RunningHouse
from worker import PASSED_THROUGH
from workflows.case import CaseWorkflow


async def replay(house: RunningHouse, number: str) -> None:
    """Replay a case, run by run. Raises what the workflow raises on the way."""
    replayer = Replayer(
        workflows=[CaseWorkflow],
        data_converter=house.client.data_converter,
        workflow_runner=SandboxedWorkflowRunner(
            restrictions=SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
        ),
    )
    for run in await house.runs_of(number):
        await replayer.replay_workflow(await run.fetch_history())


def replace(
    patch: pytest.MonkeyPatch, command: type[Command], handler: Callable[[Draft, Any], None]
) -> None:
    """Decide a command in another way, as changed code would."""
    patch.setitem(HANDLERS, command, handler)
