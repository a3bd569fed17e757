"""What happened, told as a story: by day, the newest first, filtered by its address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from console.pages import speech
from console.visit import Visit

SHOWN = 40
"""Lines on one page."""
FILTERS = ("story", "customer", "promises", "stages", "ourselves", "everything")
"""What may be looked for; the first is all that people do and hear."""
SINCE = 8
"""Lines of what happened meanwhile: more than that is read in the story."""


@dataclass(frozen=True)
class Story:
    """A page of the timeline. `more` leads further back."""

    days: list[tuple[date, list[dict[str, Any]]]]
    about: str
    more: str | None


async def story(visit: Visit, number: str, about: str, cursor: str | None) -> Story:
    """What happened to a case, about one thing or all."""
    about = about if about in FILTERS else FILTERS[0]
    told = await visit.door.get(
        f"cases/{number}/timeline",
        about=None if about == "everything" else about,
        newest_first=True,
        limit=SHOWN,
        cursor=cursor,
    )
    return Story(list(_by_day(told["items"], visit.zone)), about, told["next"])


def _by_day(items: list[dict[str, Any]], zone: str) -> Iterator[tuple[date, list[dict[str, Any]]]]:
    def day_of(entry: dict[str, Any]) -> date:
        return datetime.fromisoformat(entry["at"]).astimezone(ZoneInfo(zone)).date()

    for day, entries in groupby(items, key=day_of):
        yield day, list(entries)


async def meanwhile(visit: Visit, number: str, since: int) -> tuple[str, ...]:
    """What others did since a version, and what time brought about, the newest last; nothing when nobody says since when."""
    if since < 1:
        return ()
    told = await visit.door.get(
        f"cases/{number}/timeline", about="story", after=since, newest_first=True, limit=SHOWN
    )
    t = speech(visit)
    lines = [
        f"{t.moment(entry['at'])} · {entry['line']}"
        for entry in told["items"]
        if entry["by"] != visit.me["handle"]
    ]
    return tuple(reversed(lines[:SINCE]))
