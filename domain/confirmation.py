"""The anchor: a human confirms a case as complex, having told the customer so (REQ A7)."""

from datetime import datetime
from itertools import chain
from typing import Literal

from domain import contacts, milestones, stages
from domain.case import Case
from domain.case.complexity import Weighed
from domain.case.confirmation import Notice, NoticeAnswer
from domain.case.contacts import Channel, Contact
from domain.command import Command
from domain.complexity import judged, named_by
from domain.draft import Draft
from domain.errors import Refusal
from domain.event import Event
from domain.milestones import Milestone
from domain.plan import Plan
from domain.plan.terms import Complexity
from domain.promises import judging, making
from domain.promises.making import make_promise
from domain.response import responded
from domain.rules import Change, Rules, conflict, invalid


class ConfirmComplex(Command):
    """The anchor: a human confirms the case as complex, having told the customer so (REQ A7).

    How complex it is the `factors` say, or a level by itself (`domain.complexity`). With it goes the milestone plan (REQ B1); without `milestones`, the one the plan proposes.
    """

    kind: Literal["confirm_complex"] = "confirm_complex"
    complexity: Complexity | None = None
    factors: dict[str, str] = {}
    reason: str = ""
    channel: Channel | None = None
    told_at: datetime | None = None
    first_feedback_at: datetime | None = None
    answer: NoticeAnswer | None = None
    plan: Plan | None = None
    milestones: tuple[Milestone, ...] = ()


class ComplexConfirmed(Event):
    kind: Literal["complex_confirmed"] = "complex_confirmed"
    complexity: Complexity
    reason: str
    notice: Notice
    weighed: tuple[Weighed, ...] = ()
    plan: Plan | None = None
    heard_at: datetime | None = None
    """When we heard of it, if that was before it was decided."""


def confirm(draft: Draft, command: ConfirmComplex) -> None:
    if draft.case.is_confirmed:
        raise Refusal("already_confirmed", number=draft.case.number)
    stages.require_stage_taking(draft, command.name)
    told_at, first_at = command.told_at, command.first_feedback_at
    channel, answer = command.channel, command.answer
    if not (channel and told_at and first_at and answer):
        missing = ("channel", "told_at", "first_feedback_at", "answer")
        fields = tuple(name for name in missing if not getattr(command, name))
        raise Refusal(
            "notice_missing", fields=fields, number=draft.case.number, missing=", ".join(fields)
        )
    draft.require_past("told_at", told_at)
    making.check_times(draft, first_at, None, "first_feedback_at")
    notice = Notice(channel=channel, told_at=told_at, first_feedback_at=first_at, answer=answer)
    complexity, weighed = judged(draft, command.complexity, command.factors, command.reason)
    draft.emit(
        ComplexConfirmed,
        complexity=complexity,
        weighed=weighed,
        reason=command.reason,
        notice=notice,
        plan=_fitting(draft.case, command.plan),
        heard_at=draft.heard_before,
    )
    if answer != "unreachable":
        _told(draft, notice)
    stages.move(draft)
    making.check_not_too_far(
        draft, first_at, "first_feedback_at", before=_longest_silence(draft.case)
    )
    milestones.promise(draft, command.milestones)


def _told(draft: Draft, notice: Notice) -> None:
    """Telling the customer is a word to them. A call that was promised is a conversation like any other (REQ C2); the
    notice was given in it, unless one of these very moments is on record. The one in which the promise was given is none
    of those once that is due."""
    case, at = draft.case, notice.told_at
    covers = judging.meant_by_the_way(draft, notice.channel, at) if case.core >= 2 else ()
    moments = draft.plan.promises.owner_may_log_late
    given = [p.made_at for p in case.promises if p.id in covers]
    is_logged = any(
        c.reached
        and abs(at - c.occurred_at) < moments
        and all(c.occurred_at > made_at for made_at in given)
        for c in case.contacts
    )
    if not covers or is_logged:
        responded(draft, at)
        return
    contact = Contact(
        id=case.next_id("c", "contacts"),
        channel=notice.channel,
        direction="outbound",
        occurred_at=at,
        logged_at=draft.now,
        by=draft.command.actor.handle,
        covers=covers,
    )
    contacts.take_down(draft, contact)


def _longest_silence(case: Case) -> datetime | None:
    """The red line that has begun with the confirmation: the first word of us is not agreed for after it. What is
    agreed later may be, for the line brings people by itself (REQ D2); in a P3 the date rules (REQ C1)."""
    line = case.follow_up
    if case.core < 2 or line is None or case.priority == "P3":
        return None
    return line.due(case.rules)[0]


def _fitting(case: Case, plan: Plan | None) -> Plan | None:
    """A newer plan is pinned only if the case can go on in it (REQ H2): it has the stage, the
    calendars that its clocks, calls for help and open promises count on, and rules for the visits there are."""
    if plan is None:
        return None
    clocks = (case.response, case.stage_clock, *(visit.report for visit in case.visits))
    if case.core >= 2:
        calls = (
            (call.clock, call.again) for call in case.escalations
        )  # shown when they have ended, too
        clocks = (*clocks, case.follow_up, *chain.from_iterable(calls))
    used = {clock.limit.calendar for clock in clocks if clock}
    used |= {promise.why.calendar for promise in case.open_promises}
    has_stage = any(stage.name == case.stage for stage in plan.sop.stages)
    if case.visits and plan.visits is None:
        return None
    return plan if has_stage and used - {None} <= plan.calendars.keys() else None


def _promise_first_feedback(draft: Draft) -> None:
    """The time of the first feedback given with the notice is the first promise (REQ A7)."""
    notice = draft.case.notice
    if notice:
        make_promise(
            draft,
            kind="first_feedback",
            owner=draft.case.owner,
            subject="",
            latest_by=notice.first_feedback_at,
            why=making.agreed(draft, notice.first_feedback_at),
            untold=milestones.is_untold(draft.case),
        )


def _confirmed(case: Case, event: ComplexConfirmed) -> Change:
    return {
        "confirmed_at": event.heard_at or event.at,
        "complexity": event.complexity,
        "weighed": event.weighed,
        "named": named_by(case, event.by, event.complexity, event.weighed, event.reason),
        "notice": event.notice,
        "plan": event.plan or case.plan,
    }


RULES = Rules(
    handlers={ConfirmComplex: confirm},
    folds={ComplexConfirmed: _confirmed},
    guards={"confirmed": stages.when(lambda draft: draft.case.is_confirmed)},
    effects={"promise_first_feedback": _promise_first_feedback},
    refusals={
        "notice_missing": invalid("the customer has not been told that the case is complex"),
        "not_confirmed": conflict("the command needs a case confirmed as complex"),
        "already_confirmed": conflict("the case is confirmed as complex already"),
    },
)
Commands = ConfirmComplex
Events = ComplexConfirmed
