"""What happened to a case, event by event."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import Request
from pydantic import BaseModel

from api.dependencies import DependenciesIn
from api.lookups import load_case
from api.problems import language
from api.routes import reads
from api.times import alike
from api.values import strings
from api.wire import Cursor, Limit
from db import cases as case_rows
from db import people
from db.cases import TimelineEntry
from domain.book import AnyEvent
from domain.case import Case
from messages.timeline import timeline_line


class TimelineOut(BaseModel):
    sequence: int
    at: datetime
    by: str
    event: str
    line: str
    facts: dict[str, Any]


class TimelinePage(BaseModel):
    items: list[TimelineOut]
    next: str | None


reading = reads("cases")


@reading.get("/timeline", summary="What happened, in order")
async def get_timeline(
    number: str,
    deps: DependenciesIn,
    request: Request,
    newest_first: bool = False,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> TimelinePage:
    """Each event with a sentence in your language (`Accept-Language`) and its facts."""
    case = await load_case(deps, number)
    page = await case_rows.timeline(
        deps.database, number, newest_first=newest_first, cursor=cursor, limit=limit
    )
    names = await people.names(deps.database, _told_of(page.items, case))
    items = [
        TimelineOut(
            sequence=entry.sequence,
            at=entry.at,
            by=entry.by,
            event=entry.kind,
            line=timeline_line(entry.event, case.rules, language(request), case, names),
            facts=_facts(entry.event),
        )
        for entry in page.items
    ]
    return TimelinePage(items=items, next=page.next)


def _told_of(entries: Sequence[TimelineEntry], case: Case) -> set[str]:
    """All that may be a handle of somebody whom these lines speak of."""
    about = [entry.event.model_dump(exclude={"plan"}) for entry in entries]
    return {*strings(about), *(visit.engineer for visit in case.visits)}


def _facts(event: AnyEvent) -> dict[str, Any]:
    """An event's own facts; the pinned plan is left out, it is kilobytes of policy."""
    left_out = {"at", "by", "kind", "plan"}
    told = event.model_dump(mode="json", exclude=left_out, exclude_none=True)
    return {name: alike(value) for name, value in told.items()}
