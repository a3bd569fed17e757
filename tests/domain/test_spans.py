"""Lengths of time as people write them."""

from datetime import datetime, timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from builders import at
from domain.calendar import Calendar
from domain.spans import Length, SpanText, parse_shift, parse_span

BUSINESS = Calendar.model_validate(
    {
        "name": "office",
        "zone": "Asia/Shanghai",
        "week": ["09:00-12:00 13:00-17:30"] * 5 + ["", ""],
        "day": timedelta(hours=7, minutes=30),
    }
)


@pytest.mark.parametrize(
    ("text", "target", "limit", "calendar"),
    [
        ("15 min", None, timedelta(minutes=15), None),
        ("15m", None, timedelta(minutes=15), None),
        ("1 hour", None, timedelta(hours=1), None),
        ("3d", None, timedelta(days=3), None),
        ("24-72 h", timedelta(hours=24), timedelta(hours=72), None),
        ("1.5 h", None, timedelta(minutes=90), None),
        ("30 days", None, timedelta(days=30), None),
        ("2 weeks", None, timedelta(days=14), None),
        ("4 working hours", None, timedelta(hours=4), "office"),
        ("90 working minutes", None, timedelta(minutes=90), "office"),
        ("1 working day", None, timedelta(hours=7.5), "office"),
        ("3 - 7 Working Days", timedelta(hours=22.5), timedelta(hours=52.5), "office"),
    ],
)
def test_a_span_becomes_a_limit_that_names_its_rule(
    text: str, target: timedelta | None, limit: timedelta, calendar: str | None
) -> None:
    answer = parse_span(text).limit(rule="sla.example", business=BUSINESS)
    assert (answer.target, answer.limit, answer.calendar) == (target, limit, calendar)
    assert answer.rule == "sla.example"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("soon", "not a length of time"),
        ("3", "not a length of time"),
        ("-3 h", "not a length of time"),
        ("3 fortnights", "unknown unit 'fortnights'; known: min"),
        ("0 h", "no time at all"),
        ("7-3 h", "lower end"),
        ("1 working week", "count working days"),
        ("3 waking hours", "not a length of time"),
    ],
)
def test_a_span_that_says_nothing_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_span(text)


@pytest.mark.parametrize(
    "text", ["15 min", "4 h", "24-72 h", "1 working day", "3-7 working days", "4 working h"]
)
def test_a_span_is_written_as_it_was_read(text: str) -> None:
    spans = TypeAdapter(SpanText)
    assert spans.dump_python(spans.validate_python(text)) == text


def test_a_plain_length_is_clock_time_and_never_a_bare_number() -> None:
    lengths = TypeAdapter(Length)
    assert lengths.validate_python("30 min") == timedelta(minutes=30)
    for text in ("1 working day", "1-2 h"):
        with pytest.raises(ValidationError, match="one length of clock time"):
            lengths.validate_python(text)
    with pytest.raises(ValidationError, match="not a length of time"):
        lengths.validate_python(30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+90 min", at("Mon 10:30")),
        ("-15m", at("Mon 08:45")),
        ("+28h", at("Tue 13:00")),
        ("+ 3 days", at("Thu 09:00")),
        ("+4 working hours", at("Mon 14:00")),
        ("+1 working day", at("Mon 17:30")),
    ],
)
def test_a_moment_is_counted_from_another(text: str, expected: datetime) -> None:
    assert parse_shift(text).apply(at("Mon 09:00"), BUSINESS) == expected


def test_time_that_counts_on_another_calendar_has_its_own_word() -> None:
    waking = parse_shift("-3 waking hours", counted="waking")
    assert (waking.is_worked_back, waking.amount(BUSINESS)) == (True, timedelta(hours=3))
    with pytest.raises(ValueError, match="not a length of time"):
        parse_shift("-3 working hours", counted="waking")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("3 h", r"with its sign, such as '\+90 min'"),
        ("+2", "'2' is not a length of time"),
        ("+2-3 h", "a range"),
        ("-1 working day", "only counted forwards"),
    ],
)
def test_a_moment_that_cannot_be_counted_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_shift(text).apply(at("Mon 09:00"), BUSINESS)
