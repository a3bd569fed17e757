"""Who still waits in vain: a promise came to nothing, and nobody has talked to the customer since (REQ C2).

A call soon is owed then. It ends by a conversation after the miss and by nothing else, whatever becomes of the call that
stood in for it.
"""

from datetime import datetime

from domain.case import Case
from domain.case.promises import Promise
from domain.frozen import changed


def waiting(case: Case) -> list[Promise]:
    """What came to nothing in this life of the case and has no near call of its own, as another was promised as soon anyway."""
    followed = {promise.follows for promise in case.promises}
    return [
        promise
        for promise in case.promises
        if promise.status in ("broken", "attempted")
        and not promise.corrected
        and promise.keeping.by != "revisit"
        and promise.id not in followed
        and is_unspoken(case, promise)
    ]


def covering(case: Case, promise: Promise, now: datetime) -> Promise | None:
    """The call that makes good for a missed promise which has none of its own (`near.make_near`). A contact that is
    being logged `now` has not done so yet."""
    known = tuple(contact for contact in case.contacts if contact.logged_at < now)
    if promise not in waiting(changed(case, {"contacts": known})):
        return None
    calls = sorted(
        (p for p in case.open_promises if p.keeping.by == "call"),
        key=lambda p: (p.latest_by, p.id),
    )
    owner = case.owner if promise.keeping.apart else promise.owner
    theirs = (p for p in calls if p.owner == owner and follows_a_break(case, p))
    anybodys = calls if as_told(case, promise).is_news else ()
    return next(theirs, None) or next(iter(anybodys), None)


def stands_in(case: Case, promise: Promise, told_at: datetime | None = None) -> bool:
    """Whether this promise is the call, or the next try, that a missed one called for, and is owed still. `told_at` is
    when the customer was told of what would let go of it, or tried often enough."""
    missed = case.promise(promise.follows or "")
    # at most made sooner, see below; or owed again, as what had let go of it was none
    while missed and missed.status in ("renegotiated", "released"):
        missed = case.promise(missed.follows or "")
    if missed is None or missed.status not in ("broken", "attempted") or missed.ended_at is None:
        return False
    if promise.renegotiations > missed.renegotiations:
        return False  # put off, and the customer knows of the new time
    is_told = told_at is not None and told_at > missed.ended_at
    return not is_told and not _is_talked_of(case, missed)


def follows_a_break(case: Case, promise: Promise) -> bool:
    """Whether it is the call owed for one that broke, however often that was tried or moved since."""
    while before := case.promise(promise.follows or ""):
        if before.status == "broken":
            return True
        promise = before
    return False


def as_told(case: Case, promise: Promise) -> Promise:
    """The promise whose time the customer knows: this one, or the one for which it stands in after a miss; itself where
    they know of none."""
    found = promise
    while not found.is_told and (before := case.promise(found.follows or "")):
        found = before
    return found if found.is_told else promise


def after_a_message(case: Case, promise: Promise) -> bool:
    """Whether this promise is the next try after one that was tried in vain, and a message was left then: whoever waits for
    it has had word from us."""
    tried = case.promise(promise.follows or "")
    return (
        tried is not None
        and tried.status == "attempted"
        and any(k.left_message and tried.id in k.covers for k in case.contacts)
    )


def in_silence(case: Case) -> bool:
    """Whether a promise broke in this life of the case and nobody has talked to the customer since."""
    return any(
        promise.status == "broken" and not promise.corrected and is_unspoken(case, promise)
        for promise in case.promises
    )


def is_unspoken(case: Case, missed: Promise) -> bool:
    """Whether it came to nothing in this life of the case and nobody has talked to the customer since."""
    return not _is_long_ago(case, missed) and not _is_talked_of(case, missed)


def _is_talked_of(case: Case, missed: Promise) -> bool:
    """Whether somebody has talked to the customer since it came to nothing, or of it, too late. Telling them of
    another time for a call is none."""
    since = missed.ended_at
    return since is None or any(
        contact.reached and (contact.occurred_at > since or missed.id in contact.covers)
        for contact in case.contacts
    )


def _is_long_ago(case: Case, missed: Promise) -> bool:
    """Whether the case has ended and begun anew since."""
    return bool(case.reopened_at and missed.ended_at and missed.ended_at < case.reopened_at)
