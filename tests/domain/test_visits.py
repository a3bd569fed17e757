"""Visits: a window is a promise, kept at the door (REQ B7), and the SOP for repairs on site (REQ B2)."""

from datetime import date, timedelta
from typing import Any

import pytest

from builders import (
    DIAGNOSIS,
    LEAD,
    MONDAY,
    REPAIR,
    Played,
    a_plan,
    an_actor,
    at,
    on_site,
    refusal_code,
)
from domain.assignment import Assign
from domain.case.promises import Promise
from domain.case.visits import Visit
from domain.cores import SwitchCore
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.deadline import Deadline
from domain.deadlines import deadlines
from domain.endings import Withdraw
from domain.errors import Refusal
from domain.milestones import Milestone
from domain.plan.sop import Transition
from domain.planning import calendar_for
from domain.policy.calendars import CalendarPolicy
from domain.resolution import RecordVerification
from domain.visits.commands import CancelVisit, ConfirmVisit, ReportVisit, RescheduleVisit
from visiting import moved

ENGINEER = an_actor("chen.gong")


def visited(**fields: Any) -> Played:
    """A visit promised on Monday for Tuesday, two to four."""
    played = Played().confirmed()
    played.visit(**fields)
    return played


def the_visit(played: Played, visit_id: str = "v1") -> Visit:
    visit = played.case.visit(visit_id)
    assert visit
    return visit


def the_promise(played: Played, visit_id: str = "v1") -> Promise:
    promise = played.case.promise(the_visit(played, visit_id).promise)
    assert promise
    return promise


def due(played: Played, kind: str) -> Deadline:
    return next(d for d in deadlines(played.case) if d.kind == kind)


def rescheduled(played: Played, day: str = "Wed", **fields: Any) -> None:
    usual: dict[str, Any] = {
        "visit": "v1",
        "starts_at": at(f"{day} 14:00"),
        "ends_at": at(f"{day} 16:00"),
        "told_at": played.now,
        "reason": "the part is late",
    }
    played.ask(RescheduleVisit, **{**usual, **fields})


# --- the window as a promise -----------------------------------------------------------------------


def test_a_window_is_a_promise_expected_at_its_beginning_and_due_at_its_end() -> None:
    promise = the_promise(visited())
    assert (promise.kind, promise.owner) == ("visit", "chen.gong")
    assert (promise.expected_by, promise.latest_by) == (at("Tue 14:00"), at("Tue 16:00"))


def test_the_engineer_is_told_of_a_new_visit_but_not_by_themselves() -> None:
    assert visited().recipients("visit_arranged") == ["chen.gong"]
    assert visited(by=ENGINEER).recipients("visit_arranged") == []


def test_an_address_is_not_asked_for_twice() -> None:
    played = visited()
    played.visit("Wed 14:00", "Wed 16:00", text=None)
    assert the_visit(played, "v2").text == "t-address"


def test_a_call_never_stands_for_a_visit() -> None:
    played = visited()
    played.until("Tue 09:00").contact()
    assert the_promise(played).is_open
    assert played.case.contacts[-1].covers == ("p1",)


def test_a_new_owner_of_the_case_does_not_become_the_engineer() -> None:
    played = visited(engineer="li.min")
    played.ask(Assign, owner="sun.yu", reason="leave")
    assert the_promise(played).owner == "li.min"


def test_an_engineer_in_time_keeps_the_promise_and_meets_the_customer() -> None:
    played = visited().until("Tue 14:20")
    played.recorded("arrived", by=ENGINEER)
    assert (the_visit(played).status, the_promise(played).status) == ("arrived", "kept")
    contact = played.case.contacts[-1]
    assert (contact.channel, contact.by, contact.reached) == ("visit", "chen.gong", True)
    played.until("Tue 18:00").recorded("fixed", by=ENGINEER, emotion="calm", text="t-said")
    at_the_end = played.case.contacts[-1]  # written down two hours later
    assert (at_the_end.occurred_at, at_the_end.emotion) == (at("Tue 16:00"), "calm")
    visit = the_visit(played)
    assert (visit.status, visit.outcome, visit.arrived_at) == ("done", "fixed", at("Tue 14:20"))
    assert played.count("visit_missed") == 0


# --- nobody there ------------------------------------------------------------------------------------


def test_the_end_of_a_visit_answers_nothing_that_was_said_after_it_however_late_it_is_told() -> (
    None
):
    played = visited().until("Tue 14:10")
    played.recorded("arrived")
    played.until("Tue 17:00").contact(direction="inbound", emotion="furious")
    played.until("Tue 17:30").ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.until("Wed 09:00").recorded("fixed", emotion="calm", text="t2")
    assert played.case.response
    assert played.case.messages[-1].waits_since
    assert played.case.emotion == "furious"


