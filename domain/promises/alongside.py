"""What was agreed on with the customer around a conversation, and stands as it was agreed (REQ C2).

Nobody says in which conversation a promise was given, moved or let go of, but for the customer's word that lets go of one. So the
time tells what may have been, whichever command it was.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.case import Case
from domain.case.contacts import Contact
from domain.case.promises import Promise, PromiseKind

GIVEN: tuple[PromiseKind, ...] = ("callback", "visit", "check_in")
"""What people promise in a conversation; of the others our rules or the confirmation tell."""


def let_go_on_it(case: Case, contact: Contact) -> list[Promise]:
    """The calls that somebody let go of since the customer said in it that they need them no more."""
    return [p for p in _let_go(case) if p.said_in == contact.id and not p.keeping.apart]


def let_go(case: Case, contact: Contact) -> list[Promise]:
    """What else was let go of, by a person or with a step: at its moments, or on what was said, told or tried then; or after
    it, and it takes more than a word to have it again."""
    sure = {promise.id for promise in let_go_on_it(case, contact)}
    return [
        p
        for p in _let_go(case)
        if p.id not in sure
        and (
            p.said_in == contact.id
            or any(is_at_its_moments(case, contact, at) for at in (p.ended_at, *p.rests_on))
        )
    ]


def moved(case: Case, contact: Contact) -> list[Promise]:
    """The promises that stand where the customer was told then that they move to."""
    told = (p for p in case.promises if p.follows and is_at_its_moments(case, contact, p.told_at))
    return [now for now in (_now(case, promise) for promise in told) if now]


def promised(case: Case, contact: Contact) -> list[Promise]:
    """What whoever logged it promised then, and what the customer was told then."""
    return [
        p
        for p in case.open_promises
        if (p.why.anchor, p.follows) == ("agreed", None)
        and p.kind in GIVEN
        and (p.told_at or p.made_by == contact.by)
        and is_at_its_moments(case, contact, p.told_at or p.made_at)
    ]


def is_at_its_moments(case: Case, contact: Contact, at: datetime | None) -> bool:
    """Whether a time lies in the moments of a conversation, or in which it was logged: as long before or after as one may
    take to log it, for some move a promise first and log the call then."""
    late, known = case.rules.promises.owner_may_log_late, (contact.occurred_at, contact.logged_at)
    return at is not None and any(abs(at - each) <= late for each in known)


def _let_go(case: Case) -> Iterator[Promise]:
    """What somebody let go of in this life of the case, or a step did of what the customer knows the time of; and is not
    owed again. A revisit goes with the solution."""
    followed, since = {promise.follows for promise in case.promises}, case.reopened_at
    return (
        promise
        for promise in case.promises
        if promise.status == "released"
        and (promise.said_in is not None or (promise.is_told and promise.keeping.by != "revisit"))
        and not (since and promise.ended_at and promise.ended_at < since)
        and promise.id not in followed
        and not _stands_otherwise(case, promise)
    )


def _stands_otherwise(case: Case, promise: Promise) -> bool:
    """Whether it was made again in the place of the same one: a try that was none had put it off."""
    return any(
        other.follows == promise.follows and other.made_at >= promise.ended_at
        for other in case.promises
        if promise.follows and promise.ended_at and other.id != promise.id
    )


def _now(case: Case, promise: Promise) -> Promise | None:
    """A promise as it stands, however often it was tried since; None where it came to something."""
    found: Promise | None = promise
    while found and found.status == "attempted":
        found = next((p for p in case.promises if p.follows == found.id), None)
    return found if found and found.is_open else None
