"""What was agreed on with the customer around a conversation, and stands if that turns out to be none (REQ B4, B7, C2).

Nobody says in which conversation it was agreed on, so the time tells what may have been (`domain.promises.alongside`). Who
looks after the case is told all of it, and sees to what the customer, who may never have heard of it, is to know.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Literal, NamedTuple

from domain import going_back
from domain.case import Case
from domain.case.contacts import Contact
from domain.case.promises import Promise
from domain.frozen import Frozen
from domain.promises import alongside

MOST = 50
"""More of a kind are agreed on around no conversation; a program may have made them."""


class Agreed(Frozen):
    """Something else than a promise: that the case waits `until` then, that a wait for the customer is over, that the fix is
    watched `until` then, that they agree to a visit, or what they say to an offer. `ref` is the visit, or what was offered."""

    what: Literal["paused", "wait_over", "watched", "visit_confirmed", "offer_answered"]
    ref: str = ""
    until: datetime | None = None


class Around(NamedTuple):
    """Promises `let_go`, those `moved` as they stand now and those `promised`, questions whose answers were `noted`, and what
    else was `agreed` on."""

    let_go: tuple[str, ...]
    moved: tuple[str, ...]
    promised: tuple[str, ...]
    noted: tuple[str, ...]
    agreed: tuple[Agreed, ...]


def around(case: Case, contact: Contact) -> Around:
    """What was agreed on at the moments of a conversation, and isn't linked to it by more than that."""
    return Around(
        let_go=_ids(list(_let_go(case, contact))),
        moved=_ids(alongside.moved(case, contact)),
        promised=_ids(alongside.promised(case, contact)),
        noted=tuple(_noted(case, contact)),
        agreed=tuple(chain.from_iterable(each(case, contact) for each in AGREED))[-MOST:],
    )


def _let_go(case: Case, contact: Contact) -> Iterator[Promise]:
    """The calls that ended with a case which goes on without the conversation are owed again, and not let go of."""
    closing = case.closing if going_back.ended_it(case, contact) else None
    for promise in alongside.let_go(case, contact):
        if not (closing and closing.at == promise.ended_at and promise.keeping.by == "call"):
            yield promise


def _ids(promises: Sequence[Promise]) -> tuple[str, ...]:
    return tuple(promise.id for promise in promises[-MOST:])


def _noted(case: Case, contact: Contact) -> Iterator[str]:
    """The questions whose answers stand without its rounds, in words."""
    gone = {asked.id for asked in case.rounds if asked.disproved or asked.contact == contact.id}
    for answer in case.standing_answers.values():
        falls = answer.rounds and gone.issuperset(answer.rounds)
        if not falls and alongside.is_at_its_moments(case, contact, answer.at):
            yield answer.words or answer.question


def _paused(case: Case, contact: Contact) -> Iterator[Agreed]:
    """The case waits, as the customer was told then."""
    pause = case.pause
    if pause and alongside.is_at_its_moments(case, contact, pause.told_at):
        yield Agreed(what="paused", until=pause.until)


def _wait_over(case: Case, contact: Contact) -> Iterator[Agreed]:
    """Their word then, or that they agreed to a visit, ended the last wait for them."""
    last = case.past_pauses[-1] if case.past_pauses else None
    if last is None or not last.answered or last.life != case.life or case.pause:
        return
    is_theirs = contact.direction == "inbound" or any(_visit_confirmed(case, contact))
    if is_theirs and case.phase == "open" and _then(case, contact, last.ended_at):
        yield Agreed(what="wait_over")


def _watched(case: Case, contact: Contact) -> Iterator[Agreed]:
    """The fix is watched, since then or for longer."""
    window = case.observation
    if window and not window.ended and _then(case, contact, window.agreed_at or window.started_at):
        yield Agreed(what="watched", until=window.ends_at)


def _visit_confirmed(case: Case, contact: Contact) -> Iterator[Agreed]:
    """They agreed then to a visit that is still to come."""
    for visit in case.visits:
        if visit.is_ahead and _then(case, contact, visit.confirmed_at):
            yield Agreed(what="visit_confirmed", ref=visit.id)


def _offer_answered(case: Case, contact: Contact) -> Iterator[Agreed]:
    """What they say to what was offered in the place of a repair was put on record then."""
    for offer in case.offers:
        if _then(case, contact, offer.at):
            yield Agreed(what="offer_answered", ref=offer.remedy)


_then = alongside.is_at_its_moments
AGREED = (_paused, _wait_over, _watched, _visit_confirmed, _offer_answered)
"""What else may be agreed on with a customer."""
