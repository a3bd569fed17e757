"""Lengths of time as people write them: "15 min", "24-72 h", "3-7 working days" in a policy; "+90 min" or
"-3 working hours" where a moment is counted from another.

The lower end of a range is the target (people are warned), the upper end the limit. "Working"
counts on the business calendar, where a day is that calendar's `day`; everything else is clock time.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, PlainSerializer

from domain.calendar import Calendar
from domain.frozen import Frozen
from domain.plan.limit import Limit

Unit = Literal["min", "h", "day", "week"]
_LENGTHS: dict[Unit, timedelta] = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_UNITS: dict[str, Unit] = {
    "min": "min",
    "m": "min",
    "minute": "min",
    "minutes": "min",
    "h": "h",
    "hour": "h",
    "hours": "h",
    "day": "day",
    "d": "day",
    "days": "day",
    "week": "week",
    "weeks": "week",
}
_NUMBER = r"(\d+(?:\.\d+)?)"
_SPAN = re.compile(rf"{_NUMBER}(?:\s*-\s*{_NUMBER})?\s*(?:([a-z]+)\s+)?([a-z]+)")
_SHIFT = re.compile(r"([+-])\s*(.+)")
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

    def one(self, business: Calendar) -> timedelta:
        """How long one of its unit is; a working day is as long as its calendar says."""
        return business.day if self.working and self.unit == "day" else _LENGTHS[self.unit]

    def clock_time(self) -> timedelta:
        """Its length by the clock. Raises ValueError when it is a range or counts on a calendar."""
        if self.working or self.lower is not None:
            raise ValueError(f"'{self}' must be one length of clock time such as '30 min' or '8 h'")
        return _LENGTHS[self.unit] * self.upper

    def limit(self, *, rule: str, business: Calendar) -> Limit:
        """This span as a limit of a plan; a working one counts on the business calendar."""
        one = self.one(business)
        return Limit(
            limit=one * self.upper,
            target=None if self.lower is None else one * self.lower,
            calendar=business.name if self.working else None,
            rule=rule,
        )


class Shift(Frozen):
    """How far one moment is from another, never a range."""

    ahead: bool
    span: Span

    @property
    def is_worked_back(self) -> bool:
        """Whether it is working time before a moment."""
        return self.span.working and not self.ahead

    def amount(self, business: Calendar) -> timedelta:
        """Its length, on the calendar if that is where it counts."""
        return self.span.one(business) * self.span.upper

    def apply(self, since: datetime, business: Calendar) -> datetime:
        """The moment that is so far from `since`. Raises ValueError for working time before it."""
        if self.is_worked_back:
            raise ValueError(f"'-{self.span}': working time is only counted forwards")
        amount = self.amount(business)
        if self.span.working:
            return business.add(since, amount)
        return since + amount if self.ahead else since - amount


Key = TypeVar("Key", bound=str)


class Calendars:
    """Spans become limits on one business calendar."""

    def __init__(self, business: Calendar) -> None:
        self.business = business

    def limit(self, span: Span, rule: str = "") -> Limit:
        return span.limit(rule=rule, business=self.business)

    def limits(self, spans: Mapping[Key, Span], rule: str = "") -> dict[Key, Limit]:
        """One for each entry; `rule` has a place for its name. Without it they are `named` where they are read."""
        return {name: self.limit(span, rule.format(name)) for name, span in spans.items()}


def _word(unit: Unit, number: float) -> str:
    return {"min": "min", "h": "h"}.get(unit, unit if number == 1 else f"{unit}s")


def parse_span(text: str, *, counted: str = "working") -> Span:
    """Read a span; `counted` is the word for time that counts on a calendar.

    Raises ValueError with the reason and examples of what is understood.
    """
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None or found[3] not in (None, counted):
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


def parse_shift(text: str, *, counted: str = "working") -> Shift:
    """Read a span with its sign. Raises ValueError like `parse_span`, and for a range."""
    found = _SHIFT.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not a length of time with its sign, such as '+90 min'")
    sign, length = found.groups()
    span = parse_span(length, counted=counted)
    if span.lower is not None:
        raise ValueError(f"{text!r} is a range; a moment has one length")
    return Shift(ahead=sign == "+", span=span)


def _read_span(value: object) -> Span:
    return value if isinstance(value, Span) else parse_span(str(value))


def _read_length(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    return parse_span(str(value)).clock_time()  # a bare number would be taken as seconds


SpanText = Annotated[Span, BeforeValidator(_read_span), PlainSerializer(str, return_type=str)]
"""A span that is written as text in a policy."""

Length = Annotated[timedelta, BeforeValidator(_read_length)]
"""A plain length of clock time, written as text in a policy."""
