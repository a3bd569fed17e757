"""The case workflow: one loop and one timer around the pure core.

Commands come in by `CaseDoors` and are decided in `CaseDecisions`. Here time passes, events are recorded, actions are carried
out, and Temporal UI is told what is going on.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.contract import Loaded, handed_over
    from domain.actions import Action, ActionDone, FinishAction
    from domain.case import Case
    from domain.command import SYSTEM, Actor
    from domain.deadline import Deadline
    from domain.deadlines import deadlines
    from domain.decide import CORE
    from domain.engine import LATE, Tick
    from domain.record import Record, digest
    from domain.summary import CaseSummary, summary
    from messages import summaries
    from messages.details import current_details
    from workflows.attributes import changes
    from workflows.case_decisions import by_key, require_known_core
    from workflows.case_doors import CaseDoors
    from workflows.contract import CASE_WORKFLOW, GRACE, LONG, CaseStart, Idle, StateDiffers

FOR_EVER = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    backoff_coefficient=2,
    maximum_interval=timedelta(seconds=10),
)
"""The database comes back; until then the case waits for it and loses nothing. Somebody waits for the
answer, so after an outage of any length it goes on within ten seconds."""


@workflow.defn(name=CASE_WORKFLOW)
class CaseWorkflow(CaseDoors):
    """One complex after-sales case."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        super().__init__(start)
        self.recording = False
        self.tasks: set[asyncio.Task[None]] = set()
        self.carried: set[str] = set()
        self.timer: asyncio.Task[None] | None = None
        self.timer_for: tuple[datetime, str] | None = None
        self.watched: datetime | None = None
        self.grace_until: datetime | None = None
        self.unseen_since: datetime | None = None
        self.shown: CaseSummary | None = None
        self.began_in = self.case.stage
        self.derived_from: Case | None = None
        self.derived: Sequence[Deadline] = ()

    @workflow.run
    async def run(self, start: CaseStart) -> str:  # noqa: ARG002 - `init` has taken it in
        require_known_core(self.case)
        if self.loading:
            await self._load()
        self._start_actions()
        recorder = self._spawn(self._record())
        while True:
            if recorder.done():
                self._fail_task(recorder)
            self.drain()
            self._let_time_pass()
            self._show()
            self._mark()
            if self._is_drained():
                recorder.cancel()
                return summaries.outcome_line(self.case)
            if self._may_continue():
                workflow.continue_as_new(self._next_start())
            self._set_timer()
            await workflow.wait_condition(lambda: self._is_called() or recorder.done())

    def _is_called(self) -> bool:
        """Whether the loop has something to do."""
        rang = self.timer is not None and self.timer.done()
        ends = self._is_drained() or self._may_continue()
        return self.has_mail() or rang or self._has_moved() or ends

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run beside the loop; the task is held until it ends."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    def _fail_task(self, recorder: asyncio.Task[None]) -> None:
        """A case that can't be recorded stops here, loudly: the workflow task fails, is shown in
        Temporal UI and retried until code or data are put right. The case itself never fails."""
        try:
            recorder.result()
        except Exception as error:
            raise RuntimeError(f"case {self.case.number} can't be recorded: {error}") from error

    @workflow.query(name="idle")
    def idle(self) -> Idle:
        """Whether nothing is left to do at this moment but wait; for stories and tests."""
        upcoming = self._next()
        busy = (
            self.has_mail()
            or self._has_news()
            or self.recording
            or self._open_actions()
            or self.loading
            or (upcoming and upcoming.due_at <= self.now)
        )
        return Idle(
            idle=not busy,
            version=self.case.version,
            next_due=upcoming.due_at.isoformat() if upcoming else "",
        )

    # --- time ------------------------------------------------------------------------------------

    def _deadlines(self) -> Sequence[Deadline]:
        """Looked for once for each state of the case; a turn asks several times."""
        if self.derived_from is not self.case:
            self.derived_from, self.derived = self.case, deadlines(self.case)
        return self.derived

    def _next(self) -> Deadline | None:
        return next(iter(self._deadlines()), None)

    def _let_time_pass(self) -> None:
        """Fire what is due, once. What was missed while no worker ran waits a minute's grace for
        messages on their way, then is marked late with the outage."""
        upcoming = self._next()
        if upcoming is None or upcoming.due_at > self.now:
            self.grace_until = self.unseen_since = None
            return
        overslept = self.watched is not None and self.now - self.watched > LATE
        if overslept and self.grace_until is None:
            self.grace_until, self.unseen_since = self.now + GRACE, self.watched
        if self.grace_until and self.now < self.grace_until:
            return
        tick = Tick(actor=Actor(handle=SYSTEM), received_at=self.now, since=self.unseen_since)
        self.submit(tick)
        self.unmarked = True
        self.grace_until = self.unseen_since = None

    def _set_timer(self) -> None:
        """One timer, for the earliest deadline; a new one only when that has moved."""
        upcoming = self._next()
        wanted: tuple[datetime, str] | None = None
        if upcoming:
            wanted = (
                (self.grace_until, summaries.grace_summary(upcoming, self.case.rules))
                if self.grace_until
                else (upcoming.due_at, summaries.deadline_summary(upcoming, self.case.rules))
            )
        self.watched = upcoming.due_at if upcoming else None
        if self.timer and not self.timer.done() and wanted == self.timer_for:
            return
        if self.timer and not self.timer.done():
            self.timer.cancel()
        self.timer, self.timer_for = None, wanted
        if wanted:
            at, summary = wanted
            wait = max(at - self.now, timedelta(milliseconds=1))
            self.timer = self._spawn(workflow.sleep(wait, summary=summary))

    def _has_moved(self) -> bool:
        """Whether a command changed what the loop shows or waits for."""
        return self.case.is_opened and (
            self.shown is None or self.shown.version != self.case.version
        )

    # --- recording and actions -------------------------------------------------------------------

    async def _record(self) -> None:
        """Write down what happened: one batch in flight, everything pending in the next.

        That an action was carried out is not worth a batch of its own; it goes with the next one,
        or before the run ends.
        """
        while True:
            await workflow.wait_condition(self._has_news)
            record = Record(
                number=self.case.number,
                first=self.case.version - len(self.pending) + 1,
                events=tuple(self.pending),
                face=summary(self.case) if self.case.is_opened else None,
                outcomes=tuple(self.outcomes),
            )
            version, self.pending, self.outcomes, self.recording = self.case.version, [], [], True
            stored: str = await workflow.execute_activity(
                "record",
                record,
                result_type=str,
                start_to_close_timeout=timedelta(seconds=30),
                retry_policy=FOR_EVER,
                summary=summaries.record_summary(record, self.case.rules)
                if self.case.is_opened
                else None,
            )
            if stored != digest(record):
                kinds = [event.name for event in record.events]
                raise StateDiffers(self.case.number, record.first, kinds)
            self.recorded, self.recording = version, False
            asked = self._start_actions() or self._has_news()
            if not asked and workflow.all_handlers_finished():
                # nobody waits and nothing follows: see `_mark`
                workflow.upsert_memo({"recorded": version})

    def _has_news(self) -> bool:
        worth_it = any(not isinstance(event, ActionDone) for event in self.pending)
        last_chance = self.case.is_closed or self._wants_a_new_run()
        return worth_it or bool(self.outcomes) or (bool(self.pending) and last_chance)

    def _open_actions(self) -> tuple[Action, ...]:
        return tuple(a for a in self.case.actions if a.status == "to_do")

    def _start_actions(self) -> bool:
        """Start what is to be carried out; whether there was anything."""
        fresh = [action for action in self._open_actions() if action.id not in self.carried]
        for action in fresh:
            self.carried.add(action.id)
            self._spawn(self._carry_out(action))
        return bool(fresh)

    async def _carry_out(self, action: Action) -> None:
        """Start an action; its result comes back as a command like everything else."""
        error: str | None = None
        result: str | None = None
        try:
            result = await workflow.execute_activity(
                action.name,
                handed_over(self.case, action, self.start.shift),
                result_type=cast(type, str | None),
                start_to_close_timeout=timedelta(seconds=30),
                retry_policy=FOR_EVER,
                summary=summaries.action_summary(action, self.case.rules),
            )
        except ActivityError as failure:
            error = str(failure.cause or failure)
        # A turn that takes a result and commands nothing can, where a worker has to replay, be merged by
        # the SDK with the turn after it, and the result is taken in another order than it is replayed
        # in later. The memo is the cheapest command: every result leaves its mark.
        workflow.upsert_memo({"carried_out": action.id})
        self.inbox.append(
            FinishAction(
                actor=Actor(handle=SYSTEM),
                received_at=self.now,
                action=action.id,
                error=error,
                result=result,
            )
        )

    async def _load(self) -> None:
        """A message woke a case whose run had ended, or nobody carried it any more: take up where the
        database says it stands. What fell due meanwhile was watched by nobody, as in any outage."""
        found: Loaded | None = await workflow.execute_activity(
            "load_case",
            self.case.number,
            result_type=cast(type, Loaded | None),
            start_to_close_timeout=timedelta(seconds=30),
            retry_policy=FOR_EVER,
            summary=summaries.load_summary(self.case.number),
        )
        if found and found.case:
            require_known_core(found.case)
            self.case, self.recorded = found.case, found.case.version
            self.applied = by_key(found.outcomes)
            upcoming = self._next()
            self.watched = upcoming.due_at if upcoming else None
        self.loading = False

    # --- what supervisors see ----------------------------------------------------------------------

    def _show(self) -> None:
        """The list's search attributes, once per wake and only when something changed."""
        if not self.case.is_opened:
            return
        now = summary(self.case)
        if self.shown and self.shown.version == now.version:
            return
        before = self.shown
        self.shown = now
        if told := changes(before, now):
            workflow.upsert_search_attributes(told)
            self.unmarked = False

    def current_details(self) -> str:
        """Where the case stands, for whoever looks at it now (`workflows.details`)."""
        return current_details(self.case, self.now, self._deadlines())

    def _mark(self) -> None:
        """Leave a mark of what was decided while a record is on its way: nothing else may be asked of
        Temporal in such a turn. One that asks for nothing can be joined, in a replay, with the next, and
        would then be decided at another time (docs/decisions/0008)."""
        if self.unmarked and self.recording:
            workflow.upsert_memo({"decided": self.case.version})
        self.unmarked = False

    # --- ending -------------------------------------------------------------------------------------

    def _is_drained(self) -> bool:
        """Whether the case is closed and nothing is left to record, carry out, answer or mark."""
        waits = self._open_actions() or self.case.unmarked
        return self.case.is_closed and self._is_settled() and not waits

    def _is_settled(self) -> bool:
        """Whether nothing would be lost if the run ended at this moment, with no await in between."""
        waiting = self.inbox or self.pending or self.outcomes or self.recording
        return not waiting and workflow.all_handlers_finished()

    def _wants_a_new_run(self) -> bool:
        """A long history gives way at a boundary between stages, or when the server asks for it."""
        info = workflow.info()
        is_long = info.get_current_history_length() >= LONG and self.case.stage != self.began_in
        return is_long or info.is_continue_as_new_suggested()

    def _may_continue(self) -> bool:
        open_still = self.case.is_opened and not self.case.is_closed
        return open_still and self._wants_a_new_run() and self._is_settled()

    def _next_start(self) -> CaseStart:
        """What the new run takes over: the case with its open actions, which start again under their
        own ids, the commands remembered, and the newest core."""
        return self.start.model_copy(
            update={
                "core": CORE,
                "case": self.case.model_copy(update={"core": CORE}),
                "applied": tuple(self.applied.values()),
                "reload": False,
                "told": (),
            }
        )
