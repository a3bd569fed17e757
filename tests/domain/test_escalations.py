"""Escalation: who is called, who may answer, what silence leads to (REQ D1, D2)."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest

from builders import EXECUTIVE, LEAD, SUPERVISOR, Played, an_actor, at, refusal_code
from domain.case.escalations import Escalation
from domain.command import Actor
from domain.errors import Refusal
from domain.escalations import AcknowledgeEscalation, Deescalate, Escalate
from domain.plan.terms import Line

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


def test_at_the_top_silence_is_told_once() -> None:
    played = escalated()
    played.until("Mon 17:00")
    assert only(played).unanswered
    assert played.recipients("escalation_unanswered") == ["zhao.lei", "wang.fang"]
    played.until("Tue 09:59")
    assert played.count("escalation_unanswered") == 1
    played.ask(AcknowledgeEscalation, by=EXECUTIVE, escalation="e1")
    assert not only(played).is_waiting


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
