"""Waiting: the stage and follow-up clocks stand still, the response clock and promises never do (REQ B4)."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import LEAD, SHANGHAI, Played, PlayedFault, a_plan, at, on_site, refusal_code
from domain.confirmation import ConfirmComplex
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.deadlines import deadlines
from domain.decide import decide
from domain.endings import Withdraw
from domain.engine import Tick
from domain.errors import Refusal
from domain.pauses import PauseCase, ResumeCase, waited
from domain.questions import RecordAnswers
from domain.resolution import Resolve
from domain.revisits import RecordRevisit
from domain.stages import CompleteStage
from domain.visits.commands import ConfirmVisit, RescheduleVisit
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


@pytest.mark.parametrize("how", ["call", "message", "answers"])
def test_what_the_customer_said_before_the_wait_ends_none(how: str) -> None:
    played = PlayedFault().confirmed().until("Mon 10:20")
    pause(played, "Fri 17:00", "waiting_on_customer")
    played.until("Mon 10:30")
    before = at("Mon 10:05")
    if how == "call":
        played.contact(direction="inbound", parts=(), occurred_at=before)
    elif how == "message":  # our API heard it before it heard of the pause
        played.ask(CustomerSaid, channel="email", occurred_at=before, received_at=before, text="t1")
    else:
        played.ask(RecordAnswers, answers={"floor": "on the second, not moved"}, received_at=before)
    assert played.case.pause
    # what is heard once the wait has begun ends it, whatever a channel's clock says
    played.ask(CustomerSaid, channel="email", occurred_at=before, text="t2")
    assert played.case.pause is None


@pytest.mark.parametrize("how", ["confirm", "reschedule"])
def test_a_customer_who_agrees_to_a_visit_has_answered(how: str) -> None:
    played = on_site()
    played.visit("Thu 14:00", "Thu 16:00")
    pause(played, "Fri 12:00", "waiting_on_customer")
    played.until("Tue 17:00")
    if how == "confirm":
        played.ask(ConfirmVisit, visit="v1", confirmed_at=played.now)
    else:
        asked: dict[str, Any] = {"moved_by": "customer", "told_at": played.now, "reason": "away"}
        window: dict[str, Any] = {"starts_at": at("Fri 14:00"), "ends_at": at("Fri 16:00")}
        played.ask(RescheduleVisit, visit="v1", **asked, **window)
    assert played.case.pause is None


def test_a_case_that_moves_on_is_paused_no_more() -> None:
    played = Played().confirmed()
    pause(played, "Fri 10:00")
    played.complete("diagnose", findings="heard it", root_cause="product/part")
    assert played.case.pause is None
    assert "stage" in kinds(played)


def test_a_case_resolved_while_paused_does_not_run_towards_its_red_line() -> None:
    played = Played().verifying()
    played.says_it_works()
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


# --- pauses add up, and the customer knows (REQ B4a) -------------------------------------------------


@pytest.mark.trial("A17")
def test_the_pauses_of_one_life_add_up() -> None:
    played = Played().confirmed()
    played.pause("Mon+2 10:00")  # ten working days, the whole of what the policy gives an agent
    played.until("Mon+2 10:00")
    with pytest.raises(Refusal) as refused:
        played.pause("Tue+2 10:00")
    problem = refused.value.problem
    assert (problem.code, problem.params["limit"]) == ("pauses_used_up", str(played.now))
    with pytest.raises(Refusal) as refused:
        played.pause("Tue+2 10:00", by=LEAD)
    assert (refused.value.problem.code, refused.value.problem.fields) == (
        "reason_required",
        ("note",),
    )
    played.pause("Tue+2 10:00", by=LEAD, note="The part comes from Japan; the customer agreed.")
    assert played.case.pause


@pytest.mark.trial("A17")
def test_only_what_was_waited_counts_and_in_working_time() -> None:
    played = Played().confirmed()
    played.pause("Mon+1 10:00")
    played.until("Wed 10:00").ask(ResumeCase)  # two working days
    assert waited(played.case, "business") == timedelta(hours=16)
    played.until("Fri 10:00")
    with pytest.raises(Refusal) as refused:
        played.pause("Fri+2 10:00")
    assert refused.value.problem.code == "pauses_used_up"
    assert refused.value.problem.params["limit"] == str(at("Wed+2 10:00"))  # eight are left
    played.pause("Wed+2 10:00")


@pytest.mark.trial("A17")
def test_another_life_begins_with_nothing_used_up() -> None:
    played = Played().confirmed()
    played.pause("Mon+2 10:00")
    played.until("Mon+2 10:00")
    played.contact()
    played.verifying().contact()
    played.ask(Withdraw, reason="sold it")
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message=played.case.messages[-1].id, verdict="reopen")
    assert played.case.life == 1
    played.pause(played.now + timedelta(days=5))
    assert played.case.pause


@pytest.mark.trial("A17")
def test_a_policy_without_a_sum_has_none() -> None:
    plan = a_plan().model_copy(update={"pauses": None})
    played = Played(plan=plan).confirmed()
    played.pause("Mon+2 10:00")
    played.until("Mon+2 10:00").pause("Mon+4 10:00")
    assert played.case.pause


@pytest.mark.trial("A17")
@pytest.mark.parametrize("missing", ["channel", "told_at"])
def test_no_pause_without_the_customers_knowing(missing: str) -> None:
    played = Played().confirmed().until("Mon 10:05")
    with pytest.raises(Refusal) as refused:
        played.pause("Fri 10:00", "waiting_on_parts", **dict[str, Any]({missing: None}))
    assert (refused.value.problem.code, refused.value.problem.fields) == (
        "pause_untold",
        (missing,),
    )
    played.pause("Fri 10:00", channel="wechat", told_at=at("Mon 10:02"))
    (paused,) = (event for event in played.events if event.kind == "case_paused")
    assert (paused.pause.channel, paused.pause.told_at) == ("wechat", at("Mon 10:02"))


@pytest.mark.trial("A17")
def test_a_case_of_the_first_core_pauses_as_it_did() -> None:
    played = Played().confirmed()
    played.case = played.case.model_copy(update={"core": 1})
    for _ in range(2):
        pause = PauseCase(
            actor=LEAD,
            received_at=played.now,
            reason="waiting_on_parts",
            until=played.now + timedelta(days=13),
        )
        played.case = decide(played.case, pause, played.now).case
        played.now += timedelta(days=14)
        resumed = decide(played.case, Tick(actor=LEAD, received_at=played.now), played.now)
        played.case = resumed.case
    assert not played.case.pause


# --- they begin and end when we heard (REQ B4a) -----------------------------------------------------


def waiting_for_the_customer() -> Played:
    """Confirmed Monday 2026-11-23 at ten, paused at eleven."""
    opened = "2026-11-23 09:50"
    played = Played(opened, plan=a_plan(opened_on=date(2026, 11, 23)), spoke_at=at(opened))
    played.now = at("2026-11-23 09:55")
    played.contact()
    played.triage()
    played.now = at("2026-11-23 10:00")
    played.ask(
        ConfirmComplex,
        complexity="medium",
        channel="phone",
        told_at=played.now,
        first_feedback_at=at("2026-11-27 10:00"),
        answer="agreed",
    )
    played.now = at("2026-11-23 11:00")
    played.pause("2026-12-01 11:00", "waiting_on_customer")
    return played


BACK, HEARD = at("2026-11-24 16:00"), at("2026-11-24 11:30")
"""The worker was away on Tuesday from nine to four; the customer's word came at half past eleven."""


