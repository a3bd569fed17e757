"""Sending commands to cases, and what came of it.

A command is first asked as an update, whose answer is its decision. When the answer stays out (no
worker, a timeout, a server that went away), the same command under the same key is sent as the
signal `deliver`, which is durable with no worker alive: it will be decided once, whichever arrives.

    Done        accepted and decided: durable, its record follows
    Refused     decided: no; the case is as it was
    Received    durable, not yet decided
    NotRunning  no open run: the case is closed (or was never started)
    Unreachable nobody knows whether anything durable happened; repeat with the same key
"""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowHandle,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
    WorkflowUpdateStage,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from domain.book import BOOK
from domain.command import Command
from domain.customer_messages.commands import CustomerSaid
from domain.decide import CORE
from domain.errors import Problem
from domain.intake import OpenCase
from domain.receipt import Receipt
from messages.text import cut
from workflows.case_decisions import GIVES_WAY
from workflows.connect import NoServer, answering
from workflows.contract import CASE_WORKFLOW, SHELL, CaseStart, Reply, workflow_id
from workflows.skipped import skipped_by

TURNED_AWAY = 0.05
"""Seconds before a run that gave way is asked again; what it still had to record takes about as long."""

CUT_OFF = "AcceptedUpdateCompletedWorkflow"
"""The server's word for an update whose run ended before its answer."""

IN_FLIGHT = 4
"""Updates in flight per case and client; the server refuses the eleventh."""


@dataclass(frozen=True)
class Done:
    receipt: Receipt


@dataclass(frozen=True)
class Refused:
    problem: Problem


@dataclass(frozen=True)
class Received:
    """Durable and not yet decided; `GET /v1/commands/{key}` will tell. Late is what was asked to be decided at once; a signal
    is taken up when the case comes to it."""

    is_late: bool = True


class NotRunning(Exception):
    """The case has no open run."""


class Unreachable(Exception):
    """Temporal can't be reached. A server that froze may still find the request when it goes on."""


Answer = Done | Refused | Received


class CaseClient:
    """The only way from the API to a case's workflow.

    `shift` says what a run started now adds to its own time: nothing, but in stories and the demo.
    """

    def __init__(
        self,
        client: Client,
        *,
        task_queue: str,
        timeout: timedelta,
        shift: Callable[[], timedelta] = timedelta,
    ) -> None:
        self.task_queue = task_queue
        self._client = client
        self._timeout = timeout
        self._shift = shift
        self._gates: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    async def open(self, number: str, command: OpenCase) -> Answer:
        """Start the case and open it in one request; a case that exists is never started twice."""

        asking = partial(self._start_asking, number, command)
        return await self._ask(number, command, asking, starts=True)

    async def submit(self, number: str, command: Command) -> Answer:
        """Ask a case to do something, under the command's own durable name.

        Raises NotRunning when the case has no open run, Unreachable when nothing could be made
        durable.
        """

        async def ask() -> Receipt:
            reply: Reply = await self._handle(number).execute_update(
                command.name,
                command,
                id=_update_id(command),
                result_type=Reply,
                rpc_timeout=self._timeout,
            )
            return reply.plain()

        return await self._ask(number, command, ask)

    async def wake(self, number: str, command: Command) -> Answer:
        """Ask a closed case whose run has ended, in a new one that loads it. Where another has woken it meanwhile, that
        one is asked. Raises Unreachable when nothing could be made durable."""
        asking = partial(self._start_asking, number, command)
        return await self._ask(number, command, asking, starts=True)

    async def signal(self, number: str, command: Command) -> Received:
        """Tell a case something that the book lists as a signal: durable with no worker alive.

        What a closed case still takes wakes one whose run has ended: a customer's message is never
        turned away.
        """
        assert isinstance(command, BOOK.signals)
        if isinstance(command, BOOK.after_closing):
            await self._signal_with_start(number, command)
        else:
            await self._signal(number, command.name, command)
        return Received(is_late=False)

    # --- the two ways of sending ------------------------------------------------------------------

    async def _start_asking(self, number: str, command: Command) -> Receipt:
        """Ask a case that has no run yet, or none any more, together with its start."""
        opening = isinstance(command, OpenCase)
        start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            CASE_WORKFLOW,
            self._start(number, reload=not opening),
            id=workflow_id(number),
            task_queue=self.task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=_may_follow(command),
            static_summary=_summary(number, command) if isinstance(command, OpenCase) else None,
        )
        handle = await self._client.start_update_with_start_workflow(
            command.name,
            command,
            start_workflow_operation=start,
            wait_for_stage=WorkflowUpdateStage.COMPLETED,
            id=_update_id(command),
            result_type=Reply,
            rpc_timeout=self._timeout,
        )
        reply: Reply = await handle.result(rpc_timeout=self._timeout)
        return reply.plain()

    async def _ask(
        self,
        number: str,
        command: Command,
        ask: Callable[[], Awaitable[Receipt]],
        *,
        starts: bool = False,
    ) -> Answer:
        gate = self._gates.setdefault(number, asyncio.Semaphore(IN_FLIGHT))
        try:
            async with answering(self._timeout), gate:
                return await _asked_until_let_in(ask)
        except _CutOff:
            pass
        except WorkflowAlreadyStartedError as error:
            raise NotRunning(number) from error
        except RPCError as error:
            if error.status == RPCStatusCode.NOT_FOUND:
                raise NotRunning(number) from error
        except (WorkflowUpdateRPCTimeoutOrCancelledError, NoServer):
            pass
        return await self._deliver(number, command, starts=starts)

    async def _deliver(self, number: str, command: Command, *, starts: bool) -> Received:
        if starts:
            await self._signal_with_start(number, command)
        else:
            await self._signal(number, "deliver", command)
        return Received()

    async def _signal(self, number: str, name: str, command: Command) -> None:
        try:
            async with answering(self._timeout):
                await self._handle(number).signal(name, command, rpc_timeout=self._timeout)
        except NoServer as error:
            raise Unreachable(str(error)) from error
        except RPCError as error:
            if error.status == RPCStatusCode.NOT_FOUND:
                raise NotRunning(number) from error
            raise Unreachable(str(error)) from error

    async def _signal_with_start(self, number: str, command: Command) -> None:
        opening = isinstance(command, OpenCase)
        summary = _summary(number, command) if isinstance(command, OpenCase) else None
        signal = command.name if isinstance(command, BOOK.signals) else "deliver"
        try:
            async with answering(self._timeout):
                await self._client.start_workflow(
                    CASE_WORKFLOW,
                    self._start(number, reload=not opening),
                    id=workflow_id(number),
                    task_queue=self.task_queue,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    id_reuse_policy=_may_follow(command),
                    start_signal=signal,
                    start_signal_args=[command],
                    static_summary=summary,
                    rpc_timeout=self._timeout,
                )
        except WorkflowAlreadyStartedError as error:
            raise NotRunning(number) from error
        except (RPCError, NoServer) as error:
            raise Unreachable(str(error)) from error

    def _start(self, number: str, reload: bool = False) -> CaseStart:
        return CaseStart(number=number, core=CORE, shell=SHELL, shift=self._shift(), reload=reload)

    def _handle(self, number: str) -> WorkflowHandle[object, object]:
        return self._client.get_workflow_handle(workflow_id(number))


