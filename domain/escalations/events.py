"""What happens to escalations."""

from typing import Literal

from domain.case.escalations import Escalation
from domain.clocks import Clock
from domain.event import Event
from domain.plan.terms import Line


class Escalated(Event):
    kind: Literal["escalated"] = "escalated"
    escalation: Escalation


class EscalationJoined(Event):
    """The same call for help once more, while the first one still waits: it is that one."""

    kind: Literal["escalation_joined"] = "escalation_joined"
    escalation: str


class EscalationPassedOn(Event):
    """Nobody took it on in time: one further."""

    kind: Literal["escalation_passed_on"] = "escalation_passed_on"
    escalation: str
    line: Line
    receiver: str
    clock: Clock


class EscalationUnanswered(Event):
    """There is nobody further up. `again` runs until the top of the line is told once more."""

    kind: Literal["escalation_unanswered"] = "escalation_unanswered"
    escalation: str
    again: Clock | None = None


class EscalationRenewed(Event):
    """`taken_by` took it on, and it is still not done: somebody has to take it on anew."""

    kind: Literal["escalation_renewed"] = "escalation_renewed"
    escalation: str
    taken_by: str
    line: Line
    receiver: str
    clock: Clock


class EscalationMoved(Event):
    """It was with `former`, who has `left`, whose place is another's now, or who `owes` what it is about, as the case is
    theirs now; `receiver` is called in their stead."""

    kind: Literal["escalation_moved"] = "escalation_moved"
    escalation: str
    former: str
    left: bool
    owes: bool = False
    line: Line
    receiver: str
    clock: Clock


class EscalationRecalled(Event):
    """Something new happened about a call that stands; `told` heard of it."""

    kind: Literal["escalation_recalled"] = "escalation_recalled"
    escalation: str
    told: str
    again: Clock | None = None


class EscalationAcknowledged(Event):
    """`again` runs until it is looked whether it is done, where it has to be."""

    kind: Literal["escalation_acknowledged"] = "escalation_acknowledged"
    escalation: str
    again: Clock | None = None


class Deescalated(Event):
    kind: Literal["deescalated"] = "deescalated"
    escalation: str
    reason: str


class TierChanged(Event):
    kind: Literal["tier_changed"] = "tier_changed"
    tier: int
    reason: str
