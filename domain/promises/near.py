"""The call that is owed soon in the place of a promise that came to nothing (REQ C2)."""

from datetime import datetime, timedelta

from domain.case import Case
from domain.case.promises import Promise
from domain.derivation import Derivation, derive
from domain.draft import Draft
from domain.promises import making, missed, rhythm
from domain.promises.events import PromiseKept, PromiseReleased
from domain.promises.making import make_promise


def make_near(draft: Draft, promise: Promise, *, anchor: str) -> None:
    """Somebody contacts the customer soon, in the place of a promise that came to nothing. After a
    visit that is the case's owner, who calls: the engineer is not at the door. Where the same person's call stands
    in for another already, as soon, that one covers all: nobody calls twice, and no two of them run side by side (REQ C1).
    A colleague's call is about something else, and they may know nothing of this."""
    apart = promise.keeping.apart
    owner = draft.case.owner if apart else promise.owner
    due, why = (
        derive(draft.plan, anchor=anchor, anchor_at=draft.now, limit=making.near_limit(draft.case))
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
