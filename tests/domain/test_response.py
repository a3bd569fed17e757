"""The response clock: from the customer's word to ours (REQ A4)."""

from datetime import date, datetime, timedelta

import pytest

from builders import (
    EXECUTIVE,
    LEAD,
    MONDAY,
    SHANGHAI,
    SUPERVISOR,
    Played,
    PlayedFault,
    a_plan,
    at,
)
from domain.cores import SwitchCore
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.deadlines import deadlines, next_deadline
from domain.errors import Refusal
from domain.escalations import AcknowledgeEscalation
from domain.response import ResponseAwaited, awaits_answer
from domain.revisits import RecordRevisit


def kinds(played: Played) -> set[str]:
    return {d.kind for d in deadlines(played.case)}


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
    assert played.due("response").due_at == at(response)


def test_the_response_clock_counts_from_the_word_not_from_the_opening() -> None:
    played = Played("Mon 11:00", spoke_at=at("Mon 09:00"))
    assert played.due("response").due_at == at("Mon 14:00")


def test_a_voicemail_from_the_customer_is_no_response_of_ours() -> None:
    played = Played()
    with pytest.raises(Refusal) as refused:
        played.contact(direction="inbound", reached=False, left_message=True, parts=())
    assert refused.value.problem.code == "contact_without_answer"
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


def heard_twice(first: str, second: str, **opening: str) -> Played:
    """A confirmed case whose customer wrote at both times, a call in between not being logged yet."""
    played = Played(**opening).confirmed()
    for when in (first, second):
        said(played, when)
    return played


def said(played: Played, when: str) -> None:
    played.until(when).ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")


def waits_since(played: Played) -> datetime | None:
    response = played.case.response
    return response.started_at if response else None


def test_a_call_logged_late_answers_what_was_said_up_to_it_and_nothing_later() -> None:
    played = heard_twice("Mon 11:00", "Mon 13:30")
    played.until("Mon 14:00").contact(occurred_at=at("Mon 11:05"))
    assert waits_since(played) == at("Mon 13:30")
    assert [awaits_answer(played.case, m) for m in played.case.messages] == [False, True]
    played.ask(MarkMessage, message="m2", verdict="thanks")
    assert waits_since(played) is None


def test_the_minute_of_a_call_is_before_no_word_of_that_minute() -> None:
    played = heard_twice("Mon 11:00", "Mon 11:05:40")
    played.until("Mon 11:20").contact(occurred_at=at("Mon 11:05"))
    assert waits_since(played) is None


def test_a_word_dated_years_ago_waits_from_when_we_had_it() -> None:
    played = heard_twice("Mon 11:00", "Mon 11:00:01").until("Mon 11:30")
    played.ask(CustomerSaid, channel="email", occurred_at=at("1970-01-01 08:00"), text="t3")
    played.until("Mon 11:40").contact(occurred_at=at("Mon 11:05"))
    assert waits_since(played) == at("Mon 11:30")


def test_the_first_answer_told_late_leaves_a_later_word_unanswered() -> None:
    played = Played(priority="P0")
    said(played, "Mon 10:00")
    played.until("Mon 10:05").contact(occurred_at=at("Mon 09:05"))
    assert waits_since(played) == at("Mon 10:00")
    assert played.case.stage == "respond"
    played.contact()
    assert played.case.stage == "triage"


def test_a_visit_told_late_answers_nothing_said_after_it() -> None:
    played = Played().confirmed()
    played.visit("Mon 11:00", "Mon 12:00")
    for when in ("Mon 10:55", "Mon 11:50"):
        said(played, when)
    played.until("Mon 12:10").recorded("not_fixed", arrived_at=at("Mon 11:00"))
    assert waits_since(played) == at("Mon 11:50")


def test_a_notice_told_late_answers_nothing_said_after_it() -> None:
    played = Played().reach("confirm")
    for when in ("Mon 09:30", "Mon 11:00"):
        said(played, when)
    played.until("Mon 11:05").confirm(told_at=at("Mon 09:35"))
    assert waits_since(played) == at("Mon 11:00")


def test_questions_asked_answer_nothing_said_after_them() -> None:
    played = PlayedFault()
    played.reach("triage")
    for when in ("Mon 09:30", "Mon 10:20"):
        said(played, when)
    played.until("Mon 10:30")
    played.questions("load", occurred_at=at("Mon 09:40"))
    assert waits_since(played) == at("Mon 10:20")