def test_what_is_said_at_the_end_of_a_visit_answers_what_the_customer_wrote_before() -> None:
    played = visited().until("Tue 14:10")
    played.recorded("arrived")
    played.until("Tue 14:30").ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    assert played.case.response
    played.until("Tue 15:30").recorded("fixed", text="t2")
    assert played.case.response is None


def test_a_visit_nobody_says_anything_of_is_missed_after_the_grace() -> None:
    played = visited().until("Tue 16:29")
    assert the_visit(played).is_ahead
    played.until("Tue 16:30")
    assert (the_visit(played).status, the_promise(played).status) == ("no_show_by_us", "broken")
    assert played.recipients("visit_missed") == ["chen.gong", "li.min", "chen.jie"]
    assert played.recipients("visit_apology") == ["li.min"]


def test_after_a_missed_visit_the_owner_calls_the_customer_soon() -> None:
    played = visited().until("Tue 16:30")
    near = played.case.promises[-1]
    assert (near.kind, near.owner, near.follows) == ("callback", "li.min", the_promise(played).id)
    assert near.latest_by == at("Wed 09:30")


def test_a_visit_that_is_known_to_be_missed_is_broken_at_once() -> None:
    played = visited().until("Tue 16:01")
    played.recorded("we_did_not_come", by=an_actor("sun.yu"))
    assert the_visit(played).status == "no_show_by_us"
    assert played.recipients("visit_missed")
    played.until("Tue 17:00")
    assert played.count("visit_missed") == 1


def test_an_engineer_who_comes_too_late_breaks_the_promise_and_is_there() -> None:
    played = visited().until("Tue 16:10")
    played.recorded("fixed", by=ENGINEER)
    assert (the_visit(played).status, the_promise(played).status) == ("done", "broken")
    assert not [p for p in played.case.promises if p.follows == the_promise(played).id]
    assert played.recipients("visit_late") == ["li.min", "chen.jie"]  # who came late knows
    assert played.recipients("late_apology") == ["li.min"]
    assert not played.recipients("visit_missed") + played.recipients("visit_apology")


def test_an_engineer_who_comes_after_the_break_still_gets_the_work_on_record() -> None:
    played = visited().until("Tue 17:30")
    played.recorded("fixed", by=ENGINEER)
    assert the_visit(played).status == "done"
    assert not the_promise(played).corrected


def test_a_lead_may_say_later_that_the_engineer_was_there_in_time() -> None:
    played = visited().until("Tue 17:30")
    with pytest.raises(Refusal) as refused:
        played.recorded("fixed", by=ENGINEER, arrived_at=at("Tue 15:00"))
    assert refusal_code(refused) == "line_required"
    near = played.case.promises[-1].id
    played.recorded("fixed", by=LEAD, arrived_at=at("Tue 15:00"))
    assert the_promise(played).corrected
    assert played.case.promise(near).status == "released"  # type: ignore[union-attr]


def test_within_the_grace_the_engineer_is_believed() -> None:
    played = visited().until("Tue 16:20")
    played.recorded("diagnosed", by=ENGINEER, arrived_at=at("Tue 15:55"))
    assert the_promise(played).status == "kept"


def test_a_second_break_escalates_whether_visit_or_call() -> None:
    played = visited()
    played.visit("Wed 09:00", "Wed 11:00")
    played.until("Tue 09:30").contact()
    played.until("Tue 17:00").contact()
    causes = [e.cause for e in played.until("Wed 11:00").case.escalations]
    assert "second_break" not in causes
    causes = [e.cause for e in played.until("Wed 11:30").case.escalations]
    assert causes.count("second_break") == 1
    again = [a.params["again"] for a in played.case.actions if a.about == "visit_missed"]
    assert again == [""] * 3 + ["yes"] * 3


def test_a_customer_who_is_not_there_breaks_nothing_and_is_called() -> None:
    played = visited().until("Tue 14:30")
    played.recorded("customer_absent", by=ENGINEER, left_message=True)
    assert the_visit(played).status == "no_show_by_customer"
    assert the_promise(played).status == "attempted"
    assert played.recipients("customer_absent") == ["li.min"]
    assert played.case.promises[-1].latest_by == at("Tue 16:30")
    assert not [d for d in deadlines(played.case) if d.kind == "visit_report"]


def test_a_visit_missed_while_nobody_watched_names_the_outage() -> None:
    played = visited().until("Tue 11:00")
    played.contact()
    played.now = at("Tue 20:00")
    played.tick(since=at("Tue 12:00"))
    missed = next(e for e in played.events if e.kind == "visit_missed")
    assert missed.unseen_since == at("Tue 12:00")
    assert played.count("visit_reminded") == 1  # on Monday


# --- the day before ----------------------------------------------------------------------------------


def test_the_day_before_the_engineer_and_the_owner_are_reminded() -> None:
    played = visited().until("Mon 15:59")
    assert played.count("visit_reminded") == 0
    played.until("Mon 16:00")
    assert played.recipients("visit_due_soon") == ["chen.gong"]
    assert played.recipients("visit_remind_customer") == ["li.min"]


