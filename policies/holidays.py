"""Public holidays of a country as exceptions of a calendar, from the `holidays` library.

Some countries move working days by a notice of each year: China's comes late in the year before. What the library
says of a year before it has seen the notice is a guess, so there a year counts as published only with its notice.
A country that moves none fixes its holidays by law: they are known, except those that hang on the sight
of the moon, which the library marks as estimated.

Never call this from workflow code: the library imports lazily, which hangs a run in the sandbox.
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import holidays

from domain.plan.terms import Label, Language
from domain.policy.calendars import WEEKDAYS, CalendarPolicy, DayPolicy

YEARS_AHEAD = 5
"""Years after the present one that are filled in: a process may run for long, and cases go on after it began."""
_LANGUAGES: dict[Language, str] = {"zh-CN": "zh_CN", "en": "en_US"}
_MAKE_UP_DAY: Label = {"zh-CN": "调休上班", "en": "Make-up working day"}
_WHOLE_BLOCKS = ("CN",)
"""Countries whose notice gives a holiday from its first to its last date, weekends included ("1 to 7 October")."""
_MOVES_NOTHING = {"TW": 2026}
"""Last year whose notice is in the library but moves no working day, so that the library can't show it."""
_A_DAY = timedelta(days=1)


class UnknownCountryError(LookupError):
    """A country code the library doesn't know."""


def with_public_holidays(calendar: CalendarPolicy, today: date) -> CalendarPolicy:
    """The calendar with its country's holidays from last year to some years from now.

    What the policy says itself wins, so that a supervisor can enter a notice the library doesn't
    know yet. Raises UnknownCountryError.
    """
    if calendar.holidays is None:
        return calendar
    first, last = date(today.year - 1, 1, 1), date(today.year + YEARS_AHEAD, 12, 31)
    known = public_holidays(calendar, calendar.holidays, first, last)
    published = [known.published_until, calendar.published_until]
    return calendar.model_copy(
        update={
            "exceptions": known.exceptions | calendar.exceptions,
            "published_until": max(day for day in published if day),
        }
    )


class PublicHolidays(NamedTuple):
    """The dates that differ from their weekday, and the last date that is officially published."""

    exceptions: dict[date, DayPolicy]
    published_until: date


def public_holidays(
    calendar: CalendarPolicy, country: str, first: date, last: date
) -> PublicHolidays:
    """The exceptions that a country's holidays make in a calendar, from `first` to `last`.

    A date whose hours stay what they are is left out: a holiday on a Sunday changes nothing where nobody
    works on Sundays. Raises UnknownCountryError.
    """
    names = {language: _names(country, language, first, last) for language in _LANGUAGES}
    worked = names["en"].weekend_workdays
    named_after = _days_off(country, names["en"])
    exceptions: dict[date, DayPolicy] = {}
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        if day in worked:
            hours, label = calendar.week[WEEKDAYS.index(calendar.makeup_days_like)], _MAKE_UP_DAY
        elif day in named_after:
            of = named_after[day]
            hours, label = (), {name: _short(names[name][of]) for name in _LANGUAGES}
        else:
            continue
        if hours != calendar.week[day.weekday()]:
            exceptions[day] = DayPolicy(label=label, hours=hours)
    return PublicHolidays(exceptions, _published_until(country, names["en"], first, last))


def _days_off(country: str, listed: holidays.HolidayBase) -> dict[date, date]:
    """Every official day off, with the listed one it has its name from."""
    off = {day: day for day in listed if day not in listed.weekend_workdays}
    if country not in _WHOLE_BLOCKS:
        return off
    for day in tuple(off):
        for step in (_A_DAY, -_A_DAY):
            beside = day + step
            while beside.weekday() in listed.weekend and beside not in listed.weekend_workdays:
                off.setdefault(beside, day)
                beside += step
    return off


def _names(country: str, language: Language, first: date, last: date) -> holidays.HolidayBase:
    known = _known(country)
    word = _LANGUAGES[language]
    return holidays.country_holidays(
        country,
        years=range(first.year, last.year + 1),
        language=word if word in known.supported_languages else known.default_language,
    )


def _known(country: str) -> holidays.HolidayBase:
    try:
        return holidays.country_holidays(country)
    except NotImplementedError as error:
        raise UnknownCountryError(f"no public holidays are known for {country!r}") from error


def _short(name: str) -> str:
    """Without remarks in brackets: the plan is small, and "(observed)" helps nobody."""
    return re.sub(r"\s*[(（].*", "", name)


def _published_until(country: str, listed: holidays.HolidayBase, first: date, last: date) -> date:
    """The last date up to which nothing is a guess; the day before `first` when all is."""
    years = [last.year]
    if notice := _last_notice(country):
        years.append(notice)
    guess = getattr(listed, "estimated_label", None)
    if guess:
        mark = listed.tr(guess).replace("%s", "").strip()
        years += [day.year - 1 for day, name in listed.items() if mark and mark in name]
    return max(min(last, date(min(years), 12, 31)), first - _A_DAY)


@lru_cache(maxsize=32)
def _last_notice(country: str) -> int | None:
    """The last year whose notice the library has; None for a country that moves no working days."""
    special: dict[int, tuple[object, ...]] = getattr(_known(country), "special_public_holidays", {})
    moved = [year for year, days in special.items() if _moves_work(days)]
    return max(*moved, _MOVES_NOTHING.get(country, 0)) if moved else None


def _moves_work(days: tuple[object, ...]) -> bool:
    """Whether a year's special dates give a day off for another one that is worked: the library writes such a pair
    in numbers alone, and other days with their name."""
    each = days if isinstance(days[0], tuple) else (days,)
    return any(isinstance(pair, tuple) and all(isinstance(n, int) for n in pair) for pair in each)
