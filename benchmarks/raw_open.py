"""The yardstick of cases that stay open: a workflow that waits for a moment or a word, then does what it was counted
to do."""

import asyncio
from dataclasses import dataclass, field
from typing import Never

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from benchmarks.raw import FAR, LIMIT, STAGE, Written

OPEN_WORKFLOW = "raw open"


@dataclass(frozen=True)
class Step:
    """What a workflow asks of Temporal, and in how many turns."""

    turns: int = 0
    activities: int = 0
    timers: int = 0
    upserts: int = 0


@dataclass(frozen=True)
class Opened:
    """What one workflow waits for, and what it does when it is planted and when it is woken.

    `due` is in seconds of POSIX. Of what is counted for the planting only the upserts are asked for: the timer is the
    one until `due`, and whatever rows ours has written by then are no part of what is measured.
    """

    due: float
    planted: Step = field(default_factory=Step)
    woken: Step = field(default_factory=Step)
    body: str = ""


@workflow.defn(name=OPEN_WORKFLOW)
class RawOpenWorkflow:
    """Is woken by its timer or by a message, and stays open."""

    @workflow.init
    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.timer: asyncio.Task[None] | None = None

    @workflow.run
    async def run(self, opened: Opened) -> Never:
        self.show(opened.planted)
        await workflow.sleep(opened.due - workflow.time())
        await self.wake(opened.body)
        await workflow.wait_condition(lambda: False)
        raise AssertionError("nothing ends it")

    @workflow.signal(name="said")
    async def said(self, body: str) -> None:
        await self.wake(body)

    async def wake(self, body: str) -> None:
        """The first row has the moment at which it was decided to write it, as ours has in its events."""
        decided, woken = workflow.now().isoformat(), self.opened.woken
        for _ in range(woken.timers):
            if self.timer:
                self.timer.cancel()
            self.timer = asyncio.create_task(workflow.sleep(FAR))
        self.show(woken)
        for n in range(woken.activities):
            row = Written(row_id(workflow.info().workflow_id, n), f"{decided} {body}")
            await workflow.execute_activity(
                "write", row, result_type=str, start_to_close_timeout=LIMIT
            )

    def show(self, step: Step) -> None:
        for n in range(step.upserts):
            workflow.upsert_search_attributes([STAGE.value_set(f"stage {n}")])


def row_id(workflow_id: str, n: int) -> str:
    """The row that the activity n of a workflow writes, from 0."""
    return f"{workflow_id}:{n}"
