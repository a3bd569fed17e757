"""What a case waits for, and what time does when it comes late (REQ C1, C2, D1)."""

from datetime import date, timedelta

from builders import Played, a_plan, at
from domain.deadlines import deadlines, next_deadline
from domain.draft import ActionRequested
from domain.escalations import Escalate
from domain.promises.events import PromiseBroken


def keys(played: Played) -> list[str]:
    return [deadline.key for deadline in deadlines(played.case)]


def test_deadlines_are_sorted_and_the_next_is_the_first() -> None:
    played = Played().confirmed()
    assert keys(played) == [
        "promise_reminder:p1",
        "promise:p1",
        "stage",
        "red_line_warning",
        "red_line",
    ]
    upcoming = next_deadline(played.case)
    assert upcoming
    assert upcoming.due_at == at("Tue 09:00")


def test_an_unopened_and_a_closed_case_wait_for_nothing() -> None:
    assert deadlines(Played().reach("closed").case) == []
    assert next_deadline(Played().reach("closed").case) is None


def test_a_reminder_and_a_break_missed_together_give_one_message() -> None:
    played = Played().confirmed()
    played.now = at("Tue 10:30")
    played.tick(since=at("Tue 08:00"))
    assert played.told("promise_due_soon") == []
    assert played.told("promise_broken") == ["li.min", "chen.jie"]


def test_a_warning_and_the_red_line_missed_together_give_one_message() -> None:
    played = Played().confirmed()
    played.now = at("Mon+3 09:00")
    played.tick(since=at("Tue 08:00"))
    assert played.told("red_line_near") == []
    assert played.told("red_line_reached") == ["li.min", "chen.jie"]
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
    told = [
        (v.action.ref, v.action.to)
        for v in played.events
        if isinstance(v, ActionRequested) and v.action.about.startswith("promise_broken")
    ]
    assert sorted(told) == [
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


def test_holidays_never_bring_an_escalation_nearer() -> None:
    opened = at("2026-09-30 16:30")
    plan = a_plan(opened_on=date(2026, 9, 20))
    played = Played("2026-09-30 16:30", plan=plan, spoke_at=opened)
    played.ask(Escalate, reason="help")
    escalation = next(d for d in deadlines(played.case) if d.kind == "acknowledgement")
    assert escalation.due_at == at("2026-10-08 09:30")  # National Day between
    plain = plan.calendars["business"].model_copy(update={"exceptions": {}})
    without = plain.add(opened, timedelta(hours=2))
    assert escalation.due_at >= without


def test_the_owner_of_a_deadline_is_who_has_to_act() -> None:
    played = Played().confirmed()
    played.promise("Mon 15:00", owner="sun.yu")
    played.ask(Escalate, reason="help")
    owners = {d.kind: d.owner for d in reversed(deadlines(played.case))}
    assert (owners["promise"], owners["acknowledgement"], owners["stage"]) == (
        "sun.yu",
        "chen.jie",
        "li.min",
    )
