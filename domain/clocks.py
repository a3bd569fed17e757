"""Time that counts: the response clock, the stage clock and the follow-up clock (REQ A7, B4).

A paused clock remembers how much working time it stood still; its due time moves by just that,
so a pause can never bring a deadline nearer.
"""

from datetime import datetime, timedelta

from domain.derivation import Derivation, derive, elapsed
from domain.frozen import Frozen, changed
from domain.plan import Plan
from domain.plan.limit import Limit


class Clock(Frozen):
    """A running, paused or (when absent from the case) stopped clock with its limit."""

    anchor: str
    started_at: datetime
    limit: Limit
    paused: timedelta = timedelta(0)
    paused_otherwise: timedelta = timedelta(0)
    """The same in the other time, by the clock or in working time: another priority may count in that (REQ A4)."""
    paused_at: datetime | None = None
    overdue: bool = False
    warned: bool = False

    def pause(self, at: datetime) -> "Clock":
        """Stand still from `at`, or from its start if that is later; a clock that already stands still keeps
        its first moment."""
        at = max(at, self.started_at)
        return self if self.paused_at else changed(self, {"paused_at": at})

    def resume(self, plan: Plan, at: datetime) -> "Clock":
        """Count again from `at`; what passed since the pause, in the limit's own time, is added."""
        if not self.paused_at:
            return self
        stood = elapsed(plan, self.paused_at, at, self.limit.calendar)
        other = None if self.limit.calendar else plan.business
        otherwise = elapsed(plan, self.paused_at, at, other)
        return changed(
            self,
            {
                "paused": self.paused + stood,
                "paused_otherwise": self.paused_otherwise + otherwise,
                "paused_at": None,
            },
        )

    def under(self, plan: Plan, limit: Limit, now: datetime) -> "Clock":
        """The same clock, from the same moment, judged by another limit: overdue only if it is by that, too.

        How long it stood still counts in the time of that limit: office hours say nothing of hours by the clock.
        """
        paused, otherwise = self.paused, self.paused_otherwise
        if limit.calendar != self.limit.calendar:
            paused, otherwise = otherwise, paused
        clock = changed(self, {"limit": limit, "paused": paused, "paused_otherwise": otherwise})
        overdue = self.overdue and clock.due(plan)[0] <= (self.paused_at or now)
        return changed(clock, {"overdue": overdue})

    def due(self, plan: Plan, share: float = 1.0) -> tuple[datetime, Derivation]:
        """When `share` of the limit is used up, and why."""
        return derive(
            plan,
            anchor=self.anchor,
            anchor_at=self.started_at,
            limit=self.limit,
            paused=self.paused,
            share=share,
        )
