"""Promises: kept, attempted, renegotiated, broken, put right (REQ C1, C2)."""

from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from typing import Any, get_args

import pytest

from builders import (
    LEAD,
    MONDAY,
    SHANGHAI,
    SUPERVISOR,
    Played,
    a_plan,
    an_actor,
    at,
    refusal_code,
)
from domain.case.actions import Action
from domain.case.promises import KEEPING, KeptBy, Promise, PromiseKind
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.deadlines import deadlines
from domain.decide import decide
from domain.endings import Withdraw
from domain.errors import Refusal
from domain.escalations import Escalate
from domain.observation import StartObservation
from domain.planning import calendar_for
from domain.policy.calendars import CalendarPolicy
from domain.promises.breaking import ANNOUNCE
from domain.promises.commands import MakePromise, NextPromise, ReleasePromise, RenegotiatePromise

OTHER = an_actor("sun.yu")


def promised(latest_by: str = "Mon 14:00", subject: str = "noise test") -> Played:
    """A confirmed case whose first feedback is given, with one promise besides the rhythm's."""
    played = Played().confirmed()
    played.until("Mon 10:30").contact(
        next_promise=NextPromise(subject=subject, latest_by=at(latest_by))
    )
    assert [p.subject for p in played.case.open_promises] == [subject]
    return played


def status(played: Played, promise: str) -> str:
    found = played.case.promise(promise)
    assert found
    return found.status


def successor(played: Played, promise: str) -> Promise:
    (found,) = (p for p in played.case.promises if p.follows == promise)
    return found


def test_the_time_told_with_the_notice_is_the_first_promise() -> None:
    played = Played().confirmed()
    (first,) = played.case.promises
    assert (first.kind, first.owner) == ("first_feedback", "li.min")
    assert first.latest_by == at("Tue 10:00")


def test_an_outbound_conversation_keeps_the_next_promise_by_itself() -> None:
    played = promised()
    played.until("Mon 13:55").contact()
    assert status(played, "p2") == "kept"


def test_a_promise_is_judged_by_when_the_contact_occurred_not_by_when_it_was_logged() -> None:
    played = promised()
    played.now = at("Mon 14:10")  # nobody noticed yet that it was due
    played.contact(occurred_at=at("Mon 13:59"))
    assert status(played, "p2") == "kept"
    assert played.count("promise_broken") == 0


def test_a_contact_that_occurred_too_late_breaks_the_promise_even_before_time_does() -> None:
    played = promised()
    played.now = at("Mon 14:10")
    played.contact(occurred_at=at("Mon 14:05"))
    assert status(played, "p2") == "broken"
    assert not [p for p in played.case.promises if p.follows == "p2"]  # they have just talked
    assert played.case.next_promise


def test_a_late_try_that_reached_nobody_still_calls_for_a_near_promise() -> None:
    played = promised()
    played.now = at("Mon 14:10")
    played.contact(reached=False)
    assert status(played, "p2") == "broken"
    assert successor(played, "p2").latest_by == at("Mon 16:10")


def test_a_conversation_held_before_a_promise_was_made_does_not_keep_it() -> None:
    played = promised()
    played.now = at("Mon 11:00")
    played.contact(occurred_at=at("Mon 10:10"))
    assert status(played, "p2") == "open"
    with pytest.raises(Refusal) as refused:
        played.contact(occurred_at=at("Mon 10:10"), covers=("p2",))
    assert refusal_code(refused) == "promise_made_later"


def test_people_note_the_minute_so_a_promise_made_within_it_counts() -> None:
    played = promised("Tue 14:00")
    played.now = at("Mon 11:00:40")
    promise = played.promise("Mon 16:00")
    played.now = at("Mon 11:05")
    played.contact(occurred_at=at("Mon 11:00"), covers=(promise,))
    assert status(played, promise) == "kept"


def test_a_mail_that_confirms_what_was_just_promised_on_the_phone_does_not_keep_it() -> None:
    played = promised()
    for moment in ("Mon 10:30", "Mon 10:31", "Mon 10:59"):
        played.until(moment).contact(channel="email")
        assert status(played, "p2") == "open"
    played.until("Mon 11:00").contact()
    assert status(played, "p2") == "kept"


def test_what_was_just_promised_is_kept_by_a_call_that_names_it_or_comes_when_it_is_due() -> None:
    played = promised()
    played.until("Mon 10:35").contact(covers=("p2",))
    assert status(played, "p2") == "kept"
    soon = promised(latest_by="Mon 10:50")
    soon.until("Mon 10:39").contact(channel="email")
    assert status(soon, "p2") == "open"
    soon.until("Mon 10:40").contact()  # half of the time has passed: people are reminded
    assert status(soon, "p2") == "kept"


def test_a_confirming_mail_keeps_no_later_promise_in_the_place_of_the_one_just_given() -> None:
    played = promised(latest_by="Wed 14:00")
    played.until("Mon 15:00").promise("Tue 10:00", "result")
    played.until("Mon 15:01").contact(channel="email")
    assert [p.id for p in played.case.open_promises] == ["p2", "p3"]


