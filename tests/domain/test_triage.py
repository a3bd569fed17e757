"""How urgent it is, and whether it is complex (REQ A5)."""

from datetime import timedelta
from typing import Any

import pytest

from builders import EXECUTIVE, LEAD, Played, an_actor, at, refusal_code
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.deadlines import deadlines
from domain.errors import Refusal
from domain.escalations.commands import AcknowledgeEscalation, Deescalate
from domain.plan.terms import Priority
from domain.triage import SetPriority


def test_the_first_answer_to_the_customer_leads_to_triage() -> None:
    played = Played()
    played.contact(reached=False)
    assert played.case.stage == "respond"
    played.contact()
    assert played.case.stage == "triage"


def test_without_a_trait_a_case_is_one_off_and_with_any_it_is_complex() -> None:
    assert Played().reach("one_off").case.stage == "one_off"
    for trait in ("several_departments", "needs_time_to_verify", "needs_care"):
        played = Played().reach("triage")
        played.triage(traits=(trait,))
        assert played.case.stage == "confirm"


def test_a_one_off_case_becomes_complex_at_any_time_without_its_answer() -> None:
    played = Played().reach("one_off")
    played.triage(yields={})
    assert played.case.stage == "confirm"


def test_another_priority_than_the_rule_gave_needs_a_reason() -> None:
    played = Played().reach("triage")
    with pytest.raises(Refusal) as refused:
        played.triage(priority="P0")
    assert refusal_code(refused) == "reason_required"


def test_triaging_again_buys_no_time_for_the_anchor() -> None:
    played = Played().reach("confirm")
    assert played.case.stage_clock
    before = played.case.stage_clock
    played.until("Mon 11:00").triage(traits=("needs_care",), yields={})
    assert played.case.stage == "confirm"
    assert played.case.stage_clock == before


@pytest.mark.parametrize("traits", [("needs_care", "information_unclear"), ()])
def test_what_was_triaged_is_said_once_by_whomever_however_often(traits: tuple[str, ...]) -> None:
    """Also where the stage it led to would take no triage to itself."""
    played = Played().reach("triage").until("Mon 10:00")
    played.triage(priority="P1", reason="it leaks", traits=traits)
    before = played.case
    for who, reason, given in (
        (LEAD, "it leaks", traits),
        (an_actor("liu.yang"), " ", traits[::-1]),
        (LEAD, "", traits),
    ):
        again = played.until("Mon 11:00").triage(by=who, priority="P1", reason=reason, traits=given)
        assert not again.events
    played.triage(priority="P1", traits=traits, yields={})
    assert (played.case, played.count("case_triaged")) == (before, 1)


@pytest.mark.parametrize(
    "another",
    [
        {"traits": ("several_departments",)},
        {"traits": ()},
        {"priority": "P1", "reason": "it leaks"},
        {"reason": "they told me so on the phone"},
    ],
)
def test_a_triage_that_says_anything_else_is_one_of_its_own(another: dict[str, Any]) -> None:
    played = Played().reach("confirm")
    played.triage(**{"yields": {}, **another})
    assert played.count("case_triaged") == 2


def test_a_triage_is_no_repeat_once_the_priority_was_changed_or_a_fact_is_another() -> None:
    played = Played().reach("confirm")
    played.ask(SetPriority, priority="P0", reason="smoke comes out of it")
    played.triage(priority="P2", reason="it was steam", yields={})
    assert (played.case.priority, played.count("case_triaged")) == ("P2", 2)
    with pytest.raises(Refusal) as refused:
        played.triage(yields={"product": "a dryer"})
    assert refusal_code(refused) == "stage_yield_unknown"


