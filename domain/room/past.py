"""What is long past in a case: ended, and asked for by nothing that may still happen."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from domain.case import Case
from domain.case.contacts import Contact
from domain.case.customer_messages import CustomerMessage
from domain.draft import Draft

NEWEST = 50
"""Of each list so many ended records are carried on, whatever the case weighs."""

Ids = dict[str, tuple[str, ...]]
"""List of the case → ids of records in it."""
Each = TypeVar("Each")


def long_past(draft: Draft, newest: int = NEWEST) -> Ids:
    """The records that can be put away, all but the `newest` of each list."""
    found = {name: tuple(of(draft, newest)) for name, of in PAST.items()}
    return {name: ids for name, ids in found.items() if ids}


def _promises(draft: Draft, newest: int) -> Iterable[str]:
    """Ended ones. Breaks stay counted (`Case.breaks`); what an open promise follows is asked for when that ends, and
    that of a visit when somebody says what came of it."""
    case = draft.case
    asked_for = {promise.follows for promise in case.open_promises}
    asked_for |= {visit.promise for visit in case.visits}
    ended = [promise for promise in case.promises if not promise.is_open]
    return (p.id for p in _older(ended, newest) if p.id not in asked_for)


def _contacts(draft: Draft, newest: int) -> Iterable[str]:
    """All but the last of each day, of each kind: days on which somebody was tried are counted, and that the customer
    was reached since some moment. The word on the fix stays, and the first conversation of a visit."""
    case = draft.case
    kept = {case.verification.said_in} if case.verification else set()
    visited = {visit.promise for visit in case.visits}
    kept |= {contact.id for contact in case.contacts if visited & set(contact.covers)}

    def kind(contact: Contact) -> object:
        believed = not (contact.told_late or contact.disproved)
        tried = (contact.reached, contact.direction, believed)
        return (draft.local_date(contact.occurred_at), tried, bool(contact.covers))

    kept |= _last_of_each(case.contacts, kind)
    return (contact.id for contact in _older(case.contacts, newest) if contact.id not in kept)


def _messages(draft: Draft, newest: int) -> Iterable[str]:
    """Those the owner has heard of and nobody has to mark. The last of each day stays, the word on the fix, what an
    action in hand is about, and the late one that led to another case."""
    case = draft.case
    told = case.words_told.heard - case.put_away.get("messages", 0) if case.words_told else 0
    kept = {case.verification.said_in} if case.verification else set()
    kept |= {action.ref for action in case.actions if action.ref}
    kept |= {link.message for link in case.links[:1]}
    kept |= _last_of_each(case.messages, lambda m: draft.local_date(m.occurred_at))
    linked = {link.message for link in case.links}

    def is_past(message: CustomerMessage) -> bool:
        carried_on = not message.late or message.id in linked
        return message.mark is None and carried_on and message.id not in kept

    return (m.id for m in _older(case.messages[:told], newest) if is_past(m))


def _notes(draft: Draft, newest: int) -> Iterable[str]:
    return (note.id for note in _older(draft.case.notes, newest))


def _escalations(draft: Draft, newest: int) -> Iterable[str]:
    ended = [each for each in draft.case.escalations if each.deescalated_at]
    return (each.id for each in _older(ended, newest))


def _visits(draft: Draft, newest: int) -> Iterable[str]:
    """Those that were cancelled: what came of any other counts for as long as the case lives."""
    cancelled = [visit for visit in draft.case.visits[:-1] if visit.status == "cancelled"]
    return (visit.id for visit in _older(cancelled, newest))


def _actions(draft: Draft, newest: int) -> Iterable[str]:
    """Those that failed, which somebody further up the line was told of."""
    failed = [action for action in draft.case.actions if action.status == "failed"]
    return (action.id for action in _older(failed, newest))


PAST: dict[str, Callable[[Draft, int], Iterable[str]]] = {
    "promises": _promises,
    "contacts": _contacts,
    "messages": _messages,
    "notes": _notes,
    "escalations": _escalations,
    "visits": _visits,
    "actions": _actions,
}
"""List of the case → which of its records are long past. No other list grows with every command, or has words of any
length in it."""


def _older(records: Sequence[Each], newest: int) -> Sequence[Each]:
    return records[: max(0, len(records) - newest)]


def _last_of_each(records: Iterable[Any], kind: Callable[[Any], object]) -> set[str]:
    """The ids of the latest records, one of each kind."""
    latest: dict[object, Any] = {}
    for record in records:
        before = latest.get(kind(record))
        if before is None or record.occurred_at >= before.occurred_at:
            latest[kind(record)] = record
    return {record.id for record in latest.values()}


def without(case: Case, ids: Ids) -> dict[str, tuple[Any, ...]]:
    """The case's lists without these records, and without links of a message among them."""
    left: dict[str, tuple[Any, ...]] = {}
    for name, gone in ids.items():
        here = set(gone)
        left[name] = tuple(record for record in getattr(case, name) if record.id not in here)
    if messages := set(ids.get("messages", ())):
        left["links"] = tuple(link for link in case.links if link.message not in messages)
    return left
