"""Conversations and messages: ours to the customer, theirs to us (REQ C3, E3)."""

from domain import afterwards, judgement, promises, resolution, sop
from domain import commands as c
from domain import events as e
from domain.case import Contact, CustomerMessage
from domain.draft import Draft
from domain.errors import Refusal
from domain.response import await_response, responded


def log(draft: Draft, command: c.LogContact) -> None:
    draft.require_past("occurred_at", command.occurred_at)
    outbound = command.direction == "outbound"
    if outbound and (command.reached or command.left_message):
        resolution.check_four_parts(draft, command.parts)
    covers = command.covers
    if covers is None:
        covers = judgement.meant(draft, command.occurred_at) if outbound else ()
    for promise_id in covers:
        promise = draft.case.promise(promise_id)
        if promise and promise.kind == "revisit":
            raise Refusal(
                "revisit_needs_outcome",
                fields=("covers",),
                number=draft.case.number,
                promise=promise_id,
            )
    contact = Contact(
        id=f"c{len(draft.case.contacts) + 1}",
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
    )
    draft.emit(e.ContactLogged, contact=contact)
    if contact.is_word:
        responded(draft, command.occurred_at)
    if contact.reached and not outbound:
        _customer_answered(draft)
    judgement.judge(draft, contact)
    if command.next_promise:
        promises.promise_agreed(draft, command.next_promise)
    sop.move(draft, required=False)


def customer_said(draft: Draft, command: c.CustomerSaid) -> None:
    """Always accepted, in every state (REQ E3): it wakes the owner and starts the response clock. On a
    closed case a human says what it is."""
    case = draft.case
    closed = case.is_closed
    occurred_at = min(command.occurred_at, draft.now)
    message = CustomerMessage(
        id=f"m{len(case.messages) + 1}",
        channel=command.channel,
        occurred_at=occurred_at,
        received_at=command.received_at,
        text=command.text,
        mark=afterwards.mark_clock(draft) if closed else None,
    )
    draft.emit(e.MessageReceived, message=message)
    if closed:
        afterwards.heard(draft, message)
        return
    if case.response is None:
        await_response(draft, occurred_at)
    _customer_answered(draft)
    draft.tell(case.owner, about="customer_said", ref=message.id, channel=command.channel)


def _customer_answered(draft: Draft) -> None:
    """Their word, written or spoken, ends the wait for it (REQ B4)."""
    if draft.case.pause and draft.case.pause.reason == "waiting_on_customer":
        draft.emit(e.CaseResumed, cause="customer_answered")
