"""What may be asked about escalations."""

from typing import Literal

from domain.command import Command
from domain.plan.terms import Line


class Escalate(Command):
    """An agent calls for help, at any time, with a reason (REQ D1)."""

    kind: Literal["escalate"] = "escalate"
    reason: str
    line: Line | None = None
    tier: Literal[2, 3] | None = None


class AcknowledgeEscalation(Command):
    kind: Literal["acknowledge_escalation"] = "acknowledge_escalation"
    escalation: str


class Deescalate(Command):
    kind: Literal["deescalate"] = "deescalate"
    escalation: str
    reason: str
