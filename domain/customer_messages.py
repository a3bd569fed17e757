"""The customer's own words: they always arrive, and on a closed case a human says what they are (REQ E3).

For some time after closing, a message waits for its mark: thanks, reopen, or new; and so does one that still
awaited an answer when the case was closed. Thanks may be taken back for as long as the customer has had no word from us
since: a customer who asked for help, and was taken for one who says thanks, is heard late rather than never. Unmarked, it
reopens the case by itself. Later than that it opens a new case, linked to the old. A reopened case
has another life with its own resolution clock, and a next promise at once: somebody calls.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal

from domain import follow_up, gathering, linking, pauses, stages
from domain.case import Case
from domain.case.contacts import Channel
from domain.case.customer_messages import (
    CustomerMessage,
    CustomerMessageEntry,
    Mark,
    ReopenCause,
)
from domain.clocks import Clock
from domain.command import Command
from domain.contacts import LogContact
from domain.deadline import Deadline
from domain.derivation import after, derive
from domain.draft import Draft
from domain.errors import Refusal
from domain.escalations.calling import standing
from domain.escalations.climbing import end
from domain.escalations.events import Deescalated
from domain.event import Event
from domain.frozen import changed
from domain.going_back import RevisitDisproved
from domain.promises.making import make_promise, near_limit
from domain.response import (
    ResponseNotNeeded,
    await_again,
    await_response,
    awaits_answer,
    had_word,
    settled,
    spoke_again,
)
from domain.rules import Change, Rules, conflict, replaced, unknown


class CustomerSaid(Command):
    """The customer's words, from any channel. Accepted in every state (REQ E3)."""

    kind: Literal["customer_said"] = "customer_said"
    channel: Channel
    occurred_at: datetime
    text: str


class MarkMessage(Command):
    """Say what a message on a closed case is: thanks, a reason to reopen it, or a new matter (REQ E3). On one
    that is not closed, thanks says that it needs no answer (REQ C0), and answer that it does after all."""

    kind: Literal["mark_message"] = "mark_message"
    message: str
    verdict: Mark
    note: str = ""


class MessageReceived(Event):
    kind: Literal["message_received"] = "message_received"
    message: CustomerMessage


class MessageMarked(Event):
    """A human said what a message is, on a case that was closed or not. `instead` is what somebody had said before, by
    mistake."""

    kind: Literal["message_marked"] = "message_marked"
    message: str
    verdict: Mark
    note: str = ""
    closed: bool = True
    instead: Literal["", "thanks"] = ""


class WordsUnanswered(Event):
    """The case was closed while the customer awaited an answer to these messages: until `clock` runs out a human
    says what they are."""

    kind: Literal["words_unanswered"] = "words_unanswered"
    messages: tuple[str, ...]
    clock: Clock


class CaseReopened(Event):
    """A closed case has another life, because a human said so or because nobody marked a message."""

    kind: Literal["case_reopened"] = "case_reopened"
    life: int
    cause: ReopenCause
    message: str
    unseen_since: datetime | None = None


SHOWN = 20
"""So many messages that wait for a mark are among what is due; each has its own time beside it."""


def _earlier_words(case: Case) -> Iterator[datetime]:
    """When the customer's matter came up, and when we last spoke. A channel's clock may be years behind: what it
    brings now waits for an answer from then on at the earliest."""
    if case.core >= 2:
        yield from (contact.occurred_at for contact in case.contacts if contact.reached)
        if case.spoke_at:
            yield case.spoke_at


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
    yield from _earlier_words(case)


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
        _require_mistaken(draft, command, message)
    if command.verdict == "answer":
        raise Refusal("message_on_closed_case", fields=("verdict",), **common)
    if command.verdict == "reopen":
        reopen(draft, message, "asked", note=command.note)
        return
    mistaken = _settled_by(draft.case, message) if message.verdict == "thanks" else []
    _marked_as(draft, message, command)
    if command.verdict == "new":
        linking.begin_new(draft, message)
    # it went to another case alone; nobody has said what those are that its thanks had settled
    leave_to_mark(draft, tuple(m.id for m in mistaken if m.id != message.id))


