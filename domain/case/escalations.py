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

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to acknowledge it."""
        return self.acknowledged_at is None and self.deescalated_at is None


class EscalationEntry(Entry):
    """`due_at` is when its receiver has to have acknowledged it."""

    kind: Literal["escalation"] = "escalation"
    escalation: Escalation
    due_at: datetime
