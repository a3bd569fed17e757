"""A promise can be kept, is there, and is not over."""

from builders import Played, at
from domain.customer_messages.commands import CustomerSaid
from domain.promises.commands import MakePromise, ReleasePromise, RenegotiatePromise
from refusals.story import Part, asking, promise


def with_a_promise(latest_by: str = "Mon 14:00") -> tuple[Played, str]:
    played = Played().confirmed()
    return played, played.promise(latest_by)


def an_ended_promise() -> None:
    played, given = with_a_promise()
    played.until("Mon 11:00").contact(covers=())
    for _ in range(2):
        played.ask(ReleasePromise, promise=given, reason="not needed")


def a_promise_that_was_moved() -> None:
    played, given = with_a_promise()
    for day in ("Tue", "Wed"):
        played.ask(
            RenegotiatePromise,
            promise=given,
            latest_by=at(f"{day} 14:00"),
            told_at=played.now,
            reason="the laboratory needs longer",
        )


def nobody_heard_that() -> None:
    played, given = with_a_promise()
    played.ask(ReleasePromise, promise=given, reason="not needed")


def a_word_that_nobody_has_read() -> None:
    played = Played().confirmed().until("Tue 10:30")
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    played.ask(ReleasePromise, promise="p2", reason="not needed")


def a_promise_due_unnoticed() -> None:
    played, given = with_a_promise()
    played.now = at("Mon 14:01")
    played.ask(ReleasePromise, promise=given, reason="not needed")


def a_promise_made_after_the_call() -> None:
    played = Played().confirmed()
    played.now = at("Mon 11:00")
    given = played.promise("Mon 14:00")
    played.contact(occurred_at=at("Mon 10:30"), covers=(given,))


PART = Part(
    sensible={
        MakePromise: {"promise": promise()},
        RenegotiatePromise: {
            "promise": "p1",
            "latest_by": at("Thu 10:00"),
            "told_at": at("Mon 09:30"),
            "reason": "the laboratory needs longer",
        },
        ReleasePromise: {"promise": "p1", "reason": "not needed"},
    },
    stories=(
        ("reason_required", asking("diagnose", MakePromise, promise=promise(subject=" "))),
        (
            "promise_in_past",
            asking("diagnose", MakePromise, promise=promise(latest_by=at("Mon 10:00"))),
        ),
        (
            "promise_too_far",
            asking("diagnose", MakePromise, promise=promise(latest_by=at("Mon+4 09:00"))),
        ),
        (
            "promise_times_reversed",
            asking("diagnose", MakePromise, promise=promise(expected_by=at("Fri 10:00"))),
        ),
        ("unknown_promise", asking("diagnose", ReleasePromise, promise="p99", reason="x")),
        ("promise_ended", an_ended_promise),
        ("promise_goes_on", a_promise_that_was_moved),
        ("release_unsaid", nobody_heard_that),
        ("release_unread", a_word_that_nobody_has_read),
        ("promise_due_passed", a_promise_due_unnoticed),
        ("promise_made_later", a_promise_made_after_the_call),
    ),
)
