"""Business time: which instants of the week are worked, and how to add and measure them.

A `Calendar` is pinned inside each case's plan, so it is complete in itself (weekly hours plus dated
exceptions) and short as JSON: a day's hours are one text such as `"09:00-12:00 13:00-18:00"`. A shift
over midnight, `"22:00-02:00 02:30-06:00"`, is of the day on which it began: a holiday takes away
the shift that begins on it and not the end of the one before.

Hours are wall-clock times in the calendar's zone, as its offsets were pinned (`domain.zones`), answers are
real elapsed time between UTC instants. At a change of the clocks a wall time that occurs twice means its first occurrence, and
one that never occurs means the moment of the change, so neighbouring hours neither overlap nor
leave a hole. An interval includes its start and not its end.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Annotated, NamedTuple, Self
from zoneinfo import ZoneInfo

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    field_validator,
    model_serializer,
    model_validator,
)

from domain.frozen import Frozen
from domain.zones import PinnedZone, zone_of

MINUTES_A_DAY = 24 * 60
LONGEST_SHIFT = 16 * 60
"""Minutes of a stretch over midnight; a longer one is a slip of the pen, such as 13:00-08:00 for 18:00."""
A_DAY = timedelta(days=1)
_INTERVAL = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


class Interval(NamedTuple):
    """Worked time of one local day, in minutes after its midnight; past 24:00 it is the next morning."""

    start: int
    end: int

    def __str__(self) -> str:
        start, end = self.start % MINUTES_A_DAY, self.end
        end -= MINUTES_A_DAY if end > MINUTES_A_DAY else 0
        return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (start, end))


def parse_hours(text: str) -> tuple[Interval, ...]:
    """Read a day's hours, "09:00-12:00 13:00-18:00"; an empty text is a day off.

    An end that is not after its start is on the next morning, and so is what follows it: "22:00-02:00
    02:30-06:00". Raises ValueError with the reason.
    """
    intervals: list[Interval] = []
    for part in re.sub(r"\s*-\s*", "-", text.replace(",", " ")).split():
        found = _INTERVAL.fullmatch(part)
        if found is None:
            raise ValueError(f"{part!r} is not an interval of hours such as '09:00-12:00'")
        from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
        if from_minute > 59 or to_minute > 59:
            raise ValueError(f"{part!r} has more than 59 minutes in an hour")
        start, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
        if max(start, end) > MINUTES_A_DAY:
            raise ValueError(f"{part!r} is not within one day")
        before = intervals[-1].end if intervals else 0
        if start < before and before >= MINUTES_A_DAY:
            start, end = start + MINUTES_A_DAY, end + MINUTES_A_DAY
        elif end < start:
            end += MINUTES_A_DAY
        intervals.append(Interval(start, end))
    return tuple(intervals)


def _read_hours(value: object) -> object:
    return parse_hours(value) if isinstance(value, str) else value


def _write_hours(intervals: tuple[Interval, ...]) -> str:
    return " ".join(map(str, intervals))


Hours = Annotated[
    tuple[Interval, ...],
    BeforeValidator(_read_hours),
    PlainSerializer(_write_hours, return_type=str),
]


def _check_hours(intervals: tuple[Interval, ...]) -> None:
    for interval in intervals:
        if not 0 <= interval.start < interval.end or max(interval) >= 2 * MINUTES_A_DAY:
            raise ValueError(f"{interval} does not run forward within a day and its night")
        length = interval.end - interval.start
        if interval.end > MINUTES_A_DAY and length > LONGEST_SHIFT:
            raise ValueError(
                f"{interval} would be a shift of {length / 60:g} hours over midnight; "
                f"the longest is {LONGEST_SHIFT / 60:g}"
            )
        if interval.end > intervals[0].start + MINUTES_A_DAY:
            raise ValueError(f"{interval} runs into the hours of the day after")
    for earlier, later in pairwise(intervals):
        if later.start < earlier.end:
            raise ValueError(f"{earlier} and {later} overlap or are out of order")


class DayException(Frozen):
    """One date that differs from its weekday: no intervals is a holiday, else what is worked.

    As JSON it is one text, because a plan carries dozens: "春节", "09:00-12:00 Inventory".
    """

    name: str
    intervals: Hours = ()

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        words = value.split(" ")
        hours = list(takewhile(_INTERVAL.fullmatch, words))
        return {"name": " ".join(words[len(hours) :]), "intervals": " ".join(hours)}

    @model_serializer
    def _write(self) -> str:
        return f"{_write_hours(self.intervals)} {self.name}" if self.intervals else self.name

    @field_validator("name")
    @classmethod
    def _name_is_no_interval(cls, name: str) -> str:
        if _INTERVAL.match(name):
            raise ValueError(f"{name!r} can't name a day: it begins like hours")
        return name

    @field_validator("intervals")
    @classmethod
    def _intervals_are_ordered(cls, intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
        _check_hours(intervals)
        return intervals


class Calendar(Frozen):
    """The hours that count as working time in one zone, with dated exceptions.

    `day` is the length of one working day: "3 working days" means three times `day` of working
    time. `published_until` is the last date whose public holidays are known; None for a calendar
    that needs no publication, such as waking hours. `offsets` are the zone's as they were known when the
    calendar was pinned; plans from before that was done have none and follow the machine.
    """

    name: str
    zone: str
    week: tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]  # Monday first
    exceptions: dict[date, DayException] = Field(default_factory=dict)
    published_until: date | None = None
    day: timedelta
    offsets: str = ""

    @field_validator("zone")
    @classmethod
    def _zone_is_known(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ValueError, OSError) as error:  # OSError: the name is a folder of zones
            raise ValueError(f"unknown time zone {zone!r}") from error
        except KeyError as error:  # ZoneInfoNotFoundError
            raise ValueError(f"unknown time zone {zone!r}; say it as 'Asia/Shanghai'") from error
        return zone

    @model_validator(mode="after")
    def _has_working_time(self) -> Self:
        for intervals, following in zip(self.week, (*self.week[1:], self.week[0]), strict=True):
            _check_hours(intervals)
            if intervals and following and intervals[-1].end > following[0].start + MINUTES_A_DAY:
                raise ValueError(f"{intervals[-1]} and {following[0]} of the day after it overlap")
        if not any(self.week):
            raise ValueError(
                f"calendar {self.name!r} has no working time in its week; nothing could ever be due"
            )
        if self.day <= timedelta(0):
            raise ValueError(f"calendar {self.name!r}: a working day must be longer than zero")
        if self.offsets:
            PinnedZone(self.zone, self.offsets)
        return self

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """The instant at which `amount` of working time has passed since `start`, in UTC.

        It is the end of an interval rather than the start of the next when it fits exactly: due at
        18:00, not at 09:00 tomorrow. Adding nothing gives `next_working(start)`. Raises ValueError
        for a negative amount or a naive `start`.
        """
        if amount < timedelta(0):
            raise ValueError(f"cannot add {amount} of working time: it is negative")
        start = _utc(start)
        for begins, ends in self._worked_from(start):
            if ends - begins >= amount:
                return begins + amount
            amount -= ends - begins
        raise AssertionError("the week has working time, so the walk ends above")

    def back(self, end: datetime, amount: timedelta) -> datetime:
        """The instant from which `amount` of working time passes until `end`, in UTC.

        It is the start of an interval rather than the end of the one before when it fits exactly. Raises
        ValueError for a negative amount or a naive `end`.
        """
        if amount < timedelta(0):
            raise ValueError(f"cannot go back {amount} of working time: it is negative")
        end = _utc(end)
        for begins, ends in self._worked_until(end):
            if ends - begins >= amount:
                return ends - amount
            amount -= ends - begins
        raise AssertionError("the week has working time, so the walk ends above")

    def between(self, a: datetime, b: datetime) -> timedelta:
        """Working time from `a` to `b`; negative when `b` comes first, as with `b - a`."""
        a, b = _utc(a), _utc(b)
        if b < a:
            return -self.between(b, a)
        total = timedelta(0)
        for begins, ends in self._worked_from(a):
            if begins >= b:
                break
            total += min(ends, b) - begins
        return total

    def is_working(self, at: datetime) -> bool:
        """Whether `at` lies in working time; the end of an interval no longer does."""
        at = _utc(at)
        return self.next_working(at) == at

    def next_working(self, at: datetime) -> datetime:
        """The same instant when working, else the start of the next interval, in UTC."""
        begins, _ = next(self._worked_from(_utc(at)))
        return begins

    def last_working(self, at: datetime) -> datetime:
        """The same instant when working, else the end of the interval before, in UTC."""
        at = _utc(at)
        return at if self.is_working(at) else next(self._worked_until(at))[1]

    def end_of_day(self, at: datetime) -> datetime:
        """The last working instant of the day `at` is of, or of the next that has one ahead."""
        at = _utc(at)
        return self._end_from(self.day_of(at), at)

    def end_of_next_day(self, at: datetime) -> datetime:
        """The last working instant of the first day after the one `at` is of on which work is done."""
        at = _utc(at)
        return self._end_from(self.day_of(at) + A_DAY, at)

    def end_of_day_before(self, at: datetime) -> datetime:
        """The last working instant of the last day that was worked, and whose work was done, before
        `at`'s local date."""
        at = _utc(at)
        day = self.local_date(at)
        while True:
            day -= A_DAY
            worked = self._worked_on(day)
            if worked and worked[-1][1] <= at:
                return worked[-1][1]

    def _end_from(self, day: date, at: datetime) -> datetime:
        while True:
            worked = self._worked_on(day)
            if worked and worked[-1][1] > at:
                return worked[-1][1]
            day += A_DAY

    def last_before_date(self, at: datetime) -> datetime:
        """The last working instant before `at`'s local date begins: of a shift over that midnight, the midnight."""
        day = self.local_date(_utc(at))
        midnight = _instant(datetime.combine(day, time(), zone_of(self.zone, self.offsets)), 0)
        tick = timedelta(microseconds=1)
        last = self.last_working(midnight - tick)
        return midnight if last == midnight - tick else last

    def exceptions_between(self, a: datetime, b: datetime) -> list[tuple[date, str]]:
        """Holidays and make-up days on the local dates from `a` to `b`, both included."""
        first, last = self.local_date(_utc(a)), self.local_date(_utc(b))
        return [
            (day, exception.name)
            for day, exception in sorted(self.exceptions.items())
            if first <= day <= last
        ]

    def is_estimated(self, at: datetime) -> bool:
        """Whether `at` falls beyond the dates whose public holidays are known."""
        if self.published_until is None:
            return False
        return self.local_date(_utc(at)) > self.published_until

    def local_date(self, at: datetime) -> date:
        """The date on the wall at an instant."""
        zone = zone_of(self.zone, self.offsets)
        return zone.local_date(at) if isinstance(zone, PinnedZone) else at.astimezone(zone).date()

    def day_of(self, at: datetime) -> date:
        """The date whose hours `at` is of: the small hours of a night shift are those of the day before."""
        day = self.local_date(at)
        night = self._worked_on(day - A_DAY)
        return day - A_DAY if night and at < night[-1][1] else day

    def _worked_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        exception = self.exceptions.get(day)
        intervals = self.week[day.weekday()] if exception is None else exception.intervals
        return _instants(self.zone, self.offsets, day, intervals) if intervals else ()

    def _worked_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is worked from `at` on, in order and without end; a stretch that is running begins at `at`."""
        day = self.local_date(at) - A_DAY  # a shift of yesterday may go on
        while True:
            for begins, ends in self._worked_on(day):
                if ends > at:
                    yield max(begins, at), ends
                    at = ends  # a dated exception may overlap with the night before: no hour counts twice
            day += A_DAY

    def _worked_until(self, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The same backwards, up to `end`, the latest first; a stretch that was running ends at `end`."""
        day = self.local_date(end)
        while True:
            night = self._worked_on(day - A_DAY)
            for begins, ends in reversed(self._worked_on(day)):
                begun = max(begins, night[-1][1]) if night else begins
                if begun < min(ends, end):
                    yield begun, min(ends, end)
            day -= A_DAY


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone; business time needs aware instants")
    return at.astimezone(UTC)


@lru_cache(maxsize=8192)  # some ten calendars over two years; keyed by value, so plans share it
def _instants(
    zone: str, offsets: str, day: date, intervals: tuple[Interval, ...]
) -> tuple[tuple[datetime, datetime], ...]:
    stretches = []
    midnight = datetime.combine(day, time(), zone_of(zone, offsets))
    for start, end in intervals:
        begins, ends = _instant(midnight, start), _instant(midnight, end)
        if begins < ends:  # hours that the clocks jump over are not worked
            stretches.append((begins, ends))
    return tuple(stretches)


def _instant(midnight: datetime, minutes: int) -> datetime:
    """The UTC instant of a wall time; see the module's docstring for the changes of the clocks."""
    wall = midnight + timedelta(minutes=minutes)
    late, early = wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    if early >= late:  # equal on ordinary days; `late` is the first occurrence of a repeated time
        return late
    offset = wall.utcoffset()  # the wall time is skipped: find the change between the two readings
    while late - early > timedelta(seconds=1):
        middle = (early + (late - early) / 2).replace(microsecond=0)
        if middle.astimezone(wall.tzinfo).utcoffset() == offset:
            early = middle
        else:
            late = middle
    return late
