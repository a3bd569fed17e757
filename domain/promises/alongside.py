"""What was agreed on with the customer around a conversation, and stands as it was agreed (REQ C2).

Nobody says in which conversation a promise was given, moved or let go of, but for the customer's word that lets go of one. So the
time tells what may have been.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.case import Case
from domain.case.contacts import Contact
from domain.case.promises import Promise, PromiseKind

GIVEN: tuple[PromiseKind, ...] = ("callback", "visit")
"""What people promise in a conversation; of the others our rules or the confirmation tell."""


def rests_on(case: Case, contact: Contact) -> list[Promise]:
    """The calls that somebody let go of since the customer said in it that they need them no more."""
    return [p for p in _let_go(case) if p.said_in == contact.id and not p.keeping.apart]


def let_go(case: Case, contact: Contact) -> list[Promise]:
    """What else somebody let go of: at its moments, or after it, and it takes more than a word to have it again."""
    sure = {promise.id for promise in rests_on(case, contact)}
    return [
        p
        for p in _let_go(case)
        if p.id not in sure
        and (p.said_in == contact.id or is_at_its_moments(case, contact, p.ended_at))
    ]


def moved(case: Case, contact: Contact) -> list[Promise]:
    """The promises that stand where the customer was told then that they move to."""
    told = (p for p in case.promises if is_at_its_moments(case, contact, p.told_at))
    return [now for now in (_now(case, promise) for promise in told) if now]


def promised(case: Case, contact: Contact) -> list[Promise]:
    """What whoever logged it promised then."""
    return [
        p
        for p in case.open_promises
        if (p.made_by, p.why.anchor, p.follows) == (contact.by, "agreed", None)
        and p.kind in GIVEN
        and is_at_its_moments(case, contact, p.made_at)
    ]


def is_at_its_moments(case: Case, contact: Contact, at: datetime | None) -> bool:
    """Whether a time lies in the moments of a conversation, or in which it was logged: as long before or after as one may
    take to log it, for some move a promise first and log the call then."""
    late, known = case.rules.promises.owner_may_log_late, (contact.occurred_at, contact.logged_at)
    return at is not None and any(abs(at - each) <= late for each in known)


def _let_go(case: Case) -> Iterator[Promise]:
    """What somebody let go of, and is not owed again."""
    followed = {promise.follows for promise in case.promises}
    return (
        promise
        for promise in case.promises
        if promise.status == "released"
        and promise.said_in is not None
        and promise.id not in followed
    )


def _now(case: Case, promise: Promise) -> Promise | None:
    """A promise as it stands, however often it was tried since; None where it came to something."""
    found: Promise | None = promise
    while found and found.status == "attempted":
        found = next((p for p in case.promises if p.follows == found.id), None)
    return found if found and found.is_open else None
