"""The response clock: from the customer's word to ours (REQ A4)."""

import pytest

from builders import Played, at
from domain.customer_messages import CustomerSaid
from domain.deadlines import deadlines


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
    assert played.recipients("response_overdue") == ["li.min", "chen.jie"]
    played.triage(priority="P1", reason="the shop stands still")
    played.tick()
    assert played.count("response_overdue") == 1
