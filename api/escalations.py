"""Calls for help, and who has them (REQ D1)."""

from datetime import datetime
from typing import Literal

from fastapi.responses import Response
from pydantic import BaseModel

from api.asking import Asked, AskedIn
from api.reach import Reach
from api.routes import commands
from api.wire import Filled, In, ReasonIn, example
from domain.case import Case
from domain.case.escalations import Escalation
from domain.escalations import AcknowledgeEscalation, Deescalate, Escalate


class EscalateIn(In):
    """A call for help, at any time, with a reason (REQ D1)."""

    model_config = example(reason="The customer wants to speak to somebody in charge")

    reason: Filled
    line: Literal["lead", "supervisor", "executive"] | None = None
    tier: Literal[2, 3] | None = None

    def command(self, asked: Asked) -> Escalate:
        return Escalate(**asked.signature, reason=self.reason, line=self.line, tier=self.tier)


class EscalationOut(BaseModel):
    id: str
    cause: str
    reason: str
    raised_at: datetime
    raised_by: str
    line: str
    receiver: str
    tier: int
    acknowledge_by: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    unanswered: bool
    deescalated_at: datetime | None

    @classmethod
    def of(cls, escalation: Escalation, case: Case) -> "EscalationOut":
        due, _ = escalation.clock.due(case.rules)
        known = {name: getattr(escalation, name, due) for name in cls.model_fields}
        return cls.model_validate(known)


calling = commands("escalations", reach=Reach.NUMBER)
"""Whoever sees that a case needs help may call for it, whosever it is."""
router = commands("escalations")


@calling.post("/escalations", name="escalate", status_code=202, summary="Call for help")
async def escalate(number: str, body: EscalateIn, asked: AskedIn) -> Response:
    """Durable even with no worker alive; a refusal would reach your inbox. The answer names the escalation in
    `escalations` once it is decided; the same call again, while it waits, gives the same one."""
    return await asked.tell(number, body.command(asked))


@router.post("/escalations/{escalation}/acknowledge", name="acknowledge", summary="I have it")
async def acknowledge(number: str, escalation: str, asked: AskedIn) -> Response:
    return await asked.ask(number, AcknowledgeEscalation(**asked.signature, escalation=escalation))


@router.post("/escalations/{escalation}/deescalate", name="deescalate", summary="It is over")
async def deescalate(number: str, escalation: str, body: ReasonIn, asked: AskedIn) -> Response:
    command = Deescalate(**asked.signature, escalation=escalation, reason=body.reason)
    return await asked.ask(number, command)
