"""A customer's words arrive, in whatever state the case is (REQ E3)."""

from collections.abc import Iterator
from datetime import datetime

from domain import linking, pauses
from domain.case import Case
from domain.case.customer_messages import CustomerMessage
from domain.clocks import Clock
from domain.customer_messages.commands import CustomerSaid
from domain.customer_messages.events import MessageReceived
from domain.derivation import after
from domain.draft import Draft
from domain.frozen import changed
from domain.response import await_response, spoke_again


def hear(draft: Draft, command: CustomerSaid) -> None:
    """Always accepted, in every state (REQ E3): it wakes the owner and starts the response clock. On a
    closed case a human says what it is."""
    case = draft.case
    closed = case.is_closed
    occurred_at = min(command.occurred_at, draft.now)
    waits_from = max([occurred_at, *_waits_from(draft)])
    message = CustomerMessage(
        id=case.next_id("m", "messages"),
        channel=command.channel,
        occurred_at=occurred_at,
        received_at=command.received_at,
        text=command.text,
        mark=_mark_clock(draft) if closed else None,
    )
    if case.core >= 2 and closed and message.mark is None:
        message = changed(message, {"late": True})
    elif case.core >= 2:
        on_its_way = waits_from > occurred_at
        since = max(waits_from, draft.heard_at) if on_its_way else occurred_at
        message = changed(message, {"waits_since": since})
    draft.emit(MessageReceived, message=message)
    if closed:
        _heard(draft, message)
        return
    before = case.response
    if before is None or (case.core >= 2 and waits_from < before.started_at):
        await_response(draft, waits_from, known=before is not None and before.overdue)
    pauses.customer_answered(draft, draft.counts_from)
    spoke_again(draft, message)
    if case.core < 2:  # later ones are gathered (`domain.gathering`)
        draft.tell(case.owner, about="customer_said", ref=message.id, channel=command.channel)


def _waits_from(draft: Draft) -> Iterator[datetime]:
    """From when a word can wait at the earliest. While an earlier one waits, from then; but one that our API heard
    before that, and that is only decided after it, waits as if it had been decided in its turn."""
    case = draft.case
    if case.core >= 2 and case.response and case.response.started_at <= draft.heard_at:
        yield case.response.started_at
        return
    if case.core >= 2 and case.closing and case.closing.at <= draft.heard_at:
        yield case.closing.at
    yield from earlier_words(case)


def earlier_words(case: Case) -> Iterator[datetime]:
    """When the customer's matter came up, and when we last spoke. A channel's clock may be years behind: what it
    brings now waits for an answer from then on at the earliest."""
    if case.core >= 2:
        yield from (contact.occurred_at for contact in case.contacts if contact.reached)
        if case.spoke_at:
            yield case.spoke_at


def _mark_clock(draft: Draft) -> Clock | None:
    """How long a human has to mark a message that reaches the closed case now; None when it comes so
    late that it is a new matter."""
    closing, rules = draft.case.closing, draft.plan.afterwards
    assert closing
    last = after(draft.plan, closing.at, rules.open_for.limit, rules.open_for.calendar)
    if draft.heard_at > last:
        return None
    return Clock(anchor="message_received", started_at=draft.heard_at, limit=rules.mark_within)


def _heard(draft: Draft, message: CustomerMessage) -> None:
    """Tell the owner of a message on the closed case, and what is to be done about it."""
    case = draft.case
    if message.late:
        linking.go_on(draft, message)
        return
    if message.mark is None:
        draft.tell(case.owner, about="customer_said", ref=message.id, channel=message.channel)
        linking.open_linked(draft, message)
        return
    if case.core >= 2:
        return
    draft.tell(
        case.owner,
        about="message_to_mark",
        ref=message.id,
        channel=message.channel,
        due=message.mark.due(draft.plan)[0].isoformat(),
    )
