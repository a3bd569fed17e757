"""What followed a promise that has ended: the one that it was moved to, or that a break called for (REQ C2)."""

from domain.case import Case
from domain.case.promises import Promise
from domain.promises.commands import RenegotiatePromise


def moved_on(case: Case, promise: Promise) -> Promise | None:
    """The promise to which one was moved, as it stands now; None for one that nobody moved. Only a promise
    moved by us counts one more move than the one before it."""
    later = (p for p in case.promises if p.follows == promise.id)
    found = next((p for p in later if p.renegotiations > promise.renegotiations), None)
    while found and found.status == "renegotiated":
        found = next((p for p in case.promises if p.follows == found.id), None)
    return found


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


def in_its_place(case: Case, promise: Promise) -> list[Promise]:
    """What a break called for: the near promise, where that broke in its turn it and what followed, the last of them
    perhaps open. A date given to the customer since then is theirs and stays."""
    found: list[Promise] = []
    for other in case.promises:
        stands_in = other.kind != promise.kind or other.renegotiations == promise.renegotiations
        if other.follows != promise.id or not stands_in:
            continue
        if other.is_open:
            found.append(other)
        elif other.status == "broken":
            found += [other, *in_its_place(case, other)]
        elif other.status == "released":  # and owed again, as what had let go of it was none
            found += in_its_place(case, other)
    return found
