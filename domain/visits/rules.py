"""What visits bring to the engine."""

from datetime import datetime
from typing import cast

from domain import stages
from domain.case import Case
from domain.case.escalations import Escalation
from domain.case.visits import Visit, VisitEntry, VisitStatus
from domain.customer_messages.events import CaseReopened
from domain.deadline import Deadline
from domain.draft import Draft
from domain.frozen import changed
from domain.rules import (
    Change,
    Duty,
    Rules,
    appended,
    conflict,
    invalid,
    nothing,
    replaced,
    unknown,
)
from domain.visits import arranging, missing, recording, standing, times
from domain.visits.commands import (
    ArrangeVisit,
    CancelVisit,
    ConfirmVisit,
    RecordVisit,
    ReportVisit,
    RescheduleVisit,
)
from domain.visits.events import (
    VisitArranged,
    VisitCancelled,
    VisitConfirmed,
    VisitJoined,
    VisitMissed,
    VisitRecorded,
    VisitReminded,
    VisitReported,
    VisitReportOverdue,
    VisitReportOwed,
    VisitReportWaived,
    VisitRescheduled,
    VisitStands,
)


def _visit_of(draft: Draft, due: Deadline) -> Visit:
    visit = draft.case.visit(due.ref or "")
    assert visit
    return visit


