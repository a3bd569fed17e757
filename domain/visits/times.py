"""What time does to visits: the reminder the day before, the end of the grace, the report (REQ B7)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from domain.calendar import Calendar
from domain.case import Case
from domain.case.visits import Visit
from domain.clocks import Clock
from domain.deadline import Deadline
from domain.derivation import Derivation, is_estimated
from domain.draft import Draft
from domain.escalations.calling import call, standing
from domain.plan.visits import VisitRules
from domain.visits.events import (
    VisitReminded,
    VisitReportOverdue,
    VisitReportWaived,
    WaivedFor,
)


def rules_of(case: Case) -> VisitRules:
    rules = case.rules.visits
    if rules is None:
        raise ValueError(f"case {case.number} has a visit and no rules for it")
    return rules


def reminder_at(case: Case, visit: Visit) -> tuple[datetime, Derivation]:
    """The day before, for the customer: some time before people go home, and when nobody works on that day
    before the end of its waking hours."""
    if case.core < 2 or not _is_after_days_off(case, visit):
        return staff_reminder_at(case, visit)
    waking, rules = case.rules.revisit.waking, rules_of(case)
    evening = _eve(case, case.rules.calendars[waking], visit.starts_at)
    return evening - rules.remind_before_end, Derivation(
        anchor="visit_eve",
        anchor_at=visit.starts_at,
        rule="visits.remind_before_end",
        calendar=waking,
    )


def _eve(case: Case, calendar: Calendar, at: datetime) -> datetime:
    """The last working moment before the day of a visit, also of a shift that goes on over that midnight."""
    return calendar.end_of_day_before(at) if case.core < 2 else calendar.last_before_date(at)


def _is_after_days_off(case: Case, visit: Visit) -> bool:
    """Whether nobody works on the day before a visit."""
    business = case.rules.calendars[case.rules.business]
    worked = _eve(case, business, visit.starts_at)
    eve = business.local_date(visit.starts_at) - timedelta(days=1)
    return business.local_date(worked) < eve


def staff_reminder_at(case: Case, visit: Visit) -> tuple[datetime, Derivation]:
    """Some time before people go home on the last working day before the visit."""
    plan, rules = case.rules, rules_of(case)
    eve = _eve(case, plan.calendars[plan.business], visit.starts_at)
    at = eve - rules.remind_before_end
    return at, Derivation(
        anchor="visit",
        anchor_at=visit.starts_at,
        rule="visits.remind_before_end",
        calendar=plan.business,
        estimated=is_estimated(plan, visit.starts_at, plan.business),
    )


def missed_at(case: Case, visit: Visit) -> tuple[datetime, Derivation]:
    """When nobody can be expected to say any more that the engineer was there in time."""
    grace = rules_of(case).grace
    return visit.ends_at + grace, Derivation(
        anchor="visit_window_end", anchor_at=visit.ends_at, rule="visits.grace", counted=grace
    )


def to_remind(case: Case) -> Iterator[Visit]:
    """Visits of which people are still to be reminded: those known well before."""
    for visit in case.visits:
        known_since = visit.arranged_at
        if visit.is_ahead and not visit.reminded and reminder_at(case, visit)[0] > known_since:
            yield visit


def to_remind_staff(case: Case) -> Iterator[Visit]:
    """Visits after days off of which people of ours are still to be reminded before those."""
    for visit in to_remind(case) if case.core >= 2 else ():
        is_first = not visit.staff_reminded and _is_after_days_off(case, visit)
        if is_first and staff_reminder_at(case, visit)[0] > visit.arranged_at:
            yield visit


def to_report(case: Case) -> Iterator[tuple[Visit, Clock]]:
    """Visits of which a report is still to come, and nobody has called it overdue yet, or nobody on the line
    knows of it."""
    is_known = case.core < 2 or standing(case, "report_overdue") is not None
    for visit in case.visits:
        if visit.report and not (visit.report.overdue and is_known) and not visit.reported_at:
            yield visit, visit.report


def remind(draft: Draft, visit: Visit) -> None:
    """The day before: the engineer, and the owner, who tells the customer (REQ B7)."""
    draft.emit(VisitReminded, visit=visit.id)
    if visit.engineer != draft.case.owner and not visit.staff_reminded:
        draft.tell(visit.engineer, about="visit_due_soon", ref=visit.id, **facts(visit))
    tell_owner(draft, visit, "visit_remind_customer", visit_status=visit.status)


def remind_staff(draft: Draft, visit: Visit) -> None:
    """Before days off: whoever visits, and the owner, who tells the customer on the day before."""
    draft.emit(VisitReminded, visit=visit.id, whom="staff")
    draft.tell(visit.engineer, about="visit_due_soon", ref=visit.id, **facts(visit))
    if visit.engineer != draft.case.owner:
        tell_owner(draft, visit, "visit_after_days_off")


def report_overdue(draft: Draft, visit: Visit, due: datetime, since: datetime | None) -> None:
    draft.emit(VisitReportOverdue, visit=visit.id, due_at=due, unseen_since=since)
    people = (visit.reports_by, draft.case.owner, draft.plan.ladder.lead)
    called = call(draft, "report_overdue").receiver if draft.case.core >= 2 else None
    draft.tell(
        *(person for person in people if person != called),
        about="visit_report_overdue",
        ref=visit.id,
        due=due.isoformat(),
        unseen_since=since.isoformat() if since else "",
        **facts(visit),
    )


def waive_report(draft: Draft, visit: Visit, cause: WaivedFor, *heard: str) -> None:
    """The report is asked for no more; whoever owes it is told, but for those who have `heard`."""
    draft.emit(VisitReportWaived, visit=visit.id, cause=cause)
    actor = draft.command.actor.handle
    if visit.reports_by not in (actor, *heard):
        why = {"cause": cause} if cause != "closed" else {}
        about = {"about": "visit_report_waived", "ref": visit.id}
        draft.tell(visit.reports_by, by=actor, **about, **why, **facts(visit))


def facts(visit: Visit) -> dict[str, str]:
    """What a notice says of a visit."""
    return {"visit": visit.id, "engineer": visit.engineer, "window": visit.window}


def tell_owner(draft: Draft, visit: Visit, about: str, **params: str) -> None:
    draft.tell(draft.case.owner, about=about, ref=visit.id, **facts(visit), **params)


def due(case: Case) -> Iterator[Deadline]:
    for visit in to_remind(case):
        due_at, why = reminder_at(case, visit)
        yield _deadline("visit_reminder", visit, due_at, why)
    for visit in to_remind_staff(case):
        due_at, why = staff_reminder_at(case, visit)
        yield _deadline("visit_staff_reminder", visit, due_at, why)
    for visit in case.visits:
        if visit.is_ahead:
            due_at, why = missed_at(case, visit)
            yield _deadline("visit", visit, due_at, why)
    for visit, clock in to_report(case):
        due_at, why = clock.due(case.rules)
        yield _deadline("visit_report", visit, due_at, why)


def _deadline(
    kind: Literal["visit_reminder", "visit_staff_reminder", "visit", "visit_report"],
    visit: Visit,
    due_at: datetime,
    why: Derivation,
) -> Deadline:
    return Deadline(
        key=f"{kind}:{visit.id}",
        kind=kind,
        due_at=due_at,
        owner=visit.reports_by if kind == "visit_report" else visit.engineer,
        subject="visit",
        ref=visit.id,
        why=why,
        window=visit.window,
    )