def _marked_as(draft: Draft, message: CustomerMessage, command: MarkMessage) -> None:
    draft.emit(
        MessageMarked,
        message=message.id,
        verdict=command.verdict,
        note=command.note,
        closed=draft.case.is_closed,
        instead=_instead(message),
    )


def _instead(message: CustomerMessage) -> str:
    """What a message was called before; one that waits for its mark anew counts as not marked."""
    return "thanks" if message.verdict == "thanks" else ""


def _require_mistaken(draft: Draft, command: MarkMessage, message: CustomerMessage) -> None:
    """A message that has its mark takes another only in the place of thanks, while nobody has answered it since; what is
    a new matter is carried on where it went."""
    case = draft.case
    common = {"number": case.number, "message": message.id}
    if message.verdict == command.verdict:
        raise Refusal("message_marked", fields=("message",), **common)
    led_to = linking.went_to(case, message) if message.verdict == "new" else None
    if led_to:
        raise Refusal("message_went_on", fields=("message",), goes_on_in=led_to, **common)
    if case.core < 2 or message.verdict != "thanks":
        raise Refusal("message_marked", fields=("message",), **common)
    if had_word(case, message):
        raise Refusal("message_answered", fields=("message",), **common)


def may_be_mistaken(case: Case, message: CustomerMessage) -> bool:
    """Whether it is on record as thanks, and may be put right if it was none."""
    return case.core >= 2 and message.verdict == "thanks" and not had_word(case, message)


ANSWERING = LogContact.durable_name()
"""The command with which a case leaves a stage that waits for an answer."""


def unanswered(case: Case) -> tuple[str, ...]:
    """The messages to which the customer awaits an answer now."""
    return tuple(m.id for m in case.messages if awaits_answer(case, m))


def leave_to_mark(draft: Draft, messages: tuple[str, ...]) -> None:
    """The case was closed over these: whoever closed it may not have seen them, so a human says what they are,
    as of a message that arrives a moment later (REQ C0, E3)."""
    if messages:
        limit = draft.plan.afterwards.mark_within
        clock = Clock(anchor="case_closed", started_at=draft.now, limit=limit)
        draft.emit(WordsUnanswered, messages=messages, clock=clock)
        gathering.tell(draft)


def _mark_in_open_case(draft: Draft, command: MarkMessage, message: CustomerMessage) -> None:
    """It belongs to the case, and all there is to say is whether it needs an answer."""
    if message.verdict == "new":
        _require_mistaken(draft, command, message)
    if command.verdict in ("reopen", "new"):
        common = {"number": draft.case.number, "message": message.id}
        raise Refusal("message_on_open_case", fields=("verdict",), **common)
    if command.verdict == "answer":
        _answer_after_all(draft, command, message)
    else:
        _answer_not_needed(draft, command, message)


def _answer_after_all(draft: Draft, command: MarkMessage, message: CustomerMessage) -> None:
    """It was no thanks: an answer is owed again from when they wrote, to that word and to what it had settled as well."""
    _require_mistaken(draft, command, message)
    mistaken = _settled_by(draft.case, message)
    _marked_as(draft, message, command)
    await_again(draft, mistaken)


def _settled_by(case: Case, message: CustomerMessage) -> list[CustomerMessage]:
    """What counted as settled by the mark of a message as thanks and by nothing else, that one included."""
    by_it = [m for m in case.messages if m.settled_by == message.id and m.id != message.id]
    return [message, *(m for m in by_it if m.waits_since is None and not had_word(case, m))]


def _answer_not_needed(draft: Draft, command: MarkMessage, message: CustomerMessage) -> None:
    """Thanks, all is well: that settles what was said up to then, and only a later word still awaits an
    answer. A first stage that nothing but the answer guards is left as by an answer, so that no case falls
    asleep in it; where that is impossible the first answer stays owed."""
    case, common = draft.case, {"number": draft.case.number, "message": message.id}
    if message.verdict is not None or not awaits_answer(case, message):
        raise Refusal("message_marked", fields=("message",), **common)
    later, response = [m for m in _after(case, message) if awaits_answer(case, m)], case.response
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