def test_a_call_soon_after_a_break_keeps_the_near_promise() -> None:
    played = promised().until("Mon 14:05")
    near = successor(played, "p2").id
    played.contact()
    assert status(played, near) == "kept"


def test_a_second_click_on_a_promise_makes_no_second_one() -> None:
    played = promised()
    first = played.promise("Tue 15:00", "the offer")
    assert played.promise("Tue 15:00", " the offer ") == first
    assert played.events[-1].name == "promise_joined"
    assert played.promise("Tue 16:00", "the offer") != first
    other = played.ask(
        MakePromise,
        promise=NextPromise(subject="the offer", latest_by=at("Tue 15:00")),
        by=OTHER,
    )
    assert other.receipt.made("promises") != (first,)


def test_an_inbound_call_keeps_a_promise_only_if_its_subject_was_covered() -> None:
    played = promised()
    played.until("Mon 11:00").contact(direction="inbound", parts=())
    assert status(played, "p2") == "open"
    played.contact(direction="inbound", parts=(), covers=("p2",))
    assert status(played, "p2") == "kept"


def test_the_customers_own_voicemail_is_no_attempt_of_ours() -> None:
    played = promised()
    with pytest.raises(Refusal) as refused:
        played.contact(
            direction="inbound", reached=False, left_message=True, parts=(), covers=("p2",)
        )
    assert refused.value.problem.code == "contact_without_answer"
    assert status(played, "p2") == "open"


@pytest.mark.parametrize(
    ("who", "logged", "corrected"),
    [
        ("li.min", "Mon 14:30", True),  # its owner may log it 30 minutes late
        ("li.min", "Mon 14:31", False),
        ("sun.yu", "Mon 14:01", False),  # somebody else may not
        ("chen.jie", "Thu 09:00", True),  # a lead may, later
    ],
)
def test_who_may_still_prove_a_contact_after_the_break_was_announced(
    who: str, logged: str, corrected: bool
) -> None:
    played = promised()
    played.until("Mon 14:00")
    assert status(played, "p2") == "broken"
    played.now = at(logged)
    by = LEAD if who == LEAD.handle else an_actor(who)
    expected: AbstractContextManager[Any] = (
        nullcontext() if corrected else pytest.raises(Refusal, match="promise_goes_on")
    )
    with expected:
        played.contact(by=by, occurred_at=at("Mon 13:50"), covers=("p2",))
    promise = played.case.promise("p2")
    assert promise
    assert promise.corrected == corrected


@pytest.mark.parametrize(("who", "kept"), [("li.min", True), ("sun.yu", False)])
def test_the_same_proof_is_asked_when_an_outage_kept_the_break_from_being_announced(
    who: str, kept: bool
) -> None:
    played = promised()
    played.now = at("Mon 14:20")
    played.contact(by=an_actor(who), occurred_at=at("Mon 13:50"))
    assert status(played, "p2") == ("kept" if kept else "broken")


def test_a_contact_logged_a_little_late_corrects_the_break_without_being_told_which() -> None:
    played = promised()
    played.until("Mon 14:10").contact(occurred_at=at("Mon 13:58"))
    promise = played.case.promise("p2")
    assert promise
    assert (promise.status, promise.corrected) == ("broken", True)
    assert played.count("promise_kept") == 1  # the first feedback; the near promise is none


def test_a_correction_lets_the_near_promise_go_and_the_break_stays_on_record() -> None:
    played = promised()
    played.until("Mon 14:10")
    near = successor(played, "p2")
    played.contact(occurred_at=at("Mon 13:58"), covers=("p2",))
    assert status(played, near.id) == "released"
    assert status(played, "p2") == "broken"
    assert played.case.breaks == 0
    assert played.recipients("break_corrected") == ["li.min", "chen.jie"]
    assert played.case.next_promise


def test_a_correction_reaches_through_a_near_promise_that_broke_in_its_turn() -> None:
    played = promised()
    played.until("Mon 16:30")
    near = successor(played, "p2")
    rhythm = successor(played, near.id)
    played.contact(by=LEAD, occurred_at=at("Mon 13:58"), covers=("p2",))
    assert status(played, near.id) == "broken"  # it stays on record too
    assert status(played, rhythm.id) == "released"
    assert played.case.breaks == 0, "and counts no more than the break that called for it"


def test_with_a_break_put_right_the_line_is_needed_no_more_and_hears_so() -> None:
    played = promised()
    played.until("Mon 16:30")
    (called,) = (e for e in played.case.escalations if e.cause == "second_break")
    assert called.deescalated_at is None
    played.contact(by=SUPERVISOR, occurred_at=at("Mon 13:58"), covers=("p2",))
    assert played.case.escalations[-1].deescalated_at == at("Mon 16:30")
    assert played.recipients("deescalated") == ["chen.jie"]
    played.until("Mon 16:40").promise("Mon 17:30", subject="spare part")
    played.until("Mon 17:30")
    assert played.recipients("promise_broken_again") == ["li.min", "chen.jie"], "that of 16:00"


def test_the_line_stays_called_while_two_other_promises_are_broken() -> None:
    played = promised()
    played.promise("Mon 14:10", subject="spare part")
    played.promise("Mon 14:20", subject="invoice")
    played.until("Mon 14:30").contact(by=LEAD, occurred_at=at("Mon 13:58"), covers=("p2",))
    assert played.case.breaks == 2
    assert not any(e.deescalated_at for e in played.case.escalations)


