"""What is due in a case, and why then (REQ A7)."""

from fastapi import Request
from pydantic import BaseModel

from api.dependencies import DependenciesIn
from api.lookups import CaseIn
from api.problems import language
from api.routes import reads
from db import people
from domain.deadline import Deadline
from domain.deadlines import deadlines
from messages.derivations import explain
from messages.speech import voice_of
from messages.summaries import deadline_line


class DeadlineOut(Deadline):
    """`says` is what is due, `explanation` why then."""

    says: str
    overdue: bool
    explanation: str


class DeadlineList(BaseModel):
    items: list[DeadlineOut]


reading = reads("clocks")


@reading.get("/deadlines", summary="What is due, and why then")
async def get_deadlines(case: CaseIn, deps: DependenciesIn, request: Request) -> DeadlineList:
    now, found = deps.now(), deadlines(case)
    meant = {due.why.rule for due in found} | {due.owner for due in found}
    meant |= {due.set_by for due in found}
    names = await people.names(deps.database, meant)
    voice = voice_of(case.rules, language(request), case, now, names)
    return DeadlineList(
        items=[
            DeadlineOut(
                **due.model_dump(),
                says=deadline_line(due, voice),
                overdue=due.due_at < now,
                explanation=explain(due, case.rules, language(request), people=names),
            )
            for due in found
        ]
    )