def test_the_triage_of_a_reopened_case_is_no_repeat_of_the_one_before() -> None:
    played = Played().reach("one_off")
    played.complete("one_off", answer="switch it off and on")
    played.until("Mon 14:00").ask(CustomerSaid, channel="web", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    played.triage(traits=())
    assert (played.case.stage, played.count("case_triaged")) == ("one_off", 2)


def back_and_forth(played: Played) -> str:
    """Triaged to the other of the two; where the case is then."""
    traits = () if played.case.stage == "confirm" else ("needs_care",)
    played.triage(traits=traits, yields={})
    return played.case.stage


def test_the_anchor_cannot_be_put_off_by_triaging_to_and_fro() -> None:
    """Each stage before the anchor has its time once: four working hours to confirm, eight to answer."""
    played = Played().reach("one_off")
    for hours in (1, 2, 1):  # two hours of each gone, whoever comes back
        played.until(played.now + timedelta(hours=hours))
        back_and_forth(played)
    assert (played.case.stage, played.now) == ("confirm", at("Mon 13:00"))
    assert played.due("stage").due_at == at("Mon 15:00")
    played.until("Mon 15:00")
    assert played.recipients("stage_overrun") == ["li.min"]


def test_a_stage_left_too_late_is_called_for_the_moment_the_case_is_back_in_it() -> None:
    played = Played().reach("confirm").until("Mon 15:00")
    assert back_and_forth(played) == "one_off"
    assert played.case.escalations[-1].deescalated_at  # it was left after all
    assert back_and_forth(played) == "confirm"
    played.until(played.now)
    assert played.recipients("escalated") == ["chen.jie", "chen.jie"]


def test_what_is_complex_after_all_has_the_time_that_is_left() -> None:
    played = Played().reach("confirm").until("Mon 10:00")
    back_and_forth(played)  # one of its four hours is gone
    played.until("Tue 10:00")
    back_and_forth(played)
    assert played.due("stage").due_at == at("Tue 14:00")  # and an hour for lunch
    assert played.due("stage").why.paused == timedelta(hours=8)


def test_once_confirmed_or_reopened_a_stage_has_its_whole_time() -> None:
    played = Played().reach("confirm").until("Mon 11:00")
    back_and_forth(played)
    played.complete("one_off", answer="switch it off and on")
    left = played.case.clocks_left.keys()
    assert left == {"triage", "confirm", "one_off"}, "should the end turn out to be none"
    played.until("Mon 14:00").ask(CustomerSaid, channel="web", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    assert played.due("stage").due_at == at("Tue 14:00")
    played.triage()
    assert played.due("stage").due_at == at("Mon 18:00")
    played.confirm()
    assert not played.case.clocks_left


@pytest.mark.parametrize(
    ("first", "then", "due"),
    [("P2", "P0", "Fri 20:00"), ("P2", "P1", "Fri 20:00"), ("P0", "P2", "Mon+1 11:00")],
)
def test_a_stage_is_judged_at_the_pace_of_the_priority_from_its_beginning(
    first: Priority, then: Priority, due: str
) -> None:
    played = Played("Fri 16:00", priority=first).reach("confirm").until("Fri 17:30")
    played.triage(priority=then, reason="somebody is hurt", yields={})
    assert played.due("stage").due_at == at(due)


def test_what_is_overdue_at_the_new_pace_is_told_at_once() -> None:
    played = Played("Fri 16:00").reach("confirm").until("Sat 10:00")
    played.triage(priority="P0", reason="somebody is hurt", yields={})
    played.until("Sat 10:00")
    assert played.count("stage_overrun") == 1
    assert played.recipients("escalated") == ["chen.jie"]
    played.triage(priority="P2", reason="nobody is", yields={})  # and it isn't late any more
    assert played.due("stage").due_at == at("Mon+1 11:00")
    call = played.case.escalations[-1]
    assert call.deescalated_at is None  # and yet whoever was called says so
    played.ask(Deescalate, by=LEAD, escalation=call.id, reason="nobody is hurt")
    played.until("Mon+1 11:00")
    assert played.recipients("escalated") == ["chen.jie", "chen.jie"]


def test_a_stage_left_goes_on_at_the_pace_of_the_new_priority() -> None:
    played = Played("Fri 16:00").reach("confirm").until("Fri 17:00")
    back_and_forth(played)
    played.until("Sat 10:00")
    played.triage(priority="P0", reason="somebody is hurt", yields={})
    assert played.due("stage").due_at == at("Sat 13:00")  # three of four hours are left


STAGES = ("respond", "triage", "one_off", "confirm", "diagnose", "verify", "resolved")


@pytest.mark.parametrize("stage", STAGES)
def test_the_priority_is_judged_anew_in_every_stage_and_moves_the_case_nowhere(stage: str) -> None:
    played = Played().reach(stage)
    before = played.case
    played.ask(SetPriority, priority="P0", reason="smoke comes out of it")
    assert played.case.priority == "P0"
    assert (played.case.stage, played.case.traits) == (stage, before.traits)
    assert played.case.follow_up == before.follow_up  # the anchor stays (REQ A6)
    played.ask(SetPriority, priority="P0", reason="smoke comes out of it")  # a second click
    assert played.count("priority_changed") == 1


def test_a_raised_priority_is_judged_from_the_customers_word() -> None:
    played = Played("Fri 16:00").until("Fri 16:20")
    played.ask(SetPriority, priority="P0", reason="somebody is hurt")
    played.until("Fri 16:20")  # fifteen minutes round the clock have gone
    assert played.recipients("response_overdue") == ["li.min"]
    assert played.recipients("escalated") == ["chen.jie"]


def test_the_stage_of_a_confirmed_case_goes_on_at_the_new_pace_from_its_beginning() -> None:
    played = Played().confirmed()
    assert played.due("stage").due_at == at("Wed 10:00")
    played.until("Mon 17:00").ask(SetPriority, priority="P0", reason="smoke", by=LEAD)
    assert played.due("stage").due_at == at("Tue 02:00")  # two days of eight hours, round the clock
    assert played.recipients("priority_changed") == ["li.min"]


def test_a_lower_priority_is_no_answer_and_the_call_for_one_stands() -> None:
    played = Played(priority="P1").until("Mon 10:00")  # an hour, round the clock
    assert played.recipients("escalated") == ["chen.jie"]
    played.ask(SetPriority, priority="P3", reason="a question only")
    assert played.case.response
    assert [e.deescalated_at for e in played.case.escalations] == [None]
    played.contact()
    assert played.case.escalations[0].deescalated_at == played.now


def test_another_priority_is_told_to_whose_case_it_is_in_words_of_its_own() -> None:
    played = Played().confirmed().until("Fri 16:00")
    colleague = an_actor("liu.yang")
    played.ask(SetPriority, priority="P0", reason="a person is hurt", by=colleague)
    assert played.recipients("priority_changed") == ["li.min", "chen.jie"]
    told = played.case.actions[-1].params
    assert (told["by"], told["before"], told["priority"]) == ("liu.yang", "P2", "P0")
    assert told["grounds"] == "a person is hurt"
    upcoming = played.case.next_call
    assert upcoming and told["call_by"] == upcoming.latest_by.isoformat()
    assert not played.recipients("step_by_other")


def the_call_asked_for(played: Played) -> tuple[str, str]:
    """By when, or since when, the last notice of another priority asks for a call to the customer."""
    told = [a.params for a in played.case.actions if a.about == "priority_changed"]
    return told[-1]["call_by"], told[-1]["call_late"]


def test_whoever_is_told_of_a_raise_is_told_of_the_answer_that_is_due_before_the_next_call() -> (
    None
):
    played = Played().confirmed().until("Mon 11:00")
    played.contact(covers=tuple(p.id for p in played.case.open_promises))
    played.promise("Thu 15:00")
    played.until("Wed 10:00").ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(SetPriority, priority="P1", reason="smoke", by=an_actor("liu.yang"))
    assert the_call_asked_for(played) == (at("Wed 11:00").isoformat(), "")
    assert played.due("response").due_at == at("Wed 11:00")
    played.until("Wed 10:05").contact()
    played.ask(SetPriority, priority="P2", reason="unplugged", by=an_actor("liu.yang"))
    assert played.case.next_call
    assert the_call_asked_for(played) == (played.case.next_call.latest_by.isoformat(), "")


def test_before_the_confirmation_a_raise_names_the_answer_that_is_due() -> None:
    played = Played()
    played.ask(SetPriority, priority="P1", reason="smoke", by=an_actor("liu.yang"))
    assert the_call_asked_for(played) == (at("Mon 10:00").isoformat(), "")


def test_where_the_answer_is_late_already_a_raise_says_so() -> None:
    played = Played("Fri 16:00").until("Fri 16:30")
    played.ask(SetPriority, priority="P0", reason="somebody is hurt", by=an_actor("liu.yang"))
    assert the_call_asked_for(played) == ("", at("Fri 16:15").isoformat())


def test_the_lead_hears_only_of_a_priority_that_runs_round_the_clock_or_did() -> None:
    played = Played().confirmed()
    played.ask(SetPriority, priority="P3", reason="a question only")
    assert not played.recipients("priority_changed")  # nobody is told of their own deeds
    played.ask(SetPriority, priority="P1", reason="it is not")
    played.ask(SetPriority, priority="P2", reason="it runs again")
    assert played.recipients("priority_changed") == ["chen.jie", "chen.jie"]


@pytest.mark.parametrize("priority", ["P0", "P1"])
def test_the_lead_hears_of_a_case_that_is_opened_as_pressing(priority: str) -> None:
    played = Played("Sat 23:00", priority=priority, owner="he.na")
    assert played.recipients("opened_pressing") == ["chen.jie"]
    (told,) = [a.params for a in played.case.actions if a.about == "opened_pressing"]
    assert (told["by"], told["priority"], told["pressing"]) == ("li.min", priority, priority)
    assert told["call_by"] == played.due("response").due_at.isoformat()


@pytest.mark.parametrize("priority", ["P2", "P3"])
def test_a_case_that_can_wait_for_working_hours_is_opened_without_the_lead(priority: str) -> None:
    assert not Played(priority=priority).recipients("opened_pressing")


def test_a_lead_who_opens_or_gets_a_pressing_case_hears_of_it_once() -> None:
    assert not Played(priority="P0", by=LEAD).recipients("opened_pressing")
    given = Played(priority="P0", owner="chen.jie")
    assert [a.about for a in given.case.actions if a.to == "chen.jie"] == ["case_assigned"]


def test_a_triage_that_changes_the_priority_tells_so_too() -> None:
    played = Played().reach("confirm")
    colleague = an_actor("liu.yang")
    played.triage(priority="P0", reason="smoke", yields={}, by=colleague)
    assert played.recipients("priority_changed") == ["li.min", "chen.jie"]
    assert played.recipients("step_by_other") == ["li.min"]
    played.triage(traits=("needs_care",), yields={}, by=colleague)
    assert played.recipients("priority_changed") == ["li.min", "chen.jie"]


@pytest.mark.parametrize(
    ("raised_at", "priority", "due"),
    [
        (
            "Fri 17:10",
            "P1",
            "Sat 09:00",
        ),  # 16 hours by the clock, and four days and seven hours of waiting
        ("Wed 09:00", "P1", "Sat 09:00"),  # raised while it waits
    ],
)
def test_a_stage_that_waited_has_waited_at_any_pace(
    raised_at: str, priority: Priority, due: str
) -> None:
    played = waiting_until("Fri 17:00", raised_at)
    played.ask(SetPriority, priority=priority, reason="smoke")
    played.until("Fri 17:10")
    assert played.due("stage").due_at == at(due)
    assert not played.recipients("stage_overrun")
    played.ask(SetPriority, priority="P2", reason="a mistake")
    assert played.due("stage").due_at == at("Tue+1 17:00")


def test_a_lower_priority_brings_no_stage_nearer_that_waited() -> None:
    played = waiting_until("Fri 10:00", "Fri 10:01", priority="P1")
    assert played.due("stage").due_at == at("Sat 02:00")
    played.ask(SetPriority, priority="P2", reason="it can wait")
    assert played.due("stage").due_at == at("Tue+1 10:00")
    assert not played.recipients("stage_overrun")


def waiting_until(end: str, now: str, **opening: Any) -> Played:
    """Paused on Monday at ten, somebody calling the customer in the mornings."""
    played = Played(**opening).confirmed()
    played.pause(end)
    for day in ("Mon 11:00", "Tue 09:30", "Wed 08:50", "Thu 08:30", "Fri 08:20"):
        if at(day) < at(now):
            played.until(day).contact(covers=tuple(p.id for p in played.case.open_promises))
    return played.until(now)


def test_a_stage_left_before_the_anchor_keeps_its_rest_when_the_priority_is_corrected() -> None:
    played = Played().reach("confirm").until("Mon 10:00")
    back_and_forth(played)
    played.until("Tue 10:00")
    back_and_forth(played)
    due = played.due("stage").due_at
    played.ask(SetPriority, priority="P1", reason="by mistake")
    assert played.due("stage").due_at == at("Tue 13:00")  # three hours of four are left
    played.ask(SetPriority, priority="P2", reason="by mistake")
    assert played.due("stage").due_at == due


@pytest.mark.parametrize("by", ["set_priority", "triage"])
def test_who_took_on_a_stage_that_had_time_again_is_asked_once_it_has_run_over_again(
    by: str,
) -> None:
    """Acknowledging alone ends no way up the ladder (REQ C0)."""
    case = Played("Fri 16:00", priority="P1").until("Fri 16:10")
    case.contact()
    if by == "triage":
        case.triage()
    case.until("Mon+1 09:05")
    if by == "triage":
        case.triage(priority="P2", reason="nobody is hurt", yields={})
    else:
        case.ask(SetPriority, priority="P2", reason="nobody is hurt")
    call = case.case.escalations[-1]
    case.until("Mon+1 09:10").ask(AcknowledgeEscalation, by=EXECUTIVE, escalation=call.id)
    due = case.due("stage").due_at
    case.until(due)
    assert case.recipients("stage_overrun")[-3:] == ["li.min", "chen.jie", "zhao.lei"]
    assert [d.kind for d in deadlines(case.case)] == ["undone"]
    case.until("Wed+1 12:00")
    assert case.recipients("escalation_renewed")
    assert deadlines(case.case)
