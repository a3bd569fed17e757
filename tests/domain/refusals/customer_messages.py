"""A customer's word is never refused; its mark may be."""

from builders import Played, an_actor, at
from domain.actions import FinishAction
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from refusals.story import Part, asking


def a_message_marked_twice() -> None:
    played = Played().reach("closed")
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    for _ in range(2):
        played.ask(MarkMessage, message="m1", verdict="thanks")


def another_matter_on_an_open_case() -> None:
    played = Played()
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message="m1", verdict="new")


def an_answer_on_a_closed_case() -> None:
    played = Played().reach("closed")
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message="m1", verdict="answer")


def thanks_of_somebody_who_was_called_since() -> None:
    played = Played().confirmed()
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message="m1", verdict="thanks")
    played.until("Mon 11:00").contact(covers=())
    played.ask(MarkMessage, message="m1", verdict="answer")


def a_new_matter_marked_anew() -> None:
    played = Played().reach("closed")
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message="m1", verdict="new")
    opening = next(a for a in played.case.actions if a.name == "open_linked_case")
    played.ask(FinishAction, action=opening.id, result="C-000009", by=an_actor("system"))
    played.ask(MarkMessage, message="m1", verdict="reopen")


def a_call_before_the_mark() -> None:
    played = Played().reach("closed")
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    played.contact()


PART = Part(
    sensible={
        CustomerSaid: {"channel": "email", "occurred_at": at("Mon 09:30"), "text": "t1"},
        MarkMessage: {"message": "m1", "verdict": "reopen"},
    },
    stories=(
        ("unknown_message", asking("closed", MarkMessage, message="m9", verdict="thanks")),
        ("message_unmarked", a_call_before_the_mark),
        ("message_marked", a_message_marked_twice),
        ("message_on_open_case", another_matter_on_an_open_case),
        ("message_on_closed_case", an_answer_on_a_closed_case),
        ("message_answered", thanks_of_somebody_who_was_called_since),
        ("message_went_on", a_new_matter_marked_anew),
    ),
)
