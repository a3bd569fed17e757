"""How a visit ends: the engineer was there, the customer was not, nobody came (`missing`), or it was called off.

Nobody there by the end of the window, and some grace for word to reach us, is a broken promise like
any other (REQ B7). Only what happened at the door keeps it.
"""

from datetime import datetime

from domain import disproofs, facts, repairs, stages
from domain.case import Case
from domain.case.contacts import Contact
from domain.case.visits import Visit
from domain.clocks import Clock
from domain.contacts import ContactLogged
from domain.draft import Draft
from domain.errors import Refusal
from domain.frozen import changed
from domain.promises import breaking, ending, hearing, judging, near
from domain.promises.events import PromiseAttempted, PromiseKept, PromiseReleased
from domain.response import responded
from domain.stages import StageCompleted
from domain.visits import arranging, missing, times
from domain.visits.arranging import require_not_over
from domain.visits.commands import CancelVisit, RecordVisit, ReportVisit
from domain.visits.events import (
    VisitCancelled,
    VisitRecorded,
    VisitReported,
)

WORKED = ("fixed", "not_fixed", "diagnosed")
"""Outcomes of a visit in which somebody worked."""


def record(draft: Draft, command: RecordVisit) -> None:
    """What came of it: the engineer was there, the customer was not, or nobody came."""
    visit = arranging.find(draft, command.visit)
    if command.outcome == "we_did_not_come":
        missing.nobody_came(draft, visit, command.note)
    elif visit.status == "arrived" and command.outcome in WORKED:
        contact = _first_contact(draft.case, visit)
        _met_again(draft, visit, command)
        _recorded(draft, visit, command, visit.arrived_at, contact, visit.report)
    elif visit.is_ahead or visit.status == "no_show_by_us":
        _came(draft, visit, command)
    else:
        raise arranging.ended(draft, visit)


def _came(draft: Draft, visit: Visit, command: RecordVisit) -> None:
    """Somebody of ours was at the door. In time keeps the promise; too late breaks it all the same."""
    arrived_at = command.arrived_at
    draft.require_past("arrived_at", arrived_at)
    promise = arranging.promise_of(draft.case, visit)
    if not judging.was_made(promise, arrived_at):
        raise Refusal(
            "promise_made_later",
            fields=("arrived_at",),
            number=draft.case.number,
            promise=promise.id,
            at=arrived_at,
            since=promise.made_at,
        )
    absent = command.outcome == "customer_absent"
    if absent and not visit.starts_at <= arrived_at <= visit.ends_at:
        raise Refusal(
            "visit_absence_outside",
            fields=("arrived_at",),
            at=arrived_at,
            window=visit.window,
            **arranging.named(draft, visit),
        )
    _check_not_early(draft, visit, arrived_at)
    in_time = arrived_at <= visit.ends_at
    if in_time and not _is_believed(draft, visit):
        raise Refusal(
            "line_required", fields=("arrived_at",), number=draft.case.number, line="lead"
        )
    contact = _log(draft, visit, command, arrived_at, reached=not absent, covers=(promise.id,))
    if contact.reached:
        responded(draft, arrived_at)
    if not promise.is_open:
        if in_time:
            ending.correct(draft, promise, contact)
    elif not in_time:
        breaking.break_promise(draft, promise, near=False, instead="met")
    elif absent:
        draft.emit(PromiseAttempted, promise=promise.id, contact=contact.id)
        near.make_near(draft, promise, anchor="attempted")
    else:
        draft.emit(PromiseKept, promise=promise.id, contact=contact.id)
    clock = None if absent else _report_clock(draft)
    _recorded(draft, visit, command, arrived_at, contact.id, clock)
    if absent:
        times.tell_owner(draft, visit, "customer_absent")


def _check_not_early(draft: Draft, visit: Visit, arrived_at: datetime) -> None:
    """Nobody has come to a visit long before its window: that was another one, or its window was moved with the
    customer, and then that is on record first (REQ B7)."""
    grace = times.rules_of(draft.case).grace
    if draft.case.core >= 2 and arrived_at < visit.starts_at - grace:
        raise Refusal(
            "visit_too_early",
            fields=("arrived_at",),
            at=arrived_at,
            window=visit.window,
            **arranging.named(draft, visit),
        )


def _log(
    draft: Draft,
    visit: Visit,
    command: RecordVisit,
    occurred_at: datetime,
    *,
    reached: bool,
    covers: tuple[str, ...],
) -> Contact:
    """Meeting the customer at the door is a conversation like others."""
    contact = Contact(
        id=draft.case.next_id("c", "contacts"),
        channel="visit",
        direction="outbound",
        occurred_at=occurred_at,
        logged_at=draft.now,
        by=visit.engineer,
        reached=reached,
        left_message=not reached and command.left_message,
        emotion=command.emotion,
        covers=covers,
        text=command.text,
    )
    draft.emit(ContactLogged, contact=contact)
    judging.judge(draft, changed(contact, {"covers": ()}))  # the visit is judged apart
    return contact


