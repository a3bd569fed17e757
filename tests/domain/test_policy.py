"""The default policy, compiled into the plan of a case."""

from datetime import date, datetime, timedelta
from itertools import product
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from builders import at
from domain.calendar import Calendar
from domain.plan import Plan
from domain.plan.limit import Limit
from domain.plan.terms import Language
from domain.planning import NotInPolicyError, calendar_for, compile_plan
from domain.policy import Policy
from domain.policy.calendars import CalendarPolicy, DayPolicy
from policies.holidays import with_public_holidays
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


def test_the_calendar_keeps_what_is_published_and_half_a_year_of_the_rest(policy: Policy) -> None:
    plan = compile_plan(
        policy, scenario="standard", team="after_sales", language="en", opened_on=date(2026, 3, 6)
    )
    business = plan.calendars["business"]
    assert min(business.exceptions) >= date(2026, 2, 4)
    assert max(business.exceptions) == date(2026, 10, 10)
    assert not business.is_estimated(noon("2026-12-31"))
    late = calendar_for("business", policy.calendars["business"], "en", date(2026, 12, 1))
    assert max(late.exceptions) == date(2027, 5, 4)
    assert late.is_estimated(noon("2027-01-01"))


@pytest.mark.trial("A23")
@pytest.mark.parametrize("started", ["2025-09-15", "2026-03-17"])
def test_a_published_calendar_is_known_to_old_cases_and_to_old_processes(started: str) -> None:
    old = load(today=date.fromisoformat(started))
    business = calendar_for("business", old.calendars["business"], "en", date(2026, 3, 17))
    four = timedelta(hours=4)
    assert business.add(at("2026-09-30 16:00"), four) == at("2026-10-08 11:00")
    assert business.add(at("2026-09-24 17:30"), four) == at("2026-09-28 13:30")
    assert not business.is_estimated(at("2026-10-08 11:00"))


@pytest.mark.trial("A23")
def test_a_process_of_years_still_guesses_what_is_not_published() -> None:
    old = load(today=date(2026, 3, 17)).calendars["business"]
    later = calendar_for("business", old, "en", date(2029, 9, 15))
    assert not later.is_working(noon("2029-10-01"))
    assert later.is_estimated(noon("2029-10-01"))


@pytest.mark.trial("A24")
def test_a_year_is_published_by_its_notice_whatever_it_moves() -> None:
    taipei = CalendarPolicy.model_validate(
        {"zone": "Asia/Taipei", "week": {"mon-fri": "09:00-18:00"}, "day": "9 h", "holidays": "TW"}
    )
    filled = with_public_holidays(taipei, date(2026, 3, 2))
    assert any(day.hours for on, day in filled.exceptions.items() if on.year == 2025)
    assert not any(day.hours for on, day in filled.exceptions.items() if on.year == 2026)
    assert filled.published_until == date(2026, 12, 31)
    later = with_public_holidays(taipei, date(2029, 3, 2))
    assert later.published_until == date(2027, 12, 31)  # nothing of what is filled in


@pytest.mark.trial("A24")
def test_a_date_that_hangs_on_the_moon_is_a_guess_until_it_is_known() -> None:
    dubai = CalendarPolicy.model_validate(
        {"zone": "Asia/Dubai", "week": {"mon-fri": "09:00-18:00"}, "day": "9 h", "holidays": "AE"}
    )
    filled = with_public_holidays(dubai, date(2026, 3, 2))
    assert filled.published_until
    assert date(2026, 12, 31) <= filled.published_until < date(2031, 12, 31)


def night_shift(week: dict[str, str], year: int = 2026) -> Calendar:
    given = CalendarPolicy.model_validate(
        {"zone": "Asia/Shanghai", "week": week, "day": "12 h", "holidays": "CN"}
    )
    filled = with_public_holidays(given, date(year, 3, 2))
    return calendar_for("night", filled, "en", date(year, 3, 2))


@pytest.mark.trial("A25")
@pytest.mark.parametrize(
    "week",
    [{"mon-sun": "20:00-08:00"}, {"mon-sun": "00:00-08:00 20:00-24:00"}],
    ids=["in one", "split at midnight"],
)
def test_the_hours_after_midnight_are_of_the_day_the_shift_began_on(week: dict[str, str]) -> None:
    night = night_shift(week)
    assert night.add(at("2026-09-30 23:00"), timedelta(hours=4)) == at("2026-10-01 03:00")
    assert night.is_working(at("2026-10-01 07:59"))
    assert night.next_working(at("2026-10-01 08:00")) == at("2026-10-08 20:00")
    assert night.between(at("2026-09-30 00:00"), at("2026-10-09 00:00")) == timedelta(hours=24)


@pytest.mark.trial("A25")
@pytest.mark.parametrize(("year", "days_off"), [(2025, 28), (2026, 33)])
def test_a_calendar_that_works_on_weekends_has_all_official_days_off(
    year: int, days_off: int
) -> None:
    given = CalendarPolicy.model_validate(
        {
            "zone": "Asia/Shanghai",
            "week": {"mon-sun": "10:00-22:00"},
            "day": "12 h",
            "holidays": "CN",
        }
    )
    filled = with_public_holidays(given, date(year, 3, 2)).exceptions
    off = [on for on, day in filled.items() if on.year == year and not day.hours]
    assert len(off) == days_off
    if year == 2026:
        assert filled[date(2026, 10, 4)].label["en"] == "National Day"
        assert date(2026, 1, 4) not in filled  # a Sunday that is worked


@pytest.mark.trial("A26")
@pytest.mark.parametrize(
    ("hours", "reason"),
    [
        ("00:00-23:59", "00:00-23:59 leaves out a minute before midnight; say 24:00"),
        ("09:00-11:59 12:00-18:00", "a minute is missing between 09:00-11:59 and 12:00-18:00"),
        ("20:00-23:59", "say 24:00"),
    ],
)
def test_a_calendar_with_a_minute_missing_is_a_mistake(hours: str, reason: str) -> None:
    fields = {"zone": "Asia/Shanghai", "week": {"mon-sun": hours}, "day": "24 h"}
    with pytest.raises(ValidationError, match=reason):
        CalendarPolicy.model_validate(fields)
    with pytest.raises(ValidationError, match=reason):
        DayPolicy.model_validate({"label": {"zh-CN": "盘点", "en": "Inventory"}, "hours": hours})


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
        plan.escalation.again_later_by_priority,
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
            "unknown scenario 'teleport'; known: factory_return, foreign_object, ",
        ),
        ("standard", "nobody", "unknown team 'nobody'; known: after_sales"),
    ],
)
def test_an_unknown_name_is_refused_with_the_known_ones(
    policy: Policy, scenario: str, team: str, reason: str
) -> None:
    with pytest.raises(NotInPolicyError, match=reason):
        compile_plan(policy, scenario=scenario, team=team, language="en", opened_on=TODAY)
