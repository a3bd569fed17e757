"""Times as people say them in a story: "2026-03-03 14:00", "Tue 10:00", "+2 working days".

A relative time is counted from a moment that the caller names: for a step's `at` the step before
it, for a time inside a step the step itself. Answers are instants in UTC.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.calendar import Calendar
from domain.spans import parse_shift

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EXAMPLES = "'2026-03-03 14:00', '14:00', 'tomorrow 10:00', 'Tue 10:00', 'next Tue 10:00', '+90 min' or '+2 working days'"

_CLOCK = r"(\d{1,2}):(\d{2})"
_ABSOLUTE = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}})[ T]{_CLOCK}")
_ON_A_DAY = re.compile(rf"(?:(next )?({'|'.join(WEEKDAYS)})[a-z]* |(tomorrow ))?{_CLOCK}")


class StoryTimes:
    """Reads the times of one story, in its zone and by its business calendar."""

    def __init__(self, zone: ZoneInfo, business: Calendar) -> None:
        self._zone = zone
        self._business = business

    def read(self, text: str, since: datetime) -> datetime:
        """The instant a text means, counted from `since`. Raises ValueError with examples.

        "Tue 10:00" is the first one that is not before `since`, "next Tue 10:00" the one of the
        week after (weeks begin on Monday), "10:00" is on the same date.
        """
        text, since = text.strip(), since.astimezone(UTC)
        if text.lower() == "now":
            return since
        if text.startswith(("+", "-")):
            return parse_shift(text).apply(since, self._business)
        readers: tuple[
            tuple[re.Pattern[str], Callable[[re.Match[str], datetime], datetime]], ...
        ] = (
            (_ABSOLUTE, self._absolute),
            (_ON_A_DAY, self._on_a_day),
        )
        for form, reader in readers:
            found = form.fullmatch(text if form is _ABSOLUTE else text.lower())
            if found:
                return reader(found, since)
        raise ValueError(f"{text!r} is not a time such as {EXAMPLES}")

    def local(self, at: datetime) -> datetime:
        """An instant as the story's people read it off the wall."""
        return at.astimezone(self._zone)

    def _absolute(self, found: re.Match[str], _: datetime) -> datetime:
        day, hour, minute = found.groups()
        return self._instant(date.fromisoformat(day), hour, minute)

    def _on_a_day(self, found: re.Match[str], since: datetime) -> datetime:
        following, weekday, tomorrow, hour, minute = found.groups()
        today = self.local(since).date()
        if weekday is None:
            return self._instant(today + timedelta(days=1 if tomorrow else 0), hour, minute)
        if following:
            monday = today - timedelta(days=today.weekday())
            return self._instant(monday + timedelta(days=7 + WEEKDAYS.index(weekday)), hour, minute)
        day = today + timedelta(days=(WEEKDAYS.index(weekday) - today.weekday()) % 7)
        at = self._instant(day, hour, minute)
        return at if at >= since else self._instant(day + timedelta(days=7), hour, minute)

    def _instant(self, day: date, hour: str, minute: str) -> datetime:
        wall = datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=self._zone)
        return wall.astimezone(UTC)
