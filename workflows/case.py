"""The case workflow: one loop and one timer around the pure core.

Commands come in by `CaseHandlers` and are decided in `CaseDecisions`, time passes in `CaseClock`, actions are
carried out in `CaseActions`. Here all of it takes its turn, events are recorded, and Temporal UI is told
what is going on.
"""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.contract import CONFLICT, is_carried, newest_of
    from domain.actions import ActionDone
    from domain.decide import CORE
    from domain.record import digest, record_of
    from domain.summary import CaseSummary, summary
    from messages import summaries
    from messages.details import current_details
    from workflows.attributes import changes
    from workflows.case_actions import FOR_EVER, CaseActions
    from workflows.case_decisions import SLICE, Held, require_known_core, require_known_shell
    from workflows.case_handlers import CaseHandlers
    from workflows.contract import (
        AT_LEAST,
        CASE_WORKFLOW,
        LONG,
        SHELL,
        TOO_LONG,
        CaseStart,
        Idle,
        StateDiffers,
    )


OVERTAKEN = "overtaken"
PATIENCE = timedelta(seconds=3)
"""How long a run that gives way waits for actions in hand; updates are turned away meanwhile."""


@workflow.defn(name=CASE_WORKFLOW)
class CaseWorkflow(CaseHandlers, CaseActions):
    """One complex after-sales case."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        super().__init__(start)
        self.shown: CaseSummary | None = None
        self.began_in = self.case.stage
        self.patience: asyncio.Task[None] | None = None

    @workflow.run
    async def run(self, start: CaseStart) -> str:
        require_known_shell(start)
        require_known_core(self.case, start.core)
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
            self._wait_for_actions()
            self._set_timer()
            await workflow.wait_condition(lambda: self._is_called() or recorder.done())

    def _is_called(self) -> bool:
        """Whether the loop has something to do."""
        rang = self.timer is not None and self.timer.done()
        ends = self._is_drained() or self._may_continue()
        return self.has_mail() or rang or self._has_moved() or self.goes_on() or ends

    def _fail_task(self, recorder: asyncio.Task[None]) -> None:
        """A case that can't be recorded stops here, loudly: the workflow task fails, is shown in
        Temporal UI and retried until code or data are put right. The case itself never fails, but for one
        thing: a record that another run has written meanwhile. It was on its way when this run loaded the
        case, or somebody reset this run to a time before it. Then the run fails, and the next one loads anew
        and is told what this one had heard. Twice in a row it is something else, and a person must look."""
        try:
            recorder.result()
        except ActivityError as error:
            if self.in_slices and not self.was_overtaken and _is_conflict(error):
                raise ApplicationError(
                    f"case {self.case.number} was recorded by another run meanwhile",
                    type=OVERTAKEN,
                    non_retryable=True,
                ) from error
            raise RuntimeError(f"case {self.case.number} can't be recorded: {error}") from error
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

    def _has_moved(self) -> bool:
        """Whether a command changed what the loop shows or waits for."""
        return self.case.is_opened and (
            self.shown is None or self.shown.version != self.case.version
        )

    # --- recording ---------------------------------------------------------------------------------

    async def _record(self) -> None:
        """Write down what happened: one batch in flight, everything pending in the next.

        That an action was carried out is not worth a batch of its own; it goes with the next one,
        or before the run ends.
        """
        while True:
            await workflow.wait_condition(self._has_news)
            record = record_of(self.handed_in, self.case, self.pending, self.outcomes)
            self.handed_in, self.recording = self.case, True
            version, self.pending, self.outcomes = self.case.version, [], []
            self.answered = Held()
            stored: str = await workflow.execute_activity(
                "record",
                record,
                result_type=str,
                start_to_close_timeout=timedelta(seconds=30),
                retry_policy=FOR_EVER,
                summary=summaries.record_summary(record, self.case)
                if self.case.is_opened
                else None,
            )
            if stored != digest(record):
                kinds = [event.name for event in record.events]
                raise StateDiffers(self.case.number, record.first, kinds)
            self.recorded, self.recording, self.stored = version, False, self.handed_in
            self.was_overtaken = False
            if self.in_slices:
                self.forget()
            asked = self._start_actions() or self._has_news()
            if not asked and workflow.all_handlers_finished():
                # nobody waits and nothing follows: see `_mark`
                workflow.upsert_memo({"recorded": version})

    def _has_news(self) -> bool:
        worth_it = any(not isinstance(event, ActionDone) for event in self.pending)
        worth_it |= self.in_slices and len(self.pending) >= SLICE
        last_chance = self.case.is_closed or self._wants_a_new_run()
        return worth_it or bool(self.outcomes) or (bool(self.pending) and last_chance)

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
        if changed := changes(before, now):
            workflow.upsert_search_attributes(changed)
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
        length = info.get_current_history_length()
        is_long = length >= LONG and self.case.stage != self.began_in
        is_too_long = self.in_slices and length >= TOO_LONG
        is_worth_it = length >= AT_LEAST or not self.in_slices
        is_asked = info.is_continue_as_new_suggested() and is_worth_it
        return is_long or is_too_long or is_asked

    def is_leaving(self) -> bool:
        """Whether the run gives way as soon as what it has decided is recorded. From here on nothing new is
        let in, and what signals bring goes along undecided: steady traffic can't hold it."""
        return self.case.is_opened and self._wants_a_new_run()

    def _wait_for_actions(self) -> None:
        """Actions in hand are let finish: cut off, each would be done again. Not for long, for one that
        fails goes on failing."""
        if self.in_slices and self.is_leaving() and self.in_hand and not self.patience:
            self.patience = self._spawn(
                workflow.sleep(PATIENCE, summary=summaries.leaving_summary(self.case.rules))
            )

    def _is_impatient(self) -> bool:
        return self.patience is not None and self.patience.done()

    def _may_continue(self) -> bool:
        if self.in_slices:
            kept = self.pending or self.outcomes or self.recording
            busy = kept or (self.in_hand and not self._is_impatient())
            return self.is_leaving() and not busy and workflow.all_handlers_finished()
        open_still = self.case.is_opened and not self.case.is_closed
        return open_still and self._wants_a_new_run() and self._is_settled()

    def _next_start(self) -> CaseStart:
        """What the new run takes over: the case with its open actions, which start again under their
        own ids, the commands remembered, and the newest core to go on under. A case too large for one payload
        it loads: all of it is recorded by now."""
        carried = is_carried(self.case)
        return self.start.model_copy(
            update={
                "core": CORE,
                "case": self.case if carried else None,
                "applied": newest_of(tuple(self.applied.values())),
                "reload": not carried,
                "undecided": tuple(self.inbox),  # results of actions among them
                "shell": SHELL,
                "told": tuple(self.told),
                "answered": (),
                "ended": None,
            }
        )


def _is_conflict(error: ActivityError) -> bool:
    return isinstance(error.cause, ApplicationError) and error.cause.type == CONFLICT
