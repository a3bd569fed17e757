"""Conversations: ours with the customer, in four parts, and theirs with us (REQ C3)."""

from datetime import datetime, timedelta
from typing import Literal

from domain import pauses, stages
from domain.case import Case
from domain.case.contacts import PARTS, Channel, Contact, ContactEntry, Direction, Part
from domain.command import Command
from domain.draft import Draft, is_since
from domain.errors import Refusal
from domain.event import Event
from domain.frozen import changed
from domain.plan.terms import Emotion
from domain.promises import hearing, judging, making
from domain.promises.commands import NextPromise
from domain.response import is_answered_by, responded
from domain.rules import Change, Rules, invalid, nothing


class LogContact(Command):
    """A conversation took place, or was tried.

    `covers` lists the promises whose subject was spoken of; None means the next promise for an
    outbound conversation and none otherwise.
    """

    kind: Literal["log_contact"] = "log_contact"
    channel: Channel
    direction: Direction = "outbound"
    occurred_at: datetime
    reached: bool = True
    left_message: bool = False
    parts: tuple[Part, ...] = ()
    emotion: Emotion | None = None
    covers: tuple[str, ...] | None = None
    next_promise: NextPromise | None = None
    text: str | None = None


class ContactLogged(Event):
    kind: Literal["contact_logged"] = "contact_logged"
    contact: Contact


class ContactJoined(Event):
    """Somebody logged a conversation once more: a second click."""

    kind: Literal["contact_joined"] = "contact_joined"
    contact: str


THE_SAME_MOMENT = timedelta(minutes=1)
"""Between two clicks on one button there is less."""


def log(draft: Draft, command: LogContact) -> None:
    draft.require_past("occurred_at", command.occurred_at)
    if first := _the_same(draft, command):
        draft.emit(ContactJoined, contact=first.id)
    else:
        _log(draft, command)


def _log(draft: Draft, command: LogContact) -> None:
    outbound = command.direction == "outbound"
    if outbound and (command.reached or command.left_message):
        check_four_parts(draft, command.parts)
    if draft.case.core >= 2 and not outbound:
        _require_word_of_ours(draft, command)
    covers = command.covers
    if covers is None:
        covers = judging.meant(draft, command.channel, command.occurred_at) if outbound else ()
    for promise_id in covers:
        promise = draft.case.promise(promise_id)
        if promise and promise.keeping.by != "call":
            raise making.no_mere_call(draft, promise, "covers")
    contact = Contact(
        id=draft.case.next_id("c", "contacts"),
        channel=command.channel,
        direction=command.direction,
        occurred_at=command.occurred_at,
        logged_at=draft.now,
        by=command.actor.handle,
        reached=command.reached,
        left_message=command.left_message,
        parts=command.parts,
        emotion=command.emotion,
        covers=covers,
        text=command.text,
        told_late=_is_told_late(draft, command),
        digest=command.digest if draft.case.core >= 2 else "",
    )
    take_down(draft, contact)
    if command.next_promise:
        making.promise_agreed(draft, command.next_promise)
    stages.move(draft, required=False)


def take_down(draft: Draft, contact: Contact) -> None:
    """Put a conversation on record, with all that follows from any: it answers the customer, and is judged for what it
    covers."""
    draft.emit(ContactLogged, contact=contact)
    outbound = contact.direction == "outbound"
    if contact.is_word:
        responded(draft, contact.occurred_at)
    if contact.reached and not outbound:
        pauses.customer_answered(draft, contact.occurred_at)
    judging.judge(draft, contact)
    if outbound and not contact.reached:
        hearing.tell_in_vain(draft, contact)


