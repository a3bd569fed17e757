"""Escalation: who is called, who may answer, what silence leads to (REQ D1, D2)."""

from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import Any

import pytest

from builders import (
    EXECUTIVE,
    LEAD,
    SHANGHAI,
    SUPERVISOR,
    Played,
    a_plan,
    an_actor,
    at,
    refusal_code,
)
from domain.case.escalations import Escalation
from domain.command import Actor
from domain.errors import Refusal
from domain.escalations import AcknowledgeEscalation, Deescalate, Escalate
from domain.plan.terms import Line
from domain.promises.commands import NextPromise
from messages.notices import notice_text

NOBODY_ELSE = an_actor("sun.yu")


def escalated(**fields: Any) -> Played:
    played = Played().confirmed()
    played.ask(Escalate, **{"reason": "the customer talks of a lawyer", **fields})
    return played


def only(played: Played) -> Escalation:
    (escalation,) = played.case.escalations
    return escalation


def test_an_agents_signal_calls_the_lead_and_raises_the_tier() -> None:
    played = escalated()
    assert (only(played).line, only(played).receiver, played.case.tier) == ("lead", "chen.jie", 2)
    assert played.recipients("escalated") == ["chen.jie"]


def test_an_escalation_may_name_its_line_and_tier() -> None:
    played = escalated(line="supervisor", tier=3)
    assert (only(played).receiver, played.case.tier) == ("wang.fang", 3)


@pytest.mark.parametrize(
    ("by", "line", "receiver"),
    [
        (an_actor(), "agent", "chen.jie"),  # never an agent
        (LEAD, None, "wang.fang"),  # never whoever asks, but one further
        (SUPERVISOR, "supervisor", "zhao.lei"),
        (SUPERVISOR, "lead", "chen.jie"),
        (EXECUTIVE, "executive", "zhao.lei"),  # there is nobody further
    ],
)
def test_whoever_asks_is_not_called_themselves(by: Actor, line: Line | None, receiver: str) -> None:
    played = Played().confirmed()
    played.ask(Escalate, by=by, reason="help", line=line)
    assert only(played).receiver == receiver


def test_a_break_that_a_lead_records_still_calls_whom_the_policy_names() -> None:
    played = Played().confirmed()
    for day in ("Tue 10:05", "Thu 10:05"):
        played.now = at(day)
        played.contact(by=LEAD, covers=(played.case.next_promise.id,))  # type: ignore[union-attr]
    escalation = next(e for e in played.case.escalations if e.cause == "second_break")
    assert escalation.receiver == "chen.jie"


def test_a_second_call_while_one_waits_is_heard_and_is_no_further_step_up() -> None:
    played = escalated()
    played.ask(Escalate, reason="and the neighbour calls as well")
    assert played.recipients("escalated") == ["chen.jie", "chen.jie"]
    assert played.case.tier == 2
    for escalation in ("e1", "e2"):
        played.ask(AcknowledgeEscalation, by=LEAD, escalation=escalation)
    played.ask(Escalate, reason="a third thing, now that somebody has it")
    assert played.case.tier == 3


def test_the_tier_never_falls_and_never_passes_three() -> None:
    played = escalated(tier=3)
    played.ask(Escalate, reason="again", tier=2)
    played.ask(Escalate, reason="and again")
    assert played.case.tier == 3


def test_an_escalation_that_is_not_acknowledged_goes_one_further_each_time() -> None:
    played = escalated()  # Monday 10:00; two working hours each
    played.until("Mon 11:59")
    assert only(played).receiver == "chen.jie"
    played.until("Mon 12:00")
    assert (only(played).line, only(played).receiver) == ("supervisor", "wang.fang")
    played.until("Mon 15:00")
    assert only(played).receiver == "zhao.lei"
    assert played.recipients("escalation_passed_on") == ["wang.fang", "zhao.lei"]


def test_at_the_top_silence_is_told_once_a_working_day_until_somebody_takes_it_on() -> None:
    played = escalated()
    played.until("Mon 17:00")
    assert only(played).unanswered
    assert played.recipients("escalation_unanswered") == ["zhao.lei", "wang.fang"]
    played.until("Tue 09:59")
    played.contact(next_promise=NextPromise(subject="the part", latest_by=at("Fri 18:00")))
    played.until("Tue 16:59")
    assert played.count("escalation_unanswered") == 1
    played.until("Tue 17:00")
    assert played.count("escalation_unanswered") == 2
    played.ask(AcknowledgeEscalation, by=EXECUTIVE, escalation="e1")
    assert not only(played).is_waiting
    played.until("Wed 09:59")
    assert played.count("escalation_unanswered") == 2