@pytest.mark.trial("A18")
def test_a_wait_ends_when_we_heard_and_not_when_a_worker_came_to_it() -> None:
    played = waiting_for_the_customer()
    played.now = BACK
    said = played.ask(
        CustomerSaid, received_at=HEARD, channel="wechat", occurred_at=HEARD, text="t1"
    )
    assert played.due("stage").due_at == at("2026-11-26 10:30")
    (resumed,) = (event for event in said.events if event.kind == "case_resumed")
    assert (resumed.at, resumed.heard_at) == (BACK, HEARD)


@pytest.mark.trial("A18")
@pytest.mark.parametrize("how", ["contact", "resume", "move on"])
def test_whatever_ends_a_wait_ends_it_when_we_heard(how: str) -> None:
    played = waiting_for_the_customer()
    played.now = BACK
    if how == "contact":
        played.contact(
            received_at=HEARD, occurred_at=HEARD, direction="inbound", parts=(), channel="phone"
        )
    elif how == "resume":
        played.ask(ResumeCase, received_at=HEARD)
    else:
        yields = {"findings": "heard it", "root_cause": "product/part"}
        played.ask(CompleteStage, received_at=HEARD, stage="diagnose", yields=yields)
        clock = played.case.stage_clock
        assert clock
        assert clock.started_at == HEARD  # the next stage as well
        return
    assert played.due("stage").due_at == at("2026-11-26 10:30")


