"""The workflow of a subscription: a round of deliveries whenever something waits, and a timer in between.

It runs beside the cases and touches none. What waits is in the database; the workflow only knows when to
look. With nothing left it stays for a while, then ends, and the next event starts it again.
"""

from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.webhook_contract import DELIVER, TEST, Delivered, Round, Trial, Tried
    from messages import webhooks as texts
    from workflows.webhook_contract import (
        TEST_UPDATE,
        WAKE_SIGNAL,
        WEBHOOK_WORKFLOW,
        WebhookStart,
    )

LINGER = timedelta(minutes=15)
"""How long a run stays with nothing to do: starting anew for each event would fill the server's lists."""
LONG = 2_000
"""Events after which a run gives way to a new one; a round has about seven."""
TIDY = timedelta(days=1)
FOR_EVER = RetryPolicy(maximum_interval=timedelta(minutes=1))
ONCE = RetryPolicy(maximum_attempts=1)


@workflow.defn(name=WEBHOOK_WORKFLOW)
class WebhookWorkflow:
    """One subscription's deliveries."""

    @workflow.init
    def __init__(self, start: WebhookStart) -> None:
        self.webhook = start.webhook
        self.tidied_at = start.tidied_at
        self.news = True
        self.urgent = False

    @workflow.run
    async def run(self, start: WebhookStart) -> str:  # noqa: ARG002 - `init` has taken it in
        while True:
            self.news = self.urgent = False
            seen = await self._deliver()
            if seen.again:
                self.news = True
            if seen.status != "active":
                await workflow.wait_condition(workflow.all_handlers_finished)
                if not (self.urgent or self.news):
                    return texts.outcome(seen.status, seen.place)
            elif not await self._wait(seen) and self._is_free():
                return texts.outcome(seen.status, seen.place)
            if self._is_long() and workflow.all_handlers_finished():
                workflow.continue_as_new(
                    WebhookStart(webhook=self.webhook, tidied_at=self.tidied_at)
                )

    async def _deliver(self) -> Delivered:
        now = workflow.now()
        tidy = self.tidied_at is None or now - self.tidied_at >= TIDY
        seen: Delivered = await workflow.execute_activity(
            DELIVER,
            Round(webhook=self.webhook, now=now, tidy=tidy),
            result_type=Delivered,
            start_to_close_timeout=timedelta(minutes=10),
            heartbeat_timeout=timedelta(seconds=15),
            retry_policy=FOR_EVER,
            summary=texts.shell_line("deliver"),
        )
        if tidy:
            self.tidied_at = now
        workflow.set_current_details(
            texts.details(seen.place, seen.waiting, seen.cases, seen.delivered, seen.error)
        )
        return seen

    async def _wait(self, seen: Delivered) -> bool:
        """Wait for news, or the next try. False when neither came and nothing is to be tried.

        News mean nothing to a receiver that takes nothing; something urgent (resumed, replay) does.
        """

        def called() -> bool:
            return self.urgent or (self.news and not seen.silent)

        due_at: datetime | None = seen.due_at
        lasts = due_at - workflow.now() if due_at else LINGER
        summary = (
            texts.retry_line(seen.place, seen.error, seen.waiting)
            if due_at
            else texts.shell_line("linger")
        )
        try:
            await workflow.wait_condition(
                called, timeout=max(lasts, timedelta(seconds=1)), timeout_summary=summary
            )
        except TimeoutError:
            return due_at is not None
        return True

    def _is_free(self) -> bool:
        """Whether the run may end: asked with no await before the return, so no signal is lost."""
        return not (self.news or self.urgent) and workflow.all_handlers_finished()

    def _is_long(self) -> bool:
        info = workflow.info()
        return info.is_continue_as_new_suggested() or info.get_current_history_length() > LONG

    @workflow.signal(name=WAKE_SIGNAL)
    async def wake(self, urgent: bool) -> None:
        """Something waits. Urgent: look at once, even if the receiver took nothing so far."""
        self.news = True
        self.urgent = self.urgent or urgent

    @workflow.update(name=TEST_UPDATE)
    async def test(self, trial: Trial) -> Tried:
        """Send a trial now, whatever waits."""
        tried: Tried = await workflow.execute_activity(
            TEST,
            trial,
            result_type=Tried,
            start_to_close_timeout=timedelta(seconds=20),
            retry_policy=ONCE,
            summary=texts.shell_line("test"),
        )
        return tried
