"""Why a time is when it is: enough to recompute it by hand."""

from datetime import datetime

import pytest

from builders import Played, a_plan, at
from domain.deadline import Deadline
from domain.deadlines import deadlines
from domain.derivation import Derivation
from domain.pauses import ResumeCase
from domain.plan import Plan
from domain.plan.terms import Language
from messages.derivations import explain


def why(played: Played, key: str) -> str:
    due = next(d for d in deadlines(played.case) if d.key == key)
    return explain(due, played.case.rules, played.case.rules.language)


def counted_due(due_at: datetime, **why: object) -> Deadline:
    plan: Plan = a_plan()
    given = {"anchor": "stage_entered", "rule": "sops.x", "calendar": plan.business, **why}
    return Deadline(
        key="stage",
        kind="stage",
        due_at=due_at,
        owner="li.min",
        subject="diagnose",
        why=Derivation.model_validate(given),
    )


def test_a_clock_names_its_anchor_its_length_and_its_rule() -> None:
    assert why(Played().confirmed(), "stage") == (
        "Wed 4 Mar 10:00 = the stage began (Mon 2 Mar 10:00) + 2 working days."
        " Working time of the calendar “business”."
        " Rule: sops.standard.stages.diagnose.limit (policy default, version 1)."
    )


def test_the_same_in_chinese() -> None:
    assert why(Played(plan=a_plan("zh-CN")).confirmed(), "stage") == (
        "3月4日 周三 10:00 = 进入本阶段（3月2日 周一 10:00）+ 2 个工作日。"
        "按日历「business」的工作时间计算。"
        "依据：sops.standard.stages.diagnose.limit（政策 default 第 1 版）。"
    )


def test_paused_time_is_told_apart() -> None:
    played = Played().confirmed()
    played.pause("Thu 09:00")
    played.until("Mon 14:00")
    played.ask(ResumeCase)
    sentence = why(played, "stage")
    assert "+ 2 working days + 3 working hours during which the clock stood still." in sentence


def test_an_agreed_date_names_who_agreed_it() -> None:
    played = Played().confirmed()
    played.promise("Tue 14:00")
    assert why(played, "promise:p2") == "Tue 3 Mar 14:00 was agreed by li.min (Mon 2 Mar 10:00)."


def test_a_reminder_is_explained_by_its_promise() -> None:
    played = Played().confirmed()
    played.promise("Tue 14:00")
    sentence = why(played, "promise_reminder:p2")
    assert sentence.startswith("Tue 3 Mar 14:00 was agreed by li.min")
    assert sentence.endswith("The reminder comes 1 working hour before, Tue 3 Mar 13:00.")
    played.promise("Mon 10:40")
    sentence = why(played, "promise_reminder:p3")
    assert sentence.endswith("so the reminder comes at half time, Mon 2 Mar 10:20.")
    urgent = Played(priority="P1").confirmed()
    urgent.promise("Tue 14:00")
    sentence = why(urgent, "promise_reminder:p2")
    assert sentence.endswith("The reminder comes 1 h before, Tue 3 Mar 13:00.")


def test_the_end_of_a_pause_was_agreed() -> None:
    played = Played().confirmed()
    played.pause("Thu 09:00")
    sentence = why(played, "pause_end")
    assert sentence == "Thu 5 Mar 09:00 is the end that was agreed (Mon 2 Mar 10:00)."


def test_holidays_and_make_up_days_on_the_way_are_named() -> None:
    calendar = a_plan().calendars[a_plan().business]
    start, end = at("2026-04-30 09:00"), at("2026-05-11 09:00")
    on_the_way = calendar.exceptions_between(start, end)
    assert on_the_way, "the tests' year has a May holiday"
    amount = calendar.between(start, end)
    sentence = explain(counted_due(end, anchor_at=start, counted=amount), a_plan(), "en")
    assert "On the way: Fri 1 May " in sentence
    assert "(off)" in sentence
    assert "Sat 9 May" in sentence
    assert "(worked 09:00" in sentence


def test_an_estimate_says_so() -> None:
    due = counted_due(at("Tue 09:00"), anchor_at=at("Mon 09:00"), counted=None, estimated=True)
    assert "Estimated:" in explain(due, a_plan(), "en")


def test_whoever_agreed_is_called_by_name_where_people_read_it() -> None:
    played = Played().confirmed()
    played.promise("Tue 14:00")
    due = next(d for d in deadlines(played.case) if d.key == "promise:p2")
    sentence = explain(due, played.case.rules, "zh-CN", people={"li.min": "李敏"})
    assert "由 李敏 约定" in sentence
    assert "li.min" not in sentence


def test_hours_in_which_customers_may_be_called_are_no_working_hours() -> None:
    played = Played().resolved()
    revisit = played.case.open_promises[0]
    sentence = why(played, f"promise_reminder:{revisit.id}")
    assert "The reminder comes 1 h before" in sentence


@pytest.mark.parametrize(("language", "share"), [("en", "80 % of"), ("zh-CN", "的 80%")])
def test_a_warning_of_the_red_line_says_what_part_of_the_time_it_is(
    language: Language, share: str
) -> None:
    played = Played().confirmed()
    due = next(d for d in deadlines(played.case) if d.kind == "red_line_warning")
    assert share in explain(due, a_plan(language), language)
