"""Weekly hours, public holidays and exceptions."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field

from domain.calendar import LONGEST_SHIFT, MINUTES_A_DAY, Hours, Interval
from domain.frozen import Frozen
from domain.policy.words import Translated
from domain.spans import Length

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


def _read_week(value: object) -> object:
    """Seven days from `{mon-fri: …, sat: …}`; a weekday that isn't mentioned is off."""
    if not isinstance(value, Mapping):
        return value
    week = [""] * 7
    for days, hours in value.items():
        found = re.fullmatch(r"(\w{3})(?:-(\w{3}))?", str(days))
        ends = [end for end in found.groups() if end] if found else []
        if not ends or any(end not in WEEKDAYS for end in ends):
            raise ValueError(f"{days!r} is not a weekday or a range of them such as 'mon-fri'")
        first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
        if last < first:
            raise ValueError(f"{days!r} runs backwards; weeks begin on Monday")
        for day in range(first, last + 1):
            if week[day]:
                raise ValueError(f"{WEEKDAYS[day]} is given twice")
            week[day] = str(hours)
    return week


def _no_minute_missing(hours: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Who writes 23:59 means midnight; the minute would be missing from every night."""
    for before, after in pairwise((*hours, None)):
        assert before
        if before.end % MINUTES_A_DAY == MINUTES_A_DAY - 1:
            raise ValueError(f"{before} leaves out a minute before midnight; say 24:00")
        if after and after.start - before.end == 1:
            raise ValueError(f"a minute is missing between {before} and {after}")
    return hours


WholeHours = Annotated[Hours, AfterValidator(_no_minute_missing)]
Seven = tuple[WholeHours, WholeHours, WholeHours, WholeHours, WholeHours, WholeHours, WholeHours]


def _join_nights(week: Seven) -> Seven:
    """A night shift that is written in two at midnight is one: its small hours are of the day it began on."""
    days = [list(hours) for hours in week]
    for day, hours in enumerate(days):
        following = days[(day + 1) % len(days)]
        if not hours or not following:
            continue
        evening, morning = hours[-1], following[0]
        meet = evening.end == MINUTES_A_DAY and morning.start == 0
        whole = Interval(evening.start, MINUTES_A_DAY + morning.end)
        if meet and whole.end - whole.start <= LONGEST_SHIFT:
            hours[-1] = whole
            del following[0]
    mon, tue, wed, thu, fri, sat, sun = (tuple(hours) for hours in days)
    return mon, tue, wed, thu, fri, sat, sun


Week = Annotated[Seven, BeforeValidator(_read_week), AfterValidator(_join_nights)]


class DayPolicy(Frozen):
    """A dated exception of a calendar; without hours it is a day off."""

    label: Translated
    hours: WholeHours = ()


class CalendarPolicy(Frozen):
    """Weekly hours in a zone, with the public holidays of a country and exceptions of one's own.

    `holidays` is an ISO country code. A make-up working day has the hours of the weekday
    `makeup_days_like`. An exception written here wins over the country's, so that a supervisor can
    enter an official notice; `published_until` then says how far it reaches.
    """

    zone: str
    week: Week
    day: Length
    holidays: str | None = None
    makeup_days_like: Weekday = "mon"
    exceptions: dict[date, DayPolicy] = Field(default_factory=dict)
    published_until: date | None = None
