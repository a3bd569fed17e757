"""What a case waits for, and who has to act."""

from datetime import date, timedelta

from builders import Played, a_plan, at
from domain.deadlines import deadlines, next_deadline
from domain.escalations import Escalate


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
