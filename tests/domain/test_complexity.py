"""How complex a case is, factor by factor, and its red line (REQ A6)."""

from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest

from builders import LEAD, Played, an_actor, at, refusal_code
from domain.case.complexity import Named
from domain.complexity import (
    ComplexityJudged,
    JudgeComplexity,
    RedLineSet,
    SetRedLine,
    come_to,
    weigh,
)
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.endings import Withdraw
from domain.errors import Refusal
from domain.escalations import AcknowledgeEscalation
from domain.event import Event
from domain.follow_up import FollowUpStarted, RedLine
from domain.plan.terms import COMPLEXITIES, Complexity, Emotion

LOW = {"issue": "simple", "resources": "service_team", "verification": "at_once"}
MEDIUM = {"issue": "to_diagnose", "resources": "service_team", "verification": "some_days"}
HIGH = {"issue": "major", "resources": "task_force", "verification": "a_week_or_more"}
WHY = "the works have to look at it"


def factors(issue: Complexity, resources: Complexity, verification: Complexity) -> dict[str, str]:
    """Each by its level."""
    by_level: dict[str, dict[Complexity, str]] = {
        "issue": dict(zip(COMPLEXITIES, ("simple", "to_diagnose", "major"), strict=True)),
        "resources": dict(
            zip(COMPLEXITIES, ("service_team", "one_department", "task_force"), strict=True)
        ),
        "verification": dict(
            zip(COMPLEXITIES, ("at_once", "some_days", "a_week_or_more"), strict=True)
        ),
    }
    named: dict[str, Complexity] = {
        "issue": issue,
        "resources": resources,
        "verification": verification,
    }
    return {name: by_level[name][level] for name, level in named.items()}


def matrix() -> Any:
    found = Played().case.rules.matrix
    assert found
    return found


@pytest.mark.parametrize(
    ("issue", "resources", "verification", "emotion", "level"),
    [
        ("low", "low", "low", "calm", "low"),
        ("medium", "low", "low", "calm", "medium"),  # the highest of issue and verification
        ("low", "low", "high", "calm", "high"),
        ("low", "medium", "low", "calm", "medium"),  # resources raise by one
        ("low", "high", "low", "uneasy", "medium"),  # and not by two
        ("low", "low", "low", "furious", "medium"),  # feelings raise by one
        ("low", "low", "low", "angry", "medium"),
        ("low", "high", "low", "furious", "high"),  # each by one
        ("low", "medium", "low", "angry", "medium"),  # never above what any of them speaks for
        ("low", "medium", "low", "furious", "high"),
        ("medium", "low", "low", "angry", "medium"),  # not above it, so it raises nothing
        ("medium", "high", "low", "calm", "high"),
        ("medium", "medium", "medium", "furious", "high"),
        ("high", "high", "high", "furious", "high"),
    ],
)
def test_the_level_by_its_factors(
    issue: Complexity,
    resources: Complexity,
    verification: Complexity,
    emotion: Emotion,
    level: Complexity,
) -> None:
    found, weighed = weigh(matrix(), factors(issue, resources, verification), emotion)
    assert found == level
    assert [each.factor for each in weighed] == ["issue", "verification", "resources", "emotion"]


def test_each_factor_says_what_it_does() -> None:
    _, weighed = weigh(matrix(), factors("medium", "high", "low"), "calm")
    assert {each.factor: each.effect for each in weighed} == {
        "issue": "sets",
        "verification": "keeps",
        "resources": "raises",
        "emotion": "keeps",
    }
    assert {each.factor: each.value for each in weighed}["emotion"] == "calm"


def test_no_level_is_out_of_reach_and_more_of_a_factor_is_never_less() -> None:
    found = {}
    for issue in COMPLEXITIES:
        for resources in COMPLEXITIES:
            for verification in COMPLEXITIES:
                given = factors(issue, resources, verification)
                levels = [weigh(matrix(), given, each)[0] for each in ("calm", "angry", "furious")]
                found[issue, resources, verification] = levels
                assert levels == sorted(levels, key=COMPLEXITIES.index)
    assert {level for levels in found.values() for level in levels} == set(COMPLEXITIES)


# --- the confirmation --------------------------------------------------------------------------------------


def triaged(**opening: Any) -> Played:
    played = Played(**opening)
    played.until("Mon 09:10").contact()
    played.until("Mon 09:30").triage()
    return played.until("Mon 10:00")


def red_line(played: Played) -> datetime:
    assert played.case.follow_up
    return played.case.follow_up.due(played.case.rules)[0]


Happened = TypeVar("Happened", bound=Event)


def last(played: Played, kind: type[Happened]) -> Happened:
    """The last event of a kind."""
    return next(event for event in reversed(played.events) if isinstance(event, kind))