def test_an_owner_who_visits_is_reminded_once() -> None:
    played = visited(engineer="li.min").until("Mon 16:00")
    assert played.recipients("visit_due_soon") == []
    assert played.recipients("visit_remind_customer") == ["li.min"]


def test_of_a_visit_on_monday_people_are_reminded_on_friday_and_the_customer_on_sunday() -> None:
    played = Played().confirmed()
    played.visit("Mon+1 09:00", "Mon+1 11:00")
    assert due(played, "visit_staff_reminder").due_at == at("Fri 16:00")
    assert due(played, "visit_reminder").due_at == at("Sun 18:00")


@pytest.mark.trial("A29")
def test_of_a_visit_after_a_holiday_the_customer_is_reminded_on_the_day_before() -> None:
    plan = a_plan(opened_on=date(2026, 9, 28))
    played = Played("2026-09-28 09:00", plan=plan)
    played.visit("2026-10-08 10:00", "2026-10-08 12:00")
    assert due(played, "visit_staff_reminder").due_at == at("2026-09-30 16:00")
    assert due(played, "visit_reminder").due_at == at("2026-10-07 18:00")
    played.until("2026-09-30 16:00")
    assert played.recipients("visit_due_soon") == ["chen.gong"]
    assert played.recipients("visit_after_days_off") == ["li.min"]
    assert played.recipients("visit_remind_customer") == []
    played.until("2026-10-07 18:00")
    assert played.recipients("visit_due_soon") == ["chen.gong"]  # once
    assert played.recipients("visit_remind_customer") == ["li.min"]
    visit = the_visit(played)
    assert (visit.staff_reminded, visit.reminded) == (True, True)


@pytest.mark.trial("A29")
def test_of_a_visit_arranged_on_a_day_off_everybody_is_reminded_on_the_day_before() -> None:
    plan = a_plan(opened_on=date(2026, 10, 3))
    played = Played("2026-10-03 09:00", plan=plan)
    played.visit("2026-10-08 10:00", "2026-10-08 12:00")
    played.until("2026-10-07 18:00")
    assert played.recipients("visit_due_soon") == ["chen.gong"]
    assert played.recipients("visit_remind_customer") == ["li.min"]


def test_a_team_on_the_night_shift_is_reminded_on_the_day_before_too() -> None:
    plan = a_plan()
    night = CalendarPolicy.model_validate(
        {"zone": "Asia/Shanghai", "week": {"mon-sun": "20:00-04:30"}, "day": "8 h"}
    )
    calendars = plan.calendars | {"business": calendar_for("business", night, "en", MONDAY)}
    played = Played("Mon 21:00", plan=plan.model_copy(update={"calendars": calendars}))
    played.visit("Thu 14:00", "Thu 16:00")
    assert due(played, "visit_reminder").due_at == at("Wed 22:00")


def test_a_case_of_the_first_core_is_reminded_of_its_visit_once() -> None:
    played = Played().confirmed()
    played.visit("Mon+1 09:00", "Mon+1 11:00")
    older = played.case.model_copy(update={"core": 1})
    (reminder,) = [d for d in deadlines(older) if "reminder" in d.kind and d.ref == "v1"]
    assert (reminder.kind, reminder.due_at) == ("visit_reminder", at("Fri 16:00"))


def test_of_a_visit_after_days_off_people_are_reminded_before_those() -> None:
    opened = at(
        "2026-02-12 09:00"
    )  # Thursday; Saturday is worked, then nine days of Spring Festival
    plan = a_plan(opened_on=opened.date())
    played = Played("2026-02-12 09:00", plan=plan, spoke_at=opened)
    played.visit("2026-02-24 14:00", "2026-02-24 16:00")
    assert due(played, "visit_staff_reminder").due_at == at("2026-02-14 16:00")
    assert due(played, "visit_reminder").due_at == at("2026-02-23 18:00")


def test_nobody_is_reminded_of_what_was_agreed_a_moment_ago() -> None:
    played = Played().confirmed().until("Mon 16:30")
    played.visit()
    assert not [d for d in deadlines(played.case) if d.kind == "visit_reminder"]


# --- moving and cancelling -----------------------------------------------------------------------------


def test_a_moved_visit_is_a_renegotiated_promise() -> None:
    played = visited(agreed_at=at("Mon 10:00")).until("Mon 17:00")
    old = the_promise(played)
    rescheduled(played, engineer="he.gong")
    visit, new = the_visit(played), the_promise(played)
    assert (visit.status, visit.engineer, visit.reminded) == ("planned", "he.gong", False)
    assert (new.owner, new.latest_by, new.renegotiations) == ("he.gong", at("Wed 16:00"), 1)
    assert new.follows == old.id
    assert played.recipients("visit_off") == ["chen.gong"]
    assert played.recipients("visit_moved") == ["he.gong"]
    played.until("Tue 16:00")
    assert played.count("visit_reminded") == 2
    assert played.count("visit_missed") == 0


