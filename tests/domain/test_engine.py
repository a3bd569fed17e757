"""What time does when it is noticed late: each thing once, in order, and honestly (REQ C2, D1)."""

from builders import Played, at
from domain.deadlines import deadlines
from domain.draft import ActionRequested
from domain.escalations import Escalate
from domain.promises.events import PromiseBroken


def test_a_reminder_and_a_break_missed_together_give_one_message() -> None:
    played = Played().confirmed()
    played.now = at("Tue 10:30")
    played.tick(since=at("Tue 08:00"))
    assert played.recipients("promise_due_soon") == []
    assert played.recipients("promise_broken") == ["li.min", "chen.jie"]


def test_a_warning_and_the_red_line_missed_together_give_one_message() -> None:
    played = Played().confirmed()
    played.now = at("Mon+3 09:00")
    played.tick(since=at("Tue 08:00"))
    assert played.recipients("red_line_near") == []
    assert played.recipients("red_line_reached") == ["li.min", "chen.jie"]
    assert played.case.follow_up
    assert played.case.follow_up.warned


def test_what_was_missed_is_marked_late_with_the_outage_and_what_is_due_now_is_not() -> None:
    played = Played().confirmed()
    played.promise("Tue 12:00", subject="on time")
    played.now = at("Tue 12:00")
    played.tick(since=at("Tue 08:00"))
    broken = {v.promise: v for v in played.events if isinstance(v, PromiseBroken)}
    assert broken["p1"].unseen_since == at("Tue 08:00")
    assert broken["p2"].unseen_since is None
    params = [
        v.action.params["unseen_since"]
        for v in played.events
        if isinstance(v, ActionRequested) and v.action.ref == "p1"
    ]
    assert set(params) == {at("Tue 08:00").isoformat()}


def test_a_deadline_noticed_within_a_minute_is_not_late() -> None:
    played = Played().confirmed()
    played.now = at("Tue 10:01")
    played.tick(since=at("Tue 10:00"))
    (broken,) = (v for v in played.events if isinstance(v, PromiseBroken))
    assert broken.unseen_since is None


def test_two_promises_of_one_day_are_both_announced() -> None:
    played = Played().confirmed()
    played.promise("Tue 10:00", subject="the part")
    played.until("Tue 10:00")
    notices = [
        (v.action.ref, v.action.to)
        for v in played.events
        if isinstance(v, ActionRequested) and v.action.about.startswith("promise_broken")
    ]
    assert sorted(notices) == [
        ("p1", "chen.jie"),
        ("p1", "li.min"),
        ("p2", "chen.jie"),
        ("p2", "li.min"),
    ]


def test_a_long_outage_is_caught_up_once_and_the_near_promise_lies_ahead() -> None:
    played = Played().confirmed()
    played.now = at("Mon+4 09:00")
    decision = played.tick(since=at("Mon 12:00"))
    assert played.count("promise_broken") == 1
    assert played.count("stage_overrun") == 1
    assert played.count("red_line_reached") == 1
    assert all(d.due_at > played.now for d in deadlines(decision.case))
    assert played.tick(since=at("Mon 12:00")).events == ()


def test_an_escalation_missed_in_an_outage_passes_one_further_not_all_the_way() -> None:
    played = Played().confirmed()
    played.ask(Escalate, reason="help")
    played.now = at("Fri 09:00")
    played.tick(since=at("Mon 12:00"))
    mine = played.case.escalation("e1")
    assert mine
    assert (mine.line, mine.unanswered) == ("supervisor", False)