def _after(case: Case, message: CustomerMessage) -> Iterator[CustomerMessage]:
    """What the customer said after a message, or what came after it: whoever marked it needn't have read that."""
    arrived = {m.id: place for place, m in enumerate(case.messages)}
    return (
        m
        for m in case.messages
        if m.occurred_at > message.occurred_at or arrived[m.id] > arrived[message.id]
    )


def reopen(
    draft: Draft,
    message: CustomerMessage,
    cause: ReopenCause,
    unseen_since: datetime | None = None,
    note: str = "",
) -> None:
    """Another life: on with the work, the customer awaits an answer, and the laws bind again."""
    case = draft.case
    mistaken = _settled_by(case, message) if message.verdict == "thanks" else []
    spoke_at = _spoke_at(case, mistaken)
    if cause == "asked":
        marked = {"message": message.id, "verdict": "reopen", "instead": _instead(message)}
        draft.emit(MessageMarked, note=note, **marked)
    draft.emit(
        CaseReopened,
        life=case.life + 1,
        cause=cause,
        message=message.id,
        unseen_since=unseen_since,
    )
    for escalation in case.escalations:
        if escalation.deescalated_at is None:  # a call for help of the life before
            draft.emit(Deescalated, escalation=escalation.id, reason="reopened")
    stages.move(draft, on="mark_message")
    await_response(draft, spoke_at, again=tuple(m.id for m in mistaken))
    if case.is_confirmed:
        follow_up.start_follow_up(draft, "reopened_at")
        _promise_a_call(draft)
    people = [case.owner, draft.plan.ladder.lead]
    if case.core >= 2:  # nobody is told of their own deeds (REQ C1a)
        people = [person for person in people if person != draft.command.actor.handle]
    draft.tell(
        *people,
        about="case_reopened",
        ref=message.id,
        cause=cause,
        channel=message.channel,
        stage=draft.case.stage,
        unseen_since=unseen_since.isoformat() if unseen_since else "",
    )


def _spoke_at(case: Case, mistaken: Sequence[CustomerMessage]) -> datetime:
    """Since when the customer has waited for an answer: their first word that nobody has marked, or that was marked as
    thanks by mistake. One that reached the closed case counts from the closing on, whatever a channel's clock says."""
    closing = case.closing if case.core >= 2 else None

    def said(message: CustomerMessage) -> datetime:
        if closing and message.received_at >= closing.at:
            return max(message.occurred_at, closing.at)
        return message.occurred_at

    return max([min(map(said, (*case.unmarked, *mistaken))), *_earlier_words(case)])


def _promise_a_call(draft: Draft) -> None:
    """Somebody calls soon: as near as after a broken promise (REQ C2)."""
    due, why = derive(
        draft.plan,
        anchor="reopened_at",
        anchor_at=draft.now,
        limit=near_limit(draft.case),
    )
    owner = draft.case.owner
    make_promise(draft, kind="callback", owner=owner, subject="", latest_by=due, why=why)


def _due(case: Case) -> Iterator[Deadline]:
    """The first of them are enough: whichever runs out reopens the case, and once one is marked another comes up."""
    for message in gathering.first_to_mark(case, SHOWN if case.core >= 2 else len(case.messages)):
        if message.mark:
            due_at, why = message.mark.due(case.rules)
            yield Deadline(
                key=f"message_mark:{message.id}",
                kind="message_mark",
                due_at=due_at,
                owner=case.owner,
                subject=message.channel,
                ref=message.id,
                why=why,
            )


