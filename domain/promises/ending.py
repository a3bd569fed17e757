"""How promises end that are neither kept nor moved: tried in vain, let go of, or broken and put right (REQ C2).

A promise ends exactly once, but for what never took place. What follows it is a new promise that names the one it follows.
"""

from datetime import datetime

from domain.case import Case
from domain.case.contacts import Contact
from domain.case.promises import Promise, PromiseKind
from domain.derivation import Derivation, derive, is_estimated
from domain.draft import Draft, to_the_minute
from domain.escalations import climbing
from domain.escalations.calling import standing
from domain.frozen import changed
from domain.promises import making, missed
from domain.promises.breaking import announce_break, break_promise
from domain.promises.events import (
    AttemptDisproved,
    BreakCorrected,
    PromiseAttempted,
    PromiseReleased,
)
from domain.promises.following import in_its_place
from domain.promises.making import make_promise
from domain.promises.near import make_near, whose_now


def release(
    draft: Draft,
    kinds: tuple[PromiseKind, ...] | None,
    reason: str,
    *,
    due_from: datetime | None = None,
    told_at: datetime | None = None,
    rests_on: tuple[datetime, ...] = (),
) -> None:
    """Let go of the open promises of these kinds, due from then on; of all of them when None, for the case is over.
    One that was due before we heard of it is broken; no ending hides that. While the case goes on, what is owed to the
    customer stays (`_gives_way`); `told_at` is when they were told of what lets go of it, and what that
    `rests_on` where nothing else is named."""
    core = draft.case.core
    rests_on = rests_on or ((told_at,) if told_at else ())
    for promise in draft.case.open_promises:
        if kinds is None:
            let_go(draft, promise, reason, rests_on=rests_on)
            continue
        meant = promise.kind in kinds and (due_from is None or promise.latest_by >= due_from)
        if meant and (core < 2 or _gives_way(draft.case, promise, told_at)):
            let_go(draft, promise, reason, near=core >= 2, rests_on=rests_on)


def _gives_way(case: Case, promise: Promise, told_at: datetime | None) -> bool:
    """Whether a promise ends by something else than what it is about (REQ C2). Of the calls in between only the
    rhythm's own do, and none that was agreed with the customer; what the customer was told lets go of nothing that was
    given to them later; and the call that is owed for a miss stays until they have been talked to since."""
    is_theirs = promise.kind == "progress" and promise.is_told
    is_later = told_at is not None and told_at < to_the_minute(promise.made_at)
    return not (is_theirs or is_later or missed.stands_in(case, promise, told_at))


def let_go(
    draft: Draft,
    promise: Promise,
    reason: str,
    *,
    near: bool = False,
    rests_on: tuple[datetime, ...] = (),
) -> None:
    """Release one open promise, or break it if it was due before we heard of it."""
    if draft.heard_at > promise.latest_by:
        break_promise(draft, promise, near=near, instead="call" if near else "over")
    else:
        told = rests_on if draft.case.core >= 2 else ()
        draft.emit(PromiseReleased, promise=promise.id, reason=reason, rests_on=told)


def attempt(draft: Draft, promise: Promise, contact: Contact) -> None:
    """Tried in time and left a message: not broken, to be tried again soon, never sooner than was said (REQ C2)."""
    draft.emit(PromiseAttempted, promise=promise.id, contact=contact.id)
    again, why = _retry(draft)
    stays = draft.case.core >= 2 and is_ahead(draft, promise, contact.occurred_at)
    due = promise.latest_by if stays else max(promise.latest_by, again)
    if due != again:
        why = promise.why if draft.case.core >= 2 else _same_day(draft, due)
    make_promise(
        draft,
        kind=promise.kind,
        owner=promise.owner,
        subject=promise.subject,
        latest_by=due,
        expected_by=still_expected(draft, promise) if stays else None,
        why=why,
        follows=promise,
        renegotiations=promise.renegotiations,
        attempts=promise.attempts + 1,
    )


def is_ahead(draft: Draft, promise: Promise, tried_at: datetime) -> bool:
    """Whether its own time comes on a later day than the try. Then it stays, with what is expected before it: trying early
    puts nobody off."""
    calendar = draft.plan.calendars[draft.plan.business]
    return calendar.day_of(promise.latest_by) > calendar.day_of(tried_at)


