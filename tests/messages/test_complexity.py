"""What people read of a judgement, a level that a human named, and where the red line is (REQ A6, A7, B4)."""

from typing import Any

import pytest

from builders import LEAD, Played, an_actor
from domain.complexity import ComplexityJudged, JudgeComplexity, RedLineSet, SetRedLine
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.deadlines import deadlines
from domain.draft import ActionRequested
from domain.endings import Withdraw
from domain.errors import Refusal
from domain.event import Event
from domain.follow_up import FollowUpStarted
from domain.plan.terms import Language
from judging import HIGH, MEDIUM, a_high_case
from messages.derivations import explain
from messages.notices import notice_text
from messages.refusals import refusal_text
from messages.speech import voice_of
from messages.timeline import timeline_line
from reading import NAMES

LOW = {"issue": "simple", "resources": "service_team", "verification": "at_once"}
WHY = "a whole batch"


def line(played: Played, kind: type[Event], language: Language = "en") -> str:
    """What the timeline says of the last event of a kind."""
    event = next(e for e in reversed(played.events) if isinstance(e, kind))
    return timeline_line(event, played.case.rules, language, played.case, NAMES[language])


def notice(played: Played, to: str, language: Language = "en") -> str:
    """What was told to somebody last."""
    action = next(
        e.action
        for e in reversed(played.events)
        if isinstance(e, ActionRequested) and e.action.to == to
    )
    voice = voice_of(played.case.rules, language, played.case, people=NAMES[language])
    return notice_text(
        action,
        number="C-000001",
        title="t",
        owner=played.case.owner,
        language=language,
        zone=voice.zone,
        people=NAMES[language],
    ).detail


def judged(played: Played, **fields: Any) -> Played:
    played.ask(JudgeComplexity, **{"reason": WHY, **fields})
    return played


def set_line(played: Played, days: int) -> Played:
    played.ask(SetRedLine, by=LEAD, working_days=days, reason=WHY)
    return played


def waiting(played: Played) -> Played:
    played.contact()
    played.pause("Fri+1 10:00")
    return played.until("Thu+1 12:00")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "The red line, counted from when the case was confirmed as complex, is Mon 23 Mar 10:00.",
        ),
        ("zh-CN", "红线从确认为复杂个案时算起，是 3月23日 周一 10:00。"),
    ],
)
def test_a_judgement_names_the_new_line(language: Language, said: str) -> None:
    played = a_high_case()
    assert said in line(played, ComplexityJudged, language)
    assert said in notice(played, "chen.jie", language)
    again = judged(played, factors={**HIGH, "resources": "service_team"})
    assert "red line" not in line(again, ComplexityJudged)


@pytest.mark.parametrize(
    ("language", "was", "gone"),
    [
        (
            "en",
            "Before, the red line was Mon 9 Mar 10:00.",
            "The one that Chen Jie had set goes with the level that the case had.",
        ),
        (
            "zh-CN",
            "原来的红线是 3月9日 周一 10:00。",
            "复杂度变了，陈洁 原先设定的红线不再有效。",
        ),
    ],
)
def test_a_line_of_a_lead_that_goes_is_said_to_be_gone(
    language: Language, was: str, gone: str
) -> None:
    played = judged(set_line(a_high_case(), 5), factors=MEDIUM)
    told = notice(played, "chen.jie", language)
    assert was in told
    assert gone in told
    assert gone in line(played, ComplexityJudged, language)


def test_a_line_that_has_passed_is_said_to_have_passed() -> None:
    played = judged(Played().confirmed().until("Fri 15:00"), by=an_actor("zhou.yan"), factors=LOW)
    said = "was Thu 5 Mar 10:00: it has passed."
    assert said in line(played, ComplexityJudged)
    assert said in notice(played, "li.min")