@pytest.mark.trial("A3")
@pytest.mark.parametrize(
    ("priority", "called", "due"),
    [
        ("P0", "2026-02-18 06:05", "2026-02-18 06:20"),
        ("P1", "2026-02-18 06:05", "2026-02-18 08:05"),
        ("P2", "2026-02-18 06:05", "2026-02-24 11:00"),  # the first working day after the festival
        ("P3", "2026-02-18 06:05", "2026-02-24 11:00"),
    ],
)
def test_the_time_to_acknowledge_goes_by_the_priority(priority: str, called: str, due: str) -> None:
    festival = a_plan(opened_on=date(2026, 2, 16))
    played = Played("2026-02-18 06:00", plan=festival, priority=priority)
    played.until(called).ask(Escalate, reason="help")
    assert played.due("acknowledgement").due_at == at(due)
    why = played.due("acknowledgement").why
    assert why.rule.startswith("escalation.acknowledge")


def test_a_call_goes_on_at_the_pace_of_the_priority_the_case_gets() -> None:
    played = Played("Sat 10:00").reach("triage")
    played.ask(Escalate, reason="the mains smell of fire")
    assert played.due("acknowledgement").due_at == at("Mon+1 11:00")
    played.triage(priority="P0", reason="a person may be hurt")
    assert played.due("acknowledgement").due_at == at("Sat 10:15")
    played.until("Sat 10:45")
    assert played.recipients("escalation_passed_on") == ["wang.fang", "zhao.lei"]


@pytest.mark.trial("A6")
def test_where_nobody_took_it_on_each_new_break_reaches_the_top_and_that_is_all_they_hear() -> None:
    played = Played().confirmed().until("Fri+2 18:00")  # e1 since Tuesday, at the top on Wednesday
    broken = days_of(played, "promise_broken_again", "chen.jie", since="Thu 00:00")
    assert len(broken) == 12
    for person in ("wang.fang", "zhao.lei"):
        told = days_of(played, "promise_broken_again", person, since="Thu 00:00")
        assert told == broken == sorted(set(told)), "each break, once a day"
        again = days_of(played, "escalation_unanswered", person, since="Thu 00:00")
        assert len(again) <= 2, (
            "calls that have just reached the top; the rest goes with the breaks"
        )


def test_all_that_nobody_took_on_goes_into_one_notice() -> None:
    played = escalated()
    played.ask(Escalate, reason="and the neighbour now too")
    played.until("Mon 17:00")
    assert played.recipients("escalation_unanswered").count("zhao.lei") == 2
    played.until("Tue 09:59").contact()
    played.until("Tue 17:00")
    last = [e.action for e in played.events if e.kind == "action_requested"][-2:]
    assert [(a.to, a.about, a.params["others"]) for a in last] == [
        ("zhao.lei", "escalation_unanswered", "1"),
        ("wang.fang", "escalation_unanswered", "1"),
    ]


def days_of(played: Played, about: str, person: str, since: str) -> list[date]:
    """On which days somebody was told about something."""
    return [
        event.at.astimezone(SHANGHAI).date()
        for event in played.events
        if event.kind == "action_requested"
        and (event.action.to, event.action.about) == (person, about)
        and event.at >= at(since)
    ]


def test_whoever_has_taken_it_on_hears_of_each_new_break() -> None:
    played = Played().confirmed().until("Tue 12:00")
    played.ask(AcknowledgeEscalation, by=SUPERVISOR, escalation="e1")
    played.until("Thu 18:00")
    assert "wang.fang" in played.recipients("promise_broken_again")
    assert "zhao.lei" not in played.recipients("promise_broken_again")


@pytest.mark.trial("A20")
def test_the_same_call_for_help_once_more_is_the_first_one() -> None:
    played = escalated()
    receipts = [
        played.ask(Escalate, reason="the customer talks of a lawyer").receipt for _ in range(2)
    ]
    assert [receipt.made("escalations") for receipt in receipts] == [("e1",), ("e1",)]
    assert (len(played.case.escalations), played.case.tier) == (1, 2)
    assert played.recipients("escalated") == ["chen.jie"]
    assert played.due("acknowledgement").due_at == at("Mon 12:00")


