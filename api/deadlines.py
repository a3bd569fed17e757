"""What is due in a case, and why then (REQ A7)."""

from fastapi import Request
from pydantic import BaseModel

from api.dependencies import DependenciesIn
from api.lookups import load_case
from api.problems import language
from api.routes import reads
from db import people
from domain.deadline import Deadline
from domain.deadlines import deadlines
from messages.derivations import explain


class DeadlineOut(Deadline):
    overdue: bool
    explanation: str


class DeadlineList(BaseModel):
    items: list[DeadlineOut]


reading = reads("clocks")


@reading.get("/deadlines", summary="What is due, and why then")
async def get_deadlines(number: str, deps: DependenciesIn, request: Request) -> DeadlineList:
    case, now = await load_case(deps, number), deps.now()
    found = deadlines(case)
    names = await people.names(deps.database, {due.why.rule for due in found})
    return DeadlineList(
        items=[
            DeadlineOut(
                **due.model_dump(),
                overdue=due.due_at < now,
                explanation=explain(due, case.rules, language(request), people=names),
            )
            for due in found
        ]
    )
