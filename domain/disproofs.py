"""Conversations that never took place, or not in this case: a lead takes them back (REQ C0, C2, B5).

One of them stays on record as what somebody claimed, and counts for nothing from then on: what it answered awaits an answer
again, what it kept, or let go of, is owed again or broken, and questions put in it are unanswered. Stages that it left, and a
wait that it ended, can't be undone and aren't. What was promised in it stays: a call too many harms nobody. That, and whatever
else was agreed on at its moments and may have been in it, is named to those who look after the case (`domain.around`).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Literal

from domain import disproof_notices, gathering, going_back
from domain.around import Agreed, around
from domain.case import Case
from domain.case.contacts import Contact
from domain.case.promises import Promise
from domain.case.visits import Visit, VisitStatus
from domain.command import Command
from domain.draft import Draft, is_since, to_the_minute
from domain.errors import Refusal
from domain.event import Event
from domain.frozen import changed
from domain.promises import alongside, ending, hearing, near, rhythm
from domain.promises.events import (
    AttemptDisproved,
    BreakCorrected,
    PromiseAttempted,
    PromiseKept,
)
from domain.response import await_what_nobody_answered
from domain.rules import Change, Rules, conflict, replaced, unknown


class DisproveContact(Command):
    """A conversation, or the try at one, never took place in this case; a lead says so, and how they know it. `gone` are those
    with a hand in the case who have left: nobody can tell them."""

    kind: Literal["disprove_contact"] = "disprove_contact"
    contact: str
    reason: str
    gone: tuple[str, ...] = ()


class ContactDisproved(Event):
    """It stays on record as what somebody claimed, and counts for nothing from then on. What was agreed on around it stands:
    see `domain.around`. The answers to questions that had been put in it alone have `fallen`."""

    kind: Literal["contact_disproved"] = "contact_disproved"
    contact: str
    reason: str
    let_go: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    promised: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    fallen: tuple[str, ...] = ()
    agreed: tuple[Agreed, ...] = ()


Disproved = ContactDisproved | AttemptDisproved
"""What tells that a conversation never took place: by itself, or with the promise that it had ended."""


RECORDED: tuple[VisitStatus, ...] = ("arrived", "done", "no_show_by_customer")
"""What a visit is while it is on record that somebody of ours was at the door."""


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
    stands = around(draft.case, contact)
    revisit, closing = going_back.revisit_of(draft.case, contact), draft.case.closing
    fallen = _fallen(draft.case, contact)
    draft.emit(
        ContactDisproved, contact=contact.id, reason=reason, fallen=fallen, **stands._asdict()
    )
    waits = going_back.go_back(draft, contact, revisit) if revisit else None
    since = owe_again(draft, (contact,), reason) or waits
    owed = going_back.owe_anew(draft, closing) if revisit else None
    facts = {
        "waits_since": since.isoformat() if since else "",
        "let_go": ", ".join(stands.let_go),
        "moved": ", ".join(stands.moved),
        "answered": "; ".join(stands.noted),
        "fallen": "; ".join(fallen),
        "agreed": "; ".join(map(_said, stands.agreed)),
        "revisit_by": owed.latest_by.isoformat() if owed else "",
    }
    disproof_notices.tell(draft, contact, reason, command.gone, facts, stands.promised, owed)


def owe_again(draft: Draft, never: Sequence[Contact], reason: str) -> datetime | None:
    """What these conversations had stood for, which count for nothing now, is owed again: an answer, what they kept,
    tried for or let go of, and the call for whatever came to nothing before. Since when the customer awaits an answer again."""
    since = await_what_nobody_answered(draft)
    for contact in never:
        for promise in list(_ended_by(draft.case, contact)):
            if promise.keeping.apart:
                continue  # a visit ends by what is recorded of it
            if not any(_givers(draft.case, promise)):
                ending.disprove(draft, promise, contact.id, reason)
    near.call_who_waits(draft)
    rhythm.one_is_enough(draft)
    return since


def _ended_by(case: Case, contact: Contact) -> Iterator[Promise]:
    for promise in filter(None, map(case.promise, contact.ended)):
        if promise.status in ("kept", "attempted") or promise.corrected:
            yield promise
    yield from alongside.let_go_on_it(case, contact)


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
    closed = case.is_closed and not going_back.ended_it(case, contact)
    reasons = (
        (contact.disproved, Refusal("contact_disproved", **about)),
        (before, Refusal("contact_of_past_life", **about)),
        (closed, gathering.closed(case)),
        (_is_of_a_visit(case, contact), Refusal("contact_of_visit", **about)),
        (_goes_on_from_a_revisit(case, contact), Refusal("contact_of_revisit", **about)),
        (_is_the_notice(case, contact), Refusal("contact_of_notice", **about)),
        (is_resolved_on(case, contact), Refusal("contact_resolved_on", **about)),
    )
    return next((no for is_so, no in reasons if is_so), None)


def _is_of_a_visit(case: Case, contact: Contact) -> bool:
    """Whether it was said at the door of a visit of which a lead may still say that nobody of ours was there: all that is on
    record of it is taken back with that. A written report stands."""
    visits = (v for v in case.visits if v.status in RECORDED and not v.reported_at)
    return case.core >= 2 and any(contact in at_the_door(case, visit) for visit in visits)


def at_the_door(case: Case, visit: Visit) -> list[Contact]:
    """The conversations of a visit on record: that with which it began, or the try, and what was said at its end."""
    first = next((contact for contact in case.contacts if visit.promise in contact.covers), None)
    if first is None:
        return []
    until = max(visit.ends_at, first.occurred_at)
    later = (
        contact
        for contact in case.contacts
        if (contact.channel, contact.by, contact.covers) == ("visit", visit.engineer, ())
        and first.occurred_at <= contact.occurred_at <= until
        and contact.logged_at >= first.logged_at
        and not contact.disproved
    )
    return [first, *later]


def _goes_on_from_a_revisit(case: Case, contact: Contact) -> bool:
    revisit = going_back.revisit_of(case, contact)
    return revisit is not None and going_back.has_gone_on(case, revisit)


def _is_the_notice(case: Case, contact: Contact) -> bool:
    """Whether the customer was told in it that their case is complex: the confirmation rests on it. People note when they
    told it on their own, so it is the conversation before the confirmation, at its moments, that comes nearest."""
    notice, confirmed_at = case.notice, case.confirmed_at
    if notice is None or confirmed_at is None:
        return False
    late, off = case.rules.promises.owner_may_log_late, {}
    for each in case.contacts:
        told = not each.disproved and (each.is_word or notice.answer == "unreachable")
        if told and each.channel == notice.channel and is_since(confirmed_at, each.occurred_at):
            off[each.id] = abs(each.occurred_at - notice.told_at)
    return contact.id in off and off[contact.id] == min(off.values()) <= late


def is_resolved_on(case: Case, contact: Contact) -> bool:
    """Whether the case counts as resolved because of it: the word that confirms it, or one of the tries in vain."""
    if case.phase != "resolved" or case.resolved_at is None:
        return False
    return going_back.was_solved_on(case, contact, case.resolved_on, case.resolved_at)


def _givers(case: Case, promise: Promise) -> Iterator[Contact]:
    """Which conversations gave the news that were due by rule: any in its time does, but for the one after which they
    were promised."""
    return (
        each
        for each in case.contacts
        if promise.is_news
        and each.reached
        and promise.made_at < each.occurred_at <= promise.latest_by
        and (each.logged_at <= promise.latest_by or not each.told_late)
    )


def _fallen(case: Case, contact: Contact) -> tuple[str, ...]:
    """The questions, in words, whose answers fall with it: those that nobody else has put."""
    gone = {asked.id for asked in case.rounds if asked.disproved or asked.contact == contact.id}
    answers = case.standing_answers.values()
    fallen = (each for each in answers if each.rounds and gone.issuperset(each.rounds))
    return tuple(each.words or each.question for each in fallen)


def _said(agreed: Agreed) -> str:
    return f"{agreed.what} {agreed.until.isoformat() if agreed.until else agreed.ref}"


def nevers(event: Disproved) -> tuple[str, ...]:
    """The conversations that never took place, by what an event says."""
    also = event.also if isinstance(event, AttemptDisproved) else ()
    return tuple(filter(None, (event.contact, *also)))


def _never_was(case: Case, event: Disproved) -> Change:
    """They are no word, no try and no feeling of the customer's any more: they feel as in the last conversation that took
    place, or as they came where none says."""
    never = nevers(event)
    contacts = tuple(changed(k, NOTHING_LEFT) if k.id in never else k for k in case.contacts)
    contacts = _passed_on(case, changed(case, {"contacts": contacts}))
    felt = [
        (to_the_minute(contact.occurred_at), place, contact.emotion)
        for place, contact in enumerate(contacts)
        if contact.emotion
    ]
    mood = max(felt)[2] if felt else case.came_feeling
    return {"contacts": contacts, "emotion": mood} | going_back.solved_no_more(case, never)


def _passed_on(before: Case, case: Case) -> tuple[Contact, ...]:
    """What one of them gave that another gave as well stands by that one now: were it taken back, too, nobody gave it."""
    now = {contact.id: contact for contact in case.contacts}
    for contact in before.contacts:
        if not now[contact.id].disproved or contact.disproved:
            continue
        for promise in filter(None, map(case.promise, contact.ended)):
            if giver := next(_givers(case, promise), None):
                ended = (*now[giver.id].ended, promise.id)
                now[giver.id] = changed(now[giver.id], {"ended": ended})
    return tuple(now.values())


def _disproved(case: Case, event: ContactDisproved) -> Change:
    untold = hearing.untold_again(case, nevers(event))
    return _never_was(case, event) | {"promises": untold}


def _ended(case: Case, event: PromiseKept | PromiseAttempted | BreakCorrected) -> Change:
    contact = case.contact(event.contact)
    ended = (*contact.ended, event.promise) if contact else ()
    return replaced(case, "contacts", event.contact, ended=ended)


RULES = Rules(
    handlers={DisproveContact: disprove},
    after_closing=(DisproveContact,),
    waking=(DisproveContact,),
    folds={
        ContactDisproved: _disproved,
        AttemptDisproved: _never_was,
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
        "contact_of_revisit": conflict(
            "the call was recorded as the revisit, and the case has gone on from there"
        ),
        "contact_of_notice": conflict("the confirmation as complex rests on the conversation"),
        "contact_resolved_on": conflict("the case counts as resolved because of the conversation"),
    },
)
Commands = DisproveContact
Events = ContactDisproved
