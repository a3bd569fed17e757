"""Calls for help as the case keeps them."""

from datetime import datetime
from typing import Literal

from domain.clocks import Clock
from domain.entry import Entry
from domain.frozen import Frozen
from domain.plan.escalations import Cause
from domain.plan.terms import Line


class Escalation(Frozen):
    """A call for help up the line; its receiver acknowledges in time or it goes one further (REQ D1)."""

    id: str
    cause: Cause
    reason: str
    raised_at: datetime
    raised_by: str
    line: Line
    receiver: str
    tier: int
    clock: Clock
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    unanswered: bool = False
    """Nobody left to pass it to: the top of the line was told and stayed silent."""
    deescalated_at: datetime | None = None
    again: Clock | None = None
    """Until people are told again: nobody has taken it on, or somebody has and it is not done yet."""
    told_at: datetime | None = None
    """When its holder last heard of something new about it."""

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to acknowledge it."""
        return self.acknowledged_at is None and self.deescalated_at is None

    @property
    def holder(self) -> str:
        """With whom it stands: whoever took it on, or whoever is to."""
        return self.acknowledged_by or self.receiver

    @property
    def last_told(self) -> datetime:
        """When its holder last heard of it."""
        again = self.again.started_at if self.again else None
        moments = (self.clock.started_at, self.acknowledged_at, self.told_at, again)
        return max(moment for moment in moments if moment)


class EscalationEntry(Entry):
    """`due_at` is when its receiver has to have acknowledged it."""

    kind: Literal["escalation"] = "escalation"
    escalation: Escalation
    due_at: datetime
