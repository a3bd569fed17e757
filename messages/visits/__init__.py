"""Visits: who comes to the customer's door and when, and what came of it."""

from collections.abc import Iterator
from datetime import datetime

from domain.case import Case
from domain.case.actions import Action
from domain.case.visits import Visit
from domain.promises.missed import as_told
from domain.visits.events import (
    VisitArranged,
    VisitCancelled,
    VisitConfirmed,
    VisitJoined,
    VisitMissed,
    VisitRecorded,
    VisitReminded,
    VisitReported,
    VisitReportOverdue,
    VisitReportOwed,
    VisitReportWaived,
    VisitRescheduled,
    VisitStands,
)
from messages.telling import Section, Telling, each, note, person, sentence, thing, word
from messages.visits import en, zh_cn
from messages.voice import Voice


def _arranged(event: VisitArranged, voice: Voice) -> dict[str, str]:
    visit = event.visit
    engineer = voice.person(visit.engineer)
    return {"engineer": engineer, "window": voice.window(visit.window)}


def _rescheduled(event: VisitRescheduled, voice: Voice) -> dict[str, str]:
    interval = f"{event.starts_at.isoformat()}/{event.ends_at.isoformat()}"
    return {"window": voice.window(interval)}


def _reminded(event: VisitReminded, voice: Voice) -> str:
    key = voice.most_specific(f"event.visit_reminded.{event.whom}", "event.visit_reminded")
    return voice.say(key, **voice.fields(event))


def _recorded(event: VisitRecorded, voice: Voice) -> dict[str, str]:
    visit = voice.case.visit(event.visit) if voice.case else None
    return {
        "engineer": voice.person(visit.engineer if visit else event.by),
        "outcome": voice.word("visit_outcome", event.outcome),
    }


def _record(event: VisitRecorded, voice: Voice) -> str:
    """What came of a visit; whoever wrote it down is named where that was not the engineer."""
    said = sentence(variant="outcome", of=_recorded)(event, voice)
    visit = voice.case.visit(event.visit) if voice.case else None
    if visit is None or visit.engineer == event.by:
        return said
    return voice.say("event.visit_recorded.for_engineer", recorded=said, by=voice.person(event.by))


def _insisted(event: VisitArranged | VisitRescheduled) -> str:
    """Why an engineer was promised to two customers at once, and to whom else."""
    return f"{event.insisted} ({', '.join(event.busy_with)})" if event.insisted else ""


def _called(case: Case, visit_id: str, voice: Voice) -> str | None:
    """A visit by its window."""
    found = case.visit(visit_id)
    return voice.window(found.window) if found else None


def _longest(voice: Voice, minutes: str) -> str:
    """The longest window, in whole hours where it has them."""
    count = int(minutes)
    unit, count = ("minute", count) if count % 60 else ("hour", count // 60)
    return voice.say(f"length.{unit}.{'one' if count == 1 else 'many'}", count=count)


def _window(voice: Voice, interval: str) -> str:
    return voice.window(interval)


def _waived(action: Action, voice: Voice) -> dict[str, str]:
    """Why nobody waits for a report any more: who has closed the case, or put on record that nobody was there."""
    cause, by = action.params.get("cause", "closed"), voice.person(action.params["by"])
    return {"waived": voice.say(f"visit_report_waived.{cause}", by=by)}


def _owed(event: VisitReportOwed, voice: Voice) -> dict[str, str]:
    return {"due": voice.due(event.report)}


def _clash(action: Action, voice: Voice) -> dict[str, str]:
    """Two owners settle it between them; one who has both cases, alone."""
    alone = action.params["other_owner"] == action.to
    return {"settle": voice.say("visit_clash.one" if alone else "visit_clash.two")}


def _open(case: Case, voice: Voice) -> Iterator[str]:
    """Who is expected at the customer's door, and whose report is still to come."""
    for visit in () if case.is_closed else case.visits:
        known = {"engineer": voice.person(visit.engineer)}
        status = voice.word("visit_status", visit.status)
        if visit.is_ahead or visit.status == "arrived":
            window = voice.window(visit.window)
            yield voice.say("details.visit", window=window, visit_status=status, **known)
        elif due := _report_due(visit, voice):
            at = voice.moment(visit.arrived_at or visit.starts_at)
            yield voice.say("details.visit.report", at=at, due=due, **known)


def _report_due(visit: Visit, voice: Voice) -> str:
    return voice.due(visit.report) if visit.report and not visit.reported_at else ""


def _variables(case: Case, voice: Voice, _: datetime) -> dict[str, str]:
    """The window in which somebody waited in vain last, also when a call in its place broke after it."""
    last = case.last_broken
    broken = as_told(case, last) if last else None
    return {
        "visit_window": voice.window(broken.window) if broken and broken.kind == "visit" else ""
    }


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        VisitArranged: sentence(of=_arranged),
        VisitConfirmed: sentence(),
        VisitJoined: sentence(),
        VisitRescheduled: sentence(variant="moved_by", of=_rescheduled),
        VisitReminded: _reminded,
        VisitMissed: sentence(),
        VisitRecorded: _record,
        VisitReported: sentence(),
        VisitReportOverdue: sentence(),
        VisitReportWaived: sentence(variant="cause"),
        VisitReportOwed: sentence(of=_owed),
        VisitStands: sentence(),
        VisitCancelled: sentence(),
    },
    notes={VisitArranged: _insisted, VisitRescheduled: _insisted, VisitRecorded: note},
    briefs={VisitArranged: _arranged, VisitRescheduled: _rescheduled, VisitRecorded: _recorded},
    readers={
        "engineer": person,
        "visit": thing,
        "visits": each(thing),
        "visit_status": word("visit_status"),
        "window": _window,
        "longest": _longest,
        "other_window": _window,
        "other_owner": person,
    },
    things={"v": _called},
    notices={"visit_clash": _clash, "visit_report_waived": _waived},
    apologies={
        "visit": "missed_visit",
        "visit_apology": "missed_visit",
        "visit_moved_apology": "moved",
        "late_apology": "late_visit",
    },
    variables=_variables,
    why={"visit": "why.day_before", "visit_eve": "why.eve"},
    section=Section("details.visits", _open),
)