def test_moved_by_us_for_the_third_time_is_a_broken_promise() -> None:
    played = visited()
    for day in ("Wed", "Thu"):
        rescheduled(played, day)
    assert played.recipients("visit_moved_too_often") == []
    rescheduled(played, "Fri")
    assert played.recipients("visit_moved_too_often") == ["chen.gong", "li.min", "chen.jie"]
    assert played.recipients("visit_moved_apology") == ["li.min"]
    assert the_visit(played).is_ahead
    assert the_promise(played).latest_by == at("Fri 16:00")


def test_a_customer_who_asks_for_another_time_has_agreed_to_it_and_nothing_counts() -> None:
    played = visited()
    for day in ("Wed", "Thu", "Fri"):
        rescheduled(played, day, moved_by="customer")
    assert the_visit(played).status == "confirmed"
    assert the_promise(played).renegotiations == 0
    assert played.count("promise_broken") == 0


def test_a_cancelled_visit_asks_nothing_of_anybody() -> None:
    played = visited()
    played.until("Mon 11:00").contact(direction="inbound", parts=(), covers=())
    played.ask(CancelVisit, visit="v1", reason="repaired by a neighbour")
    assert (the_visit(played).status, the_promise(played).status) == ("cancelled", "released")
    assert played.recipients("visit_off") == ["chen.gong"]
    assert not [d for d in deadlines(played.case) if d.kind.startswith("visit")]


def test_a_visit_is_called_off_only_when_the_customer_was_heard_since_it_was_promised() -> None:
    """Else calling off and arranging anew would move it without end, and without a word to them."""
    played = visited()
    with pytest.raises(Refusal) as refused:
        played.ask(CancelVisit, visit="v1", reason="no time")
    assert refusal_code(refused) == "release_unsaid"
    assert the_visit(played).is_ahead
    played.ask(CancelVisit, by=LEAD, visit="v1", reason="arranged on the wrong case")
    assert the_visit(played).status == "cancelled"


def test_the_engineer_of_a_withdrawn_case_stays_at_home() -> None:
    played = visited().until("Mon 11:00")
    played.contact(covers=())
    played.ask(Withdraw, reason="bought another")
    assert the_visit(played).status == "cancelled"
    assert played.recipients("visit_off") == ["chen.gong"]


def test_withdrawing_hides_no_missed_visit() -> None:
    played = visited().until("Tue 16:10")
    played.contact(direction="inbound")
    played.ask(Withdraw, reason="nobody came")
    assert (the_visit(played).status, the_promise(played).status) == ("no_show_by_us", "broken")
    assert played.case.is_closed


# --- the report ----------------------------------------------------------------------------------------


def test_a_report_is_due_a_working_day_after_the_arrival_and_called_overdue_once() -> None:
    played = visited().until("Tue 14:30")
    played.recorded("fixed", by=ENGINEER)
    assert due(played, "visit_report").due_at == at("Wed 14:30")
    played.until("Fri 10:00")
    assert played.recipients("visit_report_overdue") == ["chen.gong", "li.min"]
    (call,) = (e for e in played.case.escalations if e.cause == "report_overdue")
    assert (call.receiver, call.unanswered) == ("zhao.lei", True)  # it has climbed all of the line
    played.ask(ReportVisit, by=ENGINEER, visit="v1", text="t-report")
    assert the_visit(played).report_text == "t-report"
    assert not any(e.is_waiting for e in played.case.escalations if e.cause == "report_overdue")


def test_a_reopened_case_asks_for_no_report_of_its_last_life() -> None:
    played = visited().until("Tue 14:30")
    played.recorded("fixed")
    played.ask(Withdraw, reason="content, will not wait")
    played.ask(CustomerSaid, channel="phone", occurred_at=played.now, text="t")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    assert not [d for d in deadlines(played.case) if d.kind == "visit_report"]


# --- a visit is a conversation, too ---------------------------------------------------------------------


def of_the_first_core(played: Played) -> Played:
    played.case = played.case.model_copy(update={"core": 1})
    played.events[0] = played.events[0].model_copy(update={"core": 1})
    return played


def met_before_the_first_call(outcome: str = "fixed") -> Played:
    """Nobody has called yet, and an engineer is at the door."""
    played = Played("Mon 09:00")
    played.visit("Mon 10:00", "Mon 12:00")
    played.until("Mon 10:30").recorded(outcome, by=ENGINEER)
    return played


@pytest.mark.parametrize("scenario", ["standard", "on_site_repair", "product_fault"])
def test_an_answer_at_the_door_leads_on_like_any_other(scenario: str) -> None:
    played = Played("Mon 09:00", plan=a_plan(scenario=scenario))
    called = Played("Mon 09:00", plan=a_plan(scenario=scenario))
    played.visit("Mon 10:00", "Mon 12:00")
    played.until("Mon 10:30").recorded("arrived", by=ENGINEER)
    called.until("Mon 10:30").contact()
    assert played.case.response is None
    assert played.case.stage == called.case.stage != "respond"
    assert played.due("stage") == called.due("stage")


