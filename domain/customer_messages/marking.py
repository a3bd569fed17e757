"""A human says what a customer's words are (REQ C0, E3)."""

from collections.abc import Iterator

from domain import linking, stages
from domain.case import Case
from domain.case.customer_messages import CustomerMessage
from domain.contacts import LogContact
from domain.customer_messages.commands import MarkMessage
from domain.customer_messages.events import MessageMarked
from domain.customer_messages.mistakes import instead, require_mistaken, settled_by
from domain.customer_messages.reopening import leave_to_mark, reopen
from domain.draft import Draft
from domain.errors import Refusal
from domain.escalations.calling import standing
from domain.escalations.climbing import end
from domain.response import ResponseNotNeeded, await_again, await_response, awaits_answer

ANSWERING = LogContact.durable_name()
"""The command with which a case leaves a stage that waits for an answer."""


def mark(draft: Draft, command: MarkMessage) -> None:
    """What a human says of a message: thanks leaves the case as it is. What it was called by mistake is put right in the
    same way."""
    message = draft.case.message(command.message)
    common = {"number": draft.case.number, "message": command.message}
    if message is None:
        raise Refusal("unknown_message", fields=("message",), **common)
    if draft.case.core >= 2 and not draft.case.is_closed:
        _mark_in_open_case(draft, command, message)
        return
    if message.mark is None:
        require_mistaken(draft, command, message)
    if command.verdict == "answer":
        raise Refusal("message_on_closed_case", fields=("verdict",), **common)
    if command.verdict == "reopen":
        reopen(draft, message, "asked", note=command.note)
        return
    mistaken = settled_by(draft.case, message) if message.verdict == "thanks" else []
    _marked_as(draft, message, command)
    if command.verdict == "new":
        linking.begin_new(draft, message)
    # it went to another case alone; nobody has said what those are that its thanks had settled
    leave_to_mark(draft, tuple(m.id for m in mistaken if m.id != message.id))


def _mark_in_open_case(draft: Draft, command: MarkMessage, message: CustomerMessage) -> None:
    """It belongs to the case, and all there is to say is whether it needs an answer."""
    if message.verdict == "new":
        require_mistaken(draft, command, message)
    if command.verdict in ("reopen", "new"):
        common = {"number": draft.case.number, "message": message.id}
        raise Refusal("message_on_open_case", fields=("verdict",), **common)
    if command.verdict == "answer":
        _answer_after_all(draft, command, message)
    else:
        _answer_not_needed(draft, command, message)


def _answer_after_all(draft: Draft, command: MarkMessage, message: CustomerMessage) -> None:
    """It was no thanks: an answer is owed again from when they wrote, to that word and to what it had settled as well."""
    require_mistaken(draft, command, message)
    mistaken = settled_by(draft.case, message)
    _marked_as(draft, message, command)
    await_again(draft, mistaken)


def _answer_not_needed(draft: Draft, command: MarkMessage, message: CustomerMessage) -> None:
    """Thanks, all is well: that settles what was said up to then, and only a later word still awaits an
    answer. A first stage that nothing but the answer guards is left as by an answer, so that no case falls
    asleep in it; where that is impossible the first answer stays owed."""
    case, common = draft.case, {"number": draft.case.number, "message": message.id}
    if message.verdict is not None or not awaits_answer(case, message):
        raise Refusal("message_marked", fields=("message",), **common)
    later, response = (
        [m for m in said_after(case, message) if awaits_answer(case, m)],
        case.response,
    )
    _marked_as(draft, message, command)
    waits_since = [m.waits_since for m in later if m.waits_since]
    if waits_since and response:
        await_response(draft, min(waits_since), known=response.overdue)
    elif case.is_confirmed or case.stage_clock or draft.plan.sop.leaving(case.stage, ANSWERING):
        draft.emit(ResponseNotNeeded)
        if called := standing(draft.case, "response_overdue"):
            # nobody answered: whoever was called hears that somebody says it was needless
            end(draft, called, "answer_not_needed")
        stages.move(draft, required=False, on=ANSWERING)


def _marked_as(draft: Draft, message: CustomerMessage, command: MarkMessage) -> None:
    draft.emit(
        MessageMarked,
        message=message.id,
        verdict=command.verdict,
        note=command.note,
        closed=draft.case.is_closed,
        instead=instead(message),
    )


def said_after(case: Case, message: CustomerMessage) -> Iterator[CustomerMessage]:
    """What the customer said after a message, or what came after it: whoever marked it needn't have read that."""
    arrived = {m.id: place for place, m in enumerate(case.messages)}
    return (
        m
        for m in case.messages
        if m.occurred_at > message.occurred_at or arrived[m.id] > arrived[message.id]
    )
