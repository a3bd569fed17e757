"""What customers' words bring to the engine."""

from collections.abc import Iterator
from datetime import datetime

from domain import gathering, stages
from domain.case import Case
from domain.case.customer_messages import CustomerMessage, CustomerMessageEntry
from domain.closed_in_error import ClosingDisproved
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.customer_messages.events import (
    CaseReopened,
    MessageMarked,
    MessageReceived,
    WordsUnanswered,
)
from domain.customer_messages.hearing import hear
from domain.customer_messages.marking import mark, said_after
from domain.customer_messages.reopening import reopen
from domain.deadline import Deadline
from domain.draft import Draft
from domain.frozen import changed
from domain.going_back import RevisitDisproved
from domain.pace import past_moments
from domain.response import settled
from domain.rules import Change, Rules, conflict, replaced, unknown

SHOWN = 20
"""So many messages that wait for a mark are among what is due; each has its own time beside it."""


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
        read = {m.id for m in case.messages} - {m.id for m in said_after(case, message)}
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
        "clocks_left": {},
        "word_at": (message := case.message(event.message)) and message.occurred_at,
        "past_moments": past_moments(case, of_this_life=False),
        "messages": tuple(changed(m, {"mark": None}) for m in case.messages),
    }


def _goes_on(case: Case, event: RevisitDisproved | ClosingDisproved) -> Change:
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
        ClosingDisproved: _goes_on,
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
