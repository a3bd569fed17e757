"""How promises end that are neither kept nor moved: tried in vain, let go of, or broken and put right (REQ C2).

A promise ends exactly once. What follows it is a new promise that names the one it follows.
"""

from datetime import datetime

from domain.case import Case
from domain.case.contacts import Contact
from domain.case.promises import Promise, PromiseKind
from domain.derivation import Derivation, derive, is_estimated
from domain.draft import Draft
from domain.promises import making, missed
from domain.promises.breaking import break_promise
from domain.promises.events import BreakCorrected, PromiseAttempted, PromiseReleased
from domain.promises.following import in_its_place
from domain.promises.making import make_promise


def release(
    draft: Draft,
    kinds: tuple[PromiseKind, ...] | None,
    reason: str,
    *,
    due_from: datetime | None = None,
    told_at: datetime | None = None,
) -> None:
    """Let go of the open promises of these kinds, due from then on; of all of them when None, for the case is over.
    One that was due before we heard of it is broken; no ending hides that. While the case goes on, a call that is
    owed for a miss stays (REQ C2), unless the customer was told after it, at `told_at`."""
    core = draft.case.core
    for promise in draft.case.open_promises:
        if kinds is None:
            let_go(draft, promise, reason)
            continue
        meant = promise.kind in kinds and (due_from is None or promise.latest_by >= due_from)
        if meant and (core < 2 or not missed.stands_in(draft.case, promise, told_at)):
            let_go(draft, promise, reason, near=core >= 2)


def let_go(draft: Draft, promise: Promise, reason: str, *, near: bool = False) -> None:
    """Release one open promise, or break it if it was due before we heard of it."""
    if draft.heard_at > promise.latest_by:
        break_promise(draft, promise, near=near)
    else:
        draft.emit(PromiseReleased, promise=promise.id, reason=reason)


def attempt(draft: Draft, promise: Promise, contact: Contact) -> None:
    """Tried in time and left a message: not broken, to be tried again soon, never sooner than was said (REQ C2)."""
    draft.emit(PromiseAttempted, promise=promise.id, contact=contact.id)
    again, why = _retry(draft)
    due = max(promise.latest_by, again)
    if due > again:
        why = promise.why if draft.case.core >= 2 else _same_day(draft, due)
    make_promise(
        draft,
        kind=promise.kind,
        owner=promise.owner,
        subject=promise.subject,
        latest_by=due,
        why=why,
        follows=promise,
        renegotiations=promise.renegotiations,
        attempts=promise.attempts + 1,
    )


def _retry(draft: Draft) -> tuple[datetime, Derivation]:
    """The same day; where the case runs round the clock, as soon as after a break (REQ A4)."""
    if own := making.own_pace(draft.case):
        return derive(draft.plan, anchor="attempted", anchor_at=draft.now, limit=own)
    due = _end_of_day(draft)
    return due, _same_day(draft, due)


def _same_day(draft: Draft, due: datetime) -> Derivation:
    return Derivation(
        anchor="attempted",
        anchor_at=draft.now,
        rule="promises.retry_needs",
        calendar=draft.plan.business,
        estimated=is_estimated(draft.plan, due, draft.plan.business),
    )


def _end_of_day(draft: Draft) -> datetime:
    """The end of this working day; of the next one when too little of it is left."""
    calendar = draft.plan.calendars[draft.plan.business]
    end = calendar.end_of_day(draft.now)
    if end - draft.now < draft.plan.promises.retry_needs:
        end = calendar.end_of_next_day(draft.now)
    return end


def correct(draft: Draft, promise: Promise, contact: Contact) -> None:
    """Put an announced break right. The break stays on record; what it called for is let go, unless
    the customer was only tried: then it is the retry."""
    draft.emit(BreakCorrected, promise=promise.id, contact=contact.id)
    if contact.reached and not _another_waits(draft.case, promise):
        for other in in_its_place(draft.case, promise):
            draft.emit(PromiseReleased, promise=other.id, reason="break_corrected")
    draft.tell(
        draft.case.owner,
        draft.plan.ladder.lead,
        about="break_corrected",
        ref=promise.id,
        subject=promise.subject,
        kind=promise.kind,
    )


def _another_waits(case: Case, promise: Promise) -> bool:
    """Whether another promise was missed and has no near call of its own: that call is still owed."""
    return case.core >= 2 and any(other.id != promise.id for other in missed.waiting(case))