def test_answers_on_record_are_the_customers_words_and_no_answer_to_them() -> None:
    """They may have written them; whoever told us in a conversation is answered by that, which is logged."""
    played = PlayedFault()
    played.confirmed().until("Mon 11:00")
    said = played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.until("Mon 11:10")
    played.answers(load="full")
    assert played.case.response == said.case.response
    played.contact()
    assert played.case.response is None


def test_a_revisit_told_late_answers_nothing_said_after_it() -> None:
    played = Played().reach("resolved")
    for when in ("Wed 10:00", "Wed 10:20"):
        said(played, when)
    played.until("Wed 10:25")
    played.ask(RecordRevisit, outcome="trouble", occurred_at=at("Wed 10:05"))
    assert waits_since(played) == at("Wed 10:20")


def test_a_call_for_a_word_ends_when_only_a_later_one_waits_that_is_in_time() -> None:
    played = heard_twice("Mon 11:00", "Mon 16:30").until("Mon 17:00")
    assert played.recipients("escalated") == ["chen.jie"]
    played.contact(occurred_at=at("Mon 15:30"))
    assert waits_since(played) == at("Mon 16:30")
    assert played.recipients("deescalated") == ["chen.jie"]
    played.until("Tue 12:30")
    assert played.recipients("escalated") == ["chen.jie", "chen.jie"]


def test_a_later_word_overdue_too_leaves_the_call_for_it_standing() -> None:
    played = heard_twice("Mon 11:00", "Mon 11:30").until("Tue 09:00")
    played.contact(occurred_at=at("Mon 11:05"), by=LEAD)
    assert played.case.response
    assert played.case.response.overdue
    assert (played.count("response_overdue"), played.recipients("deescalated")) == (1, [])


def test_a_lower_priority_answers_nobody() -> None:
    played = Played(priority="P1").reach("confirm")
    said(played, "Mon 09:30")
    played.until("Mon 11:00")
    played.triage(priority="P3", reason="a question only", yields={})
    assert [e.deescalated_at for e in played.case.escalations] == [None]
    assert played.recipients("deescalated") == []
    played.contact()
    assert played.recipients("deescalated") == ["chen.jie"]


def test_a_call_that_thanks_end_says_that_nobody_answered() -> None:
    played = Played().confirmed()
    said(played, "Mon 11:00")
    played.until("Mon 17:00")
    done = played.ask(MarkMessage, message="m1", verdict="thanks")
    told = {(a.to, a.about): a.params.get("reason") for a in done.actions}
    assert told["chen.jie", "deescalated"] == "answer_not_needed"


def test_a_second_word_does_not_restart_the_response_clock() -> None:
    played = Played()
    before = played.due("response").due_at
    played.until("Mon 09:30").ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    assert played.due("response").due_at == before


def test_another_priority_keeps_the_anchor_of_the_response_clock() -> None:
    played = Played().reach("triage")
    played.ask(CustomerSaid, channel="email", occurred_at=at("Mon 09:00"), text="t1")
    played.triage(priority="P1", reason="the shop stands still")
    assert played.due("response").due_at == at("Mon 10:00")


def test_a_word_left_unanswered_is_called_overdue_once_whatever_its_priority_becomes() -> None:
    played = Played().reach("triage")
    played.ask(CustomerSaid, channel="email", occurred_at=at("Mon 09:00"), text="t1")
    played.until("Mon 15:00")
    assert played.recipients("response_overdue") == ["li.min"]
    assert played.recipients("escalated") == ["chen.jie"]
    played.triage(priority="P1", reason="the shop stands still")
    played.tick()
    assert played.count("response_overdue") == 1
    assert played.due("acknowledgement").due_at == at("Mon 16:00")  # two hours after the call


@pytest.mark.trial("A1")
def test_a_p0_that_nobody_answers_at_a_festival_climbs_the_line_round_the_clock() -> None:
    festival = a_plan(opened_on=date(2026, 2, 16))
    played = Played("2026-02-18 02:00", plan=festival, priority="P0")
    told = {
        "02:15": ("escalated", "chen.jie"),
        "02:30": ("escalation_passed_on", "wang.fang"),
        "02:45": ("escalation_passed_on", "zhao.lei"),
        "03:00": ("escalation_unanswered", "zhao.lei"),
    }
    assert played.due("response").due_at == at("2026-02-18 02:15")
    for time, (about, person) in told.items():
        played.until(f"2026-02-18 {time}")
        assert person in played.recipients(about), time
        assert next_deadline(played.case), f"silent at {time}"
    played.until("2026-02-18 05:00")  # nobody yet: the top of the line hears every hour
    assert played.recipients("escalation_unanswered") == ["zhao.lei", "wang.fang"] * 3
    played.ask(AcknowledgeEscalation, by=EXECUTIVE, escalation="e1")
    played.until("2026-02-18 05:59")
    assert played.count("escalation_unanswered") == 3


