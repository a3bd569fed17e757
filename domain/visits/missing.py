"""A visit that nobody of ours made: a broken promise (REQ B7).

Time tells it, or whoever knows it; or it comes to light much later, when it is on record that somebody was there.
"""

from datetime import datetime

from domain import disproofs
from domain.case.visits import Visit
from domain.draft import Draft
from domain.errors import Refusal
from domain.promises import breaking, ending
from domain.visits import arranging, times
from domain.visits.events import VisitMissed


def nobody_came(draft: Draft, visit: Visit, note: str) -> None:
    """Somebody says so, once the window is over."""
    if draft.case.core >= 2 and visit.status in disproofs.RECORDED:
        _after_all(draft, visit, note)
    elif not visit.is_ahead:
        raise arranging.ended(draft, visit)
    else:
        _require_over(draft, visit)
        miss(draft, visit)


def miss(
    draft: Draft, visit: Visit, unseen_since: datetime | None = None, *, near: bool = True
) -> None:
    """Nobody of ours came: a broken promise (REQ B7)."""
    draft.emit(VisitMissed, visit=visit.id, unseen_since=unseen_since)
    promise = arranging.promise_of(draft.case, visit)
    breaking.break_promise(
        draft, promise, unseen_since=unseen_since, near=near, instead="call" if near else "over"
    )


def _after_all(draft: Draft, visit: Visit, reason: str) -> None:
    """On record somebody was at the door. Nobody came, says a lead, and how they know it: it takes more than the word of
    those whom it concerns, and hides nothing that was said before. What a written report has moved stays moved."""
    if not draft.outranks("lead"):
        number = draft.case.number
        raise Refusal("line_required", fields=("outcome",), number=number, line="lead")
    if visit.reported_at:
        raise Refusal("visit_report_stands", fields=("visit",), **arranging.named(draft, visit))
    _require_over(draft, visit)
    draft.require_reason(reason, "note")
    promise = arranging.promise_of(draft.case, visit)
    there = disproofs.at_the_door(draft.case, visit)
    for contact in there:
        if disproofs.is_resolved_on(draft.case, contact):
            number = draft.case.number
            raise Refusal(
                "contact_resolved_on", fields=("visit",), number=number, contact=contact.id
            )
    draft.emit(VisitMissed, visit=visit.id)
    if visit.report:
        times.waive_report(draft, visit, "nobody_came", promise.owner)
    first, *later = there
    also = tuple(contact.id for contact in later)
    ending.disprove(draft, promise, first.id, reason.strip(), also)
    disproofs.owe_again(draft, there, reason.strip())


def _require_over(draft: Draft, visit: Visit) -> None:
    """While the window is open somebody may still come."""
    if draft.heard_at <= visit.ends_at:
        raise Refusal(
            "visit_window_open",
            number=draft.case.number,
            visit=visit.id,
            until=visit.ends_at,
        )