def test_a_near_call_that_broke_over_another_miss_as_well_stays_broken() -> None:
    played = promised()
    played.promise("Mon 14:00", subject="spare part")
    played.until("Mon 16:10").contact(covers=())
    near = successor(played, "p2")
    assert (near.status, near.latest_by) == ("broken", at("Mon 16:00"))
    played.until("Mon 16:20").contact(by=LEAD, occurred_at=at("Mon 13:58"), covers=("p2",))
    assert [p.corrected for p in played.case.promises if p.status == "broken"].count(True) == 1
    assert played.case.breaks == 2


def test_an_attempt_in_time_that_is_logged_late_leaves_the_near_promise_as_the_retry() -> None:
    played = promised()
    played.until("Mon 14:10")
    near = successor(played, "p2")
    played.contact(occurred_at=at("Mon 13:58"), reached=False, left_message=True)
    promise = played.case.promise("p2")
    assert promise
    assert promise.corrected
    assert status(played, near.id) == "open"


@pytest.mark.parametrize(
    ("tried", "latest_by", "retry"),
    [
        ("Mon 11:00", "Mon 14:00", "Mon 18:00"),  # the same day
        ("Mon 17:30", "Mon 18:30", "Tue 18:00"),  # less than an hour of it is left
        ("Fri 17:30", "Fri 18:30", "Mon+1 18:00"),  # the next working day
        ("Mon 11:00", "Wed 14:00", "Wed 14:00"),  # never nearer than the old date
    ],
)
def test_an_attempt_with_a_message_breaks_nothing_and_is_tried_again(
    tried: str, latest_by: str, retry: str
) -> None:
    played = promised(latest_by)
    played.now = at(tried)
    played.contact(reached=False, left_message=True)
    assert status(played, "p2") == "attempted"
    again = successor(played, "p2")
    assert (again.latest_by, again.attempts, again.subject) == (at(retry), 1, "noise test")


@pytest.mark.parametrize(
    ("tried", "logged"),
    [
        ("Fri 17:30", "Fri 17:30"),  # little is left of the day
        ("Sat 10:00", "Sat 10:00"),
        ("Sun 23:00", "Sun 23:00"),
        ("Fri 17:30", "Mon+1 09:00"),  # logged on the day itself
    ],
)
def test_an_early_try_leaves_a_promise_for_a_later_day_at_its_time(tried: str, logged: str) -> None:
    played = Played("Fri 09:00").until("Fri 09:10")
    played.contact()
    played.triage()
    played.confirm("Fri 15:00")
    played.until("Fri 14:00").contact(covers=("p1",))
    played.promise("Mon+1 11:00", "noise test", expected_by=at("Mon+1 10:00"))
    noise = played.case.promises[-1].id
    played.until(logged).contact(
        reached=False, left_message=True, covers=(noise,), occurred_at=at(tried)
    )
    again = successor(played, noise)
    assert (again.expected_by, again.latest_by) == (at("Mon+1 10:00"), at("Mon+1 11:00"))
    assert again.is_told
    assert status(played.until("Mon+1 11:00"), again.id) == "broken"


def test_an_expectation_that_has_passed_goes_with_the_try() -> None:
    played = promised("Mon 16:00")
    played.promise("Wed 14:00", "spare part", expected_by=at("Tue 09:00"))
    played.until("Tue 09:30").contact(reached=False, left_message=True, covers=("p3",))
    again = successor(played, "p3")
    assert (again.expected_by, again.latest_by) == (None, at("Wed 14:00"))


@pytest.mark.parametrize(
    ("priority", "tried", "latest_by", "retry", "rule"),
    [
        ("P0", "Fri 18:50", "Fri 19:00", "Fri 19:50", "promises.near_promise_by_priority.P0"),
        ("P1", "Fri 18:50", "Fri 19:00", "Fri 20:50", "promises.near_promise_by_priority.P1"),
        ("P0", "Fri 18:00", "Fri 23:30", "Fri 23:30", "li.min"),  # never nearer than the old date
        ("P2", "Fri 18:50", "Fri 19:00", "Mon+1 18:00", "promises.retry_needs"),
    ],
)
def test_an_attempt_in_a_case_that_runs_round_the_clock_is_tried_again_within_hours(
    priority: str, tried: str, latest_by: str, retry: str, rule: str
) -> None:
    played = Played("Fri 12:00", priority=priority)
    played.contact()
    played.triage()
    played.confirm(latest_by)
    played.until(tried).contact(reached=False, left_message=True, covers=("p1",))
    again = successor(played, "p1")
    assert (again.latest_by, again.why.rule) == (at(retry), rule)


