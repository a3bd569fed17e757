"""How promises end otherwise than kept: attempted, renegotiated, released, broken (REQ C2).

A promise ends exactly once. What follows it is a new promise that names the one it follows.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from domain.case import Case
from domain.case.contacts import Contact
from domain.case.escalations import Escalation
from domain.case.promises import KeptBy, Promise, PromiseKind
from domain.derivation import Derivation, derive, is_estimated
from domain.draft import Draft
from domain.errors import Refusal
from domain.escalations.calling import escalate, recall, standing
from domain.promises import making, missed, rhythm
from domain.promises.commands import RenegotiatePromise
from domain.promises.events import (
    BreakCorrected,
    PromiseAttempted,
    PromiseBroken,
    PromiseKept,
    PromiseReleased,
    PromiseRenegotiated,
)
from domain.promises.making import make_promise


def break_promise(
    draft: Draft, promise: Promise, *, unseen_since: datetime | None = None, near: bool = True
) -> None:
    """A promise broke by time: tell people at once, put a near one in its place (REQ C2).

    `near` is False when the conversation itself has just taken place, too late.
    """
    draft.emit(PromiseBroken, promise=promise.id, unseen_since=unseen_since)
    if near:
        make_near(draft, promise, anchor="broken")
    _announce_break(draft, promise, unseen_since)


def make_near(draft: Draft, promise: Promise, *, anchor: str) -> None:
    """Somebody contacts the customer soon, in the place of a promise that came to nothing. After a
    visit that is the case's owner, who calls: the engineer is not at the door. Where the same person's call stands
    in for another already, as soon, that one covers all: nobody calls twice, and no two of them run side by side (REQ C1).
    A colleague's call is about something else, and they may know nothing of this."""
    apart = promise.keeping.apart
    owner = draft.case.owner if apart else promise.owner
    due, why = (
        derive(draft.plan, anchor=anchor, anchor_at=draft.now, limit=making.near_limit(draft.case))
        if apart or not _went_unheard(draft.case, promise)
        else rhythm.next_due(draft.case, draft.now, missed=True)
    )
    if promise.keeping.by == "revisit":
        due, why = _while_awake(draft, due, why)
    is_told = _is_called_by(draft.case, owner, due) or _is_spoken_of(draft.case, promise, due)
    if draft.case.core >= 2 and promise.keeping.by != "revisit" and is_told:
        return
    make_promise(
        draft,
        kind="callback" if apart else promise.kind,
        owner=owner,
        subject=promise.kind if apart else promise.subject,
        latest_by=due,
        why=why,
        follows=promise,
        renegotiations=0 if apart else promise.renegotiations,
        attempts=0 if apart else promise.attempts,
    )


def _while_awake(draft: Draft, due: datetime, why: Derivation) -> tuple[datetime, Derivation]:
    """The revisit asks how somebody feels, and at night nobody is asked: what would be due then, or before anybody
    could be called, counts in waking hours, whatever pace the case has (REQ E2)."""
    name = draft.plan.revisit.waking
    waking, counted = draft.plan.calendars[name], why.counted
    is_awake = waking.is_working(due) and waking.between(draft.now, due) > timedelta(0)
    if draft.case.core < 2 or is_awake or counted is None:
        return due, why
    return waking.add(why.anchor_at, counted), why.model_copy(update={"calendar": name})


def call_for_the_rest(draft: Draft) -> None:
    """A call stood in for more than one missed promise and has ended: kept by a conversation before one of them was
    missed, or let go. For what still waits another call is made (REQ C2). Tries in vain on three days stand for
    what was promised, too (REQ E1)."""
    case = draft.case
    ended = any(isinstance(event, PromiseKept | PromiseReleased) for event in draft.events)
    if case.core < 2 or case.is_closed or case.resolved_on == "unreachable" or not ended:
        return
    for promise in missed.waiting(case):
        make_near(draft, promise, anchor=promise.status)


def _is_called_by(case: Case, owner: str, due: datetime) -> bool:
    """Whether a call of theirs that stands in for another promise that was missed is owed by then."""
    broken = {p.id for p in case.promises if p.status == "broken"}
    owed = (p for p in case.open_promises if p.keeping.by == "call" and p.follows in broken)
    return any(p.latest_by <= due and p.owner == owner for p in owed)


def _is_spoken_of(case: Case, promise: Promise, by: datetime) -> bool:
    """Whether somebody is to call by then anyway, and the one that broke was no more than news promised by rule."""
    ahead = (p for p in case.open_promises if p.keeping.by == "call" and p.latest_by <= by)
    return promise.kind == "progress" and any(ahead)


def _announce_break(draft: Draft, promise: Promise, unseen_since: datetime | None) -> None:
    again = draft.case.breaks >= draft.plan.promises.breaks_before_escalation
    called = standing(draft.case, "second_break") if again else None
    further_up = _hears_of_it(draft, called) if called else ()
    people = (promise.owner, draft.case.owner, draft.plan.ladder.lead, *further_up)
    ANNOUNCE[promise.keeping.by](draft, promise, unseen_since, again, people)
    if again and called is None:
        escalate(draft, "second_break", promise.subject or promise.kind)


