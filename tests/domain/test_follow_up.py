"""The follow-up clock runs from the anchor on (REQ A7)."""

import pytest

from builders import Played, at
from messages.timeline import timeline_line


def test_the_follow_up_clock_starts_only_at_the_anchor() -> None:
    played = Played().reach("confirm")
    assert played.case.follow_up is None
    played.until("Mon 10:00").confirm()
    assert played.due("red_line").due_at == at("Wed+1 10:00")
    assert played.due("red_line").why.anchor_at == at("Mon 10:00")


def test_at_eighty_per_cent_of_the_red_line_people_are_warned_and_at_the_end_they_come() -> None:
    played = Played().confirmed()  # seven working days: until Wednesday of next week, 10:00
    for day in ("Tue 09:30", "Wed 09:20", "Thu 09:10", "Fri 09:05", "Mon+1 09:00"):
        played.until(day).contact()  # every day, so that only the red line is at stake
    assert played.recipients("red_line_near") == []
    played.until("Tue+1 09:00")  # 44.8 of its 56 hours were over on Monday afternoon
    assert played.recipients("red_line_near") == ["li.min", "chen.jie"]
    played.until("Wed+1 10:00")
    assert played.recipients("red_line_reached") == ["li.min", "chen.jie"]
    assert played.case.tier == 3
    assert next(e for e in played.case.escalations if e.cause == "red_line").line == "supervisor"


@pytest.mark.trial("A30")
def test_the_warning_names_the_red_line_and_not_its_own_time() -> None:
    played = Played().confirmed().until("Mon+1 15:48")
    warned = next(event for event in played.events if event.kind == "red_line_near")
    assert warned.due_at == at("Wed+1 10:00")
    notice = next(
        event.action
        for event in played.events
        if event.kind == "action_requested" and event.action.about == "red_line_near"
    )
    assert notice.params["due"] == at("Wed+1 10:00").isoformat()
    line = timeline_line(warned, played.case.rules, "en", played.case)
    assert line == "The red line is near: Wed 11 Mar 10:00."


def test_the_warning_comes_at_its_very_moment() -> None:
    played = Played().confirmed()
    played.until("Mon+1 15:47:59")  # 44.8 working hours after Monday 10:00
    assert played.count("red_line_near") == 0
    played.until("Mon+1 15:48")
    assert played.count("red_line_near") == 1


def test_the_red_line_never_closes_a_case() -> None:
    played = Played().confirmed()
    played.until("Wed+3 10:00")
    assert played.count("red_line_reached") == 1
    assert played.case.stage == "diagnose"
    assert played.case.next_promise