@pytest.mark.parametrize(
    ("language", "stands", "due"),
    [
        (
            "en",
            "stands still while the case waits and counts on after that.",
            "If the wait ends as agreed, Fri 13 Mar 10:00, it is Wed 25 Mar 10:00.",
        ),
        (
            "zh-CN",
            "个案等待期间停着不走，等完再接着算。",
            "如果按约定等到 3月13日 周五 10:00，红线就是 3月25日 周三 10:00。",
        ),
    ],
)
def test_a_line_that_stands_still_is_said_to_and_where_it_will_be(
    language: Language, stands: str, due: str
) -> None:
    played = set_line(waiting(a_high_case()), 8)
    for told in (line(played, RedLineSet, language), notice(played, "li.min", language)):
        assert stands in told
        assert due in told


def reopened_by_the_customer(played: Played) -> Played:
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    return played


def test_in_another_life_every_text_counts_from_the_reopening() -> None:
    played = reopened_by_the_customer(Played().reach("closed").until("Mon+2 11:00"))
    judged(played, factors=HIGH)
    said = "counted from when the case was reopened, is Tue 7 Apr 11:00."
    assert said in line(played, ComplexityJudged)
    assert said in notice(played, "chen.jie")
    set_line(played.until("Tue+2 12:00"), 20)
    assert "counted from when the case was reopened" in line(played, RedLineSet)
    told = line(played, FollowUpStarted)
    assert "confirm" not in told


def test_a_line_of_a_lead_that_goes_on_in_another_life_is_said_to_be_theirs() -> None:
    played = set_line(a_high_case(), 30)
    played.ask(Withdraw, by=LEAD, reason="x")
    reopened_by_the_customer(played.until("Tue 10:00"))
    assert "by the time that Chen Jie had set" in line(played, FollowUpStarted)


@pytest.mark.parametrize(
    ("language", "by"), [("en", "Chen Jie set it."), ("zh-CN", "由 陈洁 设定。")]
)
def test_of_a_line_that_somebody_set_it_is_said_who_and_no_rule(
    language: Language, by: str
) -> None:
    played = set_line(a_high_case(), 20)
    due = next(d for d in deadlines(played.case) if d.kind == "red_line")
    told = explain(due, played.case.rules, language, people=NAMES[language])
    assert by in told
    assert "by_lead" not in told


@pytest.mark.parametrize(
    ("language", "come_to", "would"),
    [
        (
            "en",
            "The factors come to low; Li Min named high in spite of that.",
            "(low, would set it)",
        ),
        ("zh-CN", "按各项因素是低，李敏 仍定为高。", "（低，本来以此为准）"),
    ],
)
def test_a_level_that_a_human_named_is_told_as_such(
    language: Language, come_to: str, would: str
) -> None:
    told = line(
        judged(Played().confirmed(), complexity="high", factors=LOW), ComplexityJudged, language
    )
    assert come_to in told
    assert would in told
    assert WHY in told
    factors = line(judged(Played().confirmed(), factors=LOW), ComplexityJudged, language)
    assert come_to not in factors
    assert would not in factors


def test_a_level_named_without_factors_is_told_as_such() -> None:
    told = line(judged(Played().confirmed(), complexity="low"), ComplexityJudged)
    assert "Li Min named it by themselves, without the factors." in told


def test_with_whom_the_call_stands_is_told_what_becomes_of_it() -> None:
    played = Played().confirmed()
    while not played.count("red_line_reached"):
        played.until(played.due("red_line").due_at)
    (call,) = (each for each in played.case.escalations if each.cause == "red_line")
    judged(played, factors=HIGH)
    assert "stands with you" in notice(played, call.receiver)


def test_what_is_no_factor_is_called_by_the_name_it_was_given() -> None:
    played = Played().confirmed()
    with pytest.raises(Refusal) as no:
        played.ask(JudgeComplexity, factors={**LOW, "moon": "full", "emotion": "calm"})
    problem = no.value.problem
    text = refusal_text(problem, "en", plan=played.case.rules).detail
    assert "can't be judged by that: moon, how the customer feels" in text
    assert "factors." not in text
    assert "。 " not in refusal_text(problem, "zh-CN", plan=played.case.rules).detail