@pytest.mark.parametrize(
    ("given", "level", "due"),
    [
        (LOW, "low", at("Thu 10:00")),  # 72 h
        (MEDIUM, "medium", at("Wed+1 10:00")),  # 7 working days
        (HIGH, "high", at("Mon+3 10:00")),  # 15
    ],
)
def test_the_factors_yield_the_red_line(given: dict[str, str], level: str, due: datetime) -> None:
    played = triaged()
    played.confirm(complexity=None, factors=given)
    assert (played.case.complexity, red_line(played)) == (level, due)
    assert {each.factor for each in played.case.weighed} == {*given, "emotion"}


def test_feelings_raise_it() -> None:
    played = triaged(emotion="furious")
    played.confirm(complexity=None, factors=LOW, first_feedback="Mon 14:00")
    assert played.case.complexity == "medium"


def test_a_human_may_name_the_level_and_says_why_it_differs() -> None:
    played = triaged()
    with pytest.raises(Refusal) as no:
        played.confirm(complexity="high", factors=LOW)
    assert (refusal_code(no), no.value.problem.fields) == ("reason_required", ("reason",))
    played.confirm(complexity="high", factors=LOW, reason=WHY)
    assert played.case.complexity == "high"
    assert played.case.weighed


def test_named_without_factors_nothing_is_weighed() -> None:
    played = triaged()
    played.confirm(complexity="medium")
    assert (played.case.complexity, played.case.weighed) == ("medium", ())


@pytest.mark.parametrize(
    ("given", "code", "fields"),
    [
        ({}, "factors_missing", ("issue", "resources", "verification")),
        ({"issue": "simple"}, "factors_missing", ("resources", "verification")),
        ({**LOW, "issue": " "}, "factors_missing", ("issue",)),
        ({**LOW, "issue": "huge", "moon": "full"}, "factor_unknown", ("moon", "issue")),
    ],
)
def test_what_is_missing_or_unknown_is_named_at_once(
    given: dict[str, str], code: str, fields: tuple[str, ...]
) -> None:
    played = triaged()
    before = played.case
    with pytest.raises(Refusal) as no:
        played.confirm(complexity=None, factors=given)
    assert refusal_code(no) == code
    assert no.value.problem.fields == tuple(f"factors.{name}" for name in fields)
    assert played.case == before


def test_where_the_policy_has_no_factors_a_human_names_it() -> None:
    plan = Played().case.rules
    played = triaged(plan=plan.model_copy(update={"matrix": None}))
    with pytest.raises(Refusal) as no:
        played.confirm(complexity=None)
    assert (refusal_code(no), no.value.problem.fields) == ("complexity_by_hand", ("complexity",))
    played.confirm(complexity="low")
    assert played.case.complexity == "low"


# --- judged anew -------------------------------------------------------------------------------------------


def judged(played: Played, by: Any = None, **fields: Any) -> Played:
    played.ask(JudgeComplexity, by=by, **{"reason": WHY, **fields})
    return played


def test_judged_anew_the_anchor_stays() -> None:
    played = Played().confirmed().until("Wed 15:00")
    anchor = played.case.follow_up
    assert anchor
    judged(played, factors=HIGH)
    assert (played.case.complexity, red_line(played)) == ("high", at("Mon+3 10:00"))
    assert played.case.follow_up
    assert played.case.follow_up.started_at == anchor.started_at
    assert not played.case.follow_up.overdue


def test_lower_it_may_be_past_at_once_and_people_hear() -> None:
    played = Played().confirmed().until("Fri 15:00")
    judged(played, factors=LOW)
    assert red_line(played) == at("Thu 10:00")
    played.until("Fri 15:01")
    assert played.count("red_line_reached") == 1


def test_higher_people_are_warned_again() -> None:
    played = Played().confirmed().until("Tue+1 17:00")
    assert played.count("red_line_near") == 1
    judged(played, factors=HIGH)
    played.until("Wed+2 12:00")
    assert played.count("red_line_near") == 2


def test_said_as_it_is_already_it_changes_nothing() -> None:
    played = triaged()
    played.confirm(complexity=None, factors=MEDIUM)
    before = played.count("complexity_judged")
    judged(played, factors=MEDIUM, reason="")
    judged(played, complexity="medium", factors=MEDIUM, reason="")
    assert played.count("complexity_judged") == before


def test_weighed_anew_at_the_same_level_needs_no_reason() -> None:
    played = Played().confirmed()
    judged(played, factors=MEDIUM, reason="")
    assert played.case.weighed
    assert played.recipients("complexity_judged") == []


