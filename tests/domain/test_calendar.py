"""Business time: hand-computed cases, laws, and another library as the judge."""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import workclock
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from builders import a_plan
from domain.calendar import Calendar, DayException, Interval, parse_hours

OFFICE = "09:00-12:00 13:00-18:00"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def a_calendar(
    week: list[str] | None = None,
    *,
    zone: str = "Asia/Shanghai",
    exceptions: dict[str, tuple[str, str]] | None = None,
    published_until: date | None = None,
    day: timedelta = timedelta(hours=8),
) -> Calendar:
    return Calendar.model_validate(
        {
            "name": "office",
            "zone": zone,
            "week": week if week is not None else [OFFICE] * 5 + ["", ""],
            "exceptions": {
                day: {"name": name, "intervals": hours}
                for day, (name, hours) in (exceptions or {}).items()
            },
            "published_until": published_until,
            "day": day,
        }
    )


BUSINESS = a_calendar(
    exceptions={
        "2026-02-14": ("make-up Saturday", OFFICE),
        "2026-02-16": ("Spring Festival", ""),
        "2026-02-17": ("Spring Festival", ""),
        "2026-02-18": ("Spring Festival", ""),
        "2026-02-19": ("Spring Festival", ""),
        "2026-02-20": ("Spring Festival", ""),
        "2026-12-31": ("half day", "09:00-12:00"),
    },
    published_until=date(2026, 12, 31),
)
WAKING = a_calendar(["09:00-20:00"] * 7, day=timedelta(hours=11))
ALWAYS = a_calendar(["00:00-24:00"] * 7, day=timedelta(hours=24))
NIGHT = a_calendar(
    ["22:00-24:00", *["00:00-06:00 22:00-24:00"] * 4, "00:00-06:00", ""], zone="Europe/Berlin"
)
LATE = a_calendar(["22:00-02:00 02:30-06:00"] * 5 + ["", ""])
"""A night shift with a break, from Monday evening to Saturday morning."""
SHIFTS = a_calendar(["06:00-14:00 14:00-22:00"] * 5 + ["08:00-12:30", ""], zone="America/New_York")
CALENDARS = [BUSINESS, WAKING, ALWAYS, NIGHT, LATE, SHIFTS]


def at(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        # 2026-01-05 is an ordinary Monday
        ("2026-01-05 09:00", 3, "2026-01-05 12:00"),  # fits exactly: ends before lunch, not after
        ("2026-01-05 09:00", 3.5, "2026-01-05 13:30"),  # lunch doesn't count
        ("2026-01-05 09:00", 8, "2026-01-05 18:00"),  # due at 18:00, not 09:00 tomorrow
        ("2026-01-05 18:00", 1, "2026-01-06 10:00"),  # after hours waits for the morning
        ("2026-01-05 12:30", 1, "2026-01-05 14:00"),  # in the lunch break
        ("2026-01-05 03:00", 1, "2026-01-05 10:00"),  # before hours
        ("2026-01-09 17:00", 4, "2026-01-12 12:00"),  # over the weekend
        ("2026-01-05 10:00", 24, "2026-01-08 10:00"),  # three working days
        ("2026-02-13 17:00", 2, "2026-02-14 10:00"),  # a make-up Saturday works
        ("2026-02-14 17:00", 2, "2026-02-23 10:00"),  # Spring Festival and a weekend on the way
        ("2026-12-31 10:00", 3, "2027-01-01 10:00"),  # half day
    ],
)
def test_adding_working_time_lands_where_a_person_would_say(
    start: str, hours: float, due: str
) -> None:
    amount = timedelta(hours=hours)
    answer = BUSINESS.add(at(start), amount)
    assert answer == at(due)
    assert answer.tzinfo is UTC
    assert BUSINESS.between(at(start), answer) == amount


@pytest.mark.parametrize(
    ("a", "b", "hours"),
    [
        ("2026-01-05 09:00", "2026-01-05 18:00", 8),
        ("2026-01-05 12:00", "2026-01-05 13:00", 0),
        ("2026-01-09 18:00", "2026-01-12 09:00", 0),
        ("2026-01-05 00:00", "2026-01-12 00:00", 40),
        ("2026-02-09 00:00", "2026-02-23 00:00", 48),  # six days, then Spring Festival
        ("2026-01-05 18:00", "2026-01-05 09:00", -8),  # backwards is negative, as with b - a
    ],
)
def test_working_time_between_two_instants(a: str, b: str, hours: float) -> None:
    assert BUSINESS.between(at(a), at(b)) == timedelta(hours=hours)


