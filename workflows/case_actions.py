"""What a case has done outside, as activities: its actions, and its own loading."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.contract import (
        TOLD,
        Delivered,
        Loaded,
        Notifications,
        PieceOf,
        handed_over,
        notification,
    )
    from domain.actions import FinishAction
    from domain.case import Case
    from domain.case.actions import Action
    from domain.command import SYSTEM, Actor
    from messages import summaries
    from workflows.case_clock import CaseClock
    from workflows.case_decisions import by_key, require_known_core
    from workflows.contract import CaseStart

FOR_EVER = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    backoff_coefficient=2,
    maximum_interval=timedelta(seconds=10),
)
"""The database comes back; until then the case waits for it and loses nothing. Somebody waits for the
answer, so after an outage of any length it goes on within ten seconds."""


AT_ONCE = 10
"""Actions in hand at a time: so many are started anew where a run gives way, and a flood of notices
takes its turn."""


class CaseActions(CaseClock):
    """Each action is started once in a run; its result comes back as a command."""

    def __init__(self, start: CaseStart) -> None:
        super().__init__(start)
        self.carried = {it.action for it in self.inbox if isinstance(it, FinishAction)}
        self.in_hand = 0

    def _open_actions(self) -> tuple[Action, ...]:
        return tuple(a for a in self.case.actions if a.status == "to_do")

    def _start_actions(self) -> bool:
        """Start what is to be carried out; whether there was anything.

        Nothing is carried out before it is recorded: were the run ended in between, the next would give the
        same id to something else, and whoever is told by id would take it for the same.
        """
        fresh = [action for action in self._open_actions() if action.id not in self.carried]
        if self.in_slices:
            known = {action.id for action in self.stored.actions}
            free = 0 if self.is_leaving() else AT_ONCE - self.in_hand
            fresh = [action for action in fresh if action.id in known][:free]
        self.carried.update(action.id for action in fresh)
        together = [action for action in fresh if self.in_slices and action.name in TOLD]
        if together:
            self._spawn(self._tell(together))
        for action in fresh:
            if action not in together:
                self._spawn(self._carry_out(action))
        return bool(fresh)

    async def _tell(self, actions: Sequence[Action]) -> None:
        """Tell people what there is to tell at this moment."""
        self.in_hand += len(actions)
        notices = tuple(notification(self.case, action) for action in actions)
        try:
            delivered: Delivered = await workflow.execute_activity(
                "tell",
                Notifications(notices=notices),
                result_type=Delivered,
                start_to_close_timeout=timedelta(seconds=30),
                retry_policy=FOR_EVER,
                summary=summaries.telling_summary(actions, self.case),
            )
            failed = delivered.failed
        except ActivityError as failure:
            failed = {action.id: str(failure.cause or failure) for action in actions}
        self.in_hand -= len(actions)
        self._finish([(action.id, failed.get(action.id), None) for action in actions])

    async def _carry_out(self, action: Action) -> None:
        """Start an action; its result comes back as a command like everything else."""
        error: str | None = None
        result: str | None = None
        self.in_hand += 1
        try:
            result = await workflow.execute_activity(
                action.name,
                handed_over(self.case, action, self.start.shift),
                result_type=cast(type, str | None),
                start_to_close_timeout=timedelta(seconds=30),
                retry_policy=FOR_EVER,
                summary=summaries.action_summary(action, self.case),
            )
        except ActivityError as failure:
            error = str(failure.cause or failure)
        self.in_hand -= 1
        self._finish([(action.id, error, result)])

    def _finish(self, results: Sequence[tuple[str, str | None, str | None]]) -> None:
        """Hand on what came of actions, each with its error and its result."""
        # A turn that takes a result and commands nothing can, where a worker has to replay, be merged by
        # the SDK with the turn after it, and the result is taken in another order than it is replayed
        # in later. The memo is the cheapest command: every result leaves its mark.
        workflow.upsert_memo({"carried_out": results[-1][0]})
        self.inbox += [
            FinishAction(
                actor=Actor(handle=SYSTEM),
                received_at=self.now,
                action=action,
                error=error,
                result=result,
            )
            for action, error, result in results
        ]
        if self.in_slices:
            self._start_actions()

    async def _load(self) -> None:
        """A message woke a case whose run had ended, or nobody carried it any more: take up where the
        database says it stands. What fell due meanwhile was watched by nobody, as in any outage."""
        found: Loaded | None = await workflow.execute_activity(
            "load_case",
            self.case.number,
            result_type=cast(type, Loaded | None),
            start_to_close_timeout=timedelta(minutes=2),  # histories of ended runs are read, too
            retry_policy=FOR_EVER,
            summary=summaries.load_summary(self.case.number, self.start.language),
        )
        case = await self._in_pieces(found) if found and found.pieces else found and found.case
        if found and case:
            require_known_core(case, self.start.core)
            self.case = self.handed_in = self.stored = case
            self.recorded = case.version
            self.applied = by_key(found.outcomes)
            self.told = dict.fromkeys(found.told)
            upcoming = self._next()
            self.watched = upcoming.due_at if upcoming else None
            self.take_up()
        if found:
            self.inbox += found.undecided
            self.was_overtaken = found.overtaken
        self.keep_answers(
            (*self.start.answered, *(found.answered if found else ())),
            self.start.ended or (found.ended if found else None),
        )
        self.loading = False

    async def _in_pieces(self, found: Loaded) -> Case:
        """A case that is too large for one payload."""
        whole = ""
        for piece in range(found.pieces):
            whole += await workflow.execute_activity(
                "load_piece",
                PieceOf(number=self.case.number, version=found.version, piece=piece),
                result_type=str,
                start_to_close_timeout=timedelta(minutes=2),
                retry_policy=FOR_EVER,
                summary=summaries.load_summary(self.case.number, self.start.language),
            )
        return Case.model_validate_json(whole)