def test_nobody_puts_the_red_line_off_alone() -> None:
    """The owner judges their own case higher."""
    played = triaged()
    played.confirm(complexity="low")
    judged(played, factors=MEDIUM)
    assert played.recipients("complexity_judged") == ["chen.jie"]


def test_owner_hears_and_the_lead_where_it_rises() -> None:
    played = judged(Played().confirmed(), by=an_actor("sun.yu"), factors=HIGH)
    assert played.recipients("complexity_judged") == ["li.min", "chen.jie"]
    judged(played, by=an_actor("sun.yu"), factors=LOW)
    assert played.recipients("complexity_judged") == ["li.min", "chen.jie", "li.min"]


# --- a red line of its own ---------------------------------------------------------------------------------


def high() -> Played:
    return judged(Played().confirmed(), factors=HIGH)


def set_line(played: Played, days: int = 20, by: Any = LEAD, reason: str = WHY) -> Played:
    played.ask(SetRedLine, by=by, working_days=days, reason=reason)
    return played


def test_a_lead_sets_the_red_line_of_a_high_case() -> None:
    played = set_line(high())
    assert red_line(played) == at("Mon+4 10:00")
    assert played.recipients("red_line_set") == ["li.min"]
    assert played.case.follow_up
    assert played.case.follow_up.limit.rule == "red_line.by_lead"


def test_it_stays_while_the_level_does() -> None:
    played = set_line(high())
    judged(played, factors={**HIGH, "verification": "some_days"})
    assert (played.case.complexity, red_line(played)) == ("high", at("Mon+4 10:00"))
    judged(played, factors=MEDIUM)
    assert red_line(played) == at("Wed+1 10:00")


def test_of_a_line_that_comes_later_the_lead_hears_though_the_level_is_lower() -> None:
    played = set_line(high(), 5)
    assert red_line(played) == at("Mon+1 10:00")
    told = len(played.recipients("complexity_judged"))
    judged(played, factors=MEDIUM)
    assert red_line(played) == at("Wed+1 10:00")
    assert played.recipients("complexity_judged")[told:] == ["chen.jie"]


def test_of_a_line_of_a_lead_that_goes_the_lead_hears_though_it_comes_earlier() -> None:
    played = set_line(high(), 20)
    told = len(played.recipients("complexity_judged"))
    judged(played, factors=MEDIUM)
    assert played.recipients("complexity_judged")[told:] == ["chen.jie"]
    assert last(played, ComplexityJudged).set_aside == "chen.jie"


def test_a_lead_who_undoes_their_own_line_is_not_told_of_it() -> None:
    played = set_line(high(), 20)
    told = len(played.recipients("complexity_judged"))
    judged(played, by=LEAD, factors=MEDIUM)
    assert played.recipients("complexity_judged")[told:] == ["li.min"]


def test_the_event_has_the_new_line_and_none_where_the_level_is_as_before() -> None:
    played = high()
    line = last(played, ComplexityJudged).red_line
    assert line == RedLine(due_at=at("Mon+3 10:00"), anchor="confirmed_at")
    judged(played, factors={**HIGH, "verification": "some_days"})
    assert last(played, ComplexityJudged).red_line is None


def test_with_whom_the_call_over_the_red_line_stands_hears_that_it_is_put_off() -> None:
    played = Played().confirmed()
    while not played.count("red_line_reached"):
        played.until(played.now + timedelta(hours=12))
    (call,) = (each for each in played.case.escalations if each.cause == "red_line")
    played.ask(AcknowledgeEscalation, by=an_actor(call.receiver, "executive"), escalation=call.id)
    judged(played, factors=HIGH)
    assert played.recipients("complexity_judged") == ["chen.jie", call.receiver]
    judged(played, by=LEAD, factors=LOW)  # sooner
    assert played.recipients("complexity_judged")[2:] == ["li.min"]


# --- while the case waits ----------------------------------------------------------------------------------


def high_and_waiting() -> Played:
    """Since the moment of its confirmation, till Fri 13 Mar 10:00."""
    played = high()
    played.contact()
    played.pause("Fri+1 10:00")
    return played.until("Thu+1 12:00")


def test_a_line_in_a_wait_is_compared_with_when_the_clock_stood_still() -> None:
    played = set_line(
        high_and_waiting(), 8
    )  # counted on without the wait, it were Thu 12 Mar 10:00
    event = last(played, RedLineSet)
    assert event.red_line == RedLine(
        due_at=at("Wed+3 10:00"), anchor="confirmed_at", waits_until=at("Fri+1 10:00")
    )
    played.until("Fri+1 10:05")
    assert red_line(played) == event.due_at == at("Wed+3 10:00")


