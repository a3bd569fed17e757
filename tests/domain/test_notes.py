"""Internal notes: who hears of them."""

from typing import Any

from builders import LEAD, Played, an_actor
from domain.customer_messages.commands import CustomerSaid
from domain.notes import AddNote


def test_whoever_is_named_is_told_and_the_owner_of_what_others_write() -> None:
    played = Played()
    receipt = played.ask(AddNote, by=LEAD, text="t1", mentions=("sun.yu", "he.na")).receipt
    assert receipt.made("notes") == ("n1",)
    assert played.recipients("note_mention") == ["sun.yu", "he.na"]
    assert played.recipients("note_added") == ["li.min"]


def test_a_second_click_writes_no_second_note() -> None:
    played = Played()
    made: list[str] = []
    for later in ("Mon 09:00:00", "Mon 09:00:02", "Mon 09:05"):
        fields: dict[str, Any] = {"text": f"t{later}", "mentions": ("sun.yu",), "digest": "d1"}
        receipt = played.until(later).ask(AddNote, by=LEAD, **fields).receipt
        made += receipt.made("notes")
    assert played.count("note_joined") == 1
    assert played.recipients("note_mention") == [
        "sun.yu",
        "sun.yu",
    ]  # five minutes later it is meant
    assert made == ["n1", "n1", "n2"]


def test_an_owner_who_is_named_is_told_once() -> None:
    played = Played()
    played.ask(AddNote, by=LEAD, text="t1", mentions=("li.min",))
    assert (played.recipients("note_mention"), played.recipients("note_added")) == (["li.min"], [])


def test_nobody_is_told_of_what_they_wrote_themselves() -> None:
    played = Played()
    played.ask(AddNote, text="t1", mentions=("li.min",))
    assert played.recipients("note_mention") + played.recipients("note_added") == []


def test_a_note_is_of_when_it_was_heard_and_names_nobody_twice() -> None:
    played = Played()
    heard = played.now
    played.until("Mon 09:30")
    played.ask(AddNote, received_at=heard, text="t1", mentions=("li.min", "sun.yu"))
    (note,) = played.case.notes
    assert (note.at, note.mentions) == (heard, ("sun.yu",))


def test_colleagues_confer_over_a_message_on_a_closed_case() -> None:
    played = Played().reach("closed")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(AddNote, by=LEAD, text="t2")
    assert played.case.is_closed
    assert played.recipients("note_added") == ["li.min"]


def test_a_note_is_no_word_to_the_customer() -> None:
    played = Played().confirmed()
    before = played.case
    played.ask(AddNote, by=an_actor("sun.yu"), text="t1")
    after = played.case
    assert (after.contacts, after.promises, after.response, after.stage) == (
        before.contacts,
        before.promises,
        before.response,
        before.stage,
    )
    assert [(note.id, note.by, note.text) for note in after.notes] == [("n1", "sun.yu", "t1")]
