"""The yardstick: a workflow with as many updates, activities, timers, upserts as a case, and no product.

Each update runs one ordinary activity that writes one row to the same database, by the same door as
the product's words (`texts.put`): so the difference is not the driver's. No rules, no policy, no
sealed payloads, no HTTP, no idempotency, no order to keep.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from temporalio import activity, workflow
from temporalio.common import SearchAttributeKey

with workflow.unsafe.imports_passed_through():
    from db import texts
    from db.session import Database

QUEUE = "raw"
WORKFLOW = "raw"
STAGE = SearchAttributeKey.for_keyword("Stage")
FAR = timedelta(hours=4)
LIMIT = timedelta(seconds=30)


@dataclass
class Shape:
    """What one workflow does; counted in the history of one of ours. `size` is that of a payload."""

    updates: int = 15
    timers: int = 3
    notes: int = 12
    upserts: int = 8
    size: int = 900


@dataclass
class Written:
    """A row to write."""

    id: str
    body: str


@workflow.defn(name=WORKFLOW)
class RawWorkflow:
    """Starts, takes its updates, ends."""

    @workflow.init
    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.begun = self.ended = 0
        self.notes: set[asyncio.Task[None]] = set()
        self.timer: asyncio.Task[None] | None = None

    @workflow.run
    async def run(self, shape: Shape) -> str:
        await workflow.wait_condition(lambda: self.ended == shape.updates and not self.notes)
        if self.timer:
            self.timer.cancel()
        return "done"

    @workflow.update(name="work")
    async def work(self, body: str) -> str:
        self.begun += 1
        n, shape = self.begun, self.shape
        for _ in range(portion(n, shape.timers, shape.updates)):
            if self.timer:
                self.timer.cancel()
            self.timer = asyncio.create_task(workflow.sleep(FAR))
        for _ in range(portion(n, shape.upserts, shape.updates)):
            workflow.upsert_search_attributes([STAGE.value_set(f"stage {n}")])
        row = f"{workflow.info().workflow_id}:{n}"
        await workflow.execute_activity(
            "write", Written(row, body), result_type=str, start_to_close_timeout=LIMIT
        )
        for k in range(portion(n, shape.notes, shape.updates)):
            task = asyncio.create_task(self.note(Written(f"{row}:{k}", body)))
            self.notes.add(task)
            task.add_done_callback(self.notes.discard)
        self.ended += 1
        return body[:300]  # as long as a receipt

    async def note(self, row: Written) -> None:
        await workflow.execute_activity("write", row, result_type=str, start_to_close_timeout=LIMIT)


def portion(n: int, whole: int, steps: int) -> int:
    """How many of `whole` fall to step n of `steps` (from 1), as evenly as can be."""
    return whole * n // steps - whole * (n - 1) // steps


class Writing:
    """The activity, with its database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="write")
    async def write(self, row: Written) -> str:
        """One row, one transaction."""
        text = texts.Text(row.id, "raw", {"body": row.body}, "raw", datetime.now(UTC))
        await texts.put(self._database, text)
        return row.id