@pytest.mark.trial("R8")
@pytest.mark.parametrize(
    ("tried", "retry"),
    [
        ("Mon 23:40", "Tue 06:00"),  # the same shift, not the next midnight
        ("Tue 02:00", "Tue 06:00"),
        ("Tue 05:30", "Wed 06:00"),  # less than an hour of it is left
    ],
)
def test_an_attempt_in_a_night_shift_is_tried_again_before_it_ends(tried: str, retry: str) -> None:
    plan = a_plan()
    night = CalendarPolicy.model_validate(
        {"zone": "Asia/Shanghai", "week": {"mon-sun": "22:00-06:00"}, "day": "8 h"}
    )
    calendars = plan.calendars | {"business": calendar_for("business", night, "en", MONDAY)}
    played = Played("Mon 22:00", plan=plan.model_copy(update={"calendars": calendars}))
    played.contact()
    played.triage()
    played.confirm("Wed 23:00")
    played.contact(next_promise=NextPromise(subject="noise test", latest_by=at("Tue 05:45")))
    played.now = at(tried)
    played.contact(reached=False, left_message=True)
    assert successor(played, "p2").latest_by == at(retry)


def test_a_call_that_reached_nobody_and_left_no_message_changes_nothing() -> None:
    played = promised()
    played.until("Mon 11:00").contact(reached=False, parts=())
    assert status(played, "p2") == "open"


def test_a_broken_promise_is_told_to_owner_and_lead_at_once_and_an_apology_is_drafted() -> None:
    played = promised()
    played.until("Mon 14:00")
    assert played.recipients("promise_broken") == ["li.min", "chen.jie"]
    assert played.recipients("apology_draft") == ["li.min"]
    near = successor(played, "p2")
    assert (near.latest_by, near.subject) == (at("Mon 16:00"), "noise test")
    assert near.why.rule == "promises.near_promise"


def test_the_near_promise_counts_working_hours_only() -> None:
    played = promised("Mon 17:30")
    played.until("Mon 17:30")
    assert successor(played, "p2").latest_by == at("Tue 10:30")


def test_a_near_promise_that_breaks_unheard_falls_back_to_the_rhythm() -> None:
    played = promised()
    played.until("Mon 16:00")
    near = successor(played, "p2")
    assert near.status == "broken"
    assert successor(played, near.id).latest_by == at("Tue 16:00")


def test_two_promises_that_break_together_get_one_near_call() -> None:
    """Each is announced; the customer is called once."""
    played = promised()
    other = played.promise("Mon 14:00", subject="spare part")
    played.until("Mon 14:00")
    assert {status(played, promise) for promise in ("p2", other)} == {"broken"}
    assert played.recipients("promise_broken") == ["li.min", "chen.jie"]
    assert played.recipients("promise_broken_again") == ["li.min", "chen.jie"]
    near = [p for p in played.case.open_promises if p.latest_by == at("Mon 16:00")]
    assert [p.follows for p in near] == ["p2"]


def test_a_call_about_something_else_stands_in_for_nothing() -> None:
    played = promised()
    played.promise("Mon 15:30", subject="spare part")
    played.until("Mon 14:00")
    assert successor(played, "p2").latest_by == at("Mon 16:00")


def test_a_call_that_stands_in_for_two_is_owed_until_both_are_talked_of() -> None:
    played = promised("Mon 15:00")
    played.promise("Mon 14:30", subject="spare part")
    played.until("Mon 14:30")
    near = successor(played, "p3")
    played.until("Mon 15:10")
    assert status(played, "p2") == "broken"
    # the one with the near call is put right; the other leans on it
    played.contact(by=LEAD, occurred_at=at("Mon 14:20"), covers=("p3",))
    assert status(played, near.id) == "open"


def test_the_second_break_in_a_cases_life_escalates_once() -> None:
    played = promised()
    played.until("Mon 14:30").contact()
    assert played.count("escalated") == 0
    played.promise("Mon 17:00")
    played.until("Mon 17:00")
    assert played.recipients("promise_broken_again") == ["li.min", "chen.jie"]
    (escalation,) = (e for e in played.case.escalations if e.cause == "second_break")
    assert (escalation.receiver, played.case.tier) == ("chen.jie", 2)
    played.until("Wed 12:00")
    assert played.case.breaks > 2
    assert sum(e.cause == "second_break" for e in played.case.escalations) == 1


def test_a_break_that_was_put_right_does_not_count_towards_the_second() -> None:
    played = promised()
    played.until("Mon 14:10").contact(occurred_at=at("Mon 13:58"), covers=("p2",))
    played.promise("Mon 16:00")
    played.until("Mon 16:00")
    assert played.count("promise_broken") == 2
    assert played.count("escalated") == 0


def test_a_break_before_a_case_was_reopened_counts_towards_the_second() -> None:
    """The customer is the same, and was to hear from us then, too."""
    played = promised()
    played.until("Mon 14:10").contact()
    played.ask(Withdraw, by=LEAD, reason="it runs again, they say")
    played.until("Tue 10:00").ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    assert (played.case.life, played.case.breaks) == (1, 1)
    played.until("Tue 13:00")
    (called,) = (e for e in played.case.escalations if e.cause == "second_break")
    assert called.raised_at == at("Tue 12:00")


def test_a_promise_is_renegotiated_before_it_is_due_and_told_to_the_customer() -> None:
    played = promised()
    renegotiate(played, "p2", "Tue 14:00")
    assert status(played, "p2") == "renegotiated"
    moved = successor(played, "p2")
    assert (moved.latest_by, moved.renegotiations) == (at("Tue 14:00"), 1)