def test_adding_nothing_gives_the_next_working_instant() -> None:
    assert BUSINESS.add(at("2026-01-05 10:00"), timedelta(0)) == at("2026-01-05 10:00")
    assert BUSINESS.add(at("2026-01-05 18:00"), timedelta(0)) == at("2026-01-06 09:00")


def test_an_interval_includes_its_start_and_not_its_end() -> None:
    assert BUSINESS.is_working(at("2026-01-05 09:00"))
    assert not BUSINESS.is_working(at("2026-01-05 12:00"))
    assert not BUSINESS.is_working(at("2026-01-05 12:59"))
    assert SHIFTS.is_working(at("2026-01-05 14:00", "America/New_York"))  # the next shift is there
    assert ALWAYS.is_working(at("2026-01-05 00:00"))


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-01-05 10:00", "2026-01-05 18:00"),
        ("2026-01-05 03:00", "2026-01-05 18:00"),
        ("2026-01-05 18:00", "2026-01-06 18:00"),
        ("2026-01-09 19:00", "2026-01-12 18:00"),
        ("2026-12-31 10:00", "2026-12-31 12:00"),
    ],
)
def test_the_end_of_day_is_the_last_working_instant_still_ahead(now: str, end: str) -> None:
    assert BUSINESS.end_of_day(at(now)) == at(end)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-01-05 10:00", "2026-01-06 18:00"),
        ("2026-01-05 20:00", "2026-01-06 18:00"),  # after work: still only tomorrow
        ("2026-01-09 10:00", "2026-01-12 18:00"),
    ],
)
def test_the_end_of_the_next_day_is_tomorrows_however_late_it_is(now: str, end: str) -> None:
    assert BUSINESS.end_of_next_day(at(now)) == at(end)


def test_the_end_of_a_day_round_the_clock_is_midnight() -> None:
    assert ALWAYS.end_of_day(at("2026-01-05 10:00")) == at("2026-01-06 00:00")


def test_a_night_shift_runs_over_midnight() -> None:
    start = at("2026-01-05 23:00", "Europe/Berlin")
    assert NIGHT.add(start, timedelta(hours=7)) == at("2026-01-06 06:00", "Europe/Berlin")
    assert NIGHT.add(start, timedelta(hours=8)) == at("2026-01-06 23:00", "Europe/Berlin")


@pytest.mark.trial("R8")
@pytest.mark.parametrize(
    ("now", "end", "next_end"),
    [
        ("2026-01-05 23:40", "2026-01-06 06:00", "2026-01-07 06:00"),
        ("2026-01-06 03:00", "2026-01-06 06:00", "2026-01-07 06:00"),  # still Monday's shift
        ("2026-01-06 02:10", "2026-01-06 06:00", "2026-01-07 06:00"),  # in its break
        ("2026-01-06 06:00", "2026-01-07 06:00", "2026-01-08 06:00"),
        ("2026-01-10 01:00", "2026-01-10 06:00", "2026-01-13 06:00"),  # Friday's
    ],
)
def test_a_night_shift_ends_in_the_morning(now: str, end: str, next_end: str) -> None:
    assert LATE.end_of_day(at(now)) == at(end)
    assert LATE.end_of_next_day(at(now)) == at(next_end)


@pytest.mark.trial("R8")
def test_the_end_of_the_day_before_is_over_by_then() -> None:
    assert LATE.end_of_day_before(at("2026-01-08 14:00")) == at("2026-01-08 06:00")
    assert LATE.end_of_day_before(at("2026-01-08 03:00")) == at("2026-01-07 06:00")


def test_a_shift_that_runs_into_a_dated_exception_counts_no_hour_twice() -> None:
    calendar = a_calendar(["20:00-08:00"] * 7, exceptions={"2026-01-06": ("stock", "06:00-12:00")})
    a, b = at("2026-01-05 12:00"), at("2026-01-06 12:00")
    assert calendar.between(a, b) == timedelta(hours=16)
    assert calendar.add(a, timedelta(hours=13)) == at("2026-01-06 09:00")


