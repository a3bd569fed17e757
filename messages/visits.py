"""What happened to visits and repairs, in words: for the timeline, records and current details."""

from collections.abc import Callable, Iterator
from typing import Any

from domain.case import Case
from domain.event import Event
from domain.repairs import RemedyOffered, RepairFailed, failures
from domain.visits.events import (
    VisitArranged,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitRecorded,
    VisitReminded,
    VisitReported,
    VisitReportOverdue,
    VisitRescheduled,
)
from domain.visits.records import Visit
from messages.voice import Voice

Tell = Callable[[Any, Voice], dict[str, str]]


def _arranged(event: VisitArranged, voice: Voice) -> dict[str, str]:
    visit = event.visit
    engineer = voice.person(visit.engineer)
    return {"visit": visit.id, "engineer": engineer, "window": voice.window(visit.window)}


def _rescheduled(event: VisitRescheduled, voice: Voice) -> dict[str, str]:
    interval = f"{event.starts_at.isoformat()}/{event.ends_at.isoformat()}"
    return {
        "visit": event.visit,
        "engineer": voice.person(event.engineer),
        "window": voice.window(interval),
        "told_at": voice.moment(event.told_at),
        "reason": voice.reason(event.reason),
    }


def _recorded(event: VisitRecorded, voice: Voice) -> dict[str, str]:
    visit = voice.case.visit(event.visit) if voice.case else None
    return {
        "visit": event.visit,
        "engineer": voice.person(visit.engineer if visit else event.by),
        "arrived_at": voice.moment(event.arrived_at),
        "outcome": voice.word("visit_outcome", event.outcome),
    }


def _visit(event: Any, _: Voice) -> dict[str, str]:
    return {"visit": event.visit}


def _offered(event: RemedyOffered, voice: Voice) -> dict[str, str]:
    return {
        "remedy": voice.word("remedy", event.offer.remedy),
        "answer": voice.word("offer_answer", event.offer.answer),
    }


BRIEFS: dict[type[Event], Tell] = {
    VisitArranged: _arranged,
    VisitConfirmed: _visit,
    VisitRescheduled: _rescheduled,
    VisitReminded: _visit,
    VisitMissed: _visit,
    VisitRecorded: _recorded,
    VisitReported: _visit,
    VisitReportOverdue: _visit,
    VisitCancelled: _visit,
    RepairFailed: lambda event, _: {"count": str(event.count)},
    RemedyOffered: _offered,
}

VARIANTS: dict[type[Event], Callable[[Any], str]] = {
    VisitRescheduled: lambda event: f".{event.moved_by}",
    VisitRecorded: lambda event: f".{event.outcome}",
}


def told(event: Event, voice: Voice) -> str:
    """One of the events above that isn't told by its own fields alone."""
    variant = VARIANTS.get(type(event), lambda _: "")(event)
    params = BRIEFS[type(event)](event, voice)
    return voice.say(f"event.{event.name}{variant}", by=voice.person(event.by), **params)


def detail_lines(case: Case, voice: Voice) -> Iterator[str]:
    """Who is expected at the customer's door, and whose report is still to come."""
    for visit in case.visits:
        known = {"visit": visit.id, "engineer": voice.person(visit.engineer)}
        status = voice.word("visit_status", visit.status)
        if visit.is_ahead or visit.status == "arrived":
            window = voice.window(visit.window)
            yield voice.say("details.visit", window=window, visit_status=status, **known)
        elif due := _report_due(case, visit, voice):
            at = voice.moment(visit.arrived_at or visit.starts_at)
            yield voice.say("details.visit.report", at=at, due=due, **known)


def _report_due(case: Case, visit: Visit, voice: Voice) -> str:
    if visit.report is None or visit.reported_at:
        return ""
    return voice.moment(visit.report.due(case.rules)[0])


def failed_line(case: Case, voice: Voice) -> Iterator[str]:
    """How often the same repair has failed, when it has."""
    if count := failures(case, case.failed_elsewhere):
        yield voice.say("details.failed_repairs", count=count)
