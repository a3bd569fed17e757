"""The default policy, compiled into the plan of a case."""

from datetime import date, datetime, timedelta
from itertools import product
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from domain.plan import Plan
from domain.plan.limit import Limit
from domain.plan.terms import Language
from domain.planning import NotInPolicyError, compile_plan
from domain.policy import Policy
from policies.load import LARGEST_PLAN, load

TODAY = date(2026, 1, 5)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load(today=TODAY)


@pytest.fixture(scope="module")
def plan(policy: Policy) -> Plan:
    return compile_plan(
        policy, scenario="standard", team="after_sales", language="en", opened_on=TODAY
    )


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day} 11:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize("opened_on", [date(2026, 1, 1), date(2026, 6, 1), date(2026, 12, 31)])
def test_a_plan_is_small_whenever_the_case_is_opened(policy: Policy, opened_on: date) -> None:
    for scenario, language in product(policy.sops, get_args(Language)):
        plan = compile_plan(
            policy,
            scenario=scenario,
            team="after_sales",
            language=language,
            opened_on=opened_on,
        )
        assert len(plan.model_dump_json().encode()) < LARGEST_PLAN


def test_a_plan_survives_json(plan: Plan) -> None:
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        ("2026-02-13", True),
        ("2026-02-14", True),  # make-up Saturday for the Spring Festival
        ("2026-02-15", False),
        ("2026-02-17", False),  # Spring Festival
        ("2026-10-01", False),  # National Day
        ("2026-10-07", False),
        ("2026-10-10", True),  # make-up Saturday for National Day
        ("2026-10-11", False),
    ],
)
def test_the_business_calendar_knows_holidays_and_make_up_days(
    policy: Policy, day: str, is_worked: bool
) -> None:
    plan = compile_plan(
        policy,
        scenario="standard",
        team="after_sales",
        language="zh-CN",
        opened_on=date.fromisoformat(day) - timedelta(days=20),
    )
    business = plan.calendars[plan.business]
    assert business.is_working(noon(day)) == is_worked
    assert not business.is_estimated(noon(day))


def test_a_year_whose_holidays_are_not_published_is_estimated(policy: Policy) -> None:
    late = compile_plan(
        policy, scenario="standard", team="after_sales", language="en", opened_on=date(2026, 12, 1)
    )
    business = late.calendars["business"]
    assert business.is_estimated(noon("2027-01-01"))
    assert not business.is_working(noon("2027-01-01"))  # the best guess we have
    assert not late.calendars["waking"].is_estimated(noon("2027-01-01"))


def test_holidays_are_named_in_the_language_of_the_case(policy: Policy) -> None:
    names = {
        language: compile_plan(
            policy, scenario="standard", team="after_sales", language=language, opened_on=TODAY
        )
        .calendars["business"]
        .exceptions[date(2026, 2, 17)]
        .name
        for language in ("zh-CN", "en")
    }
    assert names == {"zh-CN": "春节", "en": "Chinese New Year"}


def test_the_calendar_keeps_half_a_year_and_calls_the_rest_estimated(policy: Policy) -> None:
    plan = compile_plan(
        policy, scenario="standard", team="after_sales", language="en", opened_on=date(2026, 3, 6)
    )
    business = plan.calendars["business"]
    assert min(business.exceptions) >= date(2026, 2, 4)
    assert max(business.exceptions) <= date(2026, 9, 2)
    assert not business.is_estimated(noon("2026-09-02"))
    assert business.is_estimated(noon("2026-09-03"))


def hours(limit: int, rule: str = "", *, target: int | None = None, working: bool = False) -> Limit:
    return Limit(
        limit=timedelta(hours=limit),
        target=timedelta(hours=target) if target else None,
        calendar="business" if working else None,
        rule=rule,
    )


def test_the_first_responses_are_those_of_the_requirements(plan: Plan) -> None:
    assert plan.response == {
        "P0": Limit(limit=timedelta(minutes=15)),
        "P1": hours(1),
        "P2": hours(4, working=True),
        "P3": hours(8, working=True),
    }


def test_the_red_lines_are_those_of_the_requirements(plan: Plan) -> None:
    assert plan.red_lines == {
        "low": hours(72, "complexity.low.red_line", target=24),
        "medium": hours(7 * 8, "complexity.medium.red_line", target=3 * 8, working=True),
        "high": hours(15 * 8, "complexity.high.red_line", target=7 * 8, working=True),
    }


