"""A revisit is a call of its own, after the resolution."""

from builders import Played, at
from domain.revisits import RecordRevisit
from refusals.story import Part, asking


def a_revisit_logged_as_a_contact() -> None:
    played = Played().resolved()
    played.contact(covers=(played.case.open_promises[0].id,))


def no_answer_twice_a_day() -> None:
    played = Played().resolved().until("Tue 15:00")
    for _ in range(2):
        played.ask(RecordRevisit, outcome="no_answer", occurred_at=played.now)


def no_answer_at_night() -> None:
    played = Played().resolved().until("Tue 23:00")
    played.ask(RecordRevisit, outcome="no_answer", occurred_at=played.now)


def a_revisit_told_days_late() -> None:
    played = Played().resolved().until("Thu 15:00")
    played.ask(RecordRevisit, outcome="content", occurred_at=at("Wed 14:00"))


def a_third_try_without_a_note() -> None:
    played = Played().resolved()
    for day in ("Tue 15:00", "Wed 15:00", "Thu 15:00"):
        played.until(day).ask(RecordRevisit, outcome="no_answer", occurred_at=played.now)


PART = Part(
    sensible={RecordRevisit: {"outcome": "trouble", "occurred_at": at("Tue 15:00")}},
    stories=(
        ("revisit_needs_outcome", a_revisit_logged_as_a_contact),
        ("revisit_too_soon_again", no_answer_twice_a_day),
        (
            "revisit_before_resolution",
            asking("resolved", RecordRevisit, outcome="content", occurred_at=at("Mon 12:00")),
        ),
        (
            "revisit_no_conversation",
            asking(
                "resolved",
                RecordRevisit,
                outcome="content",
                channel="wechat",
                occurred_at=at("Mon 15:00"),
            ),
        ),
        (
            "revisit_too_early",
            asking("resolved", RecordRevisit, outcome="content", occurred_at=at("Mon 15:00")),
        ),
        ("revisit_at_night", no_answer_at_night),
        ("line_required", a_revisit_told_days_late),
        ("reason_required", a_third_try_without_a_note),
    ),
)
