"""Runs of cases as the Temporal server knows them, for the reconciliation. Fills `activities.reconcile.Runs`."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from typing import Any, cast, get_args

import structlog
from temporalio.api.common.v1 import Payloads, SearchAttributes, WorkflowExecution
from temporalio.api.enums.v1 import EventType, WorkflowExecutionStatus
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.update.v1 import Outcome as UpdateOutcome
from temporalio.api.workflowservice.v1 import (
    DeleteWorkflowExecutionRequest,
    DescribeWorkflowExecutionRequest,
    DescribeWorkflowExecutionResponse,
)
from temporalio.client import Client
from temporalio.client import WorkflowExecutionStatus as Status
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.converter import decode_typed_search_attributes
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from activities.ended_runs import Earlier, Who
from activities.reconcile import Listed, Seen, Taken
from activities.records import RECORD
from domain.book import BOOK, AnyCommand
from domain.command import Command
from domain.decide import CORE
from domain.errors import Problem
from domain.receipt import Outcome
from domain.record import Record
from domain.summary import CaseSummary
from domain.taking_up import EndedRun, Ending
from messages.text import cut
from workflows.attributes import ALL, attributes
from workflows.case_decisions import KEY_REUSED
from workflows.contract import CASE_WORKFLOW, SHELL, CaseStart, Reply, case_number, workflow_id
from workflows.open_cases import OPEN
from workflows.reconciled import KEPT, RECONCILE_WORKFLOW
from workflows.skipped import skipped

PAGE = 100
"""Runs compared at a time; the worker does nothing else meanwhile, for about fifty milliseconds."""
PATIENCE = timedelta(seconds=10)
BY_ITSELF = (Status.COMPLETED, Status.CONTINUED_AS_NEW)
"""How a run ends that has recorded all it was sent and said."""
FAR_BACK = 20
"""Runs ended from outside that are read for what they have left. Each settles what it took over, unless it is ended within
moments itself."""
SIGNALS = ("deliver", *(command.durable_name() for command in BOOK.signals))
ASKED = frozenset(command.durable_name() for command in BOOK.asked)
COMPARED = tuple(key for key in ALL if key.name != "Core")
"""A run that goes on in a new one takes the newest core; its row has it from the next record on."""

log = structlog.get_logger(__name__)


class ServerRuns:
    """Open and earlier runs of cases, on one Temporal server. All methods raise RPCError."""

    def __init__(self, client: Client, task_queue: str) -> None:
        self._client = client
        self._task_queue = task_queue

    async def list_open(self) -> AsyncIterator[Sequence[Listed]]:
        """All open runs of cases, in pages."""
        listing = self._client.list_workflows(OPEN, page_size=PAGE)
        while True:
            await listing.fetch_next_page(page_size=PAGE)
            page = listing.current_page or ()
            yield [
                Listed(
                    number=case_number(run.id),
                    started_at=run.start_time,
                    shown=run.raw_info.search_attributes,
                )
                for run in page
            ]
            if not listing.next_page_token:
                return

    async def see(self, number: str) -> Seen | None:
        """The newest run of a case; None when the server knows none."""
        try:
            described = await self._describe(number)
        except RPCError as error:
            if error.status == RPCStatusCode.NOT_FOUND:
                return None
            raise
        info = described.workflow_execution_info
        state = WorkflowExecutionStatus.Name(info.status)
        return Seen(
            state=state.removeprefix("WORKFLOW_EXECUTION_STATUS_").lower(),
            run_id=info.execution.run_id,
            length=info.history_length,
            shown=info.search_attributes,
            tries=_tries(described),
            turns=described.pending_workflow_task.attempt,
            was_reset=described.workflow_extended_info.HasField("last_reset_time"),
            skipped=skipped(described),
        )

    async def cut_off(self, number: str, but: str = "") -> tuple[str, ...] | None:
        """The runs of a case since one that ended by itself, the newest first, without the run `but`. None when the
        server has no more of the one before `but`: it knows of none, or of one that went on in another."""
        try:
            listed = self._client.list_workflows(f"WorkflowId='{workflow_id(number)}'")
            runs = [run async for run in listed if run.run_id != but]
        except RPCError as error:
            if error.status == RPCStatusCode.UNIMPLEMENTED:  # the time-skipping test server
                return ()
            raise
        runs.sort(key=lambda run: run.start_time, reverse=True)
        if not runs or runs[0].status == Status.CONTINUED_AS_NEW:
            return None
        since = takewhile(lambda run: run.status not in BY_ITSELF, runs)
        return tuple(run.run_id for run in islice(since, FAR_BACK))

    async def earlier(self, number: str, run_id: str) -> Earlier:
        """What a run was started with, what its history says it was sent (by its start, by signals and by
        updates that got in), what it answered and what it had decided by then, and how it ended, where that was from outside."""
        handle = self._client.get_workflow_handle(workflow_id(number), run_id=run_id)
        shift, commands, answered = timedelta(0), list[AnyCommand](), list[Outcome]()
        told = set[Who]()
        asked: dict[int, Command] = {}
        records = list[Record]()
        last, by, reason = None, "", ""
        async for event in handle.fetch_history_events():
            last = event
            by, reason = _ended_by(event) or (by, reason)
            if event.HasField("workflow_execution_started_event_attributes"):
                given = event.workflow_execution_started_event_attributes.input
                start: CaseStart = await self._read(given, CaseStart)
                shift = start.shift
                commands += start.undecided
                told.update((one.actor.handle, one.key) for one in start.undecided)
                answered += start.answered
            elif event.HasField("workflow_execution_update_completed_event_attributes"):
                done = event.workflow_execution_update_completed_event_attributes
                if outcome := await self._answer(asked.get(done.accepted_event_id), done.outcome):
                    answered.append(outcome)
                records += await self._unrecorded(done.outcome)
            elif payloads := _record_in(event):
                records.append(await self._read(payloads, Record))
            elif payloads := _command_in(event):
                command = await self._read(payloads, AnyCommand)
                commands.append(command)
                if event.HasField("workflow_execution_signaled_event_attributes"):
                    told.add((command.actor.handle, command.key))
                else:
                    asked[event.event_id] = command
        first = {(one.principal, one.key): one for one in reversed(answered)}
        return Earlier(
            shift=shift,
            commands=tuple(commands),
            told=frozenset(told),
            answered=tuple(first.values()),
            records=tuple(records),
            ended=_ending(last, by, reason, shift) if last else None,
        )

    async def _answer(self, command: Command | None, outcome: UpdateOutcome) -> Outcome | None:
        """What the client was told of a command: its receipt or its refusal, if it was one of those."""
        if command is None or not command.key:
            return None
        if outcome.HasField("success"):
            reply: Reply = await self._read(outcome.success, Reply)
            return Outcome.of(command, receipt=reply.plain())
        failure = await self._client.data_converter.decode_failure(outcome.failure)
        details = failure.details if isinstance(failure, ApplicationError) else ()
        if not details:
            return None
        problem = Problem.model_validate(details[0])
        return None if problem.code == KEY_REUSED else Outcome.of(command, problem=problem)

    async def _unrecorded(self, outcome: UpdateOutcome) -> list[Record]:
        """What an answer holds of what had been decided by then."""
        if not outcome.HasField("success"):
            return []
        reply: Reply = await self._read(outcome.success, Reply)
        return [reply.unrecorded] if reply.unrecorded else []

    async def take_up(self, number: str, title: str, taken: Taken) -> bool:
        """Start a run that loads the case. False when there is one: somebody else was faster."""
        start = CaseStart(
            number=number,
            core=CORE,
            shell=SHELL,
            shift=taken.shift,
            reload=True,
            undecided=(taken.opening,) if taken.opening else (),
            ended=taken.ended,
            language=taken.language,
        )
        try:
            await self._client.start_workflow(
                CASE_WORKFLOW,
                start,
                id=workflow_id(number),
                task_queue=self._task_queue,
                id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                static_summary=cut(f"{number} {title}"),
                rpc_timeout=PATIENCE,
            )
        except WorkflowAlreadyStartedError:
            return False
        return True

    async def end(self, number: str, run_id: str, reason: str) -> None:
        """End a run that can't go on as it is; one that has ended meanwhile stays as it is."""
        handle = self._client.get_workflow_handle(workflow_id(number), run_id=run_id)
        try:
            await handle.terminate(reason=reason, rpc_timeout=PATIENCE)
        except RPCError as error:
            if error.status != RPCStatusCode.NOT_FOUND:
                raise

    async def tell(self, number: str, command: Command) -> None:
        """Send a command to the open run, durably."""
        handle = self._client.get_workflow_handle(workflow_id(number))
        await handle.signal("deliver", command, rpc_timeout=PATIENCE)

    def differences(self, summary: CaseSummary, shown: object) -> tuple[str, ...]:
        """Names of the search attributes that don't show what the summary says."""
        seen = _values(decode_typed_search_attributes(cast(SearchAttributes, shown)))
        wanted = _values(attributes(summary))
        return tuple(key.name for key in COMPARED if seen.get(key.name) != wanted.get(key.name))

    async def put_away(self, now: datetime) -> None:
        """Delete the histories of reconciliations that found nothing, an hour later: a thousand of them
        a day would hide the few that tell something. One that can't be deleted goes with the
        namespace's retention."""
        until, since = (now - KEPT).isoformat(), (now - 2 * KEPT).isoformat()
        old = f'CloseTime > "{since}" and CloseTime < "{until}"'
        query = f'WorkflowType="{RECONCILE_WORKFLOW}" and ExecutionStatus="Completed" and {old}'
        try:
            async for run in self._client.list_workflows(query):
                if "found" not in run.raw_info.memo.fields:
                    await self._delete(run.id, run.run_id)
        except RPCError as error:
            log.warning("reconciliations_not_put_away", status=error.status.name)

    async def _delete(self, workflow: str, run_id: str) -> None:
        await self._client.workflow_service.delete_workflow_execution(
            DeleteWorkflowExecutionRequest(
                namespace=self._client.namespace,
                workflow_execution=WorkflowExecution(workflow_id=workflow, run_id=run_id),
            )
        )

    async def _describe(self, number: str) -> DescribeWorkflowExecutionResponse:
        request = DescribeWorkflowExecutionRequest(
            namespace=self._client.namespace,
            execution=WorkflowExecution(workflow_id=workflow_id(number)),
        )
        return await self._client.workflow_service.describe_workflow_execution(
            request, timeout=PATIENCE
        )

    async def _read(self, payloads: Payloads, kind: Any) -> Any:
        (found,) = await self._client.data_converter.decode(payloads.payloads, [kind])
        return found