@pytest.mark.parametrize(
    "other",
    [
        {"reason": "and now of the newspaper"},
        {"by": NOBODY_ELSE},
        {"line": "supervisor"},
        {"tier": 3},
    ],
)
def test_another_call_for_help_is_one_of_its_own(other: dict[str, Any]) -> None:
    played = escalated()
    decision = played.ask(Escalate, **{"reason": "the customer talks of a lawyer", **other})
    assert decision.receipt.made("escalations") == ("e2",)


def test_once_it_is_taken_on_the_same_call_is_a_new_one() -> None:
    played = escalated()
    played.ask(AcknowledgeEscalation, by=LEAD, escalation="e1")
    decision = played.ask(Escalate, reason="the customer talks of a lawyer")
    assert decision.receipt.made("escalations") == ("e2",)


def test_nobody_is_called_for_what_they_owe_themselves() -> None:
    played = Played(owner="chen.jie").until("Mon 14:00")
    assert only(played).receiver == "wang.fang"
    assert played.recipients("response_overdue") == ["chen.jie"]


def test_where_one_person_holds_two_places_they_are_called_once() -> None:
    plan = a_plan()
    ladder = plan.ladder.model_copy(update={"supervisor": "chen.jie"})
    played = Played(plan=plan.model_copy(update={"ladder": ladder})).until("Mon 17:00")
    assert played.recipients("escalation_passed_on") == ["zhao.lei"]


@pytest.mark.parametrize(
    ("by", "may"),
    [
        (an_actor(), False),
        (an_actor("chen.jie"), True),  # the receiver, whatever line their token says
        (an_actor("sun.yu", "lead"), True),  # another lead
        (SUPERVISOR, True),
        (EXECUTIVE, True),
    ],
)
def test_the_receiver_or_anybody_at_least_as_far_up_may_acknowledge(by: Actor, may: bool) -> None:
    played = escalated()
    expected: AbstractContextManager[Any] = (
        nullcontext() if may else pytest.raises(Refusal, match="not_the_receiver")
    )
    with expected:
        played.ask(AcknowledgeEscalation, by=by, escalation="e1")
    assert (only(played).acknowledged_by == by.handle) == may


def test_once_it_has_gone_further_a_lead_is_no_longer_enough() -> None:
    played = escalated()
    played.until("Mon 12:00")
    with pytest.raises(Refusal) as refused:
        played.ask(AcknowledgeEscalation, by=LEAD, escalation="e1")
    assert refusal_code(refused) == "not_the_receiver"


def test_an_acknowledged_escalation_goes_no_further_and_its_raiser_is_told() -> None:
    played = escalated()
    played.until("Mon 11:00").ask(AcknowledgeEscalation, by=LEAD, escalation="e1")
    played.until("Mon 17:00")
    assert played.recipients("escalation_acknowledged") == ["li.min"]
    assert played.count("escalation_passed_on") == 0


def test_deescalating_needs_a_reason_and_ends_it() -> None:
    played = escalated()
    with pytest.raises(Refusal) as refused:
        played.ask(Deescalate, by=LEAD, escalation="e1", reason=" ")
    assert refusal_code(refused) == "reason_required"
    played.ask(Deescalate, by=LEAD, escalation="e1", reason="they have calmed down")
    played.until("Mon 17:00")
    assert played.count("escalation_passed_on") == 0
    assert played.recipients("deescalated") == ["li.min"]


def told_of(decision: Any, about: str) -> list[tuple[str, str]]:
    return [(a.to, a.params.get("by", "")) for a in decision.actions if a.about == about]


def test_who_asks_for_help_is_said() -> None:
    played = Played().confirmed()
    decision = played.ask(Escalate, by=SUPERVISOR, reason="too long")
    assert [by for _, by in told_of(decision, "escalated")] == [SUPERVISOR.handle]
    (told,) = [a for a in decision.actions if a.about == "escalated"]
    text = notice_text(
        told, number="C-000001", title="Noise", owner="li.min", language="en", zone="UTC"
    )
    assert f"{SUPERVISOR.handle} asks for help: too long" in text.detail


def test_whoever_was_called_hears_that_another_took_it() -> None:
    played = escalated()
    receiver = played.case.escalations[0].receiver
    taken = played.ask(AcknowledgeEscalation, by=SUPERVISOR, escalation="e1")
    assert told_of(taken, "escalation_acknowledged") == [
        ("li.min", SUPERVISOR.handle),
        (receiver, SUPERVISOR.handle),
    ]
