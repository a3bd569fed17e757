"""Moments and lengths in words.

Our own, deterministic and few: babel would load locale files inside workflow code. Nothing is
relative ("tomorrow"), because most of these texts stay on record.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.plan.terms import Language
from messages.book import BOOK

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment(at: datetime, zone: str, language: Language, now: datetime | None = None) -> str:
    """An instant as wall time in `zone`: "Tue 3 Mar 14:00", "3月3日 周二 14:00".

    The year is named when `now` is given and lies in another one.
    """
    local = at.astimezone(ZoneInfo(zone))
    other_year = now is not None and now.astimezone(ZoneInfo(zone)).year != local.year
    return f"{day(local.date(), language, with_year=other_year)} {local:%H:%M}"


def window(
    begins: datetime, ends: datetime, zone: str, language: Language, now: datetime | None = None
) -> str:
    """From one instant to another, the date once if it is the same: "Tue 3 Mar 14:00–16:00"."""
    first, last = (at.astimezone(ZoneInfo(zone)) for at in (begins, ends))
    same_day = first.date() == last.date()
    end = f"{last:%H:%M}" if same_day else moment(ends, zone, language, now)
    return f"{moment(begins, zone, language, now)}–{end}"


def day(on: date, language: Language, *, with_year: bool = False) -> str:
    """A date: "Tue 3 Mar", "3月3日 周二"."""
    weekday = on.weekday()
    if language == "zh-CN":
        year = f"{on.year}年" if with_year else ""
        return f"{year}{on.month}月{on.day}日 周{'一二三四五六日'[weekday]}"
    year = f" {on.year}" if with_year else ""
    return f"{_DAYS[weekday]} {on.day} {_MONTHS[on.month - 1]}{year}"


def length(amount: timedelta, language: Language, day: timedelta | None = None) -> str:
    """A length to the minute: "45 min", "1 day 2 h"; "1 天 2 小时".

    With `day`, the length of a working day, it is working time: "3 working days", "4 working hours".
    A negative amount is told by its size.
    """
    minutes = int(abs(amount) / timedelta(minutes=1))
    if not minutes:
        return BOOK.texts.say(language, "length.moment")
    minutes_a_day = int((day or timedelta(days=1)) / timedelta(minutes=1))
    days, minutes = divmod(minutes, minutes_a_day)
    hours, minutes = divmod(minutes, 60)
    parts: list[str] = []
    for unit, count in (("day", days), ("hour", hours), ("minute", minutes)):
        if count:
            # only the first unit says that it is working time: "1 working day 4 h"
            kind = f"working_{unit}" if day and not parts else unit
            number = "one" if count == 1 else "many"
            parts.append(BOOK.texts.say(language, f"length.{kind}.{number}", count=count))
    return " ".join(parts)
