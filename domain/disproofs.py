"""Conversations that never took place, or not in this case: a lead takes them back (REQ C0, C2, B5).

One of them stays on record as what somebody claimed, and counts for nothing from then on: what it answered awaits an answer
again, what it kept is owed again or broken. Stages that it left, and a wait that it ended, can't be undone and aren't. What
was promised in it stays: a call too many harms nobody.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal

from domain.case import Case
from domain.case.contacts import Contact
from domain.case.customer_messages import CustomerMessage
from domain.command import Command
from domain.draft import Draft, is_since, to_the_minute
from domain.errors import Refusal
from domain.event import Event
from domain.frozen import changed
from domain.promises import ending, judging, near
from domain.promises.events import (
    AttemptDisproved,
    BreakCorrected,
    PromiseAttempted,
    PromiseKept,
)
from domain.response import await_response
from domain.rules import Change, Rules, conflict, replaced, unknown


class DisproveContact(Command):
    """A conversation, or the try at one, never took place in this case; a lead says so, and how they know it."""

    kind: Literal["disprove_contact"] = "disprove_contact"
    contact: str
    reason: str


class ContactDisproved(Event):
    """It stays on record as what somebody claimed, and counts for nothing from then on. `waits` are the customer's messages
    that await an answer again."""

    kind: Literal["contact_disproved"] = "contact_disproved"
    contact: str
    reason: str
    waits: tuple[str, ...] = ()


NOTHING_LEFT = {
    "disproved": True,
    "reached": False,
    "left_message": False,
    "covers": (),
    "emotion": None,
    "ended": (),
}
"""What of a conversation counts that never took place."""


def disprove(draft: Draft, command: DisproveContact) -> None:
    if not draft.outranks("lead"):
        raise Refusal("line_required", number=draft.case.number, line="lead")
    contact = _find(draft, command.contact)
    draft.require_reason(command.reason)
    reason = command.reason.strip()
    unkept = [p for p in contact.ended if not _is_given_by_another(draft.case, contact, p)]
    words = _words_without(draft.case, contact)
    since = [
        *(m.waited_since for m in words if m.waited_since),
        *_others_without(draft.case, contact),
    ]
    draft.emit(
        ContactDisproved, contact=contact.id, reason=reason, waits=tuple(m.id for m in words)
    )
    _await_again(draft, min(since, default=None))
    for promise_id in unkept:
        promise = draft.case.promise(promise_id)
        if promise and (promise.status in ("kept", "attempted") or promise.corrected):
            ending.disprove(draft, promise, contact, reason)
    near.call_who_waits(draft)
    _tell(draft, contact, reason, min(since, default=None))


def _find(draft: Draft, contact_id: str) -> Contact:
    """The conversation of that id, or a refusal that says why it stands, and what to do instead."""
    case = draft.case
    contact = case.contact(contact_id)
    if contact is None:
        raise Refusal(
            "unknown_contact", fields=("contact",), number=case.number, contact=contact_id
        )
    if no := why_it_stands(case, contact):
        raise no
    return contact


def why_it_stands(case: Case, contact: Contact) -> Refusal | None:
    """Why a conversation can't be taken back, or not this way; None where it can."""
    about: dict[str, Any] = {
        "fields": ("contact",),
        "number": case.number,
        "contact": contact.id,
    }
    before = case.reopened_at is not None and contact.logged_at < case.reopened_at
    reasons = (
        (contact.disproved, Refusal("contact_disproved", **about)),
        (before, Refusal("contact_of_past_life", **about)),
        (_is_of_a_visit(case, contact), Refusal("contact_of_visit", **about)),
        (_is_a_revisit(case, contact), Refusal("contact_of_revisit", **about)),
        (_is_the_notice(case, contact), Refusal("contact_of_notice", **about)),
        (_is_resolved_on(case, contact), Refusal("contact_resolved_on", **about)),
    )
    return next((no for is_so, no in reasons if is_so), None)


def _is_of_a_visit(case: Case, contact: Contact) -> bool:
    """What an engineer has at the door is part of what is recorded of the visit."""
    return contact.channel == "visit" and contact.by in {v.engineer for v in case.visits}


def _is_a_revisit(case: Case, contact: Contact) -> bool:
    tries = ((each.at, each.by) for each in case.revisits)
    return (contact.logged_at, contact.by) in tries


def _is_the_notice(case: Case, contact: Contact) -> bool:
    """Whether the customer was told in it that their case is complex: the confirmation rests on it."""
    notice = case.notice
    return notice is not None and (contact.occurred_at, contact.channel) == (
        notice.told_at,
        notice.channel,
    )


def _is_resolved_on(case: Case, contact: Contact) -> bool:
    """Whether the case counts as resolved because of it: the word that confirms it, or one of the tries in vain."""
    if case.phase != "resolved" or case.resolved_at is None:
        return False
    tried = contact.direction == "outbound" and not contact.reached
    in_vain = case.resolved_on == "unreachable" and tried and contact.logged_at <= case.resolved_at
    return in_vain or case.resolved_in == contact.id


def _words_without(case: Case, contact: Contact) -> list[CustomerMessage]:
    """The customer's messages that it answered and nothing else has."""
    return [
        message
        for message in case.messages
        if message.waited_since
        and message.waits_since is None
        and _is_left_by(case, contact, message.waited_since, message.received_at)
        and not any(not _came_after(case, message, each) for each in _settling(case, contact))
    ]


