"""How time passes for a case: one timer, for the earliest of its deadlines."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain import engine
    from domain.case import Case
    from domain.command import SYSTEM, Actor
    from domain.deadline import Deadline
    from domain.deadlines import deadlines
    from messages import summaries
    from workflows.case_decisions import CaseDecisions
    from workflows.contract import CaseStart

GRACE = timedelta(minutes=1)
"""After an outage, the time given to messages that were on their way, before anything is called late."""

RINGING = timedelta(seconds=5)
"""A timer this near is left to ring, though nothing waits for it any more: it may be ringing already while its turn
asks to cancel it, and there are servers that make nothing of that."""


class CaseClock(CaseDecisions):
    """What is due, the timer that waits for it, and what became due while nobody was watching."""

    def __init__(self, start: CaseStart) -> None:
        super().__init__(start)
        self.tasks: set[asyncio.Task[None]] = set()
        self.timer: asyncio.Task[None] | None = None
        self.timer_for: tuple[datetime, str] | None = None
        self.watched: datetime | None = None
        self.grace_until: datetime | None = None
        self.stands = False
        """Whether time stands still, for what was heard before it is to be decided first."""
        self.unseen_since: datetime | None = None
        self.derived_from: Case | None = None
        self.derived: Sequence[Deadline] = ()

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
        self.stands = upcoming is not None and self._stands_before(upcoming)
        if self.stands:
            return
        if upcoming is None or upcoming.due_at > self.now:
            self.grace_until = self.unseen_since = self.heard_late = None
            return
        missed = self._missed_since()
        if missed and self.grace_until is None:
            self.grace_until, self.unseen_since = self.now + GRACE, missed
        if self.grace_until and self.now < self.grace_until:
            return
        tick = engine.Tick(
            actor=Actor(handle=SYSTEM), received_at=self.now, since=self.unseen_since
        )
        self.submit(tick)
        self.unmarked = True
        self.grace_until = self.unseen_since = self.heard_late = None

    def _stands_before(self, upcoming: Deadline) -> bool:
        """Whether a deadline has come that waits for what was heard before it: a call that somebody told us of in time keeps
        its promise, though it can only be decided when the database is back."""
        return upcoming.due_at <= self.now and self.is_behind(upcoming.due_at)

    def goes_on(self) -> bool:
        """Whether time stood still and need not any more."""
        upcoming = self._next()
        return self.stands and (upcoming is None or not self._stands_before(upcoming))

    def _missed_since(self) -> datetime | None:
        """Since when nobody was watching, if something became due meanwhile: since the deadline that was waited
        for, or since a command came that started a clock and found nobody."""
        if self.watched is not None and self.now - self.watched > engine.LATE:
            return self.watched
        return self.heard_late

    def _set_timer(self) -> None:
        """One timer, for the earliest deadline; a new one only when that has moved."""
        upcoming = self._next()
        wanted: tuple[datetime, str] | None = None
        if upcoming and not self.stands:
            wanted = (
                (self.grace_until, summaries.grace_summary(upcoming, self.case))
                if self.grace_until
                else (upcoming.due_at, summaries.deadline_summary(upcoming, self.case))
            )
        self.watched = upcoming.due_at if upcoming else None
        if self.timer and not self.timer.done() and wanted == self.timer_for:
            return
        if self.timer and not self.timer.done() and not self._is_about_to_ring():
            self.timer.cancel()
        self.timer, self.timer_for = None, wanted
        if wanted:
            at, summary = wanted
            wait = max(at - self.now, timedelta(milliseconds=1))
            self.timer = self._spawn(workflow.sleep(wait, summary=summary))

    def _is_about_to_ring(self) -> bool:
        """Whether the timer's hour is as good as come (a run of the first shell cancels it all the same)."""
        return (
            self.in_slices
            and self.timer_for is not None
            and self.timer_for[0] - self.now <= RINGING
        )

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run beside the loop; the task is held until it ends."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task