def _remind(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    times.remind(draft, _visit_of(draft, due))


def _remind_staff(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    times.remind_staff(draft, _visit_of(draft, due))


def _reminded(case: Case, event: VisitReminded) -> Change:
    return _changed(
        case, event.visit, **{"staff_reminded" if event.whom == "staff" else "reminded": True}
    )


def _missed(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    missing.miss(draft, _visit_of(draft, due), unseen_since)


def _report(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    times.report_overdue(draft, _visit_of(draft, due), due.due_at, unseen_since)


def _changed(case: Case, visit_id: str, **update: object) -> Change:
    return replaced(case, "visits", visit_id, **update)


def _moved(case: Case, event: VisitRescheduled) -> Change:
    """Another window, known from now on, of which nobody has been reminded or has agreed to yet."""
    return _changed(
        case,
        event.visit,
        engineer=event.engineer,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        promise=event.promise,
        arranged_at=event.at,
        status="planned",
        confirmed_at=None,
        reminded=False,
        staff_reminded=False,
    )


STATUS_AFTER: dict[str, VisitStatus] = {
    "arrived": "arrived",
    "customer_absent": "no_show_by_customer",
}
"""What a visit is after an outcome; after all others it is done."""


def _recorded(case: Case, event: VisitRecorded) -> Change:
    return _changed(
        case,
        event.visit,
        status=STATUS_AFTER.get(event.outcome, "done"),
        outcome=event.outcome,
        arrived_at=event.arrived_at,
        report=event.report,
    )


def _report_overdue(case: Case, event: VisitReportOverdue) -> Change:
    visit = case.visit(event.visit)
    clock = visit.report if visit else None
    return _changed(case, event.visit, report=clock and changed(clock, {"overdue": True}))


def _confirmed(case: Case, event: VisitConfirmed) -> Change:
    return _changed(case, event.visit, status="confirmed", confirmed_at=event.confirmed_at)


def _nobody_came(case: Case, event: VisitMissed) -> Change:
    """Nor did any repair fail then, whatever was on record."""
    missed = {"status": "no_show_by_us", "outcome": "we_did_not_come", "arrived_at": None}
    failed = tuple(
        changed(repair, {"disproved": True}) if repair.visit == event.visit else repair
        for repair in case.failed_repairs
    )
    return _changed(case, event.visit, **missed) | {"failed_repairs": failed}


def _reported(case: Case, event: VisitReported) -> Change:
    return _changed(case, event.visit, reported_at=event.at, report_text=event.text)


def _reopened(case: Case, event: CaseReopened) -> Change:
    """A report that the life before still waited for is asked for no more."""
    return {"visits": tuple(changed(v, {"report": None}) for v in case.visits)}


def _repaired(draft: Draft) -> bool:
    """Whether the visit that is reported on put it right, and the customer has not said meanwhile that it didn't."""
    visit = draft.case.visit(cast(ReportVisit, draft.command).visit)
    failed = {repair.visit for repair in draft.case.repairs_failed if draft.case.core >= 2}
    return visit is not None and visit.outcome == "fixed" and visit.id not in failed


def _is_agreed(case: Case) -> bool:
    """Whether there is no window left to agree on: one is agreed and ahead, or somebody was there. Of the visits
    held before this stage those count that were ahead of the anchor, when no stage was there to take them."""
    entered = case.stage_entered_at
    since = None if entered == case.confirmed_at else entered
    return any(
        visit.status == "confirmed"
        or (visit.report and (since is None or visit.report.started_at >= since))
        for visit in case.visits
    )


def _listed(case: Case, visit: Visit) -> VisitEntry:
    to_come = visit.report if not visit.reported_at else None
    return VisitEntry(visit=visit, report_due_at=to_come.due(case.rules)[0] if to_come else None)


def _are_given(case: Case, escalation: Escalation) -> bool:
    """Whether no report is overdue any more."""
    owed = (visit.report for visit in case.visits if not visit.reported_at)
    return not any(clock and clock.overdue for clock in owed)


def _stands(case: Case, event: VisitStands) -> Change:
    """As it was before it was called off."""
    (visit,) = (each for each in case.visits if each.id == event.visit)
    status = "confirmed" if visit.confirmed_at else "planned"
    now = {"status": status, "promise": event.promise, "engineer": event.engineer}
    return _changed(case, event.visit, **now)


RULES = Rules(
    handlers={
        ArrangeVisit: arranging.arrange,
        ConfirmVisit: arranging.confirm,
        RescheduleVisit: arranging.reschedule,
        RecordVisit: recording.record,
        ReportVisit: recording.report,
        CancelVisit: recording.cancel,
    },
    folds={
        VisitArranged: appended("visits", "visit"),
        VisitJoined: nothing,
        VisitConfirmed: _confirmed,
        VisitRescheduled: _moved,
        VisitReminded: _reminded,
        VisitMissed: _nobody_came,
        VisitRecorded: _recorded,
        VisitReported: _reported,
        VisitReportOverdue: _report_overdue,
        VisitReportWaived: lambda case, event: _changed(case, event.visit, report=None),
        VisitReportOwed: lambda case, event: _changed(case, event.visit, report=event.report),
        VisitCancelled: lambda case, event: _changed(case, event.visit, status="cancelled"),
        VisitStands: _stands,
        CaseReopened: _reopened,
    },
    makes={
        VisitArranged: ("visits", lambda event: event.visit.id),
        VisitJoined: ("visits", lambda event: event.visit),
    },
    afterwards=standing.stand_again,
    due=times.due,
    listed={"visits": _listed},
    fires={
        "visit_reminder": _remind,
        "visit_staff_reminder": _remind_staff,
        "visit": _missed,
        "visit_report": _report,
    },
    outdone={"visit_reminder": "visit", "visit_staff_reminder": "visit_reminder"},
    duties={"report_overdue": Duty(_are_given)},
    leads_on={ConfirmVisit.durable_name(): _is_agreed},
    guards={"repaired": stages.when(_repaired)},
    refusals={
        "visits_not_offered": conflict("the plan of the case has no rules for visits"),
        "visit_after_resolution": conflict("a visit is arranged while there is work to do"),
        "visit_window_wrong": invalid(
            "a window ends after it begins and within the policy's longest"
        ),
        "visit_window_open": conflict("the window is not over yet"),
        "visit_window_passed": conflict(
            "the window is over: a visit is moved or called off before"
        ),
        "visit_confirmed": conflict("the customer has agreed to the window already"),
        "visit_ended": conflict("the visit has ended already, or the engineer is there"),
        "visit_absence_outside": invalid("a customer is absent only within the window"),
        "visit_too_early": invalid("nobody has come to a visit long before its window"),
        "visit_not_held": conflict("a report follows a visit in which somebody worked"),
        "report_without_yields": invalid(
            "the report ends no stage from here, and is written without what a stage asks for"
        ),
        "visit_reported": conflict("the report has been given already"),
        "visit_report_stands": conflict(
            "the visit's report is written and has been gone by: that nobody came can't be put on record any more"
        ),
        "visit_needs_record": invalid(
            "a visit has commands of its own, a call does not keep or move it"
        ),
        "engineer_busy": conflict("the engineer has another visit in that window"),
        "visit_overlaps": conflict(
            "the engineer has another visit of the same case in that window"
        ),
        "visits_ahead": conflict("the customer still expects a visit"),
        "unknown_visit": unknown("the case has no such visit"),
    },
)
Commands = ArrangeVisit | ConfirmVisit | RescheduleVisit | RecordVisit | ReportVisit | CancelVisit
Events = (
    VisitArranged
    | VisitJoined
    | VisitConfirmed
    | VisitRescheduled
    | VisitReminded
    | VisitMissed
    | VisitRecorded
    | VisitReported
    | VisitReportOverdue
    | VisitReportOwed
    | VisitReportWaived
    | VisitStands
    | VisitCancelled
)