def test_a_case_that_was_answered_at_the_door_is_not_forgotten() -> None:
    played = met_before_the_first_call()
    played.ask(ReportVisit, by=ENGINEER, visit="v1", text="t")
    played.until("Mon+1 09:00")
    assert played.recipients("escalated") == ["chen.jie"]


def test_nobody_at_the_door_is_no_answer() -> None:
    played = met_before_the_first_call("customer_absent")
    assert (played.case.stage, played.case.response is None) == ("respond", False)


def test_a_case_of_the_first_core_that_slept_is_woken_when_the_core_changes() -> None:
    played = of_the_first_core(Played("Mon 09:00"))
    played.visit("Mon 10:00", "Mon 12:00")
    played.until("Mon 10:30").recorded("fixed", by=ENGINEER)
    played.ask(ReportVisit, by=ENGINEER, visit="v1", text="t")
    assert (played.case.stage, deadlines(played.case)) == ("respond", [])
    played.until("Wed 09:00").ask(SwitchCore, core=2)
    assert played.case.stage == "triage"
    assert played.due("stage").due_at == at("Wed 18:00")


# --- the SOP for repairs on site -----------------------------------------------------------------------


def test_an_appointment_is_agreed_within_a_day() -> None:
    played = on_site()
    assert played.case.stage == "appoint"
    assert due(played, "stage").due_at == at("Tue 10:00")
    visit = played.visit()
    assert played.case.stage == "appoint"
    played.ask(ConfirmVisit, visit=visit, confirmed_at=played.now)
    assert played.case.stage == "diagnose"


def test_a_window_the_customer_has_agreed_to_moves_the_case_at_once() -> None:
    played = on_site()
    played.visit(agreed_at=played.now)
    assert played.case.stage == "diagnose"
    assert due(played, "stage").due_at == at("Thu 10:00")


def test_seven_days_in_all_and_the_deadline_names_its_rule() -> None:
    line = due(on_site(), "red_line")
    assert line.due_at == at("Mon+1 10:00")
    assert line.why.rule == "sops.on_site_repair.red_lines.medium"


def visited_early(agreed: bool = True) -> Played:
    """The first call, before anybody has confirmed the case: a window is spoken of, mostly agreed on."""
    played = Played(plan=a_plan(scenario="on_site_repair"))
    played.until("Mon 09:10").contact()
    played.visit("Mon 12:00", "Mon 14:00", agreed_at=played.now if agreed else None)
    return played


def confirm_it(played: Played, when: str = "Mon 10:00") -> None:
    yields = {"product": "washer", "serial_number": "W7-2231 907", "fault": "noise"}
    played.triage(yields=yields)
    played.until(when).confirm("Wed 10:00")


def test_a_visit_agreed_on_before_the_anchor_is_not_agreed_on_once_more() -> None:
    played = visited_early()
    confirm_it(played)
    assert played.case.stage == "diagnose"
    played.until("Mon 13:00").recorded("fixed", by=ENGINEER)
    played.ask(ReportVisit, by=ENGINEER, visit="v1", text="t", yields=DIAGNOSIS)
    assert played.case.stage == "verify"
    assert played.count("stage_overrun") == 0


def test_a_visit_spoken_of_before_the_anchor_is_still_to_be_agreed_on() -> None:
    played = visited_early(agreed=False)
    confirm_it(played)
    assert played.case.stage == "appoint"
    played.ask(ConfirmVisit, visit="v1", confirmed_at=played.now)
    assert played.case.stage == "diagnose"


def test_an_engineer_who_was_there_before_the_anchor_reports_after_it() -> None:
    played = visited_early()
    played.until("Mon 12:30").recorded("diagnosed", by=ENGINEER)
    confirm_it(played, "Mon 13:00")
    assert played.case.stage == "diagnose"
    played.ask(ReportVisit, by=ENGINEER, visit="v1", text="t", yields=DIAGNOSIS)
    assert played.case.stage == "repair"


def test_a_report_given_before_the_anchor_leaves_nothing_to_agree_on() -> None:
    played = visited_early()
    played.until("Mon 12:30").recorded("diagnosed", by=ENGINEER)
    played.ask(ReportVisit, by=ENGINEER, visit="v1", text="t")
    confirm_it(played, "Mon 13:00")
    assert played.case.stage == "diagnose"


def test_an_engineer_who_came_without_an_answer_of_the_customer_needs_none_any_more() -> None:
    """The window was proposed, nobody said yes, and the customer let the engineer in."""
    played = on_site()
    played.visit("Mon 12:00", "Mon 14:00")
    played.until("Tue 11:00")  # missed as far as anybody knows, and the stage has run over
    assert played.case.stage == "appoint"
    (call,) = (e for e in played.case.escalations if e.cause == "stage_overrun")
    assert call.deescalated_at is None
    played.recorded("diagnosed", by=LEAD, arrived_at=at("Mon 12:30"))
    assert played.case.stage == "diagnose"
    (call,) = (e for e in played.case.escalations if e.cause == "stage_overrun")
    assert call.deescalated_at == played.now