def _unmarked(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    """Nobody said what the message is: then the customer is right to have written (REQ E3)."""
    message = draft.case.message(due.ref or "")
    assert message
    reopen(draft, message, "unmarked", unseen_since)


def _received(case: Case, event: MessageReceived) -> Change:
    return {"messages": (*case.messages, event.message)} | gathering.passed(case, event.message)


def _marked(case: Case, event: MessageMarked) -> Change:
    """What a human has read awaits no answer any more, but for the word that reopens the case. On a case that is open
    that settles what was said up to then as well. One that needs an answer after all is as if nobody had marked it."""
    if event.instead == "thanks" and event.verdict != "new":
        by_it = {m.id for m in case.messages if m.settled_by == event.message}
        left = (changed(m, {"settled_by": ""}) if m.id in by_it else m for m in case.messages)
        case = changed(case, {"messages": tuple(left)})
    if event.verdict == "answer":
        anew = {"verdict": None, "marked_at": None, "marked_by": None}
        return replaced(case, "messages", event.message, **anew)
    marked = {"verdict": event.verdict, "marked_at": event.at, "marked_by": event.by}
    change = replaced(case, "messages", event.message, mark=None, **marked)
    read = {event.message} if event.verdict != "reopen" else set()
    message = case.message(event.message)
    if message and not event.closed:
        read = {m.id for m in case.messages} - {m.id for m in _after(case, message)}
    return {
        "messages": tuple(
            settled(m, event.message) if m.id in read else m for m in change["messages"]
        )
    }


def _left_to_mark(case: Case, event: WordsUnanswered) -> Change:
    """They wait for a mark, and the owner has yet to hear so. One that reopened the case before is marked anew."""
    left, told = set(event.messages), case.words_told
    first = next(place for place, m in enumerate(case.messages) if m.id in left)
    heard = first + case.put_away.get("messages", 0)
    anew = {"mark": event.clock, "verdict": None, "marked_at": None, "marked_by": None}
    return {
        "messages": tuple(changed(m, anew) if m.id in left else m for m in case.messages),
        "words_told": told and changed(told, {"heard": min(told.heard, heard)}),
    }


def _reopened(case: Case, event: CaseReopened) -> Change:
    """Another life: what the last one waited for counts no more, and whoever has the case now reads
    every message."""
    return {
        "life": event.life,
        "reopened_at": event.at,
        "response": None,
        "follow_up": None,
        "messages": tuple(changed(m, {"mark": None}) for m in case.messages),
    }


def _goes_on(case: Case, event: RevisitDisproved) -> Change:
    """The case is not over after all: what came meanwhile awaits an answer, as on any that is open."""
    return {"messages": tuple(changed(m, {"mark": None}) for m in case.messages)}


def _reopens(draft: Draft) -> bool:
    """A human says so, or time does because nobody has said anything."""
    command = draft.command
    return not isinstance(command, MarkMessage) or command.verdict == "reopen"


def _listed(case: Case, message: CustomerMessage) -> CustomerMessageEntry:
    mark_by = message.mark.due(case.rules)[0] if message.mark else None
    return CustomerMessageEntry(message=message, mark_by=mark_by)


RULES = Rules(
    handlers={CustomerSaid: hear, MarkMessage: mark},
    after_closing=(CustomerSaid, MarkMessage),
    waking=(MarkMessage,),
    signals=(CustomerSaid,),
    folds={
        MessageReceived: _received,
        MessageMarked: _marked,
        WordsUnanswered: _left_to_mark,
        CaseReopened: _reopened,
        RevisitDisproved: _goes_on,
    },
    due_after_closing=_due,
    listed={"messages": _listed},
    fires={"message_mark": _unmarked},
    guards={"reopen": stages.when(_reopens)},
    refusals={
        "unknown_message": unknown("the case has no such message of the customer"),
        "message_unmarked": conflict(
            "the case is closed, and the customer's message waits for a mark"
        ),
        "message_marked": conflict("the message is marked already, or needs no mark"),
        "message_on_open_case": conflict(
            "on a case that is not closed a mark says no more than whether the message needs an answer"
        ),
        "message_on_closed_case": conflict(
            "a closed case answers nothing: the message reopens it, is a new matter, or is thanks"
        ),
        "message_answered": conflict("the customer has had word from us since they wrote it"),
        "message_went_on": conflict(
            "the message was marked as a new matter, and has a case of its own"
        ),
    },
)
Commands = CustomerSaid | MarkMessage
Events = MessageReceived | MessageMarked | WordsUnanswered | CaseReopened