def test_a_promise_that_is_due_cannot_be_renegotiated_nor_let_go_even_unnoticed() -> None:
    played = promised()
    played.now = at("Mon 14:01")
    with pytest.raises(Refusal) as refused:
        renegotiate(played, "p2", "Tue 14:00")
    assert refusal_code(refused) == "promise_due_passed"
    with pytest.raises(Refusal) as refused:
        played.ask(ReleasePromise, promise="p2", reason="no longer needed")
    assert refusal_code(refused) == "promise_due_passed"


def test_what_was_heard_before_the_promise_was_due_is_in_time_however_late_it_is_decided() -> None:
    played = promised()
    played.until("Mon 11:00")
    says_no_need(played)
    played.now = at("Mon 15:00")
    played.ask(ReleasePromise, promise="p2", reason="not needed", received_at=at("Mon 13:59"))
    assert status(played, "p2") == "released"


def test_the_third_renegotiation_of_one_subject_is_a_break() -> None:
    played = promised("Mon 17:00")
    for promise, due in (("p2", "Tue 10:00"), ("p3", "Tue 11:00"), ("p4", "Tue 12:00")):
        renegotiate(played, promise, due)
    assert [status(played, p) for p in ("p2", "p3", "p4")] == [
        "renegotiated",
        "renegotiated",
        "broken",
    ]
    assert successor(played, "p4").latest_by == at("Tue 12:00")
    assert played.recipients("promise_broken") == []  # nobody has waited in vain
    assert played.recipients("promise_moved_too_often") == ["li.min", "chen.jie"]
    assert played.recipients("moved_apology") == ["li.min"]


def test_a_promise_moved_to_an_earlier_time_puts_nobody_off_and_counts_for_nothing() -> None:
    played = Played().confirmed()
    played.promise("Fri 14:00", "noise test")

    def move(day: str) -> None:
        played.ask(
            RenegotiatePromise,
            promise=played.case.promises[-1].id,
            latest_by=at(f"{day} 14:00"),
            told_at=played.now,
            reason="the laboratory",
        )

    for day in ("Thu", "Wed", "Tue"):
        move(day)
    assert (played.count("promise_renegotiated"), played.count("promise_broken")) == (3, 0)
    assert played.case.promises[-1].renegotiations == 0
    move("Wed")
    assert played.case.promises[-1].renegotiations == 1, "later than was said last"


def test_a_call_does_not_unmake_the_break_of_a_promise_moved_too_often() -> None:
    played = promised("Mon 17:00")
    for promise, due in (("p2", "Tue 10:00"), ("p3", "Tue 11:00"), ("p4", "Tue 12:00")):
        renegotiate(played, promise, due)
    played.until("Mon 11:00").contact()
    assert played.count("break_corrected") == 0
    assert status(played, "p5") == "kept"


def test_a_date_given_to_the_customer_after_a_break_outlives_its_correction() -> None:
    played = promised("Mon 17:00")
    renegotiate(played, "p2", "Tue 10:00")
    renegotiate(played, "p3", "Tue 11:00")
    played.until("Tue 11:00")
    near = successor(played, "p4")
    renegotiate(played, near.id, "Wed 11:00")  # the third time: that breaks it
    theirs = successor(played, near.id)
    played.contact(by=LEAD, occurred_at=at("Tue 10:50"), covers=("p4",))
    assert played.case.promise("p4").corrected  # type: ignore[union-attr]
    assert status(played, theirs.id) == "open"


def test_ending_a_case_does_not_hide_a_promise_that_was_already_due() -> None:
    played = promised()
    played.now = at("Mon 14:30")  # an outage: no tick yet
    played.ask(Withdraw, by=LEAD, reason="bought another machine")
    assert played.case.is_closed
    assert status(played, "p2") == "broken"
    assert played.recipients("promise_broken") == ["li.min", "chen.jie"]


def test_letting_go_of_the_last_promise_does_not_silence_the_case() -> None:
    played = promised()
    says_no_need(played)
    played.ask(ReleasePromise, promise="p2", reason="the customer needs no call")
    upcoming = played.case.next_promise
    assert upcoming
    assert (upcoming.kind, upcoming.latest_by) == ("progress", at("Tue 10:35"))


def test_a_promise_is_let_go_only_when_the_customer_was_heard_since_it_was_made() -> None:
    """Else letting go and promising anew would move it without end, and without a word to them."""
    played = promised("Mon 14:00")
    played.until("Mon 13:59")
    with pytest.raises(Refusal) as refused:
        played.ask(ReleasePromise, promise="p2", reason="not needed")
    assert refusal_code(refused) == "release_unsaid"
    assert status(played, "p2") == "open"


def test_the_rhythms_own_promise_is_not_put_off_by_letting_it_go_either() -> None:
    played = Played().confirmed()
    played.until("Tue 09:59").contact()
    upcoming = played.case.next_promise
    assert upcoming
    played.until(upcoming.latest_by - timedelta(minutes=1))
    with pytest.raises(Refusal, match="release_unsaid"):
        played.ask(ReleasePromise, promise=upcoming.id, reason="not needed")


