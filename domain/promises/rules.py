"""What promises bring to the engine."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Literal

from domain.assignment import OwnerAssigned
from domain.case import Case
from domain.case.promises import Promise, PromiseEntry, PromiseStatus
from domain.deadline import Ahead, Deadline
from domain.draft import Draft
from domain.frozen import changed
from domain.promises import breaking, following, hearing, making, moving, near, rhythm
from domain.promises.commands import MakePromise, ReleasePromise, RenegotiatePromise
from domain.promises.events import (
    AttemptDisproved,
    BreakCorrected,
    PromiseAttempted,
    PromiseBroken,
    PromiseJoined,
    PromiseKept,
    PromiseMade,
    PromiseReleased,
    PromiseReminded,
    PromiseRenegotiated,
)
from domain.promises.reminding import reminder_of
from domain.rules import Change, Rules, appended, conflict, invalid, nothing, replaced, unknown


def _make(draft: Draft, command: MakePromise) -> None:
    making.promise_agreed(draft, command.promise)


def _renegotiate(draft: Draft, command: RenegotiatePromise) -> None:
    draft.require_reason(command.reason)
    draft.require_past("told_at", command.told_at)
    if draft.case.core >= 2 and (standing := following.moved_already(draft.case, command)):
        draft.emit(PromiseJoined, promise=standing.id)
        return
    promise = making.find_open(draft, command.promise)
    moving.renegotiate(
        draft, promise, command.latest_by, command.expected_by, command.told_at, command.reason
    )


def _release(draft: Draft, command: ReleasePromise) -> None:
    draft.require_reason(command.reason)
    promise = making.find_open(draft, command.promise)
    if promise.keeping.by != "call":
        raise making.no_mere_call(draft, promise, "promise")
    moving.require_not_due(draft, promise, draft.heard_at)
    hearing.require_said(draft, promise)
    said_in = hearing.said_since(draft.case, promise) if draft.case.core >= 2 else None
    draft.emit(PromiseReleased, promise=promise.id, reason=command.reason, said_in=said_in)


def _due(case: Case) -> Iterator[Deadline]:
    for promise in case.open_promises:
        if promise.keeping.apart:
            continue  # what is due of it stands elsewhere
        yield _deadline("promise", promise, promise.latest_by)
        if not promise.reminded and (reminder := reminder_of(case, promise)):
            yield _deadline("promise_reminder", promise, *reminder)


def _deadline(
    kind: Literal["promise", "promise_reminder"],
    promise: Promise,
    due_at: datetime,
    ahead: Ahead | None = None,
) -> Deadline:
    return Deadline(
        key=f"{kind}:{promise.id}",
        kind=kind,
        due_at=due_at,
        owner=promise.owner,
        subject=promise.subject or promise.kind,
        ref=promise.id,
        why=promise.why,
        ahead=ahead,
    )


def _remind(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    promise = draft.case.promise(due.ref or "")
    assert promise
    draft.emit(PromiseReminded, promise=promise.id)
    by_rule = {"by_rule": "yes"} if draft.case.core >= 2 and not promise.is_told else {}
    draft.tell(
        promise.owner,
        about="promise_due_soon",
        ref=promise.id,
        subject=promise.subject,
        kind=promise.kind,
        due=promise.latest_by.isoformat(),
        **by_rule,
    )


def _overdue(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    promise = draft.case.promise(due.ref or "")
    assert promise
    breaking.break_promise(draft, promise, unseen_since=unseen_since)


def _ended(status: PromiseStatus) -> Callable[[Case, Any], Change]:
    def change(case: Case, event: Any) -> Change:
        return _changed(case, event.promise, status=status, ended_at=event.at)

    return change


def _released(case: Case, event: PromiseReleased) -> Change:
    ended: dict[str, Any] = {"status": "released", "ended_at": event.at, "said_in": event.said_in}
    return _changed(case, event.promise, **ended, rests_on=event.rests_on)


def _disproved(case: Case, event: AttemptDisproved) -> Change:
    """Nobody kept it by its time, and that is when it came to nothing, whenever it comes to light: who has talked to the
    customer since then has talked to them since the miss. While its time is ahead nothing is missed yet; one that was broken
    at that very moment is."""
    promise = case.promise(event.promise)
    assert promise
    case = changed(case, {"promises": hearing.untold_again(case, (event.contact, *event.also))})
    if event.at <= promise.latest_by and not promise.corrected:
        return _changed(case, promise.id, status="released", ended_at=event.at)
    return _changed(case, promise.id, status="broken", ended_at=promise.latest_by, corrected=False)


def _changed(case: Case, promise_id: str, **update: object) -> Change:
    return replaced(case, "promises", promise_id, **update)


def _handed_over(case: Case, event: OwnerAssigned) -> Change:
    """A new owner takes over the promises the old one gave; whoever visits stays."""
    return {
        "promises": tuple(
            changed(p, {"owner": event.owner})
            if p.is_open and p.owner == case.owner and not p.keeping.apart
            else p
            for p in case.promises
        )
    }


def _afterwards(draft: Draft) -> None:
    near.call_for_the_rest(draft)
    if rhythm.keep_rhythm(draft):
        near.call_who_waits(draft)  # what the rhythm let go of may have stood for a missed one


RULES = Rules(
    handlers={
        MakePromise: _make,
        RenegotiatePromise: _renegotiate,
        ReleasePromise: _release,
    },
    folds={
        PromiseMade: appended("promises", "promise"),
        PromiseJoined: nothing,
        PromiseKept: _ended("kept"),
        PromiseAttempted: _ended("attempted"),
        PromiseRenegotiated: _ended("renegotiated"),
        PromiseReleased: _released,
        PromiseBroken: _ended("broken"),
        AttemptDisproved: _disproved,
        PromiseReminded: lambda case, event: _changed(case, event.promise, reminded=True),
        BreakCorrected: lambda case, event: _changed(case, event.promise, corrected=True),
        OwnerAssigned: _handed_over,
    },
    makes={
        PromiseMade: ("promises", lambda event: event.promise.id),
        PromiseJoined: ("promises", lambda event: event.promise),
    },
    due=_due,
    fires={"promise_reminder": _remind, "promise": _overdue},
    outdone={"promise_reminder": "promise"},
    refusals={
        "promise_in_past": invalid("a promise must be due in the future"),
        "promise_too_far": invalid("a promise is further away than the rhythm's longest"),
        "promise_times_reversed": invalid("expected by is later than latest by"),
        "unknown_promise": unknown("the case has no such promise"),
        "promise_ended": conflict("the promise has ended already"),
        "promise_goes_on": conflict("the promise has ended, and another stands in its place"),
        "promise_due_passed": conflict("a promise can only be renegotiated before it is due"),
        "release_unsaid": conflict(
            "the customer has said nothing since the promise was made; a lead may let go of a mistake"
        ),
        "release_unread": conflict(
            "the call owed for a miss is let go of once what the customer wrote is answered or marked"
        ),
        "promise_made_later": conflict(
            "a conversation can't keep a promise that was made after it"
        ),
    },
    listed={"promises": lambda case, promise: PromiseEntry(promise=promise)},
    afterwards=_afterwards,
)
Commands = MakePromise | RenegotiatePromise | ReleasePromise
Events = (
    PromiseMade
    | PromiseJoined
    | PromiseKept
    | PromiseAttempted
    | PromiseRenegotiated
    | PromiseReleased
    | PromiseReminded
    | PromiseBroken
    | AttemptDisproved
    | BreakCorrected
)
