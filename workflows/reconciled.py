"""Reconciling on a schedule and by hand, and what came of it last.

NotReconciled     nobody could reconcile; the text says why and the way out
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import structlog
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
    WorkflowExecution,
)
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from messages.findings import Reconciled
from workflows.polling import PATIENCE, POLL_LENGTH, is_polled

RECONCILE_WORKFLOW = "reconcile"
SCHEDULE = "reconcile"
BY_HAND = "reconcile-now"
EVERY = timedelta(minutes=1)
LONGEST = timedelta(hours=1)
"""A run that is still there after so long is given up: the next starts with the code of its time."""

WAITED_FOR = timedelta(minutes=5)
"""How long whoever asks for one by hand waits."""

PAUSE = timedelta(seconds=30)
"""Between two looks at something odd: far longer than a record or a list of the server lags."""

KEPT = timedelta(hours=1)
"""How long a reconciliation that found nothing can be looked at."""

log = structlog.get_logger(__name__)
SUMMARY = "Is everybody carried who must be? Put right what can be"


class NotReconciled(Exception):
    """Nobody could reconcile; the text says why and the way out."""


async def schedule_reconcile(client: Client, task_queue: str) -> None:
    """Reconcile every minute, one at a time, nothing made up for after an outage.

    Repeatable: an existing schedule takes the newest shape and stays paused if somebody paused it. The
    time-skipping test server has no schedules; there nothing is scheduled.
    """
    wanted = _schedule(task_queue)

    async def renew(known: ScheduleUpdateInput) -> ScheduleUpdate:
        wanted.state = known.description.schedule.state
        return ScheduleUpdate(wanted)

    try:
        await client.create_schedule(SCHEDULE, wanted)
    except ScheduleAlreadyRunningError:
        await client.get_schedule_handle(SCHEDULE).update(renew)
    except RPCError as error:
        if error.status != RPCStatusCode.UNIMPLEMENTED:
            raise


@asynccontextmanager
async def kept_scheduled(
    client: Client, task_queue: str, every: timedelta = EVERY
) -> AsyncIterator[None]:
    """While a worker runs there is a schedule: one that somebody deleted in Temporal is made again within a minute, for without it
    nobody would see a case that is carried by nobody. One that somebody paused stays so."""

    async def look() -> None:
        while True:
            with suppress(RPCError):  # the server is away: it is looked at again
                if not await _is_scheduled(client):
                    await schedule_reconcile(client, task_queue)
                    log.warning("reconciliation_scheduled_again")
            await asyncio.sleep(every.total_seconds())

    looking = asyncio.create_task(look(), name="the schedule of the reconciliation")
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


async def _is_scheduled(client: Client) -> bool:
    """Also where there are no schedules at all."""
    try:
        await client.get_schedule_handle(SCHEDULE).describe(rpc_timeout=PATIENCE)
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            return False
        if error.status != RPCStatusCode.UNIMPLEMENTED:
            raise
    return True


async def clock_ahead(client: Client, now: datetime) -> timedelta:
    """How far a clock is ahead of Temporal's, negative when it is behind; zero within a minute, and where nothing
    is scheduled. Raises RPCError.

    The schedule runs by Temporal's clock, on which its next run is less than a minute away.
    """
    try:
        seen = await client.get_schedule_handle(SCHEDULE).describe(rpc_timeout=PATIENCE)
    except RPCError as error:
        if error.status in (RPCStatusCode.UNIMPLEMENTED, RPCStatusCode.NOT_FOUND):
            return timedelta(0)
        raise
    upcoming = seen.info.next_action_times
    if seen.schedule.state.paused or not upcoming:
        return timedelta(0)
    latest, earliest = upcoming[0], upcoming[0] - EVERY
    return now - min(max(now, earliest), latest)


def _schedule(task_queue: str) -> Schedule:
    return Schedule(
        action=ScheduleActionStartWorkflow(
            RECONCILE_WORKFLOW,
            id=RECONCILE_WORKFLOW,
            task_queue=task_queue,
            execution_timeout=LONGEST,
            static_summary=SUMMARY,
        ),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=EVERY)]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=EVERY),
    )


async def reconcile_now(client: Client, task_queue: str) -> Reconciled:
    """Reconcile once, by hand; one that somebody else has just begun by hand will do.

    Takes half a minute more when something is odd. Raises NotReconciled, also when it takes longer than
    anybody waits for; RPCError.
    """
    if not await is_polled(client, task_queue, datetime.now(UTC) - POLL_LENGTH):
        raise NotReconciled(
            f"no worker polls the task queue {task_queue!r}, so nobody can look: start one"
            " (`followthrough worker`)"
        )
    run = await client.start_workflow(
        RECONCILE_WORKFLOW,
        id=BY_HAND,
        task_queue=task_queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        result_type=Reconciled,
        execution_timeout=LONGEST,
        static_summary=SUMMARY,
    )
    try:
        async with asyncio.timeout(WAITED_FOR.total_seconds()):
            found: Reconciled = await run.result()
    except TimeoutError:
        minutes = WAITED_FOR // timedelta(minutes=1)
        raise NotReconciled(
            f"it is still looking after {minutes} minutes and goes on; see workflow {BY_HAND!r} in"
            " Temporal UI for what it waits for"
        ) from None
    return found


async def last_reconciled(client: Client, now: datetime) -> Reconciled | None:
    """What came of the newest reconciliation of the last hour; None when there was none, or where
    the server has no lists. Raises RPCError."""
    since = (now - KEPT).isoformat()
    query = f'WorkflowType="{RECONCILE_WORKFLOW}" and ExecutionStatus="Completed" and CloseTime > "{since}"'
    newest: WorkflowExecution | None = None
    try:
        async for run in client.list_workflows(query):
            if newest is None or _closed(run) > _closed(newest):
                newest = run
    except RPCError as error:
        if error.status != RPCStatusCode.UNIMPLEMENTED:
            raise
    if newest is None:
        return None
    handle = client.get_workflow_handle(newest.id, run_id=newest.run_id, result_type=Reconciled)
    found: Reconciled = await handle.result()
    return found


def _closed(run: WorkflowExecution) -> datetime:
    return run.close_time or run.start_time