def _hears_of_it(draft: Draft, called: Escalation) -> tuple[str, ...]:
    """Who else hears of one more break, the line having been called for breaks before: whoever has taken
    it on; where nobody has, the top of the line, at most once a day (REQ C0)."""
    if draft.case.core < 2 or (called.is_waiting and not called.unanswered):
        return ()
    if not called.is_waiting:
        return (called.holder,)
    told_at, today = called.told_at, draft.local_date(draft.now)
    return () if told_at and draft.local_date(told_at) == today else recall(draft, called)


def _announce(
    draft: Draft,
    promise: Promise,
    unseen_since: datetime | None,
    again: bool,
    people: tuple[str, ...],
) -> None:
    facts = {
        "subject": promise.subject,
        "kind": promise.kind,
        "due": promise.latest_by.isoformat(),
        "unseen_since": unseen_since.isoformat() if unseen_since else "",
    }
    if draft.case.core >= 2 and not promise.is_told:
        facts["by_rule"] = "yes"
    if draft.case.core >= 2 and (successor := moved_on(draft.case, promise)):
        # moved once too often: nobody has waited in vain yet, and the customer knows of the new time
        facts |= {"again": "yes" if again else "", "moved_to": successor.latest_by.isoformat()}
        draft.tell(*people, about="promise_moved_too_often", ref=promise.id, **facts)
        draft.request("draft_apology", promise.owner, "moved_apology", ref=promise.id, **facts)
        return
    draft.tell(
        *people,
        about="promise_broken_again" if again else "promise_broken",
        ref=promise.id,
        **facts,
    )
    if draft.case.core < 2 or not _went_unheard(draft.case, promise):
        # one more of the same would only lie on top of the draft that nobody has sent yet
        draft.request("draft_apology", promise.owner, "apology_draft", ref=promise.id, **facts)


def moved_on(case: Case, promise: Promise) -> Promise | None:
    """The promise to which one was moved, as it stands now; None for one that nobody moved. Only a promise
    moved by us counts one more move than the one before it."""
    later = (p for p in case.promises if p.follows == promise.id)
    found = next((p for p in later if p.renegotiations > promise.renegotiations), None)
    while found and found.status == "renegotiated":
        found = next((p for p in case.promises if p.follows == found.id), None)
    return found


def _announce_missed_visit(
    draft: Draft,
    promise: Promise,
    unseen_since: datetime | None,
    again: bool,
    people: tuple[str, ...],
) -> None:
    """Somebody stayed at home for us. The owner of the case apologises, not the engineer."""
    successor = moved_on(draft.case, promise) if draft.case.core >= 2 else None
    moved = successor is not None if draft.case.core >= 2 else promise.latest_by >= draft.now
    facts = {
        "engineer": promise.owner,
        "window": promise.window,
        "due": promise.latest_by.isoformat(),
        "again": "yes" if again else "",
        "unseen_since": unseen_since.isoformat() if unseen_since else "",
    }
    if successor:
        facts["moved_to"] = successor.window
    draft.tell(
        *people,
        about="visit_moved_too_often" if moved else "visit_missed",
        ref=promise.id,
        **facts,
    )
    about = "visit_moved_apology" if moved else "visit_apology"
    draft.request("draft_apology", draft.case.owner, about, ref=promise.id, **facts)


ANNOUNCE: dict[KeptBy, Callable[[Draft, Promise, datetime | None, bool, tuple[str, ...]], None]] = {
    "call": _announce,
    "revisit": _announce,
    "visit": _announce_missed_visit,
}
"""Who is told of a break and who apologises, by what would have kept the promise."""


def _went_unheard(case: Case, promise: Promise) -> bool:
    """Whether this promise already stood in for one that was missed, the draft of that apology lies with the
    same person, and nobody has talked to the customer since: one more every two hours would help nobody."""
    before = case.promise(promise.follows or "")
    if before is None or before.status != "broken" or before.ended_at is None:
        return False
    since, missed = before.ended_at, before.ended_at >= before.latest_by
    # for a visit that nobody came to, the owner of the case apologises, who calls as well
    apologises = case.owner if before.keeping.apart and case.core >= 2 else before.owner
    if not missed or apologises != promise.owner:
        return False
    return not any(c.reached and c.logged_at >= since for c in case.contacts)


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
    )
    if too_often:
        _announce_break(draft, promise, None)
    return successor


def moved_already(case: Case, asked: RenegotiatePromise) -> Promise | None:
    """The open promise that has the new time already: the very one, for then it is no move, or the one that a first
    click has made of it."""
    promise = case.promise(asked.promise)
    if promise is None or promise.keeping.apart:
        return None
    standing: Promise | None = promise
    while standing and standing.status == "renegotiated":
        standing = next((p for p in case.promises if p.follows == standing.id), None)
    if standing and standing.status == "broken":
        standing = moved_on(case, standing)
    if standing is None or not standing.is_open or standing.latest_by != asked.latest_by:
        return None
    told = (None, standing.expected_by) if promise.is_open else (standing.expected_by,)
    return standing if asked.expected_by in told else None


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
        for other in _in_its_place(draft.case, promise):
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


def _in_its_place(case: Case, promise: Promise) -> list[Promise]:
    """The open promise that a break called for, also when the near one broke unheard in its turn.
    A date given to the customer since then is theirs and stays."""
    found: list[Promise] = []
    for other in case.promises:
        stands_in = other.kind != promise.kind or other.renegotiations == promise.renegotiations
        if other.follows == promise.id and stands_in:
            if other.is_open:
                found.append(other)
            elif other.status == "broken":
                found += _in_its_place(case, other)
    return found