def opener(
    client: Client, task_queue: str, timeout: timedelta = timedelta(seconds=10)
) -> Callable[[str, OpenCase, timedelta], Awaitable[None]]:
    """For an activity that opens a case: the opening is durable when it returns.

    The shift is that of the case it comes from. Raises Unreachable or RPCError, to be tried again.
    """

    async def open_case(number: str, command: OpenCase, shift: timedelta) -> None:
        if shift and command.comes_from:  # in stories and the demo alone
            shift += await skipped_by(client, command.comes_from.number)
        cases = CaseClient(client, task_queue=task_queue, timeout=timeout, shift=lambda: shift)
        try:
            await cases.open(number, command)
        except NotRunning:
            return  # opened by an earlier try, and closed since

    return open_case


def teller(
    client: Client, task_queue: str, timeout: timedelta = timedelta(seconds=10)
) -> Callable[[str, CustomerSaid, str, timedelta], Awaitable[None]]:
    """For an activity that passes a customer's message on: it is durable when it returns. A case whose run has
    ended is woken by it.

    The shift is that of the case it was said to. Raises Unreachable, to be tried again.
    """

    async def tell(number: str, command: CustomerSaid, said_to: str, shift: timedelta) -> None:
        if shift:  # in stories and the demo alone
            shift += await skipped_by(client, said_to)
        cases = CaseClient(client, task_queue=task_queue, timeout=timeout, shift=lambda: shift)
        await cases.signal(number, command)

    return tell


def _summary(number: str, command: OpenCase) -> str:
    """The case in Temporal UI's list."""
    return cut(f"{number} {command.title}")


def _may_follow(command: Command) -> WorkflowIDReusePolicy:
    """Whether a run that has ended may be followed by one that this command starts: a case is opened once."""
    if isinstance(command, OpenCase):
        return WorkflowIDReusePolicy.REJECT_DUPLICATE
    return WorkflowIDReusePolicy.ALLOW_DUPLICATE


def _update_id(command: Command) -> str:
    """One id for each request, not for each key: that a key counts once is the case's own business.

    A server that has lost its memory of an update while a worker decides it takes the next request of
    the same id for that one, and writes down another than was decided (docs/decisions/0017).
    """
    return f"{command.actor.handle}:{command.key}:{uuid.uuid4().hex[:12]}"


class _CutOff(Exception):
    """The run ended while an update waited in it: nobody knows whether it was decided."""


async def _asked_until_let_in(ask: Callable[[], Awaitable[Receipt]]) -> Done | Refused:
    """The answer to an update. A run that gives way to the next turns it away, and the next one takes it.
    Raises _CutOff."""
    while True:
        try:
            return Done(await ask())
        except WorkflowUpdateFailedError as error:
            cause = error.cause
            kind = cause.type if isinstance(cause, ApplicationError) else None
            if kind == CUT_OFF:
                raise _CutOff from error
            if kind != GIVES_WAY:
                return Refused(_problem(error))
        await asyncio.sleep(TURNED_AWAY)


def _problem(error: WorkflowUpdateFailedError) -> Problem:
    cause = error.cause
    if isinstance(cause, ApplicationError) and cause.details:
        return Problem.model_validate(cause.details[0])
    raise error