@pytest.mark.parametrize("how", ["spoke", "wrote"])
def test_what_the_customer_said_on_any_way_lets_go_of_a_promise(how: str) -> None:
    played = promised()
    played.until("Mon 11:00")
    if how == "spoke":
        says_no_need(played)
    else:
        played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(ReleasePromise, promise="p2", reason="not needed")
    assert status(played, "p2") == "released"


@pytest.mark.parametrize("text", ["t1", ""])
def test_what_nobody_has_read_lets_go_of_no_call_that_is_owed_for_a_miss(text: str) -> None:
    played = promised()
    played.until("Mon 14:30")
    near = successor(played, "p2")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text=text)
    with pytest.raises(Refusal, match="release_unread" if text else "release_unsaid"):
        played.ask(ReleasePromise, promise=near.id, reason="they wrote")
    assert status(played, near.id) == "open"


@pytest.mark.parametrize("how", ["answered", "marked"])
def test_a_word_that_was_read_lets_go_of_the_call_that_is_owed_for_a_miss(how: str) -> None:
    played = promised()
    played.until("Mon 14:30")
    near = successor(played, "p2")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    if how == "answered":
        played.contact(channel="wechat", covers=())
    else:
        played.ask(MarkMessage, message="m1", verdict="thanks")
    played.ask(ReleasePromise, promise=near.id, reason="they need no call any more")
    assert status(played, near.id) == "released"


@pytest.mark.parametrize("unheard", ["tried", "before", "e-mail of ours"])
def test_a_try_an_earlier_talk_or_what_we_wrote_is_no_word_of_the_customers(unheard: str) -> None:
    played = promised()
    played.until("Mon 11:00")
    if unheard == "tried":
        played.contact(reached=False, covers=())
    elif unheard == "before":
        played.contact(occurred_at=at("Mon 10:29"), covers=())
    else:
        played.contact(channel="email", covers=())
    with pytest.raises(Refusal, match="release_unsaid"):
        played.ask(ReleasePromise, promise="p2", reason="not needed")


def test_a_lead_may_let_go_of_what_was_promised_by_mistake() -> None:
    played = promised()
    played.ask(ReleasePromise, by=LEAD, promise="p2", reason="promised on the wrong case")
    assert status(played, "p2") == "released"


def test_a_case_of_the_first_core_lets_go_as_it_did() -> None:
    played = promised()
    older = played.case.model_copy(update={"core": 1})
    command = ReleasePromise(
        actor=an_actor(), received_at=played.now, promise="p2", reason="not needed"
    )
    assert decide(older, command, played.now).events


@pytest.mark.parametrize("window", ["pause", "observation"])
def test_who_is_missed_twice_in_a_pause_or_a_window_does_not_wait_for_its_end(window: str) -> None:
    """The agreed date rules while promises are kept."""
    played = Played().verifying() if window == "observation" else Played().confirmed()
    if window == "pause":
        played.pause("Fri+1 17:00")
    else:
        played.contact(covers=("p1",))
        check_ins = (at("Tue 10:00"),)
        played.ask(StartObservation, ends_at=at("Fri+1 17:00"), check_ins=check_ins)
    played.until("Wed 11:00")
    missed = [p for p in played.case.promises if p.status == "broken"]
    assert [p.latest_by for p in missed] == [at("Tue 10:00"), at("Tue 12:00")]
    again = successor(played, missed[-1].id)
    assert (again.latest_by, again.why.rule) == (at("Wed 12:00"), "rhythm.by_complexity.medium")


def test_the_third_day_of_trying_in_vain_is_told_to_the_lead() -> None:
    played = promised("Mon 16:00")
    for moment in ("Mon 15:59", "Mon 17:30", "Tue 17:50"):
        played.until(moment)
        tried(played)
    assert played.recipients("tried_in_vain") == []
    played.until("Wed 17:50")
    tried(played)
    assert played.recipients("tried_in_vain") == ["chen.jie"]
    (told,) = notices(played, "tried_in_vain")
    assert told.params["tried"] == "c4, c5, c6"  # the last of each day
    played.until("Wed 17:55").contact(channel="email", reached=False, left_message=True)
    played.until("Thu 17:50")
    tried(played)
    assert played.recipients("tried_in_vain") == [
        "chen.jie"
    ]  # once; who goes on trying needs no echo


def test_trying_in_vain_goes_on_for_weeks_but_not_unheard_of() -> None:
    played = promised("Mon 16:00")
    for _ in range(12):
        upcoming = played.case.next_promise
        assert upcoming
        played.until(upcoming.latest_by - timedelta(minutes=1))
        played.contact(channel="email", reached=False, left_message=True)
    assert played.case.breaks == 0
    days = {
        c.occurred_at.astimezone(SHANGHAI).date() for c in played.case.contacts if not c.reached
    }
    assert len(played.recipients("tried_in_vain")) == len(days) // 3 > 2


def test_whoever_is_reached_in_between_was_not_tried_in_vain() -> None:
    played = promised("Mon 16:00")
    for moment in ("Mon 15:59", "Tue 17:50", "Wed 10:00", "Wed 17:50"):
        played.until(moment)
        if moment == "Wed 10:00":
            played.contact(direction="inbound", parts=(), covers=())
        else:
            tried(played)
    assert played.recipients("tried_in_vain") == []