@pytest.mark.trial("A18")
def test_a_pause_begins_when_it_was_asked_for() -> None:
    played = Played().confirmed()
    played.now = at("Tue 16:00")
    asked = at("Mon 14:00")
    played.pause("Thu 10:00", received_at=asked, told_at=asked)
    played.now = at("Wed 10:00")
    played.ask(ResumeCase)
    assert played.due("stage").why.paused == timedelta(hours=4 + 8 + 1)


def test_no_hour_counts_twice_of_a_pause_heard_before_the_one_that_has_ended_since() -> None:
    played = Played().confirmed()
    played.until("Mon 13:30").pause("Mon 16:00")
    played.until("Mon 16:30")
    asked = at("Mon 14:00")
    played.pause("Mon 17:00", received_at=asked, told_at=asked)
    assert played.case.pause
    assert played.case.pause.since == at("Mon 16:00")
    played.until("Mon 17:00")
    assert played.due("stage").why.paused == timedelta(hours=3.5)


def test_what_the_customer_was_told_before_the_case_was_closed_is_of_no_pause_after_it() -> None:
    played = Played().reach("closed").until("Wed 10:00")
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message=played.case.messages[-1].id, verdict="reopen")
    with pytest.raises(Refusal) as refused:
        played.pause("Fri 10:00", told_at=at("Mon 12:00"))
    assert refusal_code(refused) == "told_too_early"
    played.pause("Fri 10:00")
    assert played.case.pause


@pytest.mark.trial("A18")
def test_a_pause_asked_for_and_over_within_an_outage_has_been_one() -> None:
    played = Played().confirmed()
    played.now = at("Tue 09:00")
    asked = at("Mon 14:00")
    played.pause("Mon 17:00", received_at=asked, told_at=asked)
    played.tick(since=asked)
    assert played.case.pause is None
    assert played.due("stage").why.paused == timedelta(hours=3)


@pytest.mark.trial("A18")
def test_a_confirmation_counts_from_when_we_heard_it() -> None:
    played = Played().reach("confirm")
    sent, back = at("Mon 10:00"), at("Mon 16:00")
    played.now = back
    played.confirm("Mon 15:00", received_at=sent, told_at=sent)
    assert played.due("stage").due_at == at("Wed 10:00")
    assert played.due("red_line").why.anchor_at == sent
    feedback = played.case.open_promises[0]
    assert (feedback.made_at, feedback.latest_by) == (sent, at("Mon 15:00"))
    played.contact(received_at=at("Mon 14:30"), occurred_at=at("Mon 14:30"))
    promise = played.case.promise(feedback.id)
    assert promise
    assert promise.status == "kept"


@pytest.mark.trial("A18")
def test_nothing_is_heard_later_than_now_nor_before_the_case_was_there() -> None:
    played = waiting_for_the_customer()
    played.now = at("2026-11-24 11:30")
    ahead = deepcopy(played)
    ahead.ask(ResumeCase, received_at=played.now + timedelta(days=1))
    assert ahead.due("stage").due_at == at("2026-11-26 10:30")
    played.ask(ResumeCase, received_at=at("2026-11-20 09:00"))
    assert played.due("stage").due_at == at("2026-11-25 10:00")  # as if it had never waited


def test_the_customer_is_told_of_each_pause_by_itself() -> None:
    played = Played().confirmed()
    told = at("Mon 10:05")
    with pytest.raises(Refusal) as refused:
        played.pause("Tue 10:00", told_at=at("Mon 09:59"))  # nobody had confirmed anything yet
    assert refusal_code(refused) == "told_too_early"
    played.until("Mon 10:10").pause("Tue 10:00", told_at=told)
    played.until("Mon 11:00").ask(ResumeCase)
    with pytest.raises(Refusal) as refused:
        played.pause("Tue 10:00", told_at=told)
    assert refusal_code(refused) == "told_too_early"
    played.pause("Tue 10:00", told_at=played.now)
