"""What an end of the case had called off, or waived, and that end was none (REQ B7, E1).

The customer still expects whoever was promised to them: a window ahead stands again, one that is over was missed. Reports are
asked for again with the full time.
"""

from domain.case.visits import Visit
from domain.clocks import Clock
from domain.closed_in_error import ClosingDisproved
from domain.draft import Draft
from domain.event import Event
from domain.going_back import RevisitDisproved
from domain.promises import ending
from domain.promises.making import make_promise
from domain.visits import arranging, times
from domain.visits.events import VisitReportOwed, VisitStands


def stand_again(draft: Draft) -> None:
    """After a lead has said that the end was none."""
    if any(map(_was_no_end, draft.events)):
        _owe_reports(draft)
    for event in list(draft.events):
        if isinstance(event, ClosingDisproved):
            for visit in draft.case.visits:
                _expect(draft, visit, event)


def _was_no_end(event: Event) -> bool:
    return isinstance(event, ClosingDisproved) or (
        isinstance(event, RevisitDisproved) and event.led_to == "closed"
    )


def _expect(draft: Draft, visit: Visit, event: ClosingDisproved) -> None:
    """One that was called off with the end, by the engineer or, where they have left, the owner."""
    promise = draft.case.promise(visit.promise)
    if promise is None or (promise.status, promise.ended_at) != ("released", event.closed_at):
        return
    engineer = draft.case.owner if visit.engineer in event.gone else visit.engineer
    if visit.ends_at < draft.now:
        ending.disprove(draft, promise, "", event.reason, owner=engineer)
        return
    again = make_promise(
        draft,
        kind="visit",
        owner=engineer,
        subject=promise.subject,
        latest_by=promise.latest_by,
        expected_by=promise.expected_by,
        why=promise.why,
        follows=promise,
        renegotiations=promise.renegotiations,
        owed_since=promise.made_at,
    )
    draft.emit(VisitStands, visit=visit.id, promise=again.id, engineer=engineer)
    now = next(each for each in draft.case.visits if each.id == visit.id)
    arranging.tell_engineer(draft, now, "visit_stands")


def _owe_reports(draft: Draft) -> None:
    began = draft.case.reopened_at
    for visit in draft.case.visits:
        is_of_this_life = began is None or (visit.arrived_at or visit.starts_at) >= began
        is_due = visit.status in ("arrived", "done") and not (visit.report or visit.reported_at)
        if is_due and is_of_this_life:
            limit = times.rules_of(draft.case).report
            clock = Clock(anchor="report_owed", started_at=draft.now, limit=limit)
            draft.emit(VisitReportOwed, visit=visit.id, report=clock)
            due = clock.due(draft.plan)[0].isoformat()
            about = {"about": "visit_report_owed", "ref": visit.id}
            if visit.reports_by != draft.command.actor.handle:
                draft.tell(visit.reports_by, due=due, **about, **times.facts(visit))
