"""Triage: what kind of case it is (REQ A5), and how urgent (REQ A4)."""

from typing import Annotated

from fastapi.responses import Response
from pydantic import Field

from api.asking import Asked, AskedIn
from api.routes import commands
from api.wire import MANY, In, Name, Short, example
from domain.case.triage import Trait
from domain.plan.terms import Priority
from domain.triage import SetPriority, Triage


class TriageIn(In):
    """Any trait makes the case complex; none makes it one-off (REQ A5)."""

    model_config = example(
        priority="P2",
        traits=["needs_time_to_verify"],
        yields={"product": "Washing machine W-7", "occurred": "yesterday", "impact": "person"},
    )

    priority: Priority
    reason: Short = ""
    traits: Annotated[list[Trait], Field(max_length=MANY)] = []
    yields: Annotated[dict[Name, Short], Field(max_length=MANY)] = {}

    def command(self, asked: Asked) -> Triage:
        return Triage(
            **asked.signature,
            priority=self.priority,
            reason=self.reason,
            traits=tuple(self.traits),
            yields=self.yields,
        )


class PriorityIn(In):
    """How urgent it is now, and why (REQ A4)."""

    model_config = example(priority="P0", reason="Smoke is coming out of the machine")

    priority: Priority
    reason: Short

    def command(self, asked: Asked) -> SetPriority:
        return SetPriority(**asked.signature, priority=self.priority, reason=self.reason)


router = commands("stages")


@router.post("/triage", name="triage", summary="Say what kind of case it is")
async def triage(number: str, body: TriageIn, asked: AskedIn) -> Response:
    return await asked.ask(number, body.command(asked))


@router.post("/priority", name="set_priority", summary="Judge the priority anew")
async def set_priority(number: str, body: PriorityIn, asked: AskedIn) -> Response:
    """In whatever stage the case is, until it is closed. The case stays where it is; its running limits, and the answer
    that a customer waits for, are judged at the new pace from when they began."""
    return await asked.ask(number, body.command(asked))