@given(
    st.sampled_from([LATE, NIGHT, a_calendar(["20:00-08:00"] * 7, zone="America/Asuncion")]),
    st.timedeltas(timedelta(0), timedelta(days=300)),
    st.integers(1, 3000),
)
@settings(max_examples=30)
def test_counting_minute_by_minute_agrees(
    calendar: Calendar, ahead: timedelta, wanted: int
) -> None:
    start = (datetime(2026, 1, 1, tzinfo=UTC) + ahead).replace(second=0, microsecond=0)
    left, minute = wanted, start
    while left:
        left -= is_worked(calendar, minute)
        minute += timedelta(minutes=1)
    assert calendar.add(start, timedelta(minutes=wanted)) == minute
    assert calendar.between(start, minute) == timedelta(minutes=wanted)


def is_worked(calendar: Calendar, at: datetime) -> bool:
    """Whether a minute is worked, looked up on the wall clock; not for the hour in which clocks are changed."""
    wall = at.astimezone(ZoneInfo(calendar.zone))
    minutes = wall.hour * 60 + wall.minute
    return any(
        start <= minutes + 24 * 60 * later < end
        for later in (0, 1)
        for start, end in calendar.week[(wall.weekday() - later) % 7]
    )


@pytest.mark.parametrize(
    ("a", "b", "hours"),
    [
        ("2026-03-29 00:00", "2026-03-30 00:00", 23),  # clocks go forward in Berlin
        ("2026-10-25 00:00", "2026-10-26 00:00", 25),  # and back
    ],
)
def test_a_day_with_a_change_of_the_clocks_has_its_real_length(a: str, b: str, hours: int) -> None:
    calendar = a_calendar(["00:00-24:00"] * 7, zone="Europe/Berlin")
    a_day = calendar.between(at(a, "Europe/Berlin"), at(b, "Europe/Berlin"))
    assert a_day == timedelta(hours=hours)


