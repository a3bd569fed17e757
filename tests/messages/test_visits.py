"""Visits as they are told: from the customer's door."""

import pytest

from builders import Played, a_plan, at
from domain.plan.terms import Language
from messages.drafts import Draft, draft
from messages.letters.letter import Occasion
from messages.timeline import timeline_line
from visiting import moved, visits_gone_wrong


def drafted(played: Played, occasion: Occasion) -> Draft:
    return draft(
        played.case, occasion, "en", agent_name="Li Min", customer_name="Ms Wang", now=played.now
    )


def test_what_becomes_of_a_visit_is_told_from_the_customers_door() -> None:
    played = visits_gone_wrong()
    lines = [timeline_line(event, a_plan(), "en", played.case) for event in played.events]
    for line in (
        "The customer is promised chen.gong at the door, Tue 3 Mar 14:00–16:00.",
        "li.min promised the customer a visit by chen.gong, Tue 3 Mar 14:00–16:00.",
        "The visit of Fri 6 Mar 15:00–17:00: the window passed, and nobody of ours was there.",
        "The visit of Mon 9 Mar 14:00–16:00: chen.gong was at the door Mon 9 Mar 14:30, and nobody opened. li.min wrote it down.",
        "li.min offered the customer a refund: declined. Note: likes the machine",
        "The visit of Fri 13 Mar 14:00–16:00 was called off: repaired by a neighbour.",
    ):
        assert line in lines


def test_an_apology_after_a_missed_visit_is_for_the_time_kept_free() -> None:
    played = Played().confirmed()
    played.visit()
    played.until("Tue 16:30")
    draft = drafted(played, "apology")
    assert "You kept time free for us (Tue 3 Mar 14:00–16:00)" in draft.parts["care"]
    assert "You hear from me by" in draft.parts["by_when"]


def test_a_visit_ahead_is_no_call_to_announce() -> None:
    played = Played().confirmed()
    played.promise("Wed 10:00", "how the visit went")
    played.visit()
    played.until("Tue 09:00").contact(covers=("p1",))
    assert "about “how the visit went”" in drafted(played, "progress").parts["by_when"]


@pytest.mark.parametrize(
    ("language", "told", "new"),
    [
        ("en", "moved our visit to you (Thu 5 Mar 14:00–16:00)", "time is Fri 6 Mar 14:00–16:00,"),
        (
            "zh-CN",
            "原定 3月5日 周四 14:00–16:00 的上门，又改了",
            "时间是 3月6日 周五 14:00–16:00，",
        ),
    ],
)
def test_an_apology_for_a_visit_moved_too_often_names_the_new_window_and_no_missed_one(
    language: Language, told: str, new: str
) -> None:
    played = Played(plan=a_plan(language)).confirmed()
    played.promise("Mon 16:00")
    played.visit()
    for day in ("Wed", "Thu", "Fri"):
        moved(played, starts_at=at(f"{day} 14:00"), ends_at=at(f"{day} 16:00"))
    made = draft(
        played.case, "apology", language, agent_name="Li Min", customer_name="", now=played.now
    )
    assert told in made.parts["care"]
    assert new in made.parts["by_when"]
    assert "Mon 2 Mar" not in made.text
    actions = [e.action for e in played.events if e.kind == "action_requested"]
    notice = next(a for a in actions if a.about == "visit_moved_apology")
    assert (
        notice.params["moved_to"] == f"{at('Fri 14:00').isoformat()}/{at('Fri 16:00').isoformat()}"
    )
