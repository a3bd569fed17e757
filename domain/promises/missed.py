"""Who still waits in vain: a promise came to nothing, and nobody has talked to the customer since (REQ C2).

A call soon is owed then. It ends by a conversation after the miss and by nothing else, whatever becomes of the call that
stood in for it.
"""

from datetime import datetime

from domain.case import Case
from domain.case.promises import Promise


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
        and not _is_long_ago(case, promise)
        and not _is_talked_of(case, promise)
    ]


def stands_in(case: Case, promise: Promise, told_at: datetime | None = None) -> bool:
    """Whether this promise is the call, or the next try, that a missed one called for, and is owed still. `told_at` is
    when the customer was told of what would let go of it, or tried often enough."""
    missed = case.promise(promise.follows or "")
    if missed is None or missed.status not in ("broken", "attempted") or missed.ended_at is None:
        return False
    if promise.renegotiations > missed.renegotiations:
        return False  # moved, and the customer knows of the new time
    is_told = told_at is not None and told_at > missed.ended_at
    return not is_told and not _is_talked_of(case, missed)


def as_told(case: Case, promise: Promise) -> Promise:
    """The promise whose time the customer knows: this one, or the one for which it stands in after a miss; itself where
    they know of none."""
    found = promise
    while not found.is_told and (before := case.promise(found.follows or "")):
        found = before
    return found if found.is_told else promise


def _is_talked_of(case: Case, missed: Promise) -> bool:
    """Whether somebody has talked to the customer since it came to nothing, or of it, too late."""
    since = missed.ended_at
    return since is None or any(
        contact.reached and (contact.occurred_at > since or missed.id in contact.covers)
        for contact in case.contacts
    )


def _is_long_ago(case: Case, missed: Promise) -> bool:
    """Whether the case has ended and begun anew since."""
    return bool(case.reopened_at and missed.ended_at and missed.ended_at < case.reopened_at)
