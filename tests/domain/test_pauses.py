"""Waiting: the stage and follow-up clocks stand still, the response clock and promises never do (REQ B4)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import SHANGHAI, Played, a_plan, at
from domain.confirmation import ConfirmComplex
from domain.customer_messages import CustomerSaid
from domain.deadlines import deadlines
from domain.pauses import ResumeCase
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit
from laws.history import BEGINNINGS, BOUNDED


def kinds(played: Played) -> set[str]:
    return {d.kind for d in deadlines(played.case)}


def pause(played: Played, until: str, reason: str = "waiting_on_parts") -> None:
    played.pause(until, reason)


def test_a_pause_never_stops_the_response_clock() -> None:
    played = Played().confirmed()
    pause(played, "Fri 10:00")
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    response = played.due("response").due_at
    played.until("Mon 11:00").ask(ResumeCase)
    assert played.due("response").due_at == response == at("Mon 15:00")


def test_a_paused_clock_fires_nothing() -> None:
    played = Played().confirmed()
    pause(played, "Tue+1 10:00")
    assert {"stage", "red_line", "red_line_warning"}.isdisjoint(kinds(played))


def test_a_pause_counts_in_working_time_across_a_weekend() -> None:
    played = Played().confirmed()
    before = played.due("stage").due_at
    assert before == at("Wed 10:00")  # two working days for "diagnose"
    played.until("Tue 10:00")
    pause(played, "Tue+1 10:00")
    played.now = at("Mon+1 10:00")  # four working days later
    played.ask(ResumeCase)
    assert played.due("stage").due_at == at("Tue+1 10:00")
    assert played.due("stage").why.paused == timedelta(hours=4 * 8)


def test_a_pause_within_a_weekend_puts_nothing_off() -> None:
    played = Played("Fri 09:00", spoke_at=at("Fri 09:00"))
    played.contact()
    played.triage()
    played.until("Fri 10:00").confirm("Mon+1 10:00")
    before = played.due("red_line").due_at
    played.now = at("Sat 10:00")
    pause(played, "Mon+1 10:00")
    played.now = at("Sun 20:00")
    played.ask(ResumeCase)
    assert played.due("red_line").due_at == before


def national_day(opened: str) -> Played:
    """A confirmed case in the days around National Day 2026: off 1–7 October, Saturday 10 worked."""
    played = Played(opened, plan=a_plan(opened_on=date(2026, 9, 20)), spoke_at=at(opened))
    played.contact()
    played.triage()
    played.ask(
        ConfirmComplex,
        complexity="medium",
        channel="phone",
        told_at=played.now,
        first_feedback_at=played.now + timedelta(hours=2),
        answer="agreed",
    )
    return played


def test_a_pause_over_a_make_up_saturday_counts_that_saturday() -> None:
    played = national_day("2026-10-09 09:00")  # the Friday before it
    pause(played, "2026-10-12 09:00")
    played.now = at("2026-10-12 09:00")
    played.ask(ResumeCase)
    assert played.due("stage").why.paused == timedelta(hours=16)  # Friday and Saturday


def test_a_pause_through_national_day_counts_only_what_is_worked() -> None:
    played = national_day("2026-09-30 09:00")
    pause(played, "2026-10-08 09:00")
    played.now = at("2026-10-08 09:00")
    played.ask(ResumeCase)
    assert played.due("stage").why.paused == timedelta(hours=8)
    assert played.due("stage").due_at == at("2026-10-09 18:00")


def test_a_pause_ends_by_itself_and_the_owner_is_told() -> None:
    played = Played().confirmed()
    pause(played, "Mon 14:00")
    played.until("Mon 14:00")
    assert played.case.pause is None
    assert played.recipients("pause_over") == ["li.min"]
    assert played.due("stage").why.paused == timedelta(hours=3)


def test_an_outage_does_not_lengthen_a_pause() -> None:
    played = Played().confirmed()
    pause(played, "Mon 14:00")
    played.now = at("Tue 09:30")
    played.tick(since=at("Mon 14:00"))
    assert played.due("stage").why.paused == timedelta(hours=3)


@pytest.mark.parametrize(
    ("reason", "ended"),
    [("waiting_on_customer", True), ("waiting_on_parts", False), ("waiting_on_third_party", False)],
)
def test_waiting_on_the_customer_ends_when_the_customer_answers(reason: str, ended: bool) -> None:
    written, called = Played().confirmed(), Played().confirmed()
    for played in (written, called):
        pause(played, "Fri 10:00", reason)
        played.until("Mon 11:00")
    written.ask(CustomerSaid, channel="wechat", occurred_at=written.now, text="t1")
    called.contact(direction="inbound", parts=())
    for played in (written, called):
        assert (played.case.pause is None) == ended


def test_a_case_that_moves_on_is_paused_no_more() -> None:
    played = Played().confirmed()
    pause(played, "Fri 10:00")
    played.complete("diagnose", findings="heard it", root_cause="product/part")
    assert played.case.pause is None
    assert "stage" in kinds(played)


def test_a_case_resolved_while_paused_does_not_run_towards_its_red_line() -> None:
    played = Played().verifying()
    played.ask(RecordVerification, outcome="fixed")
    played.until("Mon 11:00")
    pause(played, "Fri 10:00")
    played.until("Mon 14:00").ask(Resolve, basis="customer_confirmed")
    assert played.case.follow_up
    assert played.case.follow_up.paused_at == at("Mon 14:00")
    played.until("Tue 14:00").ask(RecordRevisit, outcome="trouble", occurred_at=played.now)
    assert played.due("red_line").why.paused == timedelta(hours=2 + 8)


def test_an_overdue_clock_is_told_once_however_often_it_is_paused() -> None:
    played = Played().confirmed()
    played.until("Wed 10:00")
    assert played.count("stage_overrun") == 1
    pause(played, "Thu 10:00")
    played.until("Wed+1 09:00")
    assert played.count("stage_overrun") == 1


@BOUNDED
@given(
    beginning=st.sampled_from(BEGINNINGS),
    before=st.timedeltas(timedelta(0), timedelta(days=4)),
    during=st.timedeltas(timedelta(0), timedelta(days=9)),
    reason=st.sampled_from(["waiting_on_customer", "waiting_on_parts", "waiting_on_third_party"]),
)
def test_a_pause_puts_the_clocks_off_by_just_its_working_time_and_promises_by_nothing(
    beginning: str, before: timedelta, during: timedelta, reason: str
) -> None:
    opened = at(beginning)
    plan = a_plan(opened_on=opened.astimezone(SHANGHAI).date())
    played = Played(beginning, plan=plan, spoke_at=opened)
    played.contact()
    played.triage()
    played.ask(
        ConfirmComplex,
        complexity="medium",
        channel="phone",
        told_at=opened,
        first_feedback_at=opened + timedelta(days=1),
        answer="agreed",
    )
    never = {d.key: d.due_at for d in deadlines(played.case)}
    played.now += before
    paused_at = played.now
    played.pause(paused_at + timedelta(days=10), reason)
    assert {"stage", "red_line", "red_line_warning"}.isdisjoint(
        d.key for d in deadlines(played.case)
    )
    played.now += during
    played.ask(ResumeCase)
    paused = {d.key: d.due_at for d in deadlines(played.case)}
    business = plan.calendars[plan.business]
    for key in ("stage", "red_line", "red_line_warning"):
        assert paused[key] >= never[key]
        put_off = business.between(never[key], paused[key])
        assert put_off == business.between(paused_at, played.now)
    for key, due_at in never.items():
        if key.startswith("promise"):
            assert paused[key] == due_at
