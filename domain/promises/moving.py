"""How a promise moves to another time, which the customer is told before it was due (REQ C2)."""

from datetime import datetime

from domain.case.promises import Promise
from domain.draft import Draft
from domain.errors import Refusal
from domain.promises import making
from domain.promises.breaking import announce_break
from domain.promises.events import PromiseBroken, PromiseRenegotiated
from domain.promises.making import make_promise


def renegotiate(
    draft: Draft,
    promise: Promise,
    latest_by: datetime,
    expected_by: datetime | None,
    told_at: datetime,
    reason: str,
    *,
    owner: str | None = None,
    counts: bool = True,
) -> Promise:
    """Move a promise, told to the customer before it was due; too often on one subject is a break.

    It does not count when the customer asked for it, nor when they hear from us sooner: nobody is put off by that. Another
    window of a visit is another one even so. `owner` is who keeps it from now on.
    """
    require_not_due(draft, promise, max(draft.heard_at, told_at))
    draft.require_told(told_at, promise.made_at)
    # a window may have begun when it is agreed on; it is judged by its own rules
    making.check_times(draft, latest_by, None if promise.keeping.apart else expected_by)
    making.check_not_too_far(draft, latest_by)
    if draft.case.core >= 2 and latest_by <= promise.latest_by and not promise.keeping.apart:
        counts = False
    times = promise.renegotiations + counts
    too_often = counts and times >= draft.plan.promises.renegotiations
    if too_often:
        draft.emit(PromiseBroken, promise=promise.id, cause="renegotiated_too_often")
    else:
        draft.emit(PromiseRenegotiated, promise=promise.id, reason=reason, told_at=told_at)
    successor = make_promise(
        draft,
        kind=promise.kind,
        owner=owner or promise.owner,
        subject=promise.subject,
        latest_by=latest_by,
        expected_by=expected_by,
        why=making.agreed(draft, latest_by),
        follows=promise,
        renegotiations=times,
        attempts=promise.attempts,
        told_at=told_at if draft.case.core >= 2 else None,
    )
    if too_often:
        announce_break(draft, promise, None)
    return successor


def require_not_due(draft: Draft, promise: Promise, at: datetime) -> None:
    """Refuse to move or let go of a promise that was due by then: it is broken, announced or not."""
    if at > promise.latest_by:
        raise Refusal(
            "promise_due_passed",
            fields=("promise",),
            number=draft.case.number,
            promise=promise.id,
            due=promise.latest_by,
        )
