"""The response clock, the stage clock and the follow-up clock; pauses (REQ A4, A7, B4)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import Played, a_plan, at
from domain.clocks import Clock
from domain.confirmation import ConfirmComplex
from domain.customer_messages import CustomerSaid
from domain.deadline import Deadline
from domain.deadlines import deadlines
from domain.pauses import PauseCase, ResumeCase
from domain.plan.limit import Limit
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit


def due(played: Played, kind: str) -> Deadline:
    (found,) = (d for d in deadlines(played.case) if d.kind == kind)
    return found


def kinds(played: Played) -> set[str]:
    return {d.kind for d in deadlines(played.case)}


def pause(played: Played, until: str, reason: str = "waiting_on_parts") -> None:
    played.ask(PauseCase, reason=reason, until=at(until))


@pytest.mark.parametrize(
    ("priority", "spoke", "response"),
    [
        ("P0", "Sat 23:00", "Sat 23:15"),  # round the clock
        ("P1", "Sat 23:00", "Sun 00:00"),
        ("P2", "Mon 11:00", "Mon 16:00"),  # four working hours, lunch between
        ("P3", "Fri 17:00", "Mon+1 17:00"),  # eight, over a weekend
    ],
)
def test_the_response_clock_runs_from_the_customers_word(
    priority: str, spoke: str, response: str
) -> None:
    played = Played(spoke, priority=priority)
    assert due(played, "response").due_at == at(response)


def test_the_response_clock_counts_from_the_word_not_from_the_opening() -> None:
    played = Played("Mon 11:00", spoke_at=at("Mon 09:00"))
    assert due(played, "response").due_at == at("Mon 14:00")


def test_a_voicemail_from_the_customer_is_no_response_of_ours() -> None:
    played = Played()
    played.contact(direction="inbound", reached=False, left_message=True, parts=())
    assert "response" in kinds(played)
    played.contact(reached=False, left_message=True)
    assert "response" not in kinds(played)


def test_a_call_held_before_the_customers_word_does_not_answer_it() -> None:
    played = Played().confirmed()
    played.until("Mon 10:20").ask(
        CustomerSaid, channel="email", occurred_at=at("Mon 10:15"), text="t1"
    )
    played.contact(occurred_at=at("Mon 10:05"))
    assert "response" in kinds(played)
    played.contact()
    assert "response" not in kinds(played)


def test_a_second_word_does_not_restart_the_response_clock() -> None:
    played = Played()
    before = due(played, "response").due_at
    played.until("Mon 09:30").ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    assert due(played, "response").due_at == before


def test_another_priority_keeps_the_anchor_of_the_response_clock() -> None:
    played = Played().reach("triage")
    played.ask(CustomerSaid, channel="email", occurred_at=at("Mon 09:00"), text="t1")
    played.triage(priority="P1", reason="the shop stands still")
    assert due(played, "response").due_at == at("Mon 10:00")


def test_a_word_left_unanswered_is_called_overdue_once_whatever_its_priority_becomes() -> None:
    played = Played().reach("triage")
    played.ask(CustomerSaid, channel="email", occurred_at=at("Mon 09:00"), text="t1")
    played.until("Mon 15:00")
    assert played.told("response_overdue") == ["li.min", "chen.jie"]
    played.triage(priority="P1", reason="the shop stands still")
    played.tick()
    assert played.count("response_overdue") == 1


def test_triage_has_a_limit_so_that_the_anchor_cannot_be_put_off_in_silence() -> None:
    played = Played().reach("triage")
    assert due(played, "stage").due_at == at("Mon 18:00")
    played.until("Mon 18:00")
    assert played.told("stage_overrun") == ["li.min", "chen.jie"]
    assert played.count("escalated") == 1


def test_the_follow_up_clock_starts_only_at_the_anchor() -> None:
    played = Played().reach("confirm")
    assert played.case.follow_up is None
    played.until("Mon 10:00").confirm()
    assert due(played, "red_line").due_at == at("Wed+1 10:00")
    assert due(played, "red_line").why.anchor_at == at("Mon 10:00")


def test_a_pause_never_stops_the_response_clock() -> None:
    played = Played().confirmed()
    pause(played, "Fri 10:00")
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    response = due(played, "response").due_at
    played.until("Mon 11:00").ask(ResumeCase)
    assert due(played, "response").due_at == response == at("Mon 15:00")


def test_a_paused_clock_fires_nothing() -> None:
    played = Played().confirmed()
    pause(played, "Tue+1 10:00")
    assert {"stage", "red_line", "red_line_warning"}.isdisjoint(kinds(played))


def test_a_pause_counts_in_working_time_across_a_weekend() -> None:
    played = Played().confirmed()
    before = due(played, "stage").due_at
    assert before == at("Wed 10:00")  # two working days for "diagnose"
    played.until("Tue 10:00")
    pause(played, "Tue+1 10:00")
    played.now = at("Mon+1 10:00")  # four working days later
    played.ask(ResumeCase)
    assert due(played, "stage").due_at == at("Tue+1 10:00")
    assert due(played, "stage").why.paused == timedelta(hours=4 * 8)


def test_a_pause_within_a_weekend_puts_nothing_off() -> None:
    played = Played("Fri 09:00", spoke_at=at("Fri 09:00"))
    played.contact()
    played.triage()
    played.until("Fri 10:00").confirm("Mon+1 10:00")
    before = due(played, "red_line").due_at
    played.now = at("Sat 10:00")
    pause(played, "Mon+1 10:00")
    played.now = at("Sun 20:00")
    played.ask(ResumeCase)
    assert due(played, "red_line").due_at == before


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
    assert due(played, "stage").why.paused == timedelta(hours=16)  # Friday and Saturday


def test_a_pause_through_national_day_counts_only_what_is_worked() -> None:
    played = national_day("2026-09-30 09:00")
    pause(played, "2026-10-08 09:00")
    played.now = at("2026-10-08 09:00")
    played.ask(ResumeCase)
    assert due(played, "stage").why.paused == timedelta(hours=8)
    assert due(played, "stage").due_at == at("2026-10-09 18:00")


def test_a_pause_ends_by_itself_and_the_owner_is_told() -> None:
    played = Played().confirmed()
    pause(played, "Mon 14:00")
    played.until("Mon 14:00")
    assert played.case.pause is None
    assert played.told("pause_over") == ["li.min"]
    assert due(played, "stage").why.paused == timedelta(hours=3)


def test_an_outage_does_not_lengthen_a_pause() -> None:
    played = Played().confirmed()
    pause(played, "Mon 14:00")
    played.now = at("Tue 09:30")
    played.tick(since=at("Mon 14:00"))
    assert due(played, "stage").why.paused == timedelta(hours=3)


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
    assert due(played, "red_line").why.paused == timedelta(hours=2 + 8)


def test_an_overdue_clock_is_told_once_however_often_it_is_paused() -> None:
    played = Played().confirmed()
    played.until("Wed 10:00")
    assert played.count("stage_overrun") == 1
    pause(played, "Thu 10:00")
    played.until("Wed+1 09:00")
    assert played.count("stage_overrun") == 1


STEPS = st.lists(st.timedeltas(timedelta(0), timedelta(days=6)), min_size=2, max_size=6)


@given(calendar=st.sampled_from([None, "business", "waking"]), steps=STEPS)
def test_however_often_a_clock_is_paused_it_is_never_due_earlier(
    calendar: str | None, steps: list[timedelta]
) -> None:
    plan = a_plan()
    limit = Limit(limit=timedelta(hours=20), calendar=calendar, rule="test")
    clock = Clock(anchor="test", started_at=at("Mon 09:00"), limit=limit)
    now: datetime = at("Mon 09:00")
    before = clock.due(plan)[0]
    for index, step in enumerate(steps):
        now += step
        clock = clock.resume(plan, now) if index % 2 else clock.pause(now)
        assert clock.due(plan)[0] >= before
        before = clock.due(plan)[0]
