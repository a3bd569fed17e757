"""The call after resolution, and what it leads to (REQ E2)."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from builders import LEAD, Played, a_plan, at, refusal_code
from domain.case.contacts import Channel
from domain.case.promises import Promise
from domain.case.revisits import RevisitOutcome
from domain.customer_messages.commands import CustomerSaid
from domain.deadlines import deadlines
from domain.errors import Refusal
from domain.escalations import Escalate
from domain.plan.terms import Priority
from domain.promises import reminding
from domain.promises.commands import ReleasePromise, RenegotiatePromise
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit, tries


def revisit(played: Played, outcome: RevisitOutcome, **fields: Any) -> None:
    played.ask(RecordRevisit, **{"outcome": outcome, "occurred_at": played.now, **fields})


def test_the_revisit_is_a_promise_between_24_and_48_hours_after_resolution() -> None:
    played = Played().resolved()  # Monday 15:00
    (revisit_,) = (p for p in played.case.open_promises if p.kind == "revisit")
    assert (revisit_.expected_by, revisit_.latest_by) == (at("Tue 15:00"), at("Wed 15:00"))
    assert revisit_.owner == "li.min"


def test_the_revisit_waits_for_waking_hours_and_says_so() -> None:
    played = Played().verifying()
    played.says_it_works()
    played.until("Mon 22:00")
    played.ask(Resolve, basis="customer_confirmed")
    (revisit_,) = (p for p in played.case.open_promises if p.kind == "revisit")
    assert (revisit_.expected_by, revisit_.latest_by) == (at("Wed 09:00"), at("Wed 20:00"))
    assert revisit_.why.held_in == "waking"


def resolved_at(when: str, opened: str) -> Played:
    """Called resolved at that moment, the customer having said so on the phone."""
    day = opened.split(maxsplit=1)[0]
    played = Played(opened).until(f"{day} 09:10")
    played.contact()
    played.triage()
    played.confirm(first_feedback=f"{day} 17:00")
    played.until(f"{day} 09:12").verifying()
    played.until(when).says_it_works()
    played.ask(Resolve, basis="customer_confirmed")
    return played


def the_revisit(played: Played) -> Promise:
    (found,) = (p for p in played.case.open_promises if p.kind == "revisit")
    return found


def reminder_of(played: Played, promise: Promise) -> datetime:
    """When its owner is reminded."""
    key = f"promise_reminder:{promise.id}"
    return next(due.due_at for due in deadlines(played.case) if due.key == key)


@pytest.mark.trial("A12")
def test_a_revisit_is_due_between_24_and_48_hours_and_within_waking_hours() -> None:
    owed = the_revisit(resolved_at("Wed 21:30", opened="Wed 09:00"))
    assert (owed.expected_by, owed.latest_by) == (at("Fri 09:00"), at("Fri 20:00"))


@pytest.mark.trial("A13")
def test_it_is_due_by_the_last_waking_moment_and_its_reminder_wakes_nobody() -> None:
    played = resolved_at("Fri 08:45", opened="Thu 09:00")
    owed = the_revisit(played)
    assert (owed.expected_by, owed.latest_by) == (at("Sat 09:00"), at("Sat 20:00"))
    assert reminder_of(played, owed) == at("Sat 19:00")


@pytest.mark.trial("A12", "A13")
@pytest.mark.parametrize("day", ["Mon", "Thu", "Fri"])
@pytest.mark.parametrize("clock", ["09:30", "12:00", "19:59", "20:00", "23:59"])
def test_whenever_it_is_resolved_the_revisit_is_due_while_people_are_awake(
    day: str, clock: str
) -> None:
    played = resolved_at(f"{day} {clock}", opened=f"{day} 09:00")
    owed, waking = the_revisit(played), a_plan().calendars["waking"]
    assert owed.expected_by
    assert waking.is_working(owed.expected_by)
    assert waking.is_working(owed.latest_by - timedelta(seconds=1)) or waking.is_working(
        owed.latest_by
    )
    assert timedelta(hours=24) <= owed.expected_by - played.now
    assert owed.expected_by < owed.latest_by <= played.now + timedelta(hours=48)
    assert waking.is_working(reminder_of(played, owed))


def test_where_nobody_is_awake_in_that_time_it_is_due_in_the_first_waking_moment_after_it() -> None:
    plan = a_plan()
    weekdays = plan.calendars["waking"].model_copy(
        update={"week": (*plan.calendars["waking"].week[:5], (), ())}
    )
    calendars = {**plan.calendars, "waking": weekdays}
    played = Played(plan=plan.model_copy(update={"calendars": calendars})).verifying()
    played.until("Thu 21:00").says_it_works()
    played.ask(Resolve, basis="customer_confirmed")
    owed = the_revisit(played)
    assert (owed.expected_by, owed.latest_by) == (at("Mon+1 09:00"), at("Mon+1 09:00"))


@pytest.mark.trial("A11")
@pytest.mark.parametrize("channel", ["wechat", "email", "web", "wecom", "social"])
@pytest.mark.parametrize("outcome", ["content", "no_answer"])
def test_a_written_message_asks_nobody_how_they_feel(
    channel: Channel, outcome: RevisitOutcome
) -> None:
    played = Played().resolved().until("Tue 16:00")
    with pytest.raises(Refusal) as refused:
        revisit(played, outcome, channel=channel)
    assert refusal_code(refused) == "revisit_no_conversation"


@pytest.mark.trial("A11")
def test_a_call_in_the_chat_counts_when_the_customer_is_reached() -> None:
    played = Played().resolved().until("Tue 16:00")
    with pytest.raises(Refusal) as refused:
        revisit(played, "no_answer", channel="chat")
    assert refusal_code(refused) == "revisit_no_conversation"
    revisit(played, "content", channel="chat")
    assert played.case.is_closed


@pytest.mark.trial("A11")
@pytest.mark.parametrize("outcome", ["content", "no_answer"])
def test_ten_minutes_after_the_resolution_is_too_early_unless_the_customer_asked(
    outcome: RevisitOutcome,
) -> None:
    played = Played().resolved().until("Mon 15:10")
    with pytest.raises(Refusal) as refused:
        revisit(played, outcome)
    assert refusal_code(refused) == "revisit_too_early"
    revisit(played, outcome, early="customer_asked")
    assert played.case.is_closed == (outcome == "content")


@pytest.mark.trial("A11")
def test_trouble_is_heard_however_early_and_wherever_it_is_told() -> None:
    played = Played().resolved().until("Mon 15:10")
    revisit(played, "trouble", channel="wechat")
    assert played.case.stage == "diagnose"


@pytest.mark.trial("A11")
@pytest.mark.parametrize("outcome", ["content", "no_answer"])
def test_a_revisit_told_late_is_believed_of_its_owner_for_half_an_hour_then_of_a_lead(
    outcome: RevisitOutcome,
) -> None:
    played = Played().resolved().until("Wed 14:30")
    held = at("Tue 16:00")
    with pytest.raises(Refusal) as refused:
        revisit(played, outcome, occurred_at=held)
    assert refusal_code(refused) == "line_required"
    revisit(played, outcome, occurred_at=held, by=LEAD)
    assert played.case.revisits[-1].outcome == outcome


@pytest.mark.trial("A11")
def test_half_an_hour_late_is_soon_enough_for_whoever_held_it() -> None:
    played = Played().resolved().until("Tue 16:30")
    revisit(played, "content", occurred_at=at("Tue 16:00"))
    assert played.case.is_closed


@pytest.mark.trial("A14")
def test_the_third_try_in_vain_closes_with_a_note_and_not_without() -> None:
    played = Played().resolved()
    for day in ("Tue 16:00", "Wed 10:00"):
        played.until(day)
        revisit(played, "no_answer")
    played.until("Thu 10:00")
    with pytest.raises(Refusal) as refused:
        revisit(played, "no_answer", note=" \u200b ")
    assert (refusal_code(refused), refused.value.problem.fields) == ("reason_required", ("note",))
    revisit(played, "no_answer", note="tried at three times of the day")
    assert played.case.closing
    assert played.case.closing.note == "tried at three times of the day"


def test_a_content_customer_closes_the_case() -> None:
    played = Played().resolved()
    played.until("Tue 15:30")
    revisit(played, "content", emotion="calm")
    assert played.case.closing
    assert played.case.closing.ending == "content"
    assert [p.status for p in played.case.promises if p.kind == "revisit"] == ["kept"]


def test_trouble_again_goes_back_to_diagnosis_one_tier_up_with_all_history() -> None:
    played = Played().resolved()
    before = played.case
    played.until("Tue 15:30")
    revisit(played, "trouble", emotion="angry")
    after = played.case
    assert (after.stage, after.tier) == ("diagnose", before.tier + 1)
    assert after.promises[: len(before.promises) - 1] == before.promises[:-1]
    assert after.contacts[:-1] == before.contacts
    assert (after.resolved_at, after.verification) == (None, None)
    assert after.next_promise


def test_trouble_again_at_the_third_tier_stays_there() -> None:
    played = Played().resolved()
    played.ask(Escalate, reason="important customer", tier=3)
    played.until("Tue 15:30")
    revisit(played, "trouble")
    assert played.case.tier == 3


def test_the_time_between_resolution_and_new_trouble_is_not_charged_to_the_red_line() -> None:
    played = Played().resolved()  # Monday 15:00
    played.until("Tue 15:00")
    revisit(played, "trouble")
    assert played.case.follow_up
    assert played.case.follow_up.paused.total_seconds() == 8 * 3600


def test_nobody_there_is_tried_three_times_on_different_days_and_then_closed_with_a_note() -> None:
    played = Played().resolved()
    for day in ("Tue 16:00", "Wed 10:00"):
        played.until(day)
        revisit(played, "no_answer")
        assert played.case.stage == "resolved"
    (again,) = (p for p in played.case.open_promises if p.kind == "revisit")
    assert again.latest_by == at("Thu 20:00")
    played.until("Thu 10:00")
    revisit(played, "no_answer", note="three calls, a message left each time")
    assert played.case.closing
    assert (played.case.closing.ending, played.case.closing.note) == (
        "no_answer",
        "three calls, a message left each time",
    )


def test_trouble_that_the_customer_wrote_of_is_no_answer_of_ours_and_keeps_no_revisit() -> None:
    played = Played().resolved().until("Tue 11:00")
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    owed = the_revisit(played).id
    played.until("Tue 11:05")
    revisit(played, "trouble", channel="email", occurred_at=at("Tue 11:00"), emotion="angry")
    assert (played.case.stage, played.case.emotion) == ("diagnose", "angry")
    written = played.case.contacts[-1]
    assert (written.direction, written.is_word, written.covers) == ("inbound", False, ())
    assert played.case.messages[-1].waits_since
    assert played.case.response
    promise = played.case.promise(owed)
    assert promise
    assert promise.status == "released"


@pytest.mark.parametrize("answered", [False, True])
def test_trouble_in_writing_that_is_on_record_nowhere_else_awaits_an_answer(answered: bool) -> None:
    played = Played().resolved().until("Tue 11:30")
    if answered:
        played.contact(channel="email", covers=())
    revisit(played, "trouble", channel="email", occurred_at=at("Tue 11:00"))
    assert (played.case.response is None) == answered
    if played.case.response:
        assert played.case.response.started_at == at("Tue 11:00")


def test_what_is_resolved_while_no_worker_runs_counts_from_when_we_heard() -> None:
    played = Played().verifying()
    played.until("Mon 15:00").contact()
    played.ask(RecordVerification, outcome="fixed")
    heard = at("Mon 15:10")
    played.now = at("Tue 09:30")
    played.ask(Resolve, basis="customer_confirmed", received_at=heard)
    assert played.case.resolved_at == heard
    assert played.case.follow_up
    assert played.case.follow_up.paused_at == heard
    owed = the_revisit(played)
    assert (owed.expected_by, owed.latest_by) == (at("Tue 15:10"), at("Wed 15:10"))
    assert owed.why.anchor_at == heard


def test_trouble_that_we_heard_of_while_no_worker_ran_wakes_the_red_line_as_of_then() -> None:
    played = Played().resolved()  # Monday 15:00
    played.now = at("Wed 10:00")
    held = at("Tue 16:00")
    revisit(played, "trouble", occurred_at=held, received_at=held)
    assert played.case.follow_up
    assert played.case.follow_up.paused == timedelta(hours=9)  # until Tuesday at four


def test_a_try_before_the_day_they_asked_for_leaves_the_revisit_on_that_day() -> None:
    played = Played().resolved()
    played.until("Tue 15:30")
    asked_for: dict[str, Any] = {"latest_by": at("Fri 16:00"), "expected_by": at("Fri 15:00")}
    owed = the_revisit(played).id
    played.ask(RenegotiatePromise, promise=owed, told_at=played.now, reason="asked", **asked_for)
    played.until("Wed 10:00")
    revisit(played, "no_answer")
    again = the_revisit(played)
    assert (again.expected_by, again.latest_by) == (at("Fri 15:00"), at("Fri 16:00"))
    played.until("Fri 15:10")
    revisit(played, "no_answer")
    assert the_revisit(played).latest_by == at("Sat 20:00")


def test_two_tries_on_one_day_are_one() -> None:
    played = Played().resolved()
    played.until("Wed 10:00")
    revisit(played, "no_answer")
    played.until("Wed 18:00")
    with pytest.raises(Refusal) as refused:
        revisit(played, "no_answer")
    assert refusal_code(refused) == "revisit_too_soon_again"


def test_tries_before_an_earlier_trouble_do_not_count_for_the_next_resolution() -> None:
    played = Played().resolved()
    for day in ("Tue 15:30", "Wed 10:00"):
        played.until(day)
        revisit(played, "no_answer")
    played.until("Thu 10:00")
    revisit(played, "trouble")
    played.verifying()
    played.until("Thu 10:01").contact()
    played.ask(RecordVerification, outcome="fixed")
    played.ask(Resolve, basis="customer_confirmed")
    for day in ("Fri 11:00", "Sat 11:00"):
        played.until(day)
        revisit(played, "no_answer")
        assert played.case.stage == "resolved"
    played.until("Sun 11:00")
    revisit(played, "no_answer", note="nobody there")
    assert played.case.is_closed


def test_a_call_before_the_resolution_is_no_revisit() -> None:
    played = Played().resolved()
    played.until("Tue 15:30")
    with pytest.raises(Refusal) as refused:
        revisit(played, "content", occurred_at=at("Mon 14:00"))
    assert refusal_code(refused) == "revisit_before_resolution"


def test_a_revisit_held_in_time_but_recorded_a_little_late_puts_its_break_right() -> None:
    played = Played().resolved()
    played.until("Wed 15:10")
    assert played.count("promise_broken") == 1
    revisit(played, "content", occurred_at=at("Wed 14:55"))
    assert played.case.breaks == 0
    assert played.case.is_closed


def test_a_revisit_that_came_late_breaks_its_promise_and_still_counts() -> None:
    played = Played().resolved()
    played.now = at("Wed 16:00")  # nobody had noticed
    revisit(played, "content")
    assert played.case.breaks == 1
    assert played.case.is_closed


def test_a_revisit_nobody_holds_is_a_broken_promise_and_the_case_stays_open() -> None:
    played = Played().resolved()
    played.until("Wed 15:00")
    assert played.recipients("promise_broken") == ["li.min", "chen.jie"]
    assert not played.case.is_closed


@pytest.mark.parametrize("priority", ["P0", "P1", "P2"])
def test_a_revisit_that_nobody_holds_is_due_again_while_people_are_awake(
    priority: Priority,
) -> None:
    """Whatever round the clock the work on such a case runs: at night no try would count."""
    played = Played(priority=priority).resolved().until("Sat 12:00")
    waking = a_plan().calendars["waking"]
    revisits = [p for p in played.case.promises if p.kind == "revisit"]
    assert len(revisits) > 1
    for before, near in pairwise(revisits):
        assert waking.is_working(near.latest_by) or waking.is_working(
            near.latest_by - timedelta(seconds=1)
        )
        assert waking.between(before.latest_by, near.latest_by) >= timedelta(hours=1)
        reminder = reminding.reminder_of(played.case, near)
        assert reminder
        assert waking.is_working(reminder[0])
    in_vain(played, "Sat 12:00")


def test_the_hour_after_a_revisit_missed_in_the_evening_counts_on_in_the_morning() -> None:
    played = Played(priority="P0").verifying().until("Mon 19:30")
    played.says_it_works()
    played.ask(Resolve, basis="customer_confirmed")
    owed = the_revisit(played.until("Wed 19:30"))
    assert owed.latest_by == at("Thu 09:30")
    assert (owed.why.counted, owed.why.calendar) == (timedelta(hours=1), "waking")


def in_vain(played: Played, *days: str) -> Played:
    """Nobody answers on these days."""
    for day in days:
        revisit(played.until(day), "no_answer", note="nobody there")
    return played


def test_who_writes_between_the_tries_can_be_reached_so_they_count_anew() -> None:
    played = in_vain(Played().resolved(), "Tue 15:30", "Wed 15:00").until("Thu 10:00")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t9")
    in_vain(played, "Thu 10:01")
    assert played.case.stage == "resolved"
    assert tries(played.case) == 1
    assert the_revisit(played).latest_by == at("Fri 20:00")
    assert played.due("response").owner == "li.min"
    in_vain(played, "Fri 10:00", "Sat 10:00")
    assert played.case.is_closed
    assert [m.id for m in played.case.unmarked] == ["m1"]  # three tries, and still no answer to it


def test_who_was_talked_to_between_the_tries_can_be_reached() -> None:
    played = in_vain(Played().resolved(), "Tue 15:30", "Wed 15:00")
    played.until("Thu 10:00").contact(covers=())
    in_vain(played, "Thu 15:00", "Fri 10:00")
    assert played.case.stage == "resolved"
    in_vain(played, "Sat 10:00")
    assert played.case.is_closed


def test_three_tries_in_vain_settle_what_else_was_promised() -> None:
    """Who can't be reached can't be called about the invoice either."""
    played = Played().resolved()
    owed = played.promise("Fri 15:00", subject="invoice")
    in_vain(played, "Tue 15:30", "Wed 15:00", "Thu 10:00")
    assert played.case.is_closed
    promise = played.case.promise(owed)
    assert promise
    assert promise.status == "released"
    assert played.case.breaks == 0


def test_where_tries_settle_nothing_the_callback_stays_owed_until_a_lead_lets_it_go() -> None:
    plan = a_plan().model_copy(update={"attempts_settle": False})
    played = Played(plan=plan).resolved()
    owed = played.promise("Fri 15:00", subject="invoice")
    in_vain(played, "Tue 15:30", "Wed 15:00")
    with pytest.raises(Refusal) as refused:
        in_vain(played, "Thu 10:00")
    assert refusal_code(refused) == "promises_open"
    played.ask(ReleasePromise, by=LEAD, promise=owed, reason="nobody there")
    in_vain(played, "Thu 10:05")
    assert played.case.is_closed


@pytest.mark.parametrize("when", ["Tue 23:59", "Wed 00:00", "Wed 08:59", "Wed 20:00"])
def test_nobody_is_tried_at_night(when: str) -> None:
    played = Played().resolved().until(when)
    with pytest.raises(Refusal) as refused:
        revisit(played, "no_answer")
    assert refusal_code(refused) == "revisit_at_night"
    next_day = "Thu" if when == "Wed 20:00" else "Wed"
    begins, ends = (at(f"{next_day} {hour}").isoformat() for hour in ("09:00", "20:00"))
    assert refused.value.problem.params["window"] == f"{begins}/{ends}"
    assert tries(played.case) == 0


@pytest.mark.parametrize("outcome", ["content", "trouble"])
def test_who_does_answer_at_night_is_heard(outcome: RevisitOutcome) -> None:
    played = Played().resolved().until("Tue 21:30")
    owed = tuple(p.id for p in played.case.open_promises if p.kind != "revisit")
    revisit(played, outcome, covers=owed)
    assert played.case.stage == ("closed" if outcome == "content" else "diagnose")
