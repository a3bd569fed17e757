"""What happened to a case, event by event."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Query, Request
from pydantic import BaseModel

from api.dependencies import DependenciesIn
from api.lookups import RecordedIn
from api.problems import language
from api.routes import reads
from api.times import alike
from api.values import strings
from api.wire import Cursor, Limit
from db import cases as case_rows
from db import people
from db.cases import TimelineEntry
from domain.book import BOOK, AnyEvent
from domain.case import Case
from messages.timeline import timeline_line

Topic = Literal["story", "customer", "promises", "stages", "ourselves"]
OF_MACHINES = ("action_requested", "action_done", "core_switched", "room_changed", "past_put_away")
"""What only concerns programs: how a notice was sent, and under which rules the case goes on."""
TOPICS: dict[Topic, tuple[str, ...]] = {
    "customer": (
        "case_opened",
        "contact_disproved",
        "contact_joined",
        "contact_logged",
        "fix_verified",
        "message_marked",
        "message_received",
        "questions_answered",
        "questions_asked",
        "remedy_offered",
        "response_not_needed",
        "response_overdue",
        "revisit_disproved",
        "revisit_held",
        "visit_confirmed",
        "visit_recorded",
        "words_unanswered",
    ),
    "promises": (
        "attempt_disproved",
        "break_corrected",
        "promise_attempted",
        "promise_broken",
        "promise_joined",
        "promise_kept",
        "promise_made",
        "promise_released",
        "promise_reminded",
        "promise_renegotiated",
        "visit_arranged",
        "visit_cancelled",
        "visit_joined",
        "visit_missed",
        "visit_rescheduled",
    ),
    "stages": (
        "case_closed",
        "case_linked",
        "case_opened",
        "case_paused",
        "case_reopened",
        "case_resolved",
        "case_resumed",
        "case_triaged",
        "closing_disproved",
        "complexity_judged",
        "complex_confirmed",
        "red_line_set",
        "observation_ended",
        "observation_extended",
        "observation_started",
        "pause_stands",
        "priority_changed",
        "red_line_near",
        "red_line_reached",
        "repair_failed",
        "stage_completed",
        "stage_entered",
        "stage_overrun",
    ),
    "ourselves": (
        "action_failed",
        "command_refused",
        "deescalated",
        "escalated",
        "escalation_acknowledged",
        "escalation_joined",
        "escalation_moved",
        "escalation_passed_on",
        "escalation_recalled",
        "escalation_renewed",
        "escalation_unanswered",
        "line_replaced",
        "note_added",
        "note_joined",
        "owner_assigned",
        "person_answered",
        "product_named",
        "room_made",
        "room_overdue",
        "tier_changed",
        "visit_report_overdue",
        "visit_report_owed",
        "visit_stands",
        "visit_report_waived",
        "visit_reported",
        "work_taken_over",
    ),
}
"""What somebody may look for, and the kinds of events that tell of it. The story is all but what concerns programs."""


def kinds_of(topic: Topic | None) -> frozenset[str] | None:
    """The kinds of events that a look shows; None for all of them."""
    if topic is None:
        return None
    if topic == "story":
        every = (event.model_fields["kind"].default for event in BOOK.events)
        return frozenset(every) - frozenset(OF_MACHINES)
    return frozenset(TOPICS[topic])


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
    recorded: RecordedIn,
    deps: DependenciesIn,
    request: Request,
    newest_first: bool = False,
    about: Annotated[Topic | None, Query(description="What tells of this alone")] = None,
    after: Annotated[int, Query(ge=0, le=2**31, description="Since this version alone")] = 0,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> TimelinePage:
    """Each event with a sentence in your language (`Accept-Language`) and its facts."""
    case = recorded.case
    page = case_rows.timeline(
        recorded.entries,
        newest_first=newest_first,
        kinds=kinds_of(about),
        after=after,
        cursor=cursor,
        limit=limit,
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