def _tries(described: DescribeWorkflowExecutionResponse) -> dict[str, int]:
    """How often each kind of pending activity was tried, of several the one tried most."""
    tries: dict[str, int] = {}
    for one in described.pending_activities:
        name = one.activity_type.name
        tries[name] = max(one.attempt, tries.get(name, 0))
    return tries


def _command_in(event: HistoryEvent) -> Payloads | None:
    """The command an event brought: it could be lost with its run."""
    if event.HasField("workflow_execution_signaled_event_attributes"):
        signal = event.workflow_execution_signaled_event_attributes
        return signal.input if signal.signal_name in SIGNALS else None
    if event.HasField("workflow_execution_update_accepted_event_attributes"):
        asked = event.workflow_execution_update_accepted_event_attributes.accepted_request.input
        return asked.args if asked.name in ASKED else None
    return None


def _record_in(event: HistoryEvent) -> Payloads | None:
    """What a run asked to have recorded."""
    if event.HasField("activity_task_scheduled_event_attributes"):
        asked = event.activity_task_scheduled_event_attributes
        return asked.input if asked.activity_type.name == RECORD else None
    return None


def _ending(last: HistoryEvent, by: str, reason: str, shift: timedelta) -> EndedRun | None:
    """How a run ended by its last event, where that was from outside."""
    name = EventType.Name(last.event_type).removeprefix("EVENT_TYPE_WORKFLOW_EXECUTION_").lower()
    if name not in get_args(Ending):
        return None
    at = last.event_time.ToDatetime(UTC) + shift
    return EndedRun(ending=cast(Ending, name), at=at, by=cut(by), reason=cut(reason))


def _ended_by(event: HistoryEvent) -> tuple[str, str] | None:
    """Who ended a run from outside and the reason they gave, if this event says so."""
    if event.HasField("workflow_execution_terminated_event_attributes"):
        ended = event.workflow_execution_terminated_event_attributes
        return ended.identity, ended.reason
    if event.HasField("workflow_execution_cancel_requested_event_attributes"):
        asked = event.workflow_execution_cancel_requested_event_attributes
        return asked.identity, asked.cause
    return None


def _values(shown: Any) -> dict[str, object]:
    return {pair.key.name: pair.value for pair in shown}