def test_where_a_case_runs_round_the_clock_every_try_counts() -> None:
    played = Played("Fri 12:00", priority="P0")
    played.contact()
    played.triage()
    played.confirm("Fri 19:00")
    for moment in ("Fri 18:50", "Fri 19:40", "Fri 20:30"):
        assert played.recipients("tried_in_vain") == []
        played.until(moment)
        tried(played)
    assert played.recipients("tried_in_vain") == ["chen.jie"]


def says_no_need(played: Played) -> None:
    """The customer calls, some minutes later, and wants to hear no more of it."""
    played.until(played.now + timedelta(minutes=5))
    played.contact(direction="inbound", parts=(), covers=())


def tried(played: Played) -> None:
    """Nobody answers; a message is left."""
    played.contact(reached=False, left_message=True)


def notices(played: Played, about: str) -> list[Action]:
    requested = [e.action for e in played.events if e.kind == "action_requested"]
    return [action for action in requested if action.about == about]


def test_the_reminder_comes_an_hour_ahead_and_once() -> None:
    played = promised("Mon 16:00")
    played.until("Mon 14:59")
    assert played.recipients("promise_due_soon") == []
    played.until("Mon 15:59")
    assert played.recipients("promise_due_soon") == ["li.min"]


@pytest.mark.trial("A28")
@pytest.mark.parametrize(
    ("priority", "made", "latest_by", "reminded"),
    [
        ("P2", "2026-11-27 10:00", "2026-11-30 09:20", "2026-11-27 17:20"),
        ("P2", "2026-11-30 10:00", "2026-12-01 13:15", "2026-12-01 11:15"),
        ("P2", "2026-11-30 10:00", "2026-12-01 10:00", "2026-12-01 09:00"),
        ("P3", "2026-11-30 10:00", "2026-12-06 11:00", "2026-12-04 17:00"),
        ("P1", "2026-11-27 10:00", "2026-11-30 09:20", "2026-11-30 08:20"),
        ("P0", "2026-11-30 10:00", "2026-12-01 13:15", "2026-12-01 12:15"),
        # nearer than that: at half time
        ("P2", "2026-11-30 10:00", "2026-11-30 10:40", "2026-11-30 10:20"),
        ("P2", "2026-11-27 17:30", "2026-11-30 09:20", "2026-11-27 17:55"),
        ("P2", "2026-11-28 10:00", "2026-11-28 12:00", "2026-11-28 11:00"),  # nobody works
        ("P1", "2026-11-28 10:00", "2026-11-28 10:30", "2026-11-28 10:15"),
    ],
)
def test_people_are_reminded_while_they_are_at_work(
    priority: str, made: str, latest_by: str, reminded: str
) -> None:
    plan = a_plan(opened_on=date(2026, 11, 27))
    played = Played(made, plan=plan, priority=priority)
    promise = played.promise(latest_by)
    due = {deadline.key: deadline for deadline in deadlines(played.case)}
    assert due[f"promise_reminder:{promise}"].due_at == at(reminded)


def test_a_case_of_the_first_core_is_reminded_as_it_was() -> None:
    played = Played().confirmed()
    played.promise("Tue 13:15")
    played.promise("Mon 10:40")
    older = played.case.model_copy(update={"core": 1})
    reminders = [d for d in deadlines(older) if d.kind == "promise_reminder"]
    assert [d.due_at for d in reminders] == [at("Tue 09:00"), at("Tue 12:15")]


def renegotiate(played: Played, promise: str, latest_by: str) -> None:
    played.ask(
        RenegotiatePromise,
        promise=promise,
        latest_by=at(latest_by),
        told_at=played.now,
        reason="the laboratory needs longer",
    )


def test_only_latest_by_breaks_a_promise() -> None:
    played = Played().confirmed()
    played.promise("Mon 16:00", expected_by=at("Mon 11:00"))
    played.until("Mon 15:59")
    assert played.count("promise_broken") == 0
    played.until(at("Mon 16:00") + timedelta(seconds=1))
    assert played.count("promise_broken") == 1


@pytest.mark.parametrize("kind", get_args(PromiseKind))
def test_a_call_keeps_every_kind_of_promise_but_the_visit_and_the_revisit(
    kind: PromiseKind,
) -> None:
    made = Played().confirmed().case.promises[0]
    keeping = made.model_copy(update={"kind": kind}).keeping
    assert (keeping.by == "call") == (kind not in ("visit", "revisit"))
    assert bool(keeping.refusal) == (keeping.by != "call"), "who tries it by a call is told why not"


def test_a_visit_alone_stands_apart() -> None:
    assert [kind for kind, keeping in KEEPING.items() if keeping.apart] == ["visit"]


def test_whatever_keeps_a_promise_its_break_has_words_of_its_own() -> None:
    assert set(ANNOUNCE) == set(get_args(KeptBy))