def test_hours_that_begin_in_skipped_time_begin_at_the_change() -> None:
    calendar = a_calendar(["00:00-02:30 02:30-04:00"] * 7, zone="Europe/Berlin")
    a, b = at("2026-03-29 00:00", "Europe/Berlin"), at("2026-03-29 12:00", "Europe/Berlin")
    assert calendar.between(a, b) == timedelta(hours=3)
    assert calendar.add(a, timedelta(hours=2)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_hours_within_repeated_time_count_both_times() -> None:
    calendar = a_calendar(["01:00-02:00 02:00-03:00"] * 7, zone="Europe/Berlin")
    a, b = at("2026-10-25 00:00", "Europe/Berlin"), at("2026-10-25 12:00", "Europe/Berlin")
    assert calendar.between(a, b) == timedelta(hours=3)


def test_a_date_that_a_zone_left_out_is_not_worked() -> None:
    calendar = a_calendar(["00:00-24:00"] * 7, zone="Pacific/Apia")  # there was no 2011-12-30
    a, b = at("2011-12-29 00:00", "Pacific/Apia"), at("2012-01-01 00:00", "Pacific/Apia")
    assert calendar.between(a, b) == timedelta(days=2)


def test_exceptions_on_the_way_are_named_in_order() -> None:
    assert BUSINESS.exceptions_between(at("2026-02-13 10:00"), at("2026-02-16 00:00")) == [
        (date(2026, 2, 14), "make-up Saturday"),
        (date(2026, 2, 16), "Spring Festival"),
    ]
    assert BUSINESS.exceptions_between(at("2026-03-02 10:00"), at("2026-03-09 00:00")) == []


def test_a_date_beyond_the_published_holidays_is_estimated() -> None:
    assert not BUSINESS.is_estimated(at("2026-12-31 23:59"))
    assert BUSINESS.is_estimated(at("2027-01-01 00:00"))
    assert not WAKING.is_estimated(at("2099-01-01 00:00"))


@pytest.mark.parametrize(
    ("week", "reason"),
    [
        ([""] * 7, "no working time"),
        (["13:00-08:00"] * 7, "a shift of 19 hours over midnight"),
        (["08:00-12:00 18:00-09:00"] * 7, "runs into the hours of the day after"),
        (["22:00-06:00", "05:00-13:00"] + [""] * 5, "of the day after it overlap"),
        (["20:00-02:00 03:00-21:00"] * 7, "a shift of 18 hours over midnight"),
        (["09:00-12:00 11:00-18:00"] * 7, "overlap"),
        (["13:00-18:00 09:00-12:00"] * 7, "out of order"),
        (["09:00-24:30"] * 7, "within one day"),
        (["09:00-09:00"] * 7, "forward"),
        (["nine to five"] * 7, "not an interval"),
        (["09:75-12:00"] * 7, "59 minutes"),
        (["09:00-12:00"] * 6, "week"),
    ],
)
def test_hours_that_make_no_sense_are_refused(week: list[str], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        a_calendar(week)


@pytest.mark.parametrize("zone", ["Asia/Peking", "Asia", "", "../etc/passwd"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValidationError, match="unknown time zone"):
        a_calendar(zone=zone)


def test_a_working_day_of_no_length_is_refused() -> None:
    with pytest.raises(ValidationError, match="longer than zero"):
        a_calendar(day=timedelta(0))


def test_an_exception_is_checked_like_a_weekday() -> None:
    with pytest.raises(ValidationError, match="does not run forward"):
        DayException(name="odd", intervals=(Interval(600, 540),))


def test_naive_times_and_negative_amounts_are_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        BUSINESS.is_working(datetime.fromisoformat("2026-01-05 10:00"))
    with pytest.raises(ValueError, match="negative"):
        BUSINESS.add(at("2026-01-05 10:00"), timedelta(hours=-1))


@pytest.mark.parametrize(
    ("text", "intervals"),
    [
        ("22:00-06:00", [(1320, 1800)]),
        ("22:00-02:00 02:30-06:00", [(1320, 1560), (1590, 1800)]),
        ("20:00-24:00 00:30-08:00", [(1200, 1440), (1470, 1920)]),
        ("00:00-06:00 22:00-24:00", [(0, 360), (1320, 1440)]),
        ("22:00-00:00", [(1320, 1440)]),
    ],
)
def test_hours_over_midnight(text: str, intervals: list[tuple[int, int]]) -> None:
    hours = parse_hours(text)
    assert list(hours) == intervals
    assert parse_hours(" ".join(map(str, hours))) == hours


def test_hours_may_be_written_with_commas_and_spaces() -> None:
    assert parse_hours("9:00 - 12:00, 13:00-18:00") == (Interval(540, 720), Interval(780, 1080))


@pytest.mark.parametrize("calendar", CALENDARS)
def test_a_calendar_survives_json(calendar: Calendar) -> None:
    assert Calendar.model_validate_json(calendar.model_dump_json()) == calendar


def test_the_json_of_a_day_is_one_short_text() -> None:
    written = BUSINESS.model_dump(mode="json")
    assert written["week"][0] == OFFICE
    assert written["exceptions"]["2026-02-14"] == f"{OFFICE} make-up Saturday"
    assert written["exceptions"]["2026-02-17"] == "Spring Festival"


def test_a_day_may_not_be_named_like_hours() -> None:
    with pytest.raises(ValidationError, match="begins like hours"):
        DayException(name="09:00-12:00")


instants = st.timedeltas(timedelta(0), timedelta(days=420)).map(
    lambda ahead: datetime(2025, 12, 1, tzinfo=UTC) + ahead
)
amounts = st.timedeltas(timedelta(seconds=1), timedelta(days=20))
calendars = st.sampled_from(CALENDARS)


@given(calendars, instants, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_what_was_added_is_what_lies_between(
    calendar: Calendar, start: datetime, amount: timedelta
) -> None:
    assert calendar.between(start, calendar.add(start, amount)) == amount


@given(calendars, instants, instants, amounts)
def test_a_later_start_is_never_due_earlier(
    calendar: Calendar, a: datetime, b: datetime, amount: timedelta
) -> None:
    a, b = sorted((a, b))
    assert calendar.add(a, amount) <= calendar.add(b, amount)


@given(calendars, instants, amounts, amounts)
def test_adding_in_two_steps_is_adding_once(
    calendar: Calendar, start: datetime, x: timedelta, y: timedelta
) -> None:
    assert calendar.add(calendar.add(start, x), y) == calendar.add(start, x + y)


@given(calendars, instants, instants, instants)
def test_stretches_of_working_time_add_up(
    calendar: Calendar, a: datetime, b: datetime, c: datetime
) -> None:
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)
    assert abs(calendar.between(a, b)) <= abs(b - a)


@given(calendars, instants, amounts)
def test_going_back_is_the_way_there_again(
    calendar: Calendar, end: datetime, amount: timedelta
) -> None:
    start = calendar.back(end, amount)
    assert start <= end
    assert calendar.between(start, end) == amount


def test_going_back_loses_no_hour_of_a_night_into_which_a_dated_exception_falls() -> None:
    extra = {"2026-01-06": ("stock", "02:00-03:00 10:00-12:00")}
    calendar = a_calendar(["20:00-08:00"] * 7, exceptions=extra)
    end = at("2026-01-06 12:11")
    for hours in (1, 2, 3, 8, 14, 20):
        start = calendar.back(end, timedelta(hours=hours))
        assert calendar.between(start, end) == timedelta(hours=hours)
    assert calendar.last_working(at("2026-01-06 09:00")) == at("2026-01-06 08:00")


def test_going_back_over_a_weekend_and_a_break() -> None:
    business = a_plan().calendars["business"]
    assert business.back(at("2026-03-09 09:20"), timedelta(hours=1)) == at("2026-03-06 17:20")
    assert business.back(at("2026-03-03 13:15"), timedelta(hours=1)) == at("2026-03-03 11:15")
    assert business.back(at("2026-03-09 10:00"), timedelta(hours=1)) == at("2026-03-09 09:00")
    with pytest.raises(ValueError, match="negative"):
        business.back(at("2026-03-02 10:00"), timedelta(hours=-1))


def test_the_last_working_instant_is_now_or_the_end_of_what_was_worked_before() -> None:
    business = a_plan(opened_on=date(2026, 3, 2)).calendars["business"]
    assert business.last_working(at("2026-03-03 11:00")) == at("2026-03-03 11:00")
    assert business.last_working(at("2026-03-03 12:30")) == at("2026-03-03 12:00")
    assert business.last_working(at("2026-03-03 09:00")) == at("2026-03-03 09:00")
    assert business.last_working(at("2026-03-03 08:59")) == at("2026-03-02 18:00")
    assert business.last_working(at("2026-03-08 10:00")) == at("2026-03-06 18:00")


@given(calendars, instants)
def test_between_the_last_working_instant_and_now_nothing_is_worked(
    calendar: Calendar, now: datetime
) -> None:
    before = calendar.last_working(now)
    assert before <= now
    assert calendar.between(before, now) == timedelta(0)
    assert before == now or not calendar.is_working(now)


@given(calendars, instants)
def test_the_next_working_instant_is_working_and_ahead(calendar: Calendar, now: datetime) -> None:
    following = calendar.next_working(now)
    assert following >= now
    assert calendar.is_working(following)
    assert calendar.between(now, following) == timedelta(0)
    assert (following == now) == calendar.is_working(now)
    assert calendar.end_of_day(now) > now


def as_workclock(calendar: Calendar) -> workclock.Schedule:
    """The same calendar in the judge's words, which know days off but no make-up days."""
    rules: list[workclock.Rule] = []
    for weekday, hours in enumerate(calendar.week):
        for start, end in hours:
            rules.append(
                workclock.WorkDay(_time(start), _time(end), [weekday], time_zone=calendar.zone)
            )
    off = [day for day, exception in calendar.exceptions.items() if not exception.intervals]
    return workclock.Schedule([*rules, workclock.Holidays(off, time_zone=calendar.zone)])


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


@pytest.mark.parametrize(
    "calendar",
    [
        a_calendar(exceptions={"2026-02-17": ("off", ""), "2026-10-01": ("off", "")}),
        WAKING,
        ALWAYS,
        NIGHT,
        SHIFTS,
        a_calendar(["00:00-24:00"] * 7, zone="America/New_York"),
        a_calendar(["00:30-08:00 20:00-23:30"] * 7, zone="Australia/Lord_Howe"),
    ],
)
def test_another_library_agrees(calendar: Calendar) -> None:
    judge = as_workclock(calendar)
    chance = random.Random(20260105)
    first = datetime(2026, 1, 1, tzinfo=UTC)
    for _ in range(300):
        start = first + timedelta(seconds=chance.randrange(365 * 86400))
        end = start + timedelta(seconds=chance.randrange(30 * 86400))
        amount = timedelta(seconds=chance.randrange(1, 15 * 8 * 3600))
        assert calendar.between(start, end) == judge.between(start, end)
        assert calendar.add(start, amount) == judge.add(start, amount)


def test_the_end_of_the_day_before_skips_what_is_not_worked() -> None:
    business = a_plan(opened_on=date(2026, 2, 12)).calendars["business"]
    assert business.end_of_day_before(at("2026-02-13 11:00")) == at("2026-02-12 18:00")
    assert business.end_of_day_before(at("2026-02-15 11:00")) == at(
        "2026-02-14 18:00"
    )  # worked Saturday
    assert business.end_of_day_before(at("2026-02-24 08:00")) == at("2026-02-14 18:00")