@pytest.mark.trial("A1")
def test_an_answer_ends_the_call_and_whoever_was_called_hears_that() -> None:
    played = Played("Sat 02:00", priority="P0").until("Sat 02:31")
    played.contact()
    assert played.recipients("deescalated") == ["wang.fang"]
    played.until("Sat 10:00")
    assert played.count("escalation_passed_on") == 1
    assert not any(e.is_waiting for e in played.case.escalations if e.cause == "response_overdue")


@pytest.mark.trial("A2")
def test_a_word_that_nobody_answers_for_three_weeks_is_heard_of_every_working_day() -> None:
    played = Played()  # a Monday, P2
    played.until("Mon 14:00")
    (call,) = played.case.escalations
    assert (call.cause, call.receiver) == ("response_overdue", "chen.jie")
    played.until("Mon+3 09:00")
    days = [told.astimezone(SHANGHAI).date() for told in told_of(played, "e1")]
    working = [day for day in (MONDAY + timedelta(days=n) for n in range(21)) if day.weekday() < 5]
    assert sorted(set(days)) == working
    once = [day for day in working[2:] for _ in ("zhao.lei", "wang.fang")]
    assert [told for told in days if told > working[1]] == once  # at the top, and once a day


@pytest.mark.trial("A2")
def test_to_take_it_on_is_not_enough_while_the_customer_still_waits() -> None:
    played = Played().until("Mon 14:30")
    played.ask(AcknowledgeEscalation, by=LEAD, escalation="e1")
    assert played.due("undone").due_at == at("Tue 14:30")
    for day, person in (
        ("Tue 14:30", "wang.fang"),
        ("Wed 14:30", "zhao.lei"),
        ("Thu 14:30", "zhao.lei"),
    ):
        played.until(day)
        assert played.recipients("escalation_renewed")[-1] == person
        by = SUPERVISOR if person == "wang.fang" else EXECUTIVE
        played.ask(AcknowledgeEscalation, by=by, escalation="e1")


@pytest.mark.trial("A2")
def test_a_further_word_of_a_customer_who_waits_reaches_whoever_has_it_but_not_at_every_word() -> (
    None
):
    played = Played().until("Mon 14:30")
    played.ask(AcknowledgeEscalation, by=LEAD, escalation="e1")
    for time in ("Tue 09:30", "Tue 09:31", "Tue 11:00", "Tue 11:30"):
        played.until(time).ask(CustomerSaid, channel="web", occurred_at=played.now, text="t")
    assert (
        played.recipients("customer_waits") == ["chen.jie"] * 2
    )  # at 9:30, and two working hours later
    assert played.recipients("customer_said") == ["li.min"] * 3  # what comes in a row is one notice
    assert played.due("undone").due_at == at("Tue 14:30")  # asking again puts nothing off


@pytest.mark.trial("A2")
def test_a_word_on_a_case_that_nobody_reopened_climbs_as_well() -> None:
    played = Played().reach("closed")
    played.ask(CustomerSaid, channel="web", occurred_at=played.now, text="t")
    played.until("Thu 18:00")  # nobody marked it, so the case was reopened
    assert played.recipients("response_overdue") == []  # that people heard in one notice
    assert "response_overdue" in {e.cause for e in played.case.escalations}
    assert {d.kind for d in deadlines(played.case)} & {"acknowledgement", "unanswered"}


def test_a_silent_word_of_an_older_core_is_taken_up_when_the_core_changes() -> None:
    """An installation that is brought up to date leaves nobody in the silence of before."""
    played = Played()
    played.case = played.case.model_copy(update={"core": 1})
    played.events[0] = played.events[0].model_copy(update={"core": 1})
    played.until("Fri 18:00")
    assert (next_deadline(played.case), played.count("escalated")) == (None, 0)
    played.ask(SwitchCore, core=2)
    played.until("Fri 18:00")
    assert played.recipients("escalated") == ["chen.jie"]


def told_of(played: Played, ref: str) -> list[datetime]:
    """When anybody was told of one call for help."""
    return [
        event.at
        for event in played.events
        if event.kind == "action_requested" and event.action.ref == ref
    ]