def still_expected(draft: Draft, promise: Promise) -> datetime | None:
    """By when the customer expects it, as long as that is ahead."""
    expected = promise.expected_by
    return expected if expected and expected > draft.now else None


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
    """Put an announced break right. The break stays on record; what it called for is let go and counts no more, unless
    the customer was only tried: then it is the retry. With too few breaks left nobody is needed who was called for them."""
    draft.emit(BreakCorrected, promise=promise.id, contact=contact.id)
    if contact.reached and not _another_waits(draft.case, promise):
        for other in in_its_place(draft.case, promise):
            if other.is_open:
                draft.emit(PromiseReleased, promise=other.id, reason="break_corrected")
            elif draft.case.core >= 2 and _was_for_nothing(draft.case, promise, other):
                corrected = {"promise": other.id, "contact": contact.id}
                draft.emit(BreakCorrected, **corrected, stood_in_for=promise.id)
    draft.tell(
        draft.case.owner,
        draft.plan.ladder.lead,
        about="break_corrected",
        ref=promise.id,
        subject=promise.subject,
        kind=promise.kind,
    )
    called = standing(draft.case, "second_break") if draft.case.core >= 2 else None
    if called and draft.case.breaks < draft.plan.promises.breaks_before_escalation:
        climbing.end(draft, called, "kept_after_all")


def disprove(
    draft: Draft,
    promise: Promise,
    contact: str,
    reason: str,
    also: tuple[str, ...] = (),
    owner: str = "",
) -> None:
    """What ended a promise never took place: the `contact`, or an end of the case where none is named. Past its time it is broken, with all that a break brings: a call that the try
    asked for stands in for it now; another is made where there is none and nobody has talked to the customer since. While
    its time is ahead it is owed again. Either is for its `owner` now, or somebody who is there (`whose_now`)."""
    never = {"contact": contact, "reason": reason, "also": also}
    draft.emit(AttemptDisproved, promise=promise.id, **never)
    ended = draft.case.promise(promise.id) or promise
    now = changed(ended, {"owner": owner or whose_now(draft.case, ended)})
    if now.status != "broken":
        _owe_again(draft, now)
        return
    called = making.goes_on_as(draft.case, now, draft.now)
    # how they feel once it is solved, nobody else has asked
    unspoken = promise.keeping.by == "revisit" or missed.is_unspoken(draft.case, now)
    if called is None and unspoken:
        make_near(draft, now, anchor="broken")
    is_met = promise.keeping.by == "call" and called is None and not unspoken
    announce_break(draft, now, None, "met" if is_met else "call")


def owe_anew(draft: Draft, promise: Promise) -> None:
    """One that ended because of what never took place, though not by that itself, is owed again: at its own time, or soon
    where that is past."""
    now = changed(promise, {"owner": whose_now(draft.case, promise)})
    if draft.now <= promise.latest_by:
        _owe_again(draft, now)
    else:
        make_near(draft, now, anchor="contact_disproved")


def _owe_again(draft: Draft, promise: Promise) -> None:
    """Another in its place at its own time, owed since that was promised, as if nothing had ended it. What a try has made of it
    stands where that is due no later, or has come to something itself."""
    again = next((p for p in draft.case.promises if p.follows == promise.id), None)
    if again and not (again.is_open and again.latest_by > promise.latest_by):
        return
    if again:
        draft.emit(PromiseReleased, promise=again.id, reason="contact_disproved")
    make_promise(
        draft,
        kind=promise.kind,
        owner=promise.owner,
        subject=promise.subject,
        latest_by=promise.latest_by,
        expected_by=still_expected(draft, promise),
        why=promise.why,
        follows=promise,
        renegotiations=promise.renegotiations,
        attempts=promise.attempts,
        owed_since=promise.made_at,
        untold=promise.untold,
    )


def _was_for_nothing(case: Case, promise: Promise, near: Promise) -> bool:
    """Whether a call that broke in the place of a promise by time was owed for no other one: nobody else waited then."""
    broke_at = near.ended_at
    if near.corrected or broke_at is None or broke_at < near.latest_by:
        return False
    heard = tuple(k for k in case.contacts if k.occurred_at <= broke_at)
    waited = missed.waiting(changed(case, {"contacts": heard}))
    return not any(p.ended_at and p.ended_at < broke_at for p in waited if p.id != promise.id)


def _another_waits(case: Case, promise: Promise) -> bool:
    """Whether another promise was missed and has no near call of its own: that call is still owed."""
    return case.core >= 2 and any(other.id != promise.id for other in missed.waiting(case))