@pytest.mark.parametrize("outcome", ["customer_absent", "we_did_not_come"])
def test_where_nobody_met_the_next_visit_is_still_to_be_agreed_on(outcome: str) -> None:
    played = visited_early()
    played.until("Mon 13:00" if outcome == "customer_absent" else "Mon 14:10")
    played.recorded(outcome, by=ENGINEER)
    confirm_it(played, "Mon 15:00")
    assert played.case.stage == "appoint"


def test_a_visit_of_the_life_before_is_no_agreement_in_this_one() -> None:
    played = visited_early()
    played.until("Mon 12:30").recorded("fixed", by=ENGINEER)
    played.ask(Withdraw, reason="content, will not wait")
    played.until("Tue 09:00").ask(CustomerSaid, channel="web", occurred_at=played.now, text="t")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    confirm_it(played, "Tue 10:00")
    assert played.case.stage == "appoint"


def test_where_an_sop_comes_back_to_appointing_the_visit_before_does_not_count() -> None:
    """A second visit for the repair, say: the engineer who found the cause is still writing the report."""
    plan = a_plan(scenario="on_site_repair")
    again = tuple(
        Transition(sources=("diagnose",), on="complete_stage", target="appoint")
        if way.sources == ("diagnose",) and way.on == "complete_stage"
        else way
        for way in plan.sop.transitions
    )
    sop = plan.sop.model_copy(update={"transitions": again})
    played = Played(plan=plan.model_copy(update={"sop": sop}))
    played.until("Mon 09:10").contact()
    confirm_it(played)
    played.visit("Mon 12:00", "Mon 14:00", agreed_at=played.now)
    played.until("Mon 12:30").recorded("diagnosed", by=ENGINEER)
    played.until("Mon 13:00").complete("diagnose", **DIAGNOSIS)
    assert played.case.stage == "appoint"
    played.visit("Wed 12:00", "Wed 14:00", agreed_at=played.now)
    assert played.case.stage == "diagnose"


def test_a_case_of_the_first_core_that_was_stuck_goes_on_when_the_core_changes() -> None:
    played = of_the_first_core(visited_early())
    confirm_it(played)
    assert played.case.stage == "appoint"
    played.ask(SwitchCore, core=2)
    assert played.case.stage == "diagnose"


def test_the_report_of_a_repaired_machine_leads_to_the_customer() -> None:
    played = on_site()
    played.visit(agreed_at=played.now)
    played.until("Tue 14:30").recorded("fixed", by=ENGINEER)
    with pytest.raises(Refusal) as refused:
        played.ask(ReportVisit, visit="v1", text="t")
    assert refusal_code(refused) == "stage_yield_missing"
    played.ask(ReportVisit, visit="v1", text="t", yields=DIAGNOSIS)
    assert played.case.stage == "verify"
    assert played.case.facts["root_cause"] == "part"


def test_a_report_that_ends_a_stage_tells_that_the_customer_waits_for_its_milestone() -> None:
    cause = Milestone(subject="the cause", latest_by=at("Wed 12:00"), stage="diagnose")
    played = on_site(milestones=(cause,))
    played.visit(agreed_at=played.now)
    played.until("Tue 14:30").recorded("fixed", by=ENGINEER)
    assert played.recipients("milestone_reached") == []
    played.ask(ReportVisit, by=ENGINEER, visit="v1", text="t", yields=DIAGNOSIS)
    assert played.recipients("milestone_reached") == ["li.min"]


@pytest.mark.parametrize("outcome", ["diagnosed", "not_fixed"])
def test_the_report_of_a_machine_that_is_not_repaired_leads_to_the_repair(outcome: str) -> None:
    played = on_site()
    played.visit(agreed_at=played.now)
    played.until("Tue 14:30").recorded(outcome, by=ENGINEER)
    played.ask(ReportVisit, visit="v1", text="t", yields=DIAGNOSIS)
    assert played.case.stage == "repair"
    assert due(played, "stage").due_at == at("Sun 14:30")
    played.visit("Wed 14:00", "Wed 16:00")
    played.until("Wed 14:30").recorded("fixed", "v2", by=ENGINEER)
    played.ask(ReportVisit, visit="v2", text="t", yields=REPAIR)
    assert played.case.stage == "verify"


