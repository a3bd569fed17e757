"""Lengths of time as people write them in a policy: "15 min", "24-72 h", "3-7 working days".

The lower end of a range is the target (people are warned), the upper end the limit. "Working"
counts on the business calendar, where a day is that calendar's `day`; everything else is clock time.
"""

import re
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, PlainSerializer

from domain.calendar import Calendar
from domain.frozen import Frozen
from domain.plan import Limit

Unit = Literal["min", "h", "day", "week"]
_LENGTHS: dict[Unit, timedelta] = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_UNITS: dict[str, Unit] = {
    "min": "min",
    "minute": "min",
    "minutes": "min",
    "h": "h",
    "hour": "h",
    "hours": "h",
    "day": "day",
    "days": "day",
    "week": "week",
    "weeks": "week",
}
_NUMBER = r"(\d+(?:\.\d+)?)"
_SPAN = re.compile(rf"{_NUMBER}(?:\s*-\s*{_NUMBER})?\s*(working\s+)?([a-z]+)")
_EXAMPLES = "'15 min', '4 h', '24-72 h', '4 working hours' or '3-7 working days'"


class Span(Frozen):
    """A length of time, or a range of two, before a calendar has given it its meaning."""

    upper: float
    lower: float | None = None
    unit: Unit
    working: bool = False

    def __str__(self) -> str:
        numbers = f"{self.upper:g}" if self.lower is None else f"{self.lower:g}-{self.upper:g}"
        return f"{numbers} {'working ' if self.working else ''}{_word(self.unit, self.upper)}"

    def limit(self, *, rule: str, business: Calendar) -> Limit:
        """This span as a limit of a plan; a working one counts on the business calendar."""
        one = business.day if self.working and self.unit == "day" else _LENGTHS[self.unit]
        return Limit(
            limit=one * self.upper,
            target=None if self.lower is None else one * self.lower,
            calendar=business.name if self.working else None,
            rule=rule,
        )


def _word(unit: Unit, number: float) -> str:
    return {"min": "min", "h": "h"}.get(unit, unit if number == 1 else f"{unit}s")


def parse_span(text: str) -> Span:
    """Read a span. Raises ValueError with the reason and examples of what is understood."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(f"{text!r} is not a length of time such as {_EXAMPLES}")
    first, second, working, word = found.groups()
    unit = _UNITS.get(word)
    if unit is None:
        raise ValueError(f"{text!r}: unknown unit {word!r}; known: {', '.join(_UNITS)}")
    if working and unit == "week":
        raise ValueError(f"{text!r}: a working week has no fixed length; count working days")
    lower, upper = (float(first), float(second)) if second else (None, float(first))
    if upper == 0:
        raise ValueError(f"{text!r} is no time at all")
    if lower is not None and lower >= upper:
        raise ValueError(f"{text!r}: the lower end, the target, must be less than the upper end")
    return Span(upper=upper, lower=lower, unit=unit, working=bool(working))


def _read_span(value: object) -> Span:
    return value if isinstance(value, Span) else parse_span(str(value))


def _read_length(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    span = parse_span(str(value))  # a bare number would be taken as seconds
    if span.working or span.lower is not None:
        raise ValueError(f"{value!r} must be one length of clock time such as '30 min' or '8 h'")
    return _LENGTHS[span.unit] * span.upper


SpanText = Annotated[Span, BeforeValidator(_read_span), PlainSerializer(str, return_type=str)]
"""A span that is written as text in a policy."""

Length = Annotated[timedelta, BeforeValidator(_read_length)]
"""A plain length of clock time, written as text in a policy."""
