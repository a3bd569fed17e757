"""The call that is owed soon in the place of a promise that came to nothing (REQ C2)."""

from datetime import datetime, timedelta

from domain.case import Case
from domain.case.promises import Promise
from domain.derivation import Derivation, derive
from domain.draft import Draft
from domain.event import Event
from domain.frozen import changed
from domain.promises import making, missed, rhythm
from domain.promises.events import (
    PromiseBroken,
    PromiseKept,
    PromiseReleased,
    PromiseRenegotiated,
)
from domain.promises.making import make_promise

ENDING = (PromiseKept, PromiseReleased, PromiseRenegotiated, PromiseBroken)
"""What may take a promised call away."""


def make_near(
    draft: Draft, promise: Promise, *, anchor: str, owed_since: datetime | None = None
) -> None:
    """Somebody contacts the customer soon, in the place of a promise that came to nothing. After a
    visit that is the case's owner, who calls: the engineer is not at the door. Where the same person's call stands
    in for another already, as soon, that one covers all: nobody calls twice, and no two of them run side by side (REQ C1).
    A colleague's call is about something else, and they may know nothing of this."""
    apart = promise.keeping.apart
    owner = draft.case.owner if apart else promise.owner
    due, why = (
        derive(
            draft.plan,
            anchor=anchor,
            anchor_at=draft.this_minute,
            limit=making.near_limit(draft.case),
        )
        if apart or not went_unheard(draft.case, promise)
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
        owed_since=owed_since,
    )


def promise_a_call(draft: Draft, anchor: str) -> None:
    """Somebody calls soon: as near as after a broken promise (REQ C2), unless a call is owed sooner that no step lets go of."""
    case = draft.case
    limit = making.near_limit(case)
    due, why = derive(draft.plan, anchor=anchor, anchor_at=draft.now, limit=limit)
    calls = (p for p in case.open_promises if p.keeping.by == "call" and not p.is_news)
    if any(p.latest_by <= due and p.owner == case.owner for p in calls):
        return
    make_promise(draft, kind="callback", owner=case.owner, subject="", latest_by=due, why=why)


def _while_awake(draft: Draft, due: datetime, why: Derivation) -> tuple[datetime, Derivation]:
    """The revisit asks how somebody feels, and at night nobody is asked: what would be due then, or before anybody
    could be called, counts in waking hours, whatever pace the case has (REQ E2)."""
    name = draft.plan.revisit.waking
    waking, counted = draft.plan.calendars[name], why.counted
    is_awake = waking.is_working(due) and waking.between(draft.now, due) > timedelta(0)
    if draft.case.core < 2 or is_awake or counted is None:
        return due, why
    return waking.add(why.anchor_at, counted), changed(why, {"calendar": name})


def call_for_the_rest(draft: Draft) -> None:
    """A call stood in for more than one missed promise and has ended: kept by a conversation before one of them was
    missed, let go, or moved away. For what still waits another call is made (REQ C2). Tries in vain on three days
    stand for what was promised, too (REQ E1)."""
    if not draft.kinds.isdisjoint(ENDING) and any(map(_ends_a_call, draft.events)):
        call_who_waits(draft)


def call_who_waits(draft: Draft) -> None:
    """A call for each promise that came to nothing and has none, while nobody has talked to the customer since; by whose it
    is now."""
    case = draft.case
    if case.core < 2 or case.is_closed or case.resolved_on == "unreachable":
        return
    for promise in missed.waiting(case):
        theirs = changed(promise, {"owner": whose_now(draft.case, promise)})
        make_near(draft, theirs, anchor=promise.status, owed_since=promise.ended_at)


def whose_now(case: Case, promise: Promise) -> str:
    """Who owes anew what had counted as ended: who has what it has become; else whoever gave it, while they have more to
    keep here, or were to visit. Anybody else may have handed the case over or left since: then its owner does."""
    again = next((p for p in case.open_promises if p.follows == promise.id), None)
    if again and not promise.keeping.apart:
        return again.owner
    is_here = promise.keeping.apart or any(p.owner == promise.owner for p in case.open_promises)
    return promise.owner if is_here else case.owner


def _ends_a_call(event: Event) -> bool:
    """Whether it takes a promised call away. For one that broke by time another is made, and one that was tried is
    tried again."""
    if isinstance(event, PromiseBroken):
        return event.cause == "renegotiated_too_often"
    return type(event) in ENDING


def _is_called_by(case: Case, owner: str, due: datetime) -> bool:
    """Whether a call of theirs that stands in for another promise that was missed is owed by then."""
    owed = (p for p in case.open_promises if p.keeping.by == "call" and p.owner == owner)
    return any(p.latest_by <= due and missed.follows_a_break(case, p) for p in owed)


def _is_spoken_of(case: Case, promise: Promise, by: datetime) -> bool:
    """Whether somebody is to call by then anyway, and the one that broke was no more than news promised by rule, nor
    stands for a time that the customer was given."""
    ahead = (p for p in case.open_promises if p.keeping.by == "call" and p.latest_by <= by)
    return missed.as_told(case, promise).is_news and any(ahead)


def went_unheard(case: Case, promise: Promise) -> bool:
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


def is_told_by_another(case: Case, promise: Promise) -> bool:
    """Whether one more call that stood in for a miss came to nothing, and a colleague owes such a call as well, of which
    everybody else hears: the owner's of the case, or else the one of who missed theirs first. Each is reminded of their own,
    but the owner and the line hear of the silence once a round, however many people let it be (REQ C0, C2)."""
    if promise.keeping.by != "call" or not went_unheard(case, promise):
        return False
    others = (p for p in case.open_promises if p.keeping.by == "call" and went_unheard(case, p))
    return any(_speaks_before(case, other, promise) for other in others)


def _speaks_before(case: Case, one: Promise, other: Promise) -> bool:
    """Whether `one` speaks for the silence and not `other`, which is somebody else's."""
    if one.owner == other.owner:
        return False
    if case.owner in (one.owner, other.owner):
        return one.owner == case.owner
    return _first_of(case, one) < _first_of(case, other)


def _first_of(case: Case, promise: Promise) -> tuple[datetime, str]:
    """Of a row of calls, each in the place of the one before, when the first was made."""
    while before := case.promise(promise.follows or ""):
        promise = before
    return promise.made_at, promise.id