def test_a_channel_whose_clock_is_years_behind_makes_nothing_overdue() -> None:
    """The first answer has been given; then a message says it is of 2001."""
    played = Played().confirmed().until("Mon 11:00")
    played.contact(covers=())
    played.until("Mon 15:00").ask(
        CustomerSaid, channel="wecom", occurred_at=at("Mon 15:00").replace(year=2001), text="t9"
    )
    (awaited,) = [e for e in played.events[-3:] if isinstance(e, ResponseAwaited)]
    assert awaited.clock.started_at == at("Mon 11:00")


def test_a_word_between_a_talk_and_its_record_still_awaits_an_answer() -> None:
    played = Played().confirmed()
    for when in ("Mon 11:00", "Mon 11:17"):
        played.until(when).ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t9")
    played.until("Mon 11:20").contact(occurred_at=at("Mon 11:15"))
    assert played.case.response
    assert played.case.response.started_at == at("Mon 11:17")
    played.until("Mon 11:25").contact()
    assert played.case.response is None


def test_a_word_of_the_minute_in_which_we_spoke_is_answered() -> None:
    played = Played().confirmed()
    played.until("Mon 11:00:40").ask(
        CustomerSaid, channel="wechat", occurred_at=played.now, text="t9"
    )
    played.until("Mon 11:05").contact(occurred_at=at("Mon 11:00"))
    assert played.case.response is None


def kept(played: Played, said: str, heard: str) -> None:
    """A word that our API heard at that time, and that is decided only now."""
    played.ask(
        CustomerSaid, channel="email", occurred_at=at(said), received_at=at(heard), text="t9"
    )


def decided_the_other_way_round() -> Played:
    """Thanks of 15:41, and then what was said and heard at 14:16 while nobody decided: it leaks again."""
    played = Played().confirmed().until("Mon 12:00")
    played.contact()
    said(played, "Mon 15:41")
    kept(played, "Mon 14:16", "Mon 14:17")
    return played


def waiting(played: Played) -> list[str]:
    return [m.id for m in played.case.messages if awaits_answer(played.case, m)]


def test_of_two_words_the_earlier_one_starts_the_clock_whichever_is_decided_first() -> None:
    played = decided_the_other_way_round()
    assert played.due("response").due_at == at("Tue 09:16")
    assert waiting(played) == ["m1", "m2"]


@pytest.mark.parametrize(("marked", "left"), [("m1", "Mon 14:16"), ("m2", "Mon 15:41")])
def test_thanks_on_either_word_leave_the_other(marked: str, left: str) -> None:
    played = decided_the_other_way_round()
    played.ask(MarkMessage, message=marked, verdict="thanks")
    assert waits_since(played) == at(left)
    assert waiting(played) == [{"m1": "m2", "m2": "m1"}[marked]]


def test_two_words_of_one_moment_await_an_answer_in_either_order() -> None:
    played = Played().confirmed().until("Mon 15:41:01")
    for second in ("Mon 15:41:00", "Mon 15:40:59"):
        kept(played, second, second)
    played.ask(MarkMessage, message="m1", verdict="thanks")
    assert waiting(played) == ["m2"]
    played.until("Tue 14:00")
    assert played.count("response_overdue") == 1


def test_an_overdue_clock_that_begins_earlier_calls_nobody_twice() -> None:
    played = Played(priority="P0").confirmed()
    said(played, "Mon 14:00")
    played.until("Mon 14:20")
    kept(played, "Mon 13:50", "Mon 13:51")
    assert waits_since(played) == at("Mon 13:50")
    played.until("Mon 14:25")
    assert played.count("response_overdue") == 1
    played.contact(covers=())
    assert waiting(played) == []


def test_a_word_heard_before_our_call_and_decided_after_it_awaits_an_answer() -> None:
    played = Played().confirmed().until("Mon 14:00")
    played.contact(covers=())
    kept(played, "Mon 13:30", "Mon 13:31")
    assert waits_since(played) == at("Mon 14:00")
    assert waiting(played) == ["m1"]
    played.ask(MarkMessage, message="m1", verdict="thanks")
    assert waits_since(played) is None


def test_a_call_told_late_answers_no_word_that_was_decided_after_a_later_one() -> None:
    played = Played().confirmed()
    said(played, "Mon 15:41")
    played.until("Mon 15:45").contact(occurred_at=at("Mon 15:00"), covers=())
    kept(played, "Mon 14:16", "Mon 14:17")
    assert waits_since(played) == at("Mon 15:00")
    assert waiting(played) == ["m1", "m2"]