def test_what_is_told_of_a_judgement_in_a_wait_is_where_the_line_will_be() -> None:
    played = Played().confirmed()
    played.contact()
    played.pause("Fri+1 10:00")
    judged(played.until("Wed+1 12:00"), factors=HIGH)
    line = last(played, ComplexityJudged).red_line
    assert line
    assert (line.due_at, line.waits_until) == (at("Fri+4 10:00"), at("Fri+1 10:00"))
    played.until("Fri+1 10:05")
    assert red_line(played) == line.due_at


def test_a_line_that_was_past_when_the_wait_began_is_past_in_it() -> None:
    played = high().until("Mon+1 11:00")
    played.contact()
    played.pause("Fri+1 10:00")
    with pytest.raises(Refusal) as no:
        set_line(played, 5)  # Mon 9 Mar 10:00
    assert refusal_code(no) == "red_line_past"
    set_line(played, 6)


# --- a level that a human named ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "level", "named"),
    [
        (MEDIUM, None, None),
        (MEDIUM, "medium", None),  # what the factors come to
        (MEDIUM, "high", Named(by="li.min", reason=WHY)),
        ({}, "high", Named(by="li.min", reason=WHY)),
        ({"issue": "simple"}, "high", Named(by="li.min", reason=WHY)),  # one was ticked by mistake
    ],
)
def test_who_named_the_level_by_themselves_is_kept(given: Any, level: Any, named: Any) -> None:
    played = triaged()
    played.confirm(complexity=None, factors=LOW)
    judged(played, factors=given, complexity=level)
    assert played.case.named == named
    assert len(played.case.weighed) == (4 if len(given) == 3 else 0)
    judged(played, factors=LOW)
    assert (played.case.complexity, played.case.named) == ("low", None)


def test_a_level_that_is_confirmed_in_spite_of_its_factors_is_named() -> None:
    played = triaged()
    played.confirm(complexity="high", factors=LOW, reason=WHY)
    assert played.case.named == Named(by="li.min", reason=WHY)
    assert come_to(played.case.weighed) == "low"


def test_what_was_kept_of_the_factors_comes_to_the_same_level() -> None:
    for issue in COMPLEXITIES:
        for resources in COMPLEXITIES:
            for verification in COMPLEXITIES:
                level, kept = weigh(matrix(), factors(issue, resources, verification), "angry")
                assert come_to(kept) == level
    assert come_to(()) is None


# --- another life ------------------------------------------------------------------------------------------


def reopened_by_the_customer(played: Played) -> Played:
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    return played


def test_in_another_life_the_line_counts_from_the_reopening() -> None:
    played = Played().reach("closed").until("Mon+2 11:00")
    judged(reopened_by_the_customer(played), factors=HIGH)
    line = last(played, ComplexityJudged).red_line
    assert line == RedLine(due_at=at("Tue+5 11:00"), anchor="reopened_at")


def test_in_another_life_a_line_of_a_lead_stays_while_the_level_does() -> None:
    played = set_line(high(), 30)
    played.ask(Withdraw, by=LEAD, reason="x")
    reopened_by_the_customer(played.until("Tue 10:00"))
    assert red_line(played) == at("Wed+6 10:00")
    assert (played.case.red_line_by, last(played, FollowUpStarted).set_by) == (LEAD.handle,) * 2


def test_a_case_of_long_ago_can_have_a_line_ahead() -> None:
    played = high().until("2026-06-10 10:00")
    set_line(played, 80)
    assert red_line(played) > played.now


def test_in_a_wrong_stage_only_those_beyond_the_confirmation_are_named() -> None:
    with pytest.raises(Refusal) as no:
        judged(Played().resolved(), factors=LOW)
    assert no.value.problem.params["stages"] == "diagnose, plan, collaborate, implement, verify"


@pytest.mark.parametrize(
    ("story", "code"),
    [
        (lambda: set_line(high(), by=an_actor()), "line_required"),
        (lambda: set_line(high(), reason=" "), "reason_required"),
        (lambda: set_line(Played().confirmed()), "red_line_fixed"),
        (lambda: set_line(triaged()), "not_confirmed"),
        (lambda: set_line(high().until("Mon+2 10:00"), days=3), "red_line_past"),
        (lambda: judged(triaged(), factors=LOW), "not_confirmed"),
        (lambda: judged(Played().resolved(), factors=LOW), "wrong_stage"),
        (lambda: judged(Played().confirmed(), factors=LOW, reason=""), "reason_required"),
        (lambda: judged(Played().confirmed(), complexity="low", reason=""), "reason_required"),
    ],
)
def test_who_may_not_and_what_is_missing(story: Any, code: str) -> None:
    with pytest.raises(Refusal) as no:
        story()
    assert refusal_code(no) == code
