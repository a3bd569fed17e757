"""Moments and lengths in words."""

from datetime import timedelta

import pytest

from builders import at
from domain.plan.terms import Language
from messages.lengths import length
from messages.times import moment, window

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OFFICE_DAY = 8 * HOUR


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "Tue 3 Mar 14:00"), ("zh-CN", "3月3日 周二 14:00")]
)
def test_a_moment_is_told_as_wall_time_of_the_zone(language: Language, expected: str) -> None:
    assert moment(at("Tue 14:00"), "Asia/Shanghai", language) == expected


def test_the_same_moment_is_another_wall_time_elsewhere() -> None:
    assert moment(at("Tue 14:00"), "Europe/Berlin", "en") == "Tue 3 Mar 07:00"


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "Mon 4 Jan 2027 09:00"), ("zh-CN", "2027年1月4日 周一 09:00")]
)
def test_another_year_is_named(language: Language, expected: str) -> None:
    assert (
        moment(at("2027-01-04 09:00"), "Asia/Shanghai", language, now=at("Tue 14:00")) == expected
    )


def test_the_same_year_is_not_named() -> None:
    assert moment(at("Wed 09:00"), "Asia/Shanghai", "en", now=at("Tue 14:00")) == "Wed 4 Mar 09:00"


@pytest.mark.parametrize(
    ("amount", "english", "chinese"),
    [
        (45 * MINUTE, "45 min", "45 分钟"),
        (HOUR, "1 h", "1 小时"),
        (DAY, "1 day", "1 天"),
        (DAY + 2 * HOUR, "1 day 2 h", "1 天 2 小时"),
        (3 * DAY + 90 * MINUTE, "3 days 1 h 30 min", "3 天 1 小时 30 分钟"),
        (30 * timedelta(seconds=1), "less than a minute", "不到 1 分钟"),
        (-45 * MINUTE, "45 min", "45 分钟"),
    ],
)
def test_a_length_is_told_to_the_minute(amount: timedelta, english: str, chinese: str) -> None:
    assert length(amount, "en") == english
    assert length(amount, "zh-CN") == chinese


@pytest.mark.parametrize(
    ("amount", "english", "chinese"),
    [
        (24 * HOUR, "3 working days", "3 个工作日"),
        (8 * HOUR, "1 working day", "1 个工作日"),
        (12 * HOUR, "1 working day 4 h", "1 个工作日 4 小时"),
        (4 * HOUR, "4 working hours", "4 个工作小时"),
        (30 * MINUTE, "30 working minutes", "30 分钟工作时间"),
    ],
)
def test_working_time_counts_in_days_of_its_calendar(
    amount: timedelta, english: str, chinese: str
) -> None:
    assert length(amount, "en", OFFICE_DAY) == english
    assert length(amount, "zh-CN", OFFICE_DAY) == chinese


@pytest.mark.parametrize(
    ("until", "expected"),
    [("Tue 16:00", "Tue 3 Mar 14:00–16:00"), ("Wed 01:00", "Tue 3 Mar 14:00–Wed 4 Mar 01:00")],
)
def test_a_window_names_its_day_once(until: str, expected: str) -> None:
    assert window(at("Tue 14:00"), at(until), "Asia/Shanghai", "en") == expected