def _met_again(draft: Draft, visit: Visit, command: RecordVisit) -> None:
    """What the customer said and felt at the end of a visit whose beginning is on record."""
    if command.emotion or command.text:
        at = draft.heard_at if draft.case.core < 2 else min(draft.heard_at, _left_by(visit))
        contact = _log(draft, visit, command, at, reached=True, covers=())
        if draft.case.core >= 2:
            responded(draft, contact.occurred_at)


def _left_by(visit: Visit) -> datetime:
    """Until when people stood at the door, however much later it is written down."""
    return max(visit.ends_at, visit.arrived_at or visit.ends_at)


def _first_contact(case: Case, visit: Visit) -> str:
    """The conversation that began when the engineer arrived."""
    return disproofs.at_the_door(case, visit)[0].id


def _recorded(
    draft: Draft,
    visit: Visit,
    command: RecordVisit,
    arrived_at: datetime | None,
    contact: str,
    clock: Clock | None,
) -> None:
    draft.emit(
        VisitRecorded,
        visit=visit.id,
        outcome=command.outcome,
        arrived_at=arrived_at,
        contact=contact,
        report=clock,
        note=command.note,
    )
    if command.outcome == "not_fixed":
        repairs.fail(draft, arranging.find(draft, visit.id))


def _is_believed(draft: Draft, visit: Visit) -> bool:
    """Whether word of an arrival in time comes soon enough: from those concerned within the grace, from
    a lead later (REQ C2)."""
    if draft.heard_at <= visit.ends_at or draft.outranks("lead"):
        return True
    own = draft.command.actor.handle in (visit.engineer, draft.case.owner)
    return own and draft.heard_at <= visit.ends_at + times.rules_of(draft.case).grace


def _report_clock(draft: Draft) -> Clock:
    return Clock(
        anchor="visited", started_at=draft.counts_from, limit=times.rules_of(draft.case).report
    )


def report(draft: Draft, command: ReportVisit) -> None:
    """The engineer's report. Where the SOP waits for it, it brings the stage's yield and moves the case; anywhere else, and
    of a visit after which the work has begun anew, it is written all the same, without any."""
    visit = arranging.find(draft, command.visit)
    if visit.reported_at:
        raise Refusal("visit_reported", fields=("visit",), **arranging.named(draft, visit))
    if visit.outcome not in WORKED:
        raise Refusal("visit_not_held", fields=("visit",), **arranging.named(draft, visit))
    if not command.text:
        raise Refusal("reason_required", fields=("report",), number=draft.case.number)
    draft.emit(VisitReported, visit=visit.id, text=command.text)
    if stages.may_move(draft) and not _is_overtaken(draft.case, visit):
        stage = draft.case.current
        given = facts.check(draft, stage, command.yields)
        if given:
            draft.emit(StageCompleted, stage=stage.name, yields=given)
        stages.done(draft, stage.name)
        stages.move(draft)
    elif command.yields:
        raise _without_yields(draft, visit)


def _is_overtaken(case: Case, visit: Visit) -> bool:
    """Whether what was found and done then was not enough, as the customer has said since: the case is at work again
    because of that, and the next step is not an old report's to take."""
    ended = case.worked_until
    return ended is not None and visit.arrived_at is not None and visit.arrived_at <= ended


def _without_yields(draft: Draft, visit: Visit) -> Refusal:
    """What a stage asks for is given with what ends it, and this report doesn't."""
    if draft.case.core < 2:
        return stages.wrong_stage(draft, draft.command.name)
    return Refusal(
        "report_without_yields",
        fields=("yields",),
        stage=draft.case.stage,
        **arranging.named(draft, visit),
    )


def waive_reports(draft: Draft) -> None:
    """The case is over: the reports that are still to come are asked for no more (REQ C0)."""
    for visit in draft.case.visits:
        if visit.report and not visit.reported_at:
            times.waive_report(draft, visit, "closed")


def cancel(draft: Draft, command: CancelVisit) -> None:
    """The customer does not need it any more, and knows that nobody comes."""
    visit = arranging.find_ahead(draft, command.visit)
    draft.require_reason(command.reason)
    require_not_over(draft, visit, draft.heard_at)
    hearing.require_said(draft, arranging.promise_of(draft.case, visit), "visit")
    said_in = hearing.said_since(draft.case, arranging.promise_of(draft.case, visit))
    _call_off(draft, visit, command.reason, said_in if draft.case.core >= 2 else None)


def call_off_all(draft: Draft, reason: str) -> None:
    """The case ends: nobody comes any more. A window that was over before we heard of it was missed."""
    for visit in draft.case.visits:
        if visit.is_ahead and draft.heard_at > visit.ends_at:
            missing.miss(draft, visit, near=False)
        elif visit.is_ahead:
            _call_off(draft, visit, reason)


def _call_off(draft: Draft, visit: Visit, reason: str, said_in: str | None = None) -> None:
    draft.emit(PromiseReleased, promise=visit.promise, reason=reason, said_in=said_in)
    draft.emit(VisitCancelled, visit=visit.id, reason=reason)
    arranging.tell_engineer(draft, visit, "visit_off")


def require_none_ahead(draft: Draft) -> None:
    """Refuse while the customer still expects somebody."""
    ahead = ", ".join(visit.id for visit in draft.case.visits if visit.is_ahead)
    if ahead:
        raise Refusal("visits_ahead", number=draft.case.number, visits=ahead)
