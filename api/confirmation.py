"""Confirming a case as complex: the anchor of its promises (REQ A5)."""

from typing import Annotated

from fastapi.responses import Response
from pydantic import Field

from api.asking import Asked, AskedIn
from api.complexity import Factors
from api.milestones import MilestoneIn
from api.routes import commands
from api.wire import MANY, In, Moment, Short, example
from db.succession import with_people_now
from domain.case.confirmation import NoticeAnswer
from domain.case.contacts import Channel
from domain.confirmation import ConfirmComplex
from domain.plan import Plan
from domain.plan.terms import Complexity
from domain.planning import NotInPolicyError


class ConfirmIn(In):
    """Confirming needs the notice: the customer was told, with the time of the first feedback.

    How complex it is the `factors` say, all of them, or a level by itself (`complexity`); one that differs from what the
    factors come to needs a reason. Each milestone becomes a promise. Without them, those of the SOP are promised; what they would be
    is at `GET /v1/cases/{number}/milestones`.
    """

    model_config = example(
        factors={
            "issue": "to_diagnose",
            "resources": "service_team",
            "verification": "some_days",
        },
        channel="phone",
        told_at="now-5m",
        first_feedback_at="now+24h",
        answer="agreed",
        milestones=[{"subject": "The cause of the noise", "latest_by": "now+48h"}],
    )

    factors: Factors = {}
    complexity: Complexity | None = None
    reason: Short = ""
    channel: Channel | None = None
    told_at: Moment | None = None
    first_feedback_at: Moment | None = None
    answer: NoticeAnswer | None = None
    milestones: Annotated[list[MilestoneIn], Field(max_length=MANY)] = []

    def command(self, asked: Asked, plan: Plan | None) -> ConfirmComplex:
        return ConfirmComplex(
            **asked.signature,
            factors=self.factors,
            complexity=self.complexity,
            reason=self.reason,
            channel=self.channel,
            told_at=self.told_at,
            first_feedback_at=self.first_feedback_at,
            answer=self.answer,
            plan=plan,
            milestones=tuple(each.milestone() for each in self.milestones),
        )


router = commands("stages")


@router.post("/confirm", name="confirm", summary="Confirm as complex: the anchor")
async def confirm(number: str, body: ConfirmIn, asked: AskedIn) -> Response:
    """The policy in force now is pinned to the case, if it has changed since the opening."""
    return await asked.ask(number, body.command(asked, await _newer_plan(asked, number)))


async def _newer_plan(asked: Asked, number: str) -> Plan | None:
    """The policy in force, applied to a case anew; None when nothing has changed since its opening,
    or when the policy no longer has its scenario or team: then the pinned plan holds."""
    pinned = await asked.opened_with(number)
    if pinned is None:
        return None
    try:
        plan = asked.deps.plans.plan(
            scenario=pinned.scenario,
            team=pinned.team,
            language=pinned.language,
            opened_on=asked.received_at.date(),
        )
    except NotInPolicyError:
        return None
    plan = await with_people_now(asked.deps.database, plan)
    return None if plan == pinned else plan
