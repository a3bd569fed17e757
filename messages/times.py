"""Moments in words.

Our own, deterministic and few: babel would load locale files inside workflow code. Nothing is
relative ("tomorrow"), because most of these texts stay on record.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.plan.terms import Language

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