def test_a_report_that_leads_nowhere_says_that_it_is_wanted_alone_and_is_then_written() -> None:
    """In the repair, of a visit that did not put it right: it ends no stage, whatever is given along with it."""
    played = on_site()
    played.visit(agreed_at=played.now)
    played.until("Tue 14:30").recorded("not_fixed", by=ENGINEER)
    played.complete("diagnose", **DIAGNOSIS)
    with pytest.raises(Refusal) as refused:
        played.ask(ReportVisit, by=ENGINEER, visit="v1", text="t", yields=REPAIR)
    assert refusal_code(refused) == "report_without_yields"
    assert refused.value.problem.params["stage"] == "repair"
    played.ask(ReportVisit, by=ENGINEER, visit="v1", text="t")
    assert (played.count("visit_reported"), played.case.stage) == (1, "repair")


def test_a_late_report_of_a_repair_that_did_not_hold_does_not_call_it_repaired() -> None:
    """The owner went on without the report, and the customer has said meanwhile that it still leaks."""
    played = on_site()
    played.visit(agreed_at=played.now)
    played.until("Tue 14:30").recorded("fixed", by=ENGINEER)
    played.complete("diagnose", **DIAGNOSIS)
    played.complete("repair", **REPAIR)
    played.until("Tue 15:30").contact(covers=())
    played.ask(RecordVerification, outcome="not_fixed")
    assert played.case.stage == "diagnose"
    with pytest.raises(Refusal, match="report_without_yields"):
        played.ask(ReportVisit, by=ENGINEER, visit="v1", text="t", yields=DIAGNOSIS)
    played.ask(ReportVisit, by=ENGINEER, visit="v1", text="t")
    assert (played.count("visit_reported"), played.case.stage) == (1, "diagnose")


def test_a_report_of_the_life_before_moves_no_reopened_case() -> None:
    played = on_site()
    played.visit(agreed_at=played.now)
    played.until("Tue 14:30").recorded("fixed", by=ENGINEER)
    played.until("Tue 17:00").ask(Withdraw, by=LEAD, reason="all is well, they say")
    played.until("Thu 10:00").ask(CustomerSaid, channel="email", occurred_at=played.now, text="t")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    with pytest.raises(Refusal, match="report_without_yields"):
        played.ask(ReportVisit, by=ENGINEER, visit="v1", text="t", yields=DIAGNOSIS)
    played.ask(ReportVisit, by=ENGINEER, visit="v1", text="t")
    assert (played.count("visit_reported"), played.case.stage) == (1, "diagnose")


def test_the_visit_that_shows_that_it_does_not_hold_is_reported_as_the_new_diagnosis() -> None:
    """An engineer looks at it once more while the customer has the word, and it turns out not to be repaired."""
    played = on_site()
    played.visit(agreed_at=played.now)
    played.until("Tue 14:30").recorded("fixed", by=ENGINEER)
    played.ask(ReportVisit, by=ENGINEER, visit="v1", text="t", yields=DIAGNOSIS)
    played.visit("Wed 14:00", "Wed 16:00", agreed_at=played.now)
    played.until("Wed 14:30").recorded("diagnosed", "v2", by=ENGINEER)
    played.ask(RecordVerification, outcome="not_fixed")
    assert played.case.stage == "diagnose"
    played.ask(ReportVisit, by=ENGINEER, visit="v2", text="t", yields=DIAGNOSIS)
    assert played.case.stage == "repair"


def test_the_report_of_a_repair_ends_the_repair_though_the_diagnosis_did_not_wait_for_it() -> None:
    played = on_site()
    played.visit(agreed_at=played.now)
    played.until("Tue 14:30").recorded("fixed", by=ENGINEER)
    played.complete("diagnose", **DIAGNOSIS)
    played.ask(ReportVisit, by=ENGINEER, visit="v1", text="t", yields=REPAIR)
    assert played.case.stage == "verify"


def test_a_plan_without_visits_is_not_pinned_to_a_case_that_has_one() -> None:
    played = Played()
    played.contact()
    played.triage()
    played.visit()
    played.confirm(plan=a_plan().model_copy(update={"visits": None}))
    assert played.case.rules.visits
    played.until("Tue 16:30")
    assert played.count("visit_missed") == 1


def test_the_grace_is_told_in_the_reason() -> None:
    why = due(visited(), "visit").why
    assert (why.anchor, why.anchor_at) == ("visit_window_end", at("Tue 16:00"))
    assert why.counted == timedelta(minutes=30)


def test_nobody_has_come_well_before_the_window() -> None:
    played = visited().until("Mon 14:30")
    with pytest.raises(Refusal) as refused:
        played.recorded("arrived")
    assert (refused.value.problem.code, refused.value.problem.fields) == (
        "visit_too_early",
        ("arrived_at",),
    )
    played.until("Tue 13:30").recorded("arrived")  # as early as word may be late
    assert the_promise(played).status == "kept"


def test_a_window_agreed_on_tomorrow_names_the_field_that_said_so() -> None:
    with pytest.raises(Refusal) as refused:
        visited(agreed_at=at("Tue 10:00"))
    assert refused.value.problem.fields == ("agreed_at",)


