"""How far off an instant is: "in 2 hours", "20 minutes ago". As a browser's `Intl.RelativeTimeFormat` says it, so that nothing
jumps when the page goes on counting by itself (console/static/live.js)."""

from datetime import datetime, timedelta
from typing import NamedTuple

from console.speech import Speech


class _Unit(NamedTuple):
    name: str
    long: timedelta


UNITS = (
    _Unit("day", timedelta(days=1)),
    _Unit("hour", timedelta(hours=1)),
    _Unit("minute", timedelta(minutes=1)),
)


def relative(t: Speech, at: str | datetime) -> str:
    """In whole units, the largest that fits; days to the nearest, so that Monday isn't "in 1 day" on Saturday; less than a
    minute is now."""
    left = (datetime.fromisoformat(at) if isinstance(at, str) else at) - t.now
    way = "ago" if left < timedelta(0) else "in"
    for unit in UNITS:
        spare = (
            timedelta(hours=12) if unit.name == "day" and abs(left) >= unit.long else timedelta(0)
        )
        if count := (abs(left) + spare) // unit.long:
            return t(f"{way}.{unit.name}{'' if count == 1 else 's'}", count=count)
    return t("now")