def _others_without(case: Case, contact: Contact) -> Iterator[datetime]:
    """The same of what they said in no message: as they came, and of trouble after the fix. It is settled by what says
    of a later message that it needs no answer."""
    if any(_settling(case, contact)):
        return
    said = [(k.occurred_at, k.logged_at) for k in case.contacts if _is_theirs(case, k)]
    if case.spoke_at and case.reopened_at is None:
        said.append((case.spoke_at, case.spoke_at))
    yield from (since for since, known in said if _is_left_by(case, contact, since, known))


def _is_theirs(case: Case, contact: Contact) -> bool:
    """Whether it is what the customer wrote, in this life of the case."""
    before = case.reopened_at is not None and contact.logged_at < case.reopened_at
    return contact.direction == "inbound" and contact.left_message and not before


def _is_left_by(case: Case, contact: Contact, since: datetime, known: datetime) -> bool:
    """Whether a conversation answers what has waited since then, and nothing else has since it was known: no other word
    of ours, nor the notice."""
    others = (k for k in case.contacts if k.is_word and k.id != contact.id)
    words = [(each.occurred_at, each.logged_at) for each in others]
    if case.notice and case.notice.answer != "unreachable" and case.confirmed_at:
        words.append((case.notice.told_at, case.confirmed_at))
    is_answer = contact.is_word and is_since(contact.occurred_at, since)
    return is_answer and not any(is_since(at, since) and then >= known for at, then in words)


def _settling(case: Case, contact: Contact) -> Iterator[CustomerMessage]:
    """The messages of which somebody has said since that they, and what came before them, need no answer."""
    thanks = (m for m in case.messages if m.verdict == "thanks")
    return (m for m in thanks if m.marked_at and m.marked_at >= contact.logged_at)


def _came_after(case: Case, message: CustomerMessage, other: CustomerMessage) -> bool:
    place = case.messages.index
    return message.occurred_at > other.occurred_at or place(message) > place(other)


def _is_given_by_another(case: Case, contact: Contact, promise_id: str) -> bool:
    """Whether another conversation gave the news that were due by rule: any in its time does."""
    promise = case.promise(promise_id)
    if promise is None or not promise.is_news:
        return False
    return any(
        each.reached
        and each.id != contact.id
        and judging.was_made(promise, each.occurred_at)
        and each.occurred_at <= promise.latest_by
        and (each.logged_at <= promise.latest_by or not each.told_late)
        for each in case.contacts
    )


def _await_again(draft: Draft, since: datetime | None) -> None:
    """The customer waits for an answer since they said what it answered."""
    response = draft.case.response
    if since and (response is None or since < response.started_at):
        await_response(draft, since, known=response is not None and response.overdue)


def _tell(draft: Draft, contact: Contact, reason: str, since: datetime | None) -> None:
    """The owner, and whoever logged it; nobody of their own deeds."""
    actor = draft.command.actor.handle
    waiting = {"waits_since": since.isoformat()} if since else {}
    draft.tell(
        *(person for person in (draft.case.owner, contact.by) if person != actor),
        about="contact_disproved",
        ref=contact.id,
        contact=contact.id,
        by=actor,
        reason=reason,
        **waiting,
    )


def _never_was(case: Case, contact_id: str) -> Change:
    """It is no word, no try and no feeling of the customer's any more: they feel as in the last conversation that took
    place, or as they came where none says."""
    change = replaced(case, "contacts", contact_id, **NOTHING_LEFT)
    felt = [
        (to_the_minute(contact.occurred_at), place, contact.emotion)
        for place, contact in enumerate(change["contacts"])
        if contact.emotion
    ]
    return change | {"emotion": max(felt)[2] if felt else case.came_feeling}


def _attempt_never_was(case: Case, event: AttemptDisproved) -> Change:
    return _never_was(case, event.contact)


def _disproved(case: Case, event: ContactDisproved) -> Change:
    contact = case.contact(event.contact)
    assert contact
    return _never_was(case, contact.id) | {
        "messages": tuple(
            changed(m, {"waits_since": m.waited_since}) if m.id in event.waits else m
            for m in case.messages
        ),
        "promises": _untold_again(case, contact),
    }


def _untold_again(case: Case, contact: Contact) -> tuple[Any, ...]:
    """What the confirmation set down while nobody reached the customer, they don't know if nobody has spoken with them."""
    notice = case.notice
    if notice is None or notice.answer != "unreachable":
        return case.promises
    others = (each for each in case.contacts if each.reached and each.id != contact.id)
    if any(is_since(each.occurred_at, notice.told_at) for each in others):
        return case.promises
    given = ("first_feedback", "milestone")
    return tuple(
        changed(p, {"untold": True}) if p.kind in given and p.follows is None else p
        for p in case.promises
    )


def _ended(case: Case, event: PromiseKept | PromiseAttempted | BreakCorrected) -> Change:
    contact = case.contact(event.contact)
    ended = (*contact.ended, event.promise) if contact else ()
    return replaced(case, "contacts", event.contact, ended=ended)


RULES = Rules(
    handlers={DisproveContact: disprove},
    folds={
        ContactDisproved: _disproved,
        AttemptDisproved: _attempt_never_was,
        PromiseKept: _ended,
        PromiseAttempted: _ended,
        BreakCorrected: _ended,
    },
    refusals={
        "unknown_contact": unknown("the case carries no such conversation"),
        "contact_disproved": conflict("the conversation has been taken back already"),
        "contact_of_past_life": conflict(
            "the conversation belongs to a time after which the case was closed and reopened"
        ),
        "contact_of_visit": conflict("what was said at the door is part of the visit"),
        "contact_of_revisit": conflict("the call was recorded as the revisit"),
        "contact_of_notice": conflict("the confirmation as complex rests on the conversation"),
        "contact_resolved_on": conflict("the case counts as resolved because of the conversation"),
    },
)
Commands = DisproveContact
Events = ContactDisproved