@pytest.mark.trial("A4")
@pytest.mark.parametrize(
    ("priority", "near", "acknowledged", "then"),
    [
        ("P0", "Fri 19:40", "Fri 19:55", "Fri 23:40"),
        ("P1", "Fri 20:40", "Fri 22:40", "Sat 20:40"),
        ("P2", "Mon+1 11:00", "Mon+1 14:00", "Tue+1 11:00"),
    ],
)
def test_after_a_break_a_case_of_p0_or_p1_goes_on_round_the_clock(
    priority: str, near: str, acknowledged: str, then: str
) -> None:
    played = Played("Fri 17:00", priority=priority)
    played.contact()
    played.triage()
    played.confirm(first_feedback="Fri 18:40")
    played.until("Fri 18:40")
    upcoming = played.case.next_promise
    assert upcoming
    assert upcoming.latest_by == at(near)
    played.until(near)  # nobody called: the second break
    assert played.due("acknowledgement").due_at == at(acknowledged)
    upcoming = played.case.next_promise
    assert upcoming
    assert upcoming.latest_by == at(then)


@pytest.mark.trial("A4")
def test_the_second_break_of_a_p1_is_acknowledged_round_the_clock() -> None:
    played = Played("Fri 09:00", priority="P1")
    played.contact()
    played.triage()
    played.confirm(first_feedback="Fri 12:00")
    played.until("Fri 12:10").contact()  # too late: the first break
    played.promise("Fri 18:40", "the spare part")
    played.until("Fri 18:40")
    assert played.due("acknowledgement").due_at == at("Fri 20:40")
    follows = next(p for p in played.case.open_promises if p.follows)
    assert follows.latest_by == at("Fri 20:40")


def test_what_is_missed_after_moving_too_often_is_apologised_for_as_well() -> None:
    """The date that the customer was told last is a promise of its own."""
    played = Played().confirmed()
    for day in ("Tue 12:00", "Tue 14:00", "Wed 10:00"):
        open_one = next(p for p in played.case.open_promises if p.keeping.by == "call")
        played.ask(
            RenegotiatePromise,
            promise=open_one.id,
            latest_by=at(day),
            told_at=played.now,
            reason="the part is late",
        )
    played.until("Wed 10:01")
    drafts = [
        event.action.ref
        for event in played.events
        if event.kind == "action_requested" and event.action.name == "draft_apology"
    ]
    assert len(drafts) == len(set(drafts)) == 2


def test_nothing_is_expected_by_a_time_that_has_passed() -> None:
    played = Played().confirmed()
    with pytest.raises(Refusal) as refused:
        played.promise("Tue 14:00", expected_by=at("Mon 09:00"))
    assert (refused.value.problem.code, refused.value.problem.fields) == (
        "promise_in_past",
        ("expected_by",),
    )


def test_a_break_that_was_corrected_is_not_told_as_one() -> None:
    played = promised()
    played.until("Mon 14:10").contact(occurred_at=at("Mon 13:58"))
    with pytest.raises(Refusal) as refused:
        renegotiate(played, "p2", "Tue 10:00")
    assert refused.value.problem.params["status"] == "corrected"


def test_nobody_can_have_told_of_a_promise_that_was_not_made_yet() -> None:
    played = Played().confirmed().until("Mon 11:00")
    promise = played.promise("Tue 15:00")
    usual: dict[str, Any] = {"promise": promise, "latest_by": at("Tue 17:00"), "reason": "later"}
    with pytest.raises(Refusal) as refused:
        played.ask(RenegotiatePromise, told_at=at("Mon 10:59"), **usual)
    assert refusal_code(refused) == "told_too_early"
    played.ask(RenegotiatePromise, told_at=at("Mon 11:00"), **usual)


def test_of_a_colleagues_break_everybody_hears_whose_promise_it_was() -> None:
    played = Played().confirmed()
    played.promise("Mon 16:00", owner="sun.yu")
    played.until("Mon 16:00")
    (told, *_) = [a.params for a in played.case.actions if a.about == "promise_broken"]
    assert told["keeper"] == "sun.yu"
    played.until("Tue 10:00")  # the owner's own
    told = [a.params for a in played.case.actions if a.about.startswith("promise_broken")][-1]
    assert "keeper" not in told


def test_what_time_brings_about_a_moment_late_costs_no_hour() -> None:
    played = Played().confirmed()
    played.promise("Mon 16:00", owner="sun.yu")
    late = at("Mon 16:00") + timedelta(milliseconds=8)
    played.until(at("Mon 15:59")).now = late
    played.tick()
    assert played.case.promises[-1].latest_by == at("Mon 18:00")
    played.now = at("Tue 16:00") + timedelta(milliseconds=8)
    played.ask(Escalate, reason="help")
    assert played.due("acknowledgement").due_at == at("Tue 18:00")


def test_a_try_that_was_not_made_again_after_a_message_is_told_as_that() -> None:
    played = Played().confirmed().until("Tue 09:50")
    played.contact(reached=False, left_message=True, covers=("p1",))
    assert [p.status for p in played.case.promises] == ["attempted", "open"]
    played.until("Tue 18:00")
    for about in ("promise_broken", "apology_draft"):
        (told, *_) = [a for a in played.case.actions if a.about == about]
        assert told.params["after_message"]
    played.until("Wed 11:00")  # and the call in its place, for which nobody had left one
    told = [a for a in played.case.actions if a.about == "promise_broken_again"][-1]
    assert "after_message" not in told.params
