"""Taking a case in: opening, triage, and the confirmation that is its anchor (REQ A2, A5, A7)."""

from domain import commands as c
from domain import events as e
from domain import milestones, promises, sop
from domain.case import Case, Notice
from domain.draft import Draft
from domain.errors import Refusal
from domain.plan import Plan
from domain.response import await_response, responded


def open_case(draft: Draft, command: c.OpenCase) -> None:
    if draft.case.is_opened:
        raise Refusal("case_already_open", number=draft.case.number)
    blank = tuple(
        name for name in ("title", "customer", "owner") if not getattr(command, name).strip()
    )
    if blank:
        raise Refusal("reason_required", fields=blank, number=draft.case.number)
    spoke_at = min(command.spoke_at, draft.now)
    draft.emit(
        e.CaseOpened,
        plan=command.plan,
        title=command.title,
        customer=command.customer,
        customer_level=command.customer_level,
        channel=command.channel,
        priority=command.priority,
        owner=command.owner,
        emotion=command.emotion,
        spoke_at=spoke_at,
        text=command.text,
    )
    if command.comes_from:
        draft.emit(e.CaseLinked, link=command.comes_from)
    if command.guide:
        draft.emit(e.ProductNamed, guide=command.guide)
    first = draft.plan.sop.stage(draft.case.stage)
    draft.emit(
        e.StageEntered, stage=first.name, left="", on=command.name, clock=sop.clock_of(first, draft)
    )
    await_response(draft, spoke_at)
    if command.owner != command.actor.handle:
        draft.tell(command.owner, about="case_assigned", by=command.actor.handle)


def triage(draft: Draft, command: c.Triage) -> None:
    case = draft.case
    sop.require_stage_taking(draft, command.name)
    if command.priority != case.priority:
        draft.require_reason(command.reason)
    whole = sop.completes_with(draft, command.name)
    given = sop.check_yields(draft, case.current, command.yields, whole=whole)
    if given:
        draft.emit(e.StageCompleted, stage=case.stage, yields=given)
    draft.emit(
        e.CaseTriaged, priority=command.priority, reason=command.reason, traits=command.traits
    )
    if case.response and command.priority != case.priority:
        await_response(draft, case.response.started_at, known=case.response.overdue)
    sop.move(draft)


def confirm(draft: Draft, command: c.ConfirmComplex) -> None:
    if draft.case.is_confirmed:
        raise Refusal("already_confirmed", number=draft.case.number)
    sop.require_stage_taking(draft, command.name)
    told_at, first_at = command.told_at, command.first_feedback_at
    channel, answer = command.channel, command.answer
    if not (channel and told_at and first_at and answer):
        missing = ("channel", "told_at", "first_feedback_at", "answer")
        fields = tuple(name for name in missing if not getattr(command, name))
        raise Refusal(
            "notice_missing", fields=fields, number=draft.case.number, missing=", ".join(fields)
        )
    draft.require_past("told_at", told_at)
    promises.check_times(draft, first_at, None, "first_feedback_at")
    notice = Notice(channel=channel, told_at=told_at, first_feedback_at=first_at, answer=answer)
    draft.emit(
        e.ComplexConfirmed,
        complexity=command.complexity,
        reason=command.reason,
        notice=notice,
        plan=_fitting(draft.case, command.plan),
    )
    promises.check_not_too_far(draft, first_at, "first_feedback_at")
    if answer != "unreachable":
        responded(draft, told_at)
    sop.move(draft)
    milestones.promise(draft, command.milestones)


def _fitting(case: Case, plan: Plan | None) -> Plan | None:
    """A newer plan is pinned only if the case can go on in it (REQ H2): it has the stage, the
    calendars that running clocks and open promises count on, and rules for the visits there are."""
    if plan is None:
        return None
    clocks = (case.response, case.stage_clock, *(visit.report for visit in case.visits))
    used = {clock.limit.calendar for clock in clocks if clock}
    used |= {promise.why.calendar for promise in case.open_promises}
    has_stage = any(stage.name == case.stage for stage in plan.sop.stages)
    if case.visits and plan.visits is None:
        return None
    return plan if has_stage and used - {None} <= plan.calendars.keys() else None
