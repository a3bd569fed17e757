"""Times as people say them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.planning import calendar_for
from policies.load import load
from stories.times import StoryTimes

SHANGHAI = ZoneInfo("Asia/Shanghai")


def times(opened_on: date) -> StoryTimes:
    policy = load(today=opened_on)
    business = calendar_for("business", policy.calendars["business"], "en", opened_on)
    return StoryTimes(SHANGHAI, business)


def read(text: str, since: str) -> str:
    """What a text means, both as wall time in Shanghai."""
    start = datetime.strptime(since, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
    at = times(start.date()).read(text, start)
    assert at.tzinfo is UTC
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2026-03-03 14:00"),
        ("2026-03-09 08:15", "2026-03-09 08:15"),
        ("18:00", "2026-03-03 18:00"),
        ("09:00", "2026-03-03 09:00"),
        ("tomorrow 10:00", "2026-03-04 10:00"),
        ("Tue 14:00", "2026-03-03 14:00"),
        ("Tue 13:59", "2026-03-10 13:59"),
        ("Friday 10:00", "2026-03-06 10:00"),
        ("Mon 10:00", "2026-03-09 10:00"),
        ("next Tue 10:00", "2026-03-10 10:00"),
        ("next Fri 10:00", "2026-03-13 10:00"),
        ("+90 min", "2026-03-03 15:30"),
        ("+2 h", "2026-03-03 16:00"),
        ("-5 min", "2026-03-03 13:55"),
        ("+3 days", "2026-03-06 14:00"),
        ("+4 working hours", "2026-03-03 18:00"),
        ("+5 working hours", "2026-03-04 10:00"),
        ("+2 working days", "2026-03-05 14:00"),
    ],
)
def test_a_time_is_counted_from_a_moment(text: str, expected: str) -> None:
    assert read(text, since="2026-03-03 14:00") == expected  # a Tuesday


def test_working_days_leave_out_a_public_holiday() -> None:
    # 1 to 7 October is the National Day holiday
    assert read("+2 working days", since="2026-09-30 14:00") == "2026-10-09 14:00"


def test_working_days_count_a_make_up_saturday() -> None:
    assert read("+1 working day", since="2026-10-09 14:00") == "2026-10-10 14:00"
    assert read("+2 working days", since="2026-10-09 14:00") == "2026-10-12 14:00"


@pytest.mark.parametrize(
    "text", ["soon", "25:00", "2026-02-30 09:00", "+2", "+2-3 h", "-1 working day", "", "14"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read(text, since="2026-03-03 14:00")


def test_a_refusal_shows_what_would_be_a_time() -> None:
    with pytest.raises(ValueError, match=r"'soon' is not a time such as '2026-03-03 14:00'"):
        read("soon", since="2026-03-03 14:00")


@pytest.mark.trial("A23")
def test_a_story_of_half_a_year_knows_what_is_published() -> None:
    spring = times(date(2026, 3, 17))
    since = datetime(2026, 9, 30, 16, tzinfo=SHANGHAI)
    there = spring.read("+4 working h", since)
    assert f"{there.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == "2026-10-08 11:00"
