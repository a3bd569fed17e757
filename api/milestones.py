"""The dated plan for the customer: what is proposed, what is promised (REQ B1)."""

from datetime import datetime
from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel

from api.dependencies import DependenciesIn
from api.lookups import CaseIn
from api.problems import language
from api.routes import reads
from api.wire import Filled, In, Moment, Name
from db import people
from domain.case import Case
from domain.case.promises import Promise
from domain.deadline import Deadline
from domain.milestones import Milestone, Proposal, proposals
from domain.plan.terms import Complexity
from messages.derivations import explain
from messages.speech import voice_of
from messages.voice import Voice


class MilestoneIn(In):
    """What the customer is told to expect by when. `stage` is the stage whose end it is about."""

    subject: Filled
    latest_by: Moment
    expected_by: Moment | None = None
    stage: Name | None = None

    def milestone(self) -> Milestone:
        return Milestone(
            subject=self.subject,
            latest_by=self.latest_by,
            expected_by=self.expected_by,
            stage=self.stage,
        )


class MilestoneOut(BaseModel):
    """A milestone: proposed before the confirmation, a promise after it (REQ B1)."""

    subject: str
    stage: str | None
    latest_by: datetime
    expected_by: datetime | None
    promise: str | None = None
    status: str = "proposed"
    explanation: str

    @classmethod
    def of(cls, each: Promise | Proposal, case: Case, voice: Voice) -> "MilestoneOut":
        promise = each if isinstance(each, Promise) else None
        due = Deadline(
            key="",
            kind="promise",
            due_at=each.latest_by,
            owner=case.owner,
            subject=each.subject,
            why=each.why,
        )
        return cls(
            subject=each.subject,
            stage=each.stage,
            latest_by=each.latest_by,
            expected_by=each.expected_by,
            promise=promise.id if promise else None,
            status=promise.status if promise else "proposed",
            explanation=explain(due, case.rules, voice.language, people=voice.people),
        )

    @classmethod
    def all_of(cls, case: Case, voice: Voice) -> list["MilestoneOut"]:
        """Those promised, also the ended ones, in the order in which they were made."""
        return [cls.of(p, case, voice) for p in case.promises if p.kind == "milestone"]


class MilestoneList(BaseModel):
    items: list[MilestoneOut]


reading = reads("promises")


@reading.get("/milestones", summary="The dated plan for the customer")
async def get_milestones(
    case: CaseIn,
    deps: DependenciesIn,
    request: Request,
    complexity: Annotated[Complexity, Query(description="Before it is confirmed")] = "medium",
) -> MilestoneList:
    """Each a promise once the case is confirmed; before that, what confirming now would promise, so
    that the customer can be told."""
    agreed = {p.why.rule for p in case.promises if p.kind == "milestone"}
    names = await people.names(deps.database, agreed)
    voice = voice_of(case.rules, language(request), people=names)
    if case.is_confirmed:
        return MilestoneList(items=MilestoneOut.all_of(case, voice))
    found = proposals(case.rules, complexity, deps.now())
    return MilestoneList(items=[MilestoneOut.of(each, case, voice) for each in found])
