"""Times counted from now, so that a demo makes sense on whatever day and hour it is started.

    D-5 10:20            on the fifth working day before today
    D+1 15:00            on the next working day
    now                  the beginning of the demo's real time
    now-40 working min   forty minutes of office time ago: on a Monday at 09:10, Friday at 17:30
    now-3 waking hours   the same by the hours in which it is polite to call, Sundays included
    now+40 working min   forty minutes of office time from now: in the evening, 09:40 on the next working day
    now-25 min, now+6 h  by the clock

and everything `stories.times` knows, counted from the step before. "Today" in `D-…` is the working day
on which the last four working hours began (`RECENT`), so at nine in the morning still yesterday. Steps
up to that old are written with `now-…`, older ones with `D-…`: then each comes after the one before it
on any day.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.calendar import Calendar
from domain.spans import parse_shift
from stories.times import StoryTimes

RECENT = timedelta(hours=4)
"""Working time before now that is written as such and not as a day."""

EXAMPLES = "'D-5 10:20', 'D+1 15:00', 'now-40 working min', 'now-3 waking hours' or 'now+6 h'"

_DAY = re.compile(r"d([+-])(\d{1,2}) (\d{1,2}):(\d{2})")
_FROM_NOW = re.compile(r"now\s*([+-].+)")


class DemoTimes(StoryTimes):
    """Reads the times of a demo's case."""

    def __init__(self, now: datetime, zone: ZoneInfo, business: Calendar, waking: Calendar) -> None:
        super().__init__(zone, business)
        self.now = now.astimezone(UTC)
        self._waking = waking

    def read(self, text: str, since: datetime) -> datetime:
        """The instant a text means. Raises ValueError with examples."""
        plain = text.strip().lower()
        if plain == "now":
            return self.now
        if found := _DAY.fullmatch(plain):
            sign, count, hour, minute = found.groups()
            return self._at(self._day(sign, int(count)), int(hour), int(minute))
        if found := _FROM_NOW.fullmatch(plain):
            return self._from_now(found[1])
        if plain.startswith(("d+", "d-", "now+", "now-")):
            raise ValueError(f"{text!r} is not a time such as {EXAMPLES}")
        return super().read(text, since)

    def _day(self, sign: str, count: int) -> date:
        """The working day that is so many away from today."""
        if not count:
            raise ValueError("there is no D+0: what happens today is written as 'now-…' or 'now+…'")
        ahead = sign == "+"
        base = self.now if ahead else earlier(self._business, self.now, RECENT)
        day, one = self.local(base).date(), timedelta(days=1 if ahead else -1)
        while count:
            day += one
            count -= self._is_worked(day)
        return day

    def _is_worked(self, day: date) -> bool:
        midnight = self._at(day, 0, 0)
        return self.local(self._business.next_working(midnight)).date() == day

    def _from_now(self, text: str) -> datetime:
        counted = "waking" if "waking" in text else "working"
        calendar = self._waking if counted == "waking" else self._business
        shift = parse_shift(text, counted=counted)
        if shift.is_worked_back:
            return earlier(calendar, self.now, shift.amount(calendar))
        return shift.apply(self.now, calendar)

    def _at(self, day: date, hour: int, minute: int) -> datetime:
        return datetime.combine(day, time(hour, minute), self._zone).astimezone(UTC)


def earlier(calendar: Calendar, at: datetime, amount: timedelta) -> datetime:
    """The instant from which `amount` of working time has passed at `at`."""
    start = at
    while calendar.between(start, at) < amount:
        start -= timedelta(days=1)
    return calendar.add(start, calendar.between(start, at) - amount)
