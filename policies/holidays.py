"""Public holidays of a country as exceptions of a calendar, from the `holidays` library.

China publishes each year's make-up working days late in the year before. Until then the library
guesses silently, so a year counts as published only when it has a make-up day. A country that
never had one fixes its holidays by law: all its dates are taken as known.

Never call this from workflow code: the library imports lazily, which hangs a run in the sandbox.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

import holidays

from domain.plan.terms import Label, Language
from domain.policy.calendars import WEEKDAYS, CalendarPolicy, DayPolicy

_LANGUAGES: dict[Language, str] = {"zh-CN": "zh_CN", "en": "en_US"}
_MAKE_UP_DAY: Label = {"zh-CN": "调休上班", "en": "Make-up working day"}


class UnknownCountryError(LookupError):
    """A country code the library doesn't know."""


def with_public_holidays(calendar: CalendarPolicy, today: date) -> CalendarPolicy:
    """The calendar with its country's holidays from last year to next year.

    What the policy says itself wins, so that a supervisor can enter a notice the library doesn't
    know yet. Raises UnknownCountryError.
    """
    if calendar.holidays is None:
        return calendar
    first, last = date(today.year - 1, 1, 1), date(today.year + 1, 12, 31)
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

    A date whose hours stay what they are is left out: a holiday on a Sunday changes nothing.
    Raises UnknownCountryError.
    """
    names = {language: _names(country, language, first, last) for language in _LANGUAGES}
    days_off = names["en"]
    exceptions: dict[date, DayPolicy] = {}
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        usual = calendar.week[day.weekday()]
        if day in days_off.weekend_workdays:
            hours, label = calendar.week[WEEKDAYS.index(calendar.makeup_days_like)], _MAKE_UP_DAY
        elif day in days_off:
            hours, label = (), {name: _short(names[name][day]) for name in _LANGUAGES}
        else:
            continue
        if hours != usual:
            exceptions[day] = DayPolicy(label=label, hours=hours)
    return PublicHolidays(exceptions, _published_until(days_off, first, last))


def _names(country: str, language: Language, first: date, last: date) -> holidays.HolidayBase:
    try:
        known = holidays.country_holidays(country)
    except NotImplementedError as error:
        raise UnknownCountryError(f"no public holidays are known for {country!r}") from error
    word = _LANGUAGES[language]
    return holidays.country_holidays(
        country,
        years=range(first.year, last.year + 1),
        language=word if word in known.supported_languages else known.default_language,
    )


def _short(name: str) -> str:
    """Without remarks in brackets: the plan is small, and "(observed)" helps nobody."""
    return re.sub(r"\s*[(（].*", "", name)


def _published_until(country: holidays.HolidayBase, first: date, last: date) -> date:
    if not country.weekend_workdays:
        return last
    published = {day.year for day in country.weekend_workdays}
    years = [year for year in range(first.year, last.year + 1) if year in published]
    return min(last, date(years[-1], 12, 31)) if years else first - timedelta(days=1)