def test_the_rhythm_is_that_of_the_requirements(plan: Plan) -> None:
    assert plan.rhythm.by_emotion == {
        "furious": hours(24),
        "angry": hours(8, working=True),
    }
    assert plan.rhythm.by_complexity == {
        "high": hours(8, working=True),
        "medium": hours(8, working=True),
        "low": hours(16, working=True),
    }


def test_a_case_of_p0_or_p1_runs_round_the_clock(plan: Plan) -> None:
    rungs = {p: plan.escalation.acknowledge_within(p) for p in plan.response}
    place = "escalation.acknowledge_by_priority"
    assert rungs == {
        "P0": Limit(limit=timedelta(minutes=15), rule=f"{place}.P0"),
        "P1": hours(2, f"{place}.P1"),
        "P2": hours(2, "escalation.acknowledge", working=True),
        "P3": hours(2, "escalation.acknowledge", working=True),
    }
    for by_priority in (
        plan.escalation.again_by_priority,
        plan.promises.near_promise_by_priority,
        plan.rhythm.by_priority,
    ):
        assert set(by_priority) == {"P0", "P1"}
        assert {limit.calendar for limit in by_priority.values()} == {None}
    assert plan.rhythm.longest == hours(80, "rhythm.longest", working=True)
    assert plan.revisit.first == hours(48, "revisit.first", target=24)


def test_triage_may_take_one_working_day(plan: Plan) -> None:
    limit = plan.sop.limit_of(plan.sop.stage("triage"))
    assert limit
    assert (limit.limit, limit.calendar) == (timedelta(hours=8), "business")
    assert limit.rule == "sops.standard.stages.triage.limit"


def test_a_customer_may_withdraw_from_every_open_stage(plan: Plan) -> None:
    for stage in plan.sop.stages:
        if stage.phase == "open":
            assert plan.sop.leaving(stage.name, "withdraw")
            assert plan.sop.leaving(stage.name, "end_without_agreement")


def test_the_root_cause_has_two_levels(policy: Policy, plan: Plan) -> None:
    (root_cause,) = (f for f in plan.sop.stage("diagnose").yields if f.name == "root_cause")
    assert root_cause.kind == "choice"
    assert "product/batch" in root_cause.choices
    answers = policy.sops["standard"].stages["diagnose"].yields["root_cause"].answers
    assert answers["product/batch"] == {
        "zh-CN": "产品 / 批量性问题",
        "en": "Product / A whole batch",
    }


def test_a_scenario_may_have_red_lines_of_its_own(policy: Policy) -> None:
    medium = policy.complexity["medium"].red_line
    sop = policy.sops["standard"].model_copy(update={"red_lines": {"high": medium}})
    plan = compile_plan(
        policy.model_copy(update={"sops": {"express": sop}}),
        scenario="express",
        team="after_sales",
        language="en",
        opened_on=TODAY,
    )
    assert plan.red_lines["high"].limit == timedelta(hours=56)
    assert plan.red_lines["high"].rule == "sops.express.red_lines.high"
    assert plan.red_lines["medium"].rule == "complexity.medium.red_line"


def test_a_team_may_have_a_calendar_of_its_own(policy: Policy) -> None:
    night = policy.teams["after_sales"].model_copy(update={"calendar": "waking"})
    plan = compile_plan(
        policy.model_copy(update={"teams": {"night": night}}),
        scenario="standard",
        team="night",
        language="en",
        opened_on=TODAY,
    )
    assert plan.business == "waking"
    assert plan.response["P2"].calendar == "waking"
    assert plan.red_lines["medium"].limit == 7 * timedelta(hours=11)


@pytest.mark.parametrize(
    ("scenario", "team", "reason"),
    [
        (
            "teleport",
            "after_sales",
            "unknown scenario 'teleport'; known: on_site_repair, product_fault, standard",
        ),
        ("standard", "nobody", "unknown team 'nobody'; known: after_sales"),
    ],
)
def test_an_unknown_name_is_refused_with_the_known_ones(
    policy: Policy, scenario: str, team: str, reason: str
) -> None:
    with pytest.raises(NotInPolicyError, match=reason):
        compile_plan(policy, scenario=scenario, team=team, language="en", opened_on=TODAY)