def _the_same(draft: Draft, command: LogContact) -> Contact | None:
    """The same person's conversation of the same moment, logged in the same words while the case stood still: it
    counts once. It did not if the customer has said something since that this one answers."""
    entered_at = draft.case.stage_entered_at
    return next(
        (
            contact
            for contact in reversed(draft.case.contacts)
            if contact.digest
            and not contact.disproved
            and (entered_at is None or entered_at <= contact.logged_at)
            and (contact.digest, contact.by) == (command.digest, command.actor.handle)
            and abs(contact.occurred_at - command.occurred_at) < THE_SAME_MOMENT
            and not (contact.is_word and is_answered_by(draft.case, command.occurred_at))
        ),
        None,
    )


def _require_word_of_ours(draft: Draft, command: LogContact) -> None:
    """A contact from the customer is one in which we spoke, too. What they wrote, or said to nobody, is their word
    and awaits an answer (REQ C0); in writing our answer is part of the contact when it has its four parts."""
    if command.reached and draft.plan.revisit.is_conversation(command.channel):
        return
    if not (command.reached and command.parts):
        raise Refusal(
            "contact_without_answer",
            fields=("reached",) if not command.reached else ("channel", "parts"),
            number=draft.case.number,
            channel=command.channel,
        )
    check_four_parts(draft, command.parts)


def _is_told_late(draft: Draft, command: LogContact) -> bool:
    """Like what keeps a promise: whoever held it may log it a little late, a lead later (REQ C2)."""
    if draft.case.core < 2 or draft.outranks("lead"):
        return False
    return draft.heard_at - command.occurred_at > draft.plan.promises.owner_may_log_late


def check_four_parts(draft: Draft, parts: tuple[Part, ...]) -> None:
    """A progress message says where we are, what comes next, by when, and cares (REQ C3)."""
    missing = tuple(part for part in PARTS if part not in parts)
    if missing:
        raise Refusal(
            "four_parts_missing",
            fields=missing,
            number=draft.case.number,
            missing=", ".join(missing),
        )


def _is_answered(case: Case) -> bool:
    """Whether the customer has the answer that alone guards the stage, from whoever gave it: no limit and no
    promise would ever speak of the case again (REQ C0)."""
    is_guarded = case.is_confirmed or case.stage_clock is not None or case.response is not None
    return not is_guarded and case.phase == "open"


def _logged(case: Case, event: ContactLogged) -> Change:
    emotion = event.contact.emotion
    change: Change = {"contacts": (*case.contacts, event.contact)}
    if event.contact.reached and any(p.untold for p in case.open_promises):
        # they hear now when to expect what, as they would have with the notice
        at = event.contact.occurred_at
        change["promises"] = tuple(
            changed(p, {"untold": False})
            if p.untold and p.is_open and judging.was_made(p, at)
            else p
            for p in case.promises
        )
    if emotion is None or (case.core >= 2 and _is_outdated(case, event.contact)):
        return change
    if emotion != case.emotion and case.rules.rhythm.presses(emotion):
        change["pressed_at"] = max(
            event.contact.occurred_at, case.pressed_at or event.contact.occurred_at
        )
    return change | {"emotion": emotion}


def _is_outdated(case: Case, contact: Contact) -> bool:
    """Whether it is on record how the customer felt in a later conversation: theirs is the feeling of the last that took
    place, whenever it is logged (REQ B5). Within the same minute it is the one logged last."""
    felt = (each.occurred_at for each in case.contacts if each.emotion)
    return any(not is_since(contact.occurred_at, at) for at in felt)


RULES = Rules(
    handlers={LogContact: log},
    folds={ContactLogged: _logged, ContactJoined: nothing},
    listed={"contacts": lambda case, contact: ContactEntry(contact=contact)},
    makes={
        ContactLogged: ("contacts", lambda event: event.contact.id),
        ContactJoined: ("contacts", lambda event: event.contact),
    },
    leads_on={LogContact.durable_name(): _is_answered},
    refusals={
        "four_parts_missing": invalid("a message to the customer needs its four parts"),
        "contact_without_answer": invalid(
            "what the customer wrote, or said to nobody, is passed on as their message"
        ),
    },
)
Commands = LogContact
Events = ContactLogged | ContactJoined
