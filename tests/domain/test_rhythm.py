"""When the next promise is due if nobody named a date (REQ C1)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from builders import LEAD, Played, at, refusal_code
from domain.case.promises import Promise
from domain.disproofs import DisproveContact
from domain.errors import Refusal
from domain.observation import ExtendObservation, StartObservation
from domain.pauses import ResumeCase
from domain.plan.terms import Complexity, Emotion, Priority
from domain.promises.commands import ReleasePromise, RenegotiatePromise
from domain.resolution import RecordVerification
from domain.triage import SetPriority


def next_promise(played: Played) -> Promise:
    upcoming = played.case.next_promise
    assert upcoming
    return upcoming


@pytest.mark.parametrize(
    ("complexity", "emotion", "called", "due", "rule"),
    [
        ("low", "calm", "Mon 11:00", "Wed 11:00", "rhythm.by_complexity.low"),
        ("medium", "calm", "Mon 11:00", "Tue 11:00", "rhythm.by_complexity.medium"),
        ("high", "uneasy", "Mon 11:00", "Tue 11:00", "rhythm.by_complexity.high"),
        ("low", "angry", "Mon 11:00", "Tue 11:00", "rhythm.by_emotion.angry"),
        ("low", "furious", "Mon 11:00", "Tue 11:00", "rhythm.by_emotion.furious"),
        ("low", "angry", "Fri 11:00", "Mon+1 11:00", "rhythm.by_emotion.angry"),
        ("medium", "furious", "Fri 11:00", "Sat 11:00", "rhythm.by_emotion.furious"),
    ],
)
def test_the_earliest_of_emotion_and_complexity_wins(
    complexity: Complexity, emotion: Emotion, called: str, due: str, rule: str
) -> None:
    played = Played().reach("confirm")
    played.confirm("Mon 12:00", complexity=complexity)
    played.now = at(called)
    covers = tuple(p.id for p in played.case.open_promises)
    played.contact(emotion=emotion, covers=covers)
    assert (next_promise(played).latest_by, next_promise(played).why.rule) == (at(due), rule)
    assert next_promise(played).owner == "li.min"


def test_the_rhythm_sets_no_date_where_one_is_open() -> None:
    played = Played().confirmed()
    played.promise("Thu 10:00", subject="the part")
    played.until("Mon 11:00").contact()
    assert [p.subject for p in played.case.open_promises] == ["the part"]


def test_an_unconfirmed_case_has_no_rhythm_yet() -> None:
    played = Played().reach("triage")
    assert played.case.next_promise is None


def test_during_a_pause_its_agreed_end_rules() -> None:
    played = Played().confirmed()
    played.pause("Fri 15:00")
    played.contact(covers=("p1",))
    assert next_promise(played).latest_by == at("Fri 15:00")
    assert next_promise(played).why.rule == "pause"


def called_and_paused(until: str) -> Played:
    """Called at eleven, so that the rhythm promises news for Tuesday at eleven; then they hear that the case waits."""
    played = Played().confirmed()
    played.until("Mon 11:00").contact()
    assert next_promise(played).latest_by == at("Tue 11:00")
    played.pause(until)
    return played


def test_a_pause_lets_go_of_news_that_nobody_told_the_customer_of() -> None:
    played = called_and_paused("Mon+1 10:00")
    assert [(p.latest_by, p.why.rule) for p in played.case.open_promises] == [
        (at("Mon+1 10:00"), "pause")
    ]
    assert played.until("Mon+1 09:00").case.breaks == 0


def test_a_pause_that_ends_sooner_than_the_rhythm_lets_go_of_nothing() -> None:
    played = called_and_paused("Tue 10:00")
    assert [p.latest_by for p in played.case.open_promises] == [at("Tue 11:00")]


def test_a_pause_lets_go_of_nothing_that_the_customer_was_told() -> None:
    played = Played().confirmed()
    played.until("Mon 11:00").contact()
    (news,) = played.case.open_promises
    told: dict[str, Any] = {"told_at": played.now, "reason": "the laboratory is shut on Tuesday"}
    played.ask(RenegotiatePromise, promise=news.id, latest_by=at("Wed 10:00"), **told)
    played.promise("Thu 10:00", "noise test")
    played.pause("Mon+1 10:00")
    assert [p.latest_by for p in played.case.open_promises] == [at("Wed 10:00"), at("Thu 10:00")]


def test_a_pause_lets_go_of_no_call_that_is_owed_for_a_miss() -> None:
    played = Played().confirmed()
    played.until("Mon 11:00").contact()
    played.until("Tue 11:00").pause("Mon+1 10:00")
    (call,) = played.case.open_promises
    assert (call.latest_by, played.case.breaks) == (at("Tue 14:00"), 1)


def test_a_call_just_before_a_pause_ends_asks_for_none_minutes_later() -> None:
    """The ordinary course of a pause: people are reminded of its last call an hour before, and make it then."""
    played = Played().confirmed()
    played.pause("Wed 17:00")
    played.until("Tue 09:30").contact()
    assert next_promise(played).latest_by == at("Wed 17:00")
    played.until("Wed 16:50").contact()
    assert next_promise(played).latest_by == at("Thu 16:50")
    assert next_promise(played).why.rule == "rhythm.by_complexity.medium"
    played.until("Thu 09:00")
    assert played.case.breaks == 0


def test_a_window_that_ends_sooner_than_the_rhythm_sets_no_date_of_its_own() -> None:
    played = Played().verifying()
    played.ask(StartObservation, ends_at=at("Wed 10:00"), check_ins=(at("Tue 17:00"),))
    covers = tuple(p.id for p in played.case.open_promises)
    played.until("Tue 09:50").contact(covers=covers)
    assert next_promise(played).latest_by == at("Wed 10:00")
    played.until("Wed 09:50").contact()
    assert next_promise(played).latest_by == at("Thu 09:50")


def test_during_an_observation_its_end_rules_but_for_ten_working_days_at_most() -> None:
    played = Played().verifying()
    check_ins = (at("Mon+1 10:00"), at("Mon+3 10:00"))
    played.ask(StartObservation, ends_at=at("Mon+4 10:00"), check_ins=check_ins)
    played.until("Mon 10:05").contact(covers=())  # "I am on a journey, don't call"
    for promise in played.case.open_promises:
        played.ask(ReleasePromise, promise=promise.id, reason="the customer is travelling")
    assert next_promise(played).latest_by == at("Mon+2 10:05")
    assert next_promise(played).why.rule == "rhythm.longest"


def test_a_pause_whose_end_went_unnoticed_does_not_silence_the_case_for_ten_days() -> None:
    played = Played().confirmed()
    played.pause("Mon 16:00")
    played.now = at("Tue 09:30")  # an outage since before the end of the pause
    played.contact()
    assert next_promise(played).latest_by == at("Wed 09:30")


def test_a_date_too_far_away_cannot_be_agreed() -> None:
    played = Played(priority="P3").confirmed()
    limit = at("Mon+2 10:00")  # ten working days
    with pytest.raises(Exception, match="promise_too_far"):
        played.promise("Mon+2 10:01")
    played.promise("Mon+2 10:00")
    assert played.case.promises[-1].latest_by == limit


@pytest.mark.parametrize(
    ("priority", "emotion", "first", "next_at"),
    [
        ("P0", "calm", "Mon+1 10:00", "Mon 14:00"),
        ("P1", "calm", "Mon+1 10:00", "Tue 10:00"),
        ("P2", "furious", "Thu 09:00", "Tue 10:00"),
        ("P2", "calm", "Thu 09:00", "Thu 09:00"),
        ("P3", "furious", "Thu 09:00", "Thu 09:00"),
    ],
)
def test_who_presses_hears_from_us_before_a_date_that_was_agreed_far_away(
    priority: Priority, emotion: Emotion, first: str, next_at: str
) -> None:
    played = Played(priority=priority).reach("triage")
    played.contact(emotion=emotion, covers=())
    played.triage()
    played.until("Mon 10:00").confirm(first, complexity="high")
    assert min(p.latest_by for p in played.case.open_promises) == at(next_at)
    assert at(first) in [p.latest_by for p in played.case.open_promises]  # and it stands


def test_a_raised_priority_brings_the_next_promise_nearer() -> None:
    played = Played().confirmed()
    played.ask(SetPriority, priority="P0", reason="smoke comes out of it")
    assert min(p.latest_by for p in played.case.open_promises) == at("Mon 14:00")


def test_in_a_pause_the_agreed_date_rules_for_a_p0_too() -> None:
    played = Played(priority="P0").confirmed()
    played.pause("Mon+1 09:00")
    assert [p.kind for p in played.case.open_promises] == ["first_feedback"]
    played.until("Mon 13:00").contact()
    assert (next_promise(played).latest_by, next_promise(played).why.rule) == (
        at("Mon+1 09:00"),
        "pause",
    )


def test_news_that_were_missed_are_given_with_what_is_promised_anyway() -> None:
    """A second chain of apologies would run beside the first, for ever."""
    played = Played(priority="P0").reach("confirm").until("Mon 10:00")
    played.confirm("Mon 15:00")
    assert [p.kind for p in played.case.open_promises] == ["first_feedback", "progress"]
    played.until("Wed 09:00")
    assert [p.kind for p in played.case.open_promises] == ["first_feedback"]


@pytest.mark.parametrize("priority", ["P0", "P2"])
def test_no_first_feedback_is_agreed_for_after_the_red_line(priority: Priority) -> None:
    played = Played(priority=priority).reach("confirm").until("Mon 10:00")
    with pytest.raises(Refusal) as refused:
        played.confirm("Tue+1 10:00", complexity="low")
    assert refusal_code(refused) == "promise_too_far"
    played.confirm("Tue 10:00", complexity="low")


def test_a_later_call_may_be_agreed_for_after_the_red_line_which_brings_people_by_itself() -> None:
    played = Played().reach("confirm").until("Mon 10:00")
    played.confirm("Tue 10:00", complexity="low")
    assert played.promise("Fri+1 10:00", subject="the part")
    played.until("Fri 18:00")
    assert played.case.follow_up and played.case.follow_up.overdue


@pytest.mark.parametrize(
    ("first", "news"),
    [("Mon+1 10:00", None), ("Mon+1 16:00", None), ("Mon+1 17:00", "Mon+1 16:00")],
)
def test_over_a_weekend_the_furious_may_wait_for_the_call_that_they_agreed_to(
    first: str, news: str | None
) -> None:
    friday = Played("Fri 09:00").reach("triage")
    friday.contact(emotion="furious", covers=())
    friday.triage()
    friday.until("Fri 16:00").confirm(first, complexity="medium")
    assert [p.latest_by for p in friday.case.open_promises if p.kind == "progress"] == (
        [at(news)] if news else []
    )


def waiting(priority: Priority = "P2") -> Played:
    """Paused until the end of the next week, the customer called on Tuesday morning."""
    played = Played(priority=priority).confirmed()
    played.pause("Fri+1 17:00")
    played.until("Mon 11:00").contact(covers=tuple(p.id for p in played.case.open_promises))
    played.until("Tue 09:00").contact(covers=tuple(p.id for p in played.case.open_promises))
    played.until("Tue 14:59")
    return played


def watching() -> Played:
    played = Played().verifying()
    played.until("Mon 11:00").contact()
    played.ask(StartObservation, ends_at=at("Fri+1 17:00"))
    return played.until("Tue 14:59")


@pytest.mark.parametrize("agreed", [waiting, watching])
@pytest.mark.parametrize(("priority", "due"), [("P0", "Tue 19:00"), ("P1", "Wed 15:00")])
def test_a_raise_asks_for_a_call_although_a_date_was_agreed_for_another_matter(
    agreed: Callable[[], Played], priority: Priority, due: str
) -> None:
    played = agreed().until("Tue 15:00")
    played.ask(SetPriority, priority=priority, reason="smoke, a person is hurt")
    assert next_promise(played).latest_by == at(due)
    assert played.recipients("priority_changed") == ["chen.jie"]
    played.until(due).tick()
    assert played.case.breaks == 1


def test_after_a_raise_in_a_pause_the_calls_go_on_at_the_new_pace() -> None:
    played = waiting().until("Tue 15:00")
    played.ask(SetPriority, priority="P0", reason="smoke")
    played.until("Tue 16:00").contact()
    assert next_promise(played).latest_by == at("Tue 20:00")
    played.ask(SetPriority, priority="P2", reason="it was steam")  # as it was agreed
    assert next_promise(played).latest_by == at("Fri+1 17:00")


def test_a_pause_told_of_before_the_raise_and_entered_after_it_was_agreed_for_another_matter() -> (
    None
):
    played = Played().confirmed().until("Mon 10:40")
    played.contact(covers=("p1",))
    played.ask(SetPriority, priority="P0", reason="smoke")
    played.until("Mon 10:50").pause("Mon+1 17:00", told_at=at("Mon 10:30"))
    assert next_promise(played).latest_by == at("Mon 14:40")
    played.until("Mon 14:00").contact()
    assert next_promise(played).latest_by == at("Mon 18:00")


def test_a_pause_agreed_on_after_the_raise_rules() -> None:
    played = Played().confirmed().until("Mon 10:30")
    played.ask(SetPriority, priority="P0", reason="smoke")
    played.until("Mon 11:00").pause("Fri 17:00")
    played.until("Mon 12:00").contact(covers=tuple(p.id for p in played.case.open_promises))
    assert next_promise(played).latest_by == at("Fri 17:00")


def test_a_window_that_the_customer_agreed_to_make_longer_after_the_raise_rules() -> None:
    played = watching().until("Tue 15:00")
    played.ask(SetPriority, priority="P0", reason="smoke")
    played.until("Tue 15:10")
    played.ask(
        ExtendObservation,
        ends_at=at("Fri+2 17:00"),
        check_ins=(at("Fri+1 10:00"),),
        told_at=played.now,
        reason="they are away, and nothing is plugged in",
    )
    played.until("Tue 16:00").contact()
    assert next_promise(played).latest_by == at("Fri+1 10:00")


@pytest.mark.parametrize("agreed", [waiting, watching])
def test_who_turns_furious_in_a_wait_hears_from_us_before_its_end(
    agreed: Callable[[], Played],
) -> None:
    played = agreed().until("Tue 15:00")
    played.contact(direction="inbound", covers=(), emotion="furious")
    assert next_promise(played).latest_by == at("Wed 15:00")


def test_who_was_furious_when_they_agreed_to_wait_waits() -> None:
    played = Played().reach("triage")
    played.contact(emotion="furious", covers=())
    played.triage()
    played.until("Mon 10:00").confirm()
    played.until("Mon 10:10").pause("Fri 17:00")
    played.until("Mon 11:00").contact(covers=("p1",), emotion="furious")
    assert next_promise(played).latest_by == at("Fri 17:00")


def test_a_raise_after_the_end_asks_for_a_call_before_the_revisit() -> None:
    played = Played().resolved().until("Mon 16:00")
    revisit = next_promise(played).latest_by
    played.ask(SetPriority, priority="P0", reason="smoke")
    assert next_promise(played).latest_by == at("Mon 20:00") < revisit
    played.until("Mon 17:00").contact()
    assert next_promise(played).latest_by == at("Mon 21:00")
    played.ask(SetPriority, priority="P2", reason="it was steam")
    assert [p.kind for p in played.case.open_promises] == ["revisit"]


def test_what_was_urgent_when_it_was_resolved_waits_for_the_revisit() -> None:
    played = Played(priority="P0").resolved()
    played.contact(covers=tuple(p.id for p in played.case.open_promises if p.kind != "revisit"))
    assert [p.kind for p in played.case.open_promises] == ["revisit"]


def test_a_wait_that_ends_early_leaves_no_date_of_its_own() -> None:
    played = waiting()
    assert next_promise(played).latest_by == at("Fri+1 17:00")
    played.until("Wed 10:00").ask(ResumeCase, note="the parts are here")
    assert next_promise(played).latest_by == at("Thu 10:00")
    assert [p.status for p in played.case.promises[-2:]] == ["released", "open"]
    assert len(played.case.open_promises) == 1


def test_a_window_that_ends_early_leaves_no_date_of_its_own() -> None:
    played = Played().verifying().until("Mon 12:00")
    played.contact()
    played.ask(StartObservation, ends_at=at("Fri+1 17:00"))
    for promise in played.case.open_promises:
        played.ask(ReleasePromise, promise=promise.id, reason="don't call", by=LEAD)
    assert next_promise(played).why.rule == "observation"
    played.until("Wed 15:00").contact(covers=())
    played.ask(RecordVerification, outcome="not_fixed")
    assert next_promise(played).latest_by == at("Thu 15:00")
    assert len(played.case.open_promises) == 1


def test_a_call_tried_in_vain_in_a_wait_that_ends_early_is_made_soon() -> None:
    played = waiting()
    played.contact(reached=False, left_message=True)
    assert next_promise(played).latest_by == at("Fri+1 17:00")
    played.until("Wed 10:00").ask(ResumeCase)
    assert next_promise(played).latest_by == at("Thu 10:00")


def test_a_wait_that_ends_in_time_keeps_the_call_for_its_end() -> None:
    played = Played().confirmed()
    played.pause("Wed 17:00")
    played.until("Tue 09:30").contact()
    played.until("Wed 14:00").ask(ResumeCase)
    assert next_promise(played).latest_by == at("Wed 17:00")


@pytest.mark.parametrize("then", ["P2", "P3"])
def test_a_priority_lowered_at_once_leaves_no_promise_of_its_pace(then: Priority) -> None:
    played = Played().confirmed().until("Mon 20:00")
    played.ask(SetPriority, priority="P0", reason="by mistake")
    played.until("Mon 20:10").ask(SetPriority, priority=then, reason="by mistake")
    assert [p.kind for p in played.case.open_promises] == ["first_feedback"]
    played.until("Tue 09:00")
    assert played.case.breaks == 0


def test_a_lower_priority_asks_for_the_next_call_at_its_own_pace() -> None:
    played = Played(priority="P0").confirmed()
    played.until("Mon 13:00").contact(covers=tuple(p.id for p in played.case.open_promises))
    assert next_promise(played).latest_by == at("Mon 17:00")
    played.until("Mon 14:00").ask(SetPriority, priority="P2", reason="it runs again")
    assert next_promise(played).latest_by == at(
        "Tue 12:00"
    )  # a working day since they were spoken to
    assert len(played.case.open_promises) == 1


@pytest.mark.parametrize(
    ("priority", "emotion", "raised"),
    [("P2", "calm", "Mon 11:00"), ("P3", "furious", "Tue 11:00"), ("P2", "calm", "Mon 20:00")],
)
def test_what_only_the_raise_called_for_goes_with_it_whoever_else_asks_for_that_moment(
    priority: Priority, emotion: Emotion, raised: str
) -> None:
    played = Played(priority=priority).until("Mon 09:10")
    played.contact(emotion=emotion)
    played.until("Mon 09:30").triage()
    played.until("Mon 10:00").confirm("Fri 10:00")
    played.until(raised)
    before = played.case.open_promises
    played.ask(SetPriority, by=LEAD, priority="P1", reason="by mistake")
    assert len(played.case.open_promises) == len(before) + 1
    later = played.now + timedelta(minutes=1)
    played.until(later).ask(SetPriority, by=LEAD, priority=priority, reason="by mistake")
    assert played.case.open_promises == before


def test_after_a_raise_by_mistake_the_end_of_a_pause_rules_again() -> None:
    played = Played().confirmed().until("Mon 10:30")
    played.contact(covers=("p1",))
    played.pause("Mon+1 17:00")
    played.until("Tue 10:30").contact()
    played.until("Wed 10:00").ask(SetPriority, by=LEAD, priority="P1", reason="by mistake")
    assert next_promise(played).latest_by == at("Thu 10:00")
    played.until("Wed 10:01").ask(SetPriority, by=LEAD, priority="P2", reason="by mistake")
    assert next_promise(played).latest_by == at("Mon+1 17:00")


@pytest.mark.parametrize("back", ["Mon 17:25", "Mon 17:28"])
def test_lowering_and_raising_again_puts_no_call_off(back: str) -> None:
    played = Played(priority="P0").confirmed()
    played.until("Mon 13:29").contact(covers=tuple(p.id for p in played.case.open_promises))
    assert next_promise(played).latest_by == at("Mon 17:29")
    played.until("Mon 17:25").ask(SetPriority, priority="P2", reason="it runs")
    played.until(back).ask(SetPriority, priority="P0", reason="it does not")
    assert next_promise(played).latest_by == at("Mon 17:29")


def test_a_lower_priority_does_not_end_the_call_owed_for_a_broken_promise() -> None:
    played = Played(priority="P0").confirmed()
    played.until("Mon 13:00").contact(covers=tuple(p.id for p in played.case.open_promises))
    played.until("Mon 17:00")
    stands_in = next_promise(played)
    assert stands_in.follows and played.case.breaks == 1
    played.ask(SetPriority, priority="P2", reason="it runs again")
    assert next_promise(played) == stands_in


def test_whoever_waits_in_vain_is_called_though_a_slower_pace_lets_go_of_the_call() -> None:
    """The call at the pace of P0 stood for one that had come to nothing; all that is left then is a visit."""
    played = Played().confirmed()
    played.until("Mon 10:30").contact()
    played.ask(SetPriority, priority="P0", reason="all stands still")
    played.until("Mon 14:40").contact()  # ten minutes late; it was with another customer
    wrong = played.case.contacts[-1].id
    played.visit("Thu 14:00", "Thu 16:00")
    played.until("Mon 16:00").ask(DisproveContact, by=LEAD, contact=wrong, reason="of C-000017")
    missed = [p.id for p in played.case.promises if p.status == "broken"][-1]
    played.ask(SetPriority, priority="P2", reason="it runs again")
    (call,) = (p for p in played.case.open_promises if p.keeping.by == "call")
    assert (call.follows, call.latest_by) == (missed, at("Tue 16:00"))
