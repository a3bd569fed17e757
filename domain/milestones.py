"""The dated plan that a customer gets with the confirmation (REQ B1).

Each milestone is a promise: "seven days" becomes small kept promises. A milestone is kept by telling
the customer, not by having done the work; so when its stage is completed the owner is reminded that
the customer doesn't know yet.
"""

from collections.abc import Sequence
from datetime import datetime

from domain.case import Case
from domain.derivation import Derivation, after, derive
from domain.draft import Draft
from domain.errors import Refusal
from domain.frozen import Frozen
from domain.plan import Plan
from domain.plan.limit import Limit
from domain.plan.milestones import MilestoneRule
from domain.plan.terms import Complexity
from domain.promises import making
from domain.promises.making import make_promise
from domain.rules import Rules, invalid


class Milestone(Frozen):
    """What the customer is told to expect by when; `stage` is the stage whose end it is about."""

    subject: str
    latest_by: datetime
    expected_by: datetime | None = None
    stage: str | None = None


class Proposal(Frozen):
    """A milestone as the plan would date it. `stage` is the stage whose end it is about."""

    subject: str
    stage: str | None
    latest_by: datetime
    expected_by: datetime | None
    why: Derivation


def proposals(plan: Plan, complexity: Complexity, now: datetime) -> list[Proposal]:
    """The milestones of the plan's SOP for a case confirmed now, each dated by the calendar. One that
    would lie beyond the red line stands at the red line, and says so."""
    found: list[Proposal] = []
    if not plan.sop.milestones:
        return found
    line, why_line = derive(
        plan, anchor="confirmed_at", anchor_at=now, limit=plan.red_lines[complexity]
    )
    for rule in plan.sop.milestones:
        limit = _limit(plan, rule)
        latest, why = derive(plan, anchor="confirmed_at", anchor_at=now, limit=limit)
        expected = limit.target and after(plan, now, limit.target, limit.calendar)
        if latest > line:
            latest, why = line, why_line
        found.append(
            Proposal(
                subject=rule.label[plan.language],
                stage=rule.stage,
                latest_by=latest,
                expected_by=expected if expected and expected < latest else None,
                why=why,
            )
        )
    return found


def promise(draft: Draft, given: Sequence[Milestone]) -> None:
    """Promise the milestones agreed with the customer; without any, those that the plan proposes."""
    complexity = draft.case.complexity
    assert complexity, "milestones follow the confirmation"
    if given:
        _check(draft, given, complexity)
        found = [_agreed(draft, each) for each in sorted(given, key=lambda m: m.latest_by)]
    else:
        found = proposals(draft.plan, complexity, draft.counts_from)
    for each in found:
        make_promise(
            draft,
            kind="milestone",
            owner=draft.case.owner,
            subject=each.subject,
            latest_by=each.latest_by,
            expected_by=each.expected_by,
            why=each.why,
            stage=each.stage,
            untold=is_untold(draft.case),
        )


def is_untold(case: Case) -> bool:
    """Whether nobody could tell the customer what the confirmation sets down for them."""
    return case.core >= 2 and case.notice is not None and case.notice.answer == "unreachable"


def tell_reached(draft: Draft, stage: str) -> None:
    """A stage is done whose milestone is still open: the customer doesn't know yet."""
    for owed in draft.case.open_promises:
        if owed.kind == "milestone" and owed.stage == stage:
            draft.tell(
                owed.owner,
                about="milestone_reached",
                ref=owed.id,
                subject=owed.subject,
                kind=owed.kind,
                stage=stage,
                due=owed.latest_by.isoformat(),
            )


def _limit(plan: Plan, rule: MilestoneRule) -> Limit:
    return Limit(
        limit=rule.limit,
        target=rule.target,
        calendar=plan.business if rule.working else None,
        rule=f"sops.{plan.sop.name}.milestones.{rule.stage}",
    )


def _agreed(draft: Draft, given: Milestone) -> Proposal:
    return Proposal(
        subject=given.subject.strip(),
        stage=given.stage,
        latest_by=given.latest_by,
        expected_by=given.expected_by,
        why=making.agreed(draft, given.latest_by),
    )


def _check(draft: Draft, given: Sequence[Milestone], complexity: Complexity) -> None:
    """Each has a subject, lies ahead and before the red line, and none leaves a silence longer than
    the rhythm's longest before it."""
    plan, number = draft.plan, draft.case.number
    stages = plan.sop.names
    line = plan.red_lines[complexity]
    last = after(plan, draft.counts_from, line.limit, line.calendar)
    longest, before = plan.rhythm.longest, draft.counts_from
    for each in sorted(given, key=lambda m: m.latest_by):
        if draft.is_nothing(each.subject):
            raise Refusal("reason_required", fields=("subject",), number=number)
        if each.stage is not None and each.stage not in stages:
            raise Refusal(
                "unknown_stage",
                fields=("milestones",),
                number=number,
                stage=draft.case.stage,
                named=each.stage,
                known=", ".join(stages),
            )
        making.check_times(draft, each.latest_by, each.expected_by, "milestones")
        if each.latest_by > last:
            raise Refusal(
                "milestone_after_red_line",
                fields=("milestones",),
                number=number,
                due=each.latest_by,
                limit=last,
            )
        furthest = after(plan, before, longest.limit, longest.calendar)
        if each.latest_by > furthest:
            raise Refusal(
                "milestones_too_far_apart",
                fields=("milestones",),
                number=number,
                since=before,
                due=each.latest_by,
                limit=furthest,
            )
        before = each.latest_by


RULES = Rules(
    refusals={
        "milestone_after_red_line": invalid("a milestone lies beyond the case's red line"),
        "milestones_too_far_apart": invalid("before a milestone lies too long a silence"),
    },
    on_stage_done=tell_reached,
)
