"""A customer's word is never refused; its mark may be."""

from builders import Played, at
from domain.customer_messages import CustomerSaid, MarkMessage
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
    ),
)
