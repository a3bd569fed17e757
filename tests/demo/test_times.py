"""Times counted from now: a demo makes sense on whatever day and hour it is started."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.read import beginning
from demo.times import RECENT, DemoTimes, earlier
from domain.calendar import Calendar
from domain.planning import calendar_for
from policies.load import load

SHANGHAI = ZoneInfo("Asia/Shanghai")
POLICY = load(today=datetime(2026, 6, 1, tzinfo=UTC).date())
MOMENTS = st.integers(0, 350 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def calendar(name: str, now: datetime) -> Calendar:
    return calendar_for(name, POLICY.calendars[name], "en", now.date())


def times(now: datetime) -> DemoTimes:
    return DemoTimes(now, SHANGHAI, calendar("business", now), calendar("waking", now))


def read(text: str, now: str) -> str:
    """What a text means when the demo begins now, both as wall time in Shanghai."""
    start = datetime.strptime(now, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
    at = times(start).read(text, start)
    assert at.tzinfo is UTC
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        # a Wednesday afternoon: everything as it sounds
        ("D-1 10:20", "2026-03-11 15:00", "2026-03-10 10:20"),
        ("D-5 10:20", "2026-03-11 15:00", "2026-03-04 10:20"),
        ("D+1 14:00", "2026-03-11 15:00", "2026-03-12 14:00"),
        ("now-40 working min", "2026-03-11 15:00", "2026-03-11 14:20"),
        ("now+4 working hours", "2026-03-11 15:00", "2026-03-12 10:00"),
        ("now-25 min", "2026-03-11 15:00", "2026-03-11 14:35"),
        ("now+6 h", "2026-03-11 15:00", "2026-03-11 21:00"),
        ("now", "2026-03-11 15:00", "2026-03-11 15:00"),
        # Monday at nine: Friday is not yet yesterday's work
        ("now-40 working min", "2026-03-09 09:10", "2026-03-06 17:30"),
        ("D-1 17:30", "2026-03-09 09:10", "2026-03-05 17:30"),
        ("D+1 10:00", "2026-03-09 09:10", "2026-03-10 10:00"),
        ("now-3 waking hours", "2026-03-09 09:10", "2026-03-08 17:10"),
        # at night: the next call is tomorrow's first, the last one was yesterday's
        ("now+40 working min", "2026-03-11 23:30", "2026-03-12 09:40"),
        ("now-1 working hour", "2026-03-12 02:00", "2026-03-11 17:00"),
        # in the holidays of October, with a make-up Saturday after them
        ("now+1 working hour", "2026-10-05 20:00", "2026-10-08 10:00"),
        ("D-1 10:00", "2026-10-05 20:00", "2026-09-29 10:00"),
        ("D+3 10:00", "2026-10-05 20:00", "2026-10-10 10:00"),
    ],
)
def test_a_time_counted_from_now_means(text: str, now: str, expected: str) -> None:
    assert read(text, now) == expected


def test_what_stories_know_is_still_counted_from_the_step_before() -> None:
    now = datetime(2026, 3, 11, 7, 0, tzinfo=UTC)
    step = times(now).read("D-5 10:20", now)
    assert times(now).read("+26 h", step) - step == timedelta(hours=26)
    assert times(now).read("tomorrow 09:30", step) - step == timedelta(hours=23, minutes=10)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("D+0 10:00", "there is no D\\+0"),
        ("D-3", "'D-5 10:20'"),
        ("now-often", "now|length"),
        ("now+1-2 h", "a range"),
    ],
)
def test_a_text_that_is_no_time_is_refused_with_the_way_out(text: str, why: str) -> None:
    now = datetime(2026, 3, 11, 7, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match=why):
        times(now).read(text, now)


@given(MOMENTS, st.integers(1, 240))
def test_what_is_recent_comes_after_every_day_before(now: datetime, minutes: int) -> None:
    """So that a case's steps are in order whenever the demo is started."""
    read = times(now).read
    recent = read(f"now-{minutes} working min", now)
    assert read("D-1 23:59", now) < recent <= now
    assert recent <= read(f"now-{minutes} min", now)
    assert recent <= read(f"now-{minutes} waking min", now)


@given(MOMENTS)
def test_the_days_to_come_are_to_come(now: datetime) -> None:
    read = times(now).read
    assert now < read("D+1 00:00", now) < read("D+2 00:00", now)
    assert read("D-2 00:00", now) < read("D-1 00:00", now) < now - RECENT + timedelta(hours=1)


@given(MOMENTS, st.integers(1, 40 * 60))
def test_so_much_working_time_has_passed_since(now: datetime, minutes: int) -> None:
    business, amount = calendar("business", now), timedelta(minutes=minutes)
    assert business.between(earlier(business, now, amount), now) == amount


def test_now_is_a_time_that_people_would_say() -> None:
    at = datetime(2026, 3, 11, 7, 13, 42, 123456, tzinfo=UTC)
    assert beginning(at) == datetime(2026, 3, 11, 7, 10, tzinfo=UTC)