def test_after_two_missed_visits_one_call_is_owed() -> None:
    """And the apology for a visit isn't drafted anew when that call isn't made either."""
    played = on_site()
    played.promise("Fri 10:00", subject="how the repair goes")
    played.until("Mon 11:00").contact()
    played.visit("Tue 10:00", "Tue 12:00", agreed_at=played.now)
    played.visit("Tue 11:00", "Tue 13:00", agreed_at=played.now, engineer="sun.gong")
    played.until("Tue 13:45")
    calls = [p for p in played.case.promises if p.kind == "callback" and p.follows]
    assert played.count("visit_missed") == 2
    assert [(p.owner, p.latest_by, p.status) for p in calls] == [
        ("li.min", at("Tue 15:00"), "open")
    ]
    played.until("Tue 17:00")
    assert [p.status for p in played.case.promises if p.id == calls[0].id] == ["broken"]
    assert played.recipients("apology_draft") == []


@pytest.mark.parametrize("moved_by", ["us", "customer"])
def test_a_move_to_the_window_that_stands_is_a_repeat(moved_by: str) -> None:
    played = on_site()
    visit = played.visit(agreed_at=played.now)
    moved(played, moved_by=moved_by)
    stands = played.case
    for _ in range(3):
        moved(played, moved_by=moved_by)
    assert played.case == stands
    assert played.count("visit_rescheduled") == 1
    assert played.case.breaks == 0
    assert played.case.visit(visit)


def test_a_customer_who_asks_for_the_window_that_stands_agrees_to_it() -> None:
    played = on_site()
    played.visit()
    moved(played)
    told = moved(played.until("Mon 10:35"), moved_by="customer")
    visit = played.case.visits[0]
    assert told.events[0].name == "visit_confirmed"
    assert (visit.status, visit.confirmed_at) == ("confirmed", at("Mon 10:35"))
    assert played.case.stage != "appoint"
    assert played.count("visit_rescheduled") == 1


def test_nobody_agreed_to_a_window_before_it_was_offered() -> None:
    played = on_site().until("Mon 10:30")
    played.visit()
    window = {"starts_at": at("Tue 14:00"), "ends_at": at("Tue 16:00")}
    with pytest.raises(Refusal) as refused:
        moved(played, moved_by="customer", told_at=at("Mon 10:10"), **window)
    assert refusal_code(refused) == "told_too_early"


def test_a_second_click_arranges_no_second_visit() -> None:
    played = on_site()
    first = played.visit(digest="d1")
    assert played.visit(digest="d1", received_at=played.now, busy_with=("C-000001",)) == first
    assert played.events[-1].name == "visit_joined"
    assert played.recipients("visit_arranged") == ["chen.gong"]
    assert len(played.case.visits) == 1


def test_a_window_once_moved_can_be_asked_for_again() -> None:
    """The first visit is elsewhere now, so that it is no second click."""
    played = on_site()
    first = played.visit(digest="d1")
    moved(played)
    assert played.visit(digest="d1") != first


@pytest.mark.parametrize("window", [("Tue 14:00", "Tue 16:00"), ("Tue 15:59", "Tue 17:00")])
def test_one_engineer_comes_to_a_customer_once_at_a_time(window: tuple[str, str]) -> None:
    """Whether or not it is in the rows yet, and whoever insists."""
    played = on_site()
    played.visit()
    with pytest.raises(Refusal) as refused:
        played.visit(*window, by=LEAD, busy_with=("C-000001",), insist="next door")
    assert refusal_code(refused) == "visit_overlaps"
    played.visit(*window, engineer="sun.gong")  # two people for a heavy machine


def test_a_visit_is_not_moved_into_another_of_the_same_engineer() -> None:
    played = on_site()
    played.visit()
    played.visit(
        "Tue 16:00", "Tue 18:00", busy_with=("C-000001",)
    )  # after the first, not during it
    with pytest.raises(Refusal) as refused:
        moved(played, visit="v2", starts_at=at("Tue 15:00"), ends_at=at("Tue 17:00"))
    assert refusal_code(refused) == "visit_overlaps"


def test_another_engineer_in_the_same_window_is_no_move_for_the_customer() -> None:
    played = on_site()
    played.visit("Wed 14:00", "Wed 16:00", agreed_at=played.now)
    moved(played, engineer="sun.gong")
    visit = played.case.visits[0]
    assert (visit.engineer, visit.status, visit.confirmed_at) == (
        "sun.gong",
        "confirmed",
        played.now,
    )
    assert [p.renegotiations for p in played.case.open_promises if p.kind == "visit"] == [0]


@pytest.mark.parametrize("field", ["engineer", "insist"])
def test_a_word_that_cannot_be_seen_is_none(field: str) -> None:
    given: dict[str, Any] = {
        "engineer": "chen.gong",
        "busy_with": ("C-000002",),
        "insist": "they live next door",
    }
    with pytest.raises(Refusal) as refused:
        on_site().visit(by=LEAD, **{**given, field: "\u200b"})
    assert refusal_code(refused) in ("reason_required", "engineer_busy")
