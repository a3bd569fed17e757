"""Lengths of time in words."""

from datetime import timedelta

from domain.plan.terms import Language
from domain.spans import Span, Unit
from messages.book import BOOK


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


def span(of: Span, language: Language) -> str:
    """A length, or a range of two, in the unit it was written in: "3–7 working days"; "3–7 个工作日"."""
    unit, times = UNITS[of.unit]
    kind = f"working_{unit}" if of.working else unit
    upper = f"{of.upper * times:g}"
    count = upper if of.lower is None else f"{of.lower * times:g}–{upper}"
    number = "one" if count == "1" else "many"
    return BOOK.texts.say(language, f"length.{kind}.{number}", count=count)


UNITS: dict[Unit, tuple[str, int]] = {
    "min": ("minute", 1),
    "h": ("hour", 1),
    "day": ("day", 1),
    "week": ("day", 7),
}
"""A unit of a policy → that of the words, and how many of those it is."""
