"""Reaching the workflows of subscriptions."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError

from activities.webhook_contract import Trial, Tried
from workflows.client import Unreachable
from workflows.webhook_contract import (
    TEST_UPDATE,
    WAKE_SIGNAL,
    WEBHOOK_WORKFLOW,
    WebhookStart,
    webhook_workflow_id,
)

PAUSE = 1.0
"""Seconds between two wakes of one subscription from this process: a busy installation records ten times a
second, and one look finds all of it."""
PATIENCE = timedelta(seconds=5)
TRIAL_PATIENCE = timedelta(seconds=20)
"""A receiver has ten seconds; the rest is for our own way."""

log = structlog.get_logger(__name__)


class WebhookClient:
    """Wakes subscriptions. A wake is a hint: what waits is in the database, and the reconciliation
    wakes whoever was forgotten."""

    def __init__(self, client: Client, task_queue: str, *, pause: float = PAUSE) -> None:
        self._client = client
        self._task_queue = task_queue
        self._pause = pause
        self._woken: dict[str, float] = {}
        self._later: dict[str, asyncio.Task[None]] = {}

    async def wake(self, webhooks: Sequence[str]) -> None:
        """Let subscriptions know that something waits; soon, if each was woken just now."""
        for webhook in webhooks:
            if webhook in self._later:
                continue
            now = asyncio.get_running_loop().time()
            wait = self._woken.get(webhook, now - self._pause) + self._pause - now
            if wait > 0:
                self._later[webhook] = asyncio.create_task(self._wake_later(webhook, wait))
            else:
                self._woken[webhook] = now
                await self._signal(webhook, urgent=False)

    async def hurry(self, webhook: str) -> None:
        """Have a subscription look at once, though its receiver may have been silent."""
        await self._signal(webhook, urgent=True)

    async def test(self, trial: Trial) -> Tried:
        """Send a trial and wait for what the receiver makes of it. Raises Unreachable."""
        start: WithStartWorkflowOperation[object, str] = WithStartWorkflowOperation(
            WEBHOOK_WORKFLOW,
            WebhookStart(webhook=trial.webhook),
            id=webhook_workflow_id(trial.webhook),
            task_queue=self._task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )
        try:
            async with asyncio.timeout(TRIAL_PATIENCE.total_seconds()):
                tried: Tried = await self._client.execute_update_with_start_workflow(
                    TEST_UPDATE,
                    trial,
                    start_workflow_operation=start,
                    id=trial.id,
                    result_type=Tried,
                    rpc_timeout=TRIAL_PATIENCE,
                )
        except (
            RPCError,
            TimeoutError,
            WorkflowUpdateFailedError,
            WorkflowUpdateRPCTimeoutOrCancelledError,
        ) as error:
            raise Unreachable(str(error)) from error
        return tried

    async def _wake_later(self, webhook: str, wait: float) -> None:
        await asyncio.sleep(wait)
        del self._later[webhook]
        self._woken[webhook] = asyncio.get_running_loop().time()
        await self._signal(webhook, urgent=False)

    async def _signal(self, webhook: str, *, urgent: bool) -> None:
        try:
            await self._client.start_workflow(
                WEBHOOK_WORKFLOW,
                WebhookStart(webhook=webhook),
                id=webhook_workflow_id(webhook),
                task_queue=self._task_queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                start_signal=WAKE_SIGNAL,
                start_signal_args=[urgent],
                rpc_timeout=PATIENCE,
            )
        except RPCError as error:
            log.warning("webhook_not_woken", webhook=webhook, status=error.status.name)
