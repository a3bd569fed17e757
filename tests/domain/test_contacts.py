"""Conversations: ours with the customer, in four parts, and theirs with us (REQ C3)."""

from typing import Any

import pytest

from builders import LEAD, Played, at, refusal_code
from domain.case.contacts import PARTS
from domain.customer_messages.commands import CustomerSaid
from domain.errors import Refusal
from domain.plan.terms import Emotion
from domain.promises.commands import NextPromise


def test_what_a_message_of_ours_still_lacks_is_named_all_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        Played().contact(parts=PARTS[:2])
    assert refusal_code(refused) == "four_parts_missing"
    assert refused.value.problem.fields == PARTS[2:]


def test_a_message_left_needs_its_four_parts_too_a_call_in_vain_and_theirs_do_not() -> None:
    with pytest.raises(Refusal):
        Played().contact(reached=False, left_message=True, parts=())
    Played().contact(reached=False, parts=())
    Played().contact(direction="inbound", parts=())


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"channel": "email"}, ("channel", "parts")),
        ({"channel": "wechat", "covers": ("p1",)}, ("channel", "parts")),
        ({"channel": "phone", "reached": False}, ("reached",)),
        ({"channel": "email", "reached": False, "parts": PARTS}, ("reached",)),
    ],
)
def test_what_the_customer_wrote_or_said_to_nobody_is_no_contact_but_their_word(
    fields: dict[str, Any], asked: tuple[str, ...]
) -> None:
    played = Played().confirmed()
    with pytest.raises(Refusal) as refused:
        played.contact(**{"direction": "inbound", "parts": (), **fields})
    problem = refused.value.problem
    assert (problem.code, problem.fields) == ("contact_without_answer", asked)
    played.ask(CustomerSaid, channel=fields["channel"], occurred_at=played.now, text="")
    assert played.due("response").owner == "li.min"


def test_what_the_customer_wrote_is_a_contact_together_with_our_answer() -> None:
    played = Played(channel="wechat")
    with pytest.raises(Refusal) as refused:
        played.contact(channel="wechat", direction="inbound", parts=PARTS[:2])
    assert refused.value.problem.code == "four_parts_missing"
    played.contact(channel="wechat", direction="inbound")
    assert (played.case.response, played.case.stage) == (None, "triage")


def test_the_last_mood_that_was_noted_is_the_cases() -> None:
    played = Played()
    played.contact(emotion="angry")
    played.contact()
    assert played.case.emotion == "angry"


@pytest.mark.parametrize(
    ("first", "then"), [("furious", "calm"), ("calm", "furious"), ("angry", "uneasy")]
)
def test_an_earlier_conversation_logged_later_says_nothing_of_how_they_feel_now(
    first: Emotion, then: Emotion
) -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.contact(emotion=first)
    pressed, promised = played.case.pressed_at, played.case.open_promises
    played.until("Mon 11:10").contact(emotion=then, occurred_at=at("Mon 10:45"), covers=())
    assert (played.case.emotion, played.case.pressed_at) == (first, pressed)
    assert played.case.open_promises == promised
    assert played.case.contacts[-1].emotion == then


def test_of_two_conversations_in_one_minute_the_one_logged_last_says_how_they_feel() -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.contact(emotion="angry", occurred_at=at("Mon 10:50:30"))
    played.contact(emotion="calm", occurred_at=at("Mon 10:50"))
    assert played.case.emotion == "calm"


def test_the_next_promise_is_given_in_the_same_conversation() -> None:
    played = Played().confirmed()
    later = NextPromise(subject="noise test", latest_by=at("Tue 14:00"))
    played.until("Mon 10:30").contact(next_promise=later)
    assert [(p.status, p.subject) for p in played.case.promises] == [
        ("kept", ""),
        ("open", "noise test"),
    ]


def test_a_conversation_that_can_not_be_logged_whole_is_not_logged_at_all() -> None:
    played = Played().confirmed()
    before = played.case
    too_late = NextPromise(subject="noise test", latest_by=at("Mon 09:00"))
    with pytest.raises(Refusal):
        played.contact(next_promise=too_late)
    assert played.case == before


def test_a_second_click_logs_the_conversation_once_and_keeps_no_second_promise() -> None:
    played = Played().confirmed()
    played.promise("Wed 10:00")
    played.until("Mon 11:00")
    first = played.contact(digest="d").receipt.made("contacts")
    assert played.contact(digest="d").receipt.made("contacts") == first
    assert played.events[-1].name == "contact_joined"
    assert [p.status for p in played.case.promises] == ["kept", "open"]


def test_the_same_words_a_minute_later_or_from_somebody_else_are_another_conversation() -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.contact(digest="d")
    played.contact(digest="d", by=LEAD)
    played.contact(digest="e")
    played.until("Mon 11:01").contact(digest="d")
    assert played.names().count("contact_joined") == 0
    for minute in ("Mon 11:05", "Mon 11:15"):
        played.until(minute)
        played.contact(digest="f", occurred_at=at("Mon 11:04"))
    assert played.names().count("contact_joined") == 1


def test_the_same_reply_to_another_word_of_the_customer_is_no_second_click() -> None:
    played = Played(priority="P0").confirmed()
    reply = {"channel": "wechat", "digest": "d"}
    for written, replied in (("Mon 11:00:05", "Mon 11:00:20"), ("Mon 11:00:40", "Mon 11:01:10")):
        played.until(written)
        played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t9")
        played.until(replied)
        assert played.contact(**reply).receipt.made("contacts")
        assert played.case.response is None
    assert len(played.contact(**reply).events) == 1
    assert played.count("contact_joined") == 1


def test_a_second_click_answers_nothing_that_was_said_after_the_first_one() -> None:
    played = Played().confirmed().until("Mon 11:00:50")
    played.contact(digest="d", occurred_at=at("Mon 11:00:10"))
    played.until("Mon 11:01:05")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t9")
    played.contact(digest="d", occurred_at=at("Mon 11:00:10"))
    assert played.count("contact_joined") == 1
    assert played.case.response


def test_a_call_in_vain_clicked_twice_counts_once_while_the_customer_waits() -> None:
    played = Played().until("Mon 09:05")
    for _ in range(2):
        played.contact(digest="d", reached=False, parts=())
    assert played.count("contact_joined") == 1
