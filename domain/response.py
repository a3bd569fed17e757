"""The response clock: from the customer's word to ours (REQ A7, B4)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal

from domain.case import Case
from domain.case.contacts import Contact
from domain.case.customer_messages import CustomerMessage
from domain.case.escalations import Escalation
from domain.clocks import Clock
from domain.cores import CoreSwitched
from domain.deadline import Deadline, of_clock
from domain.draft import Draft, is_since
from domain.escalations.calling import call, may_hear, recall, standing
from domain.event import Event
from domain.frozen import changed
from domain.owed import Owed, within
from domain.rules import Change, Duty, Rules, flagged
from domain.stages import when


class ResponseAwaited(Event):
    """`again` are messages that had counted as settled, and await their answer after all."""

    kind: Literal["response_awaited"] = "response_awaited"
    clock: Clock
    again: tuple[str, ...] = ()


class ResponseGiven(Event):
    kind: Literal["response_given"] = "response_given"
    responded_at: datetime


class ResponseNotNeeded(Event):
    """What the customer said last needs no answer, a human says: the response clock stops."""

    kind: Literal["response_not_needed"] = "response_not_needed"


class ResponseOverdue(Event):
    kind: Literal["response_overdue"] = "response_overdue"
    due_at: datetime
    unseen_since: datetime | None = None


def await_response(
    draft: Draft, spoke_at: datetime, *, known: bool = False, again: tuple[str, ...] = ()
) -> None:
    """The response clock runs from the customer's word and is never paused (REQ A7, B4).

    `known`: it was called overdue before, so people aren't told again if it still is. The same word stays so at any
    priority, and with it the call for it: only an answer ends that (REQ C0).
    """
    priority, before = draft.case.priority, draft.case.response
    limit = draft.plan.response[priority].named(f"priorities.{priority}.response")
    clock = Clock(anchor="customer_spoke", started_at=spoke_at, limit=limit)
    same = draft.case.core >= 2 and before is not None and before.started_at == spoke_at
    if known and (same or clock.due(draft.plan)[0] <= draft.now):
        clock = changed(clock, {"overdue": True})
    draft.emit(ResponseAwaited, clock=clock, again=again)


def await_again(draft: Draft, messages: Sequence[CustomerMessage]) -> datetime | None:
    """These were settled by mistake: the customer has waited since they wrote the first of them, or since they said in
    another way what nobody has had a word with them about. Since when; None if they wait for nothing that they didn't
    wait for before."""
    case, running = draft.case, draft.case.response
    since = [m.waited_since or m.occurred_at for m in messages]
    since += _unheard(case)
    first = min(since, default=None)
    if first is None or (running and not messages and first >= running.started_at):
        return None
    waits_since = min(first, running.started_at) if running else first
    again = tuple(m.id for m in messages)
    await_response(draft, waits_since, known=bool(running and running.overdue), again=again)
    return first


def await_what_nobody_answered(draft: Draft) -> datetime | None:
    """A word of ours never was, as came to light: what it alone had answered awaits its answer again. Since when."""
    case = draft.case
    left = [m for m in case.messages if m.waited_since and not m.settled_by and not m.waits_since]
    return await_again(
        draft, [m for m in left if m.verdict in (None, "reopen") and not had_word(case, m)]
    )


def nobody_said(draft: Draft, contact: Contact) -> None:
    """What the customer had written, by a record that turned out to be none, awaits no answer: only what else they said
    does."""
    case, running = draft.case, draft.case.response
    if not contact.is_theirs or running is None or running.started_at != contact.occurred_at:
        return
    waits = [m.waits_since for m in case.messages if m.waits_since]
    if left := [*waits, *_unheard(case)]:
        await_response(draft, min(left), known=running.overdue)
    else:
        draft.emit(ResponseNotNeeded)


def await_what_is_left(draft: Draft) -> datetime | None:
    """An end was none: whatever the customer has said, and nobody had a word with them about, awaits its answer. Since when."""
    case = draft.case
    waits = [m.waits_since for m in case.messages if m.waits_since]
    first = min([*waits, *_unheard(case)], default=None)
    if first and case.response is None:
        await_response(draft, first)
    return first


def had_word(case: Case, message: CustomerMessage) -> bool:
    """Whether the customer has had word from us since they wrote it."""
    since = message.waits_since or message.waited_since or message.occurred_at
    return _has_word(case, since, message.received_at)


def _has_word(case: Case, since: datetime, known_at: datetime) -> bool:
    """Whether there was a word of ours since then, that came on record once it was known what it answers."""
    words = [(k.occurred_at, k.logged_at) for k in case.contacts if k.is_word]
    if case.notice and case.notice.answer != "unreachable" and case.confirmed_at:
        words.append((case.notice.told_at, case.confirmed_at))
    return any(is_since(at, since) and logged_at >= known_at for at, logged_at in words)


def _unheard(case: Case) -> Iterator[datetime]:
    """When the customer said in no message what nobody has had a word with them about, nor said that it needs none: as
    they came, and what they wrote of trouble after the fix, in this life of the case."""
    began_at = case.reopened_at
    said = [(k.occurred_at, k.logged_at) for k in case.contacts if k.is_theirs]
    if case.spoke_at:
        said.append((case.spoke_at, case.spoke_at))
    thanked = [m.marked_at for m in case.messages if m.verdict == "thanks" and m.marked_at]
    for since, known_at in said:
        is_past = began_at is not None and known_at < began_at
        is_settled = any(marked_at >= known_at for marked_at in thanked)
        if not (is_past or is_settled or _has_word(case, since, since)):
            yield since


def spoke_again(draft: Draft, message: CustomerMessage) -> None:
    """A further word while the first is still unanswered counts: once that is overdue, whoever has the
    call for it hears, but not at every word."""
    case = draft.case
    escalation = standing(case, "response_overdue")
    if case.core < 2 or escalation is None or not may_hear(case, escalation, draft.now):
        return
    draft.tell(
        *recall(draft, escalation),
        about="customer_waits",
        ref=escalation.id,
        channel=message.channel,
        since=case.response.started_at.isoformat() if case.response else "",
    )


def awaits_answer(case: Case, message: CustomerMessage) -> bool:
    """Whether a message is one of those for which the customer awaits an answer now."""
    clock = case.response
    if clock is None or case.core >= 2:
        return clock is not None and message.waits_since is not None
    return message.verdict is None and message.occurred_at >= clock.started_at


def is_answered_by(case: Case, at: datetime) -> bool:
    """Whether the customer awaits an answer to anything that was said up to then. People note when they spoke to the
    minute."""
    return case.response is not None and is_since(at, case.response.started_at)


def responded(draft: Draft, at: datetime) -> None:
    """The customer had word from us: that answers what was said up to then, whenever we hear of it. For a word
    said later the clock goes on (REQ C0)."""
    response = draft.case.response
    if response is None or not is_answered_by(draft.case, at):
        return
    draft.emit(ResponseGiven, responded_at=at)
    if later := [m.waits_since for m in draft.case.messages if m.waits_since]:
        await_response(draft, min(later), known=response.overdue)


def _overdue(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    draft.emit(ResponseOverdue, due_at=due.due_at, unseen_since=unseen_since)
    called = call(draft, "response_overdue").receiver if draft.case.core >= 2 else None
    if draft.case.reopened_at == draft.now:
        return  # people were told this moment that nobody has read the message
    draft.tell_overdue("response_overdue", due, unseen_since, called=called)


def _due(case: Case) -> Iterator[Deadline]:
    if case.response and (not case.response.overdue or _is_forgotten(case)):
        yield of_clock(case, "response", case.response)


def _owed(case: Case) -> Owed | None:
    if case.response is None:
        return None
    if case.response.started_at != case.spoke_at:
        return within(case, case.response, "answer")
    about = "first_answer_and_who" if case.person_question == "another_name" else "first_answer"
    return within(case, case.response, about)


def _is_forgotten(case: Case) -> bool:
    """An unanswered word of which nobody on the line knows."""
    return case.core >= 2 and standing(case, "response_overdue") is None


def _is_answered(case: Case, escalation: Escalation) -> bool:
    return case.response is None or not case.response.overdue


def settled(message: CustomerMessage, by: str = "") -> CustomerMessage:
    """The message as one that awaits no answer any more: somebody has given it, or it was settled `by` the mark of one,
    also where an answer is on record. Should that turn out to be none, it needs none."""
    since = message.waits_since or message.waited_since
    if since is None or message.settled_by:
        return message
    return changed(message, {"waits_since": None, "waited_since": since, "settled_by": by})


def _awaited(case: Case, event: ResponseAwaited) -> Change:
    if not event.again:
        return {"response": event.clock}
    anew = {"settled_by": "", "waited_since": None}
    return {
        "response": event.clock,
        "messages": tuple(
            changed(m, {"waits_since": m.waited_since or m.occurred_at, **anew})
            if m.id in event.again
            else m
            for m in case.messages
        ),
    }


def _given(case: Case, event: ResponseGiven) -> Change:
    """What was said up to that minute is answered."""

    def is_answered(message: CustomerMessage) -> bool:
        since = message.waits_since
        return since is not None and is_since(event.responded_at, since)

    return {
        "response": None,
        "messages": tuple(settled(m) if is_answered(m) else m for m in case.messages),
    }


def _ended(case: Case, event: ResponseNotNeeded) -> Change:
    return {"response": None}


def _taken_up(case: Case, event: CoreSwitched) -> Change:
    """From the second core on a message keeps whether it waits for an answer: what came since the clock began, and
    what waits for its mark, does."""
    clock = case.response

    def since(message: CustomerMessage) -> datetime | None:
        if message.mark:
            return message.mark.started_at
        if clock and message.verdict is None:
            times = (message.occurred_at, message.received_at)
            return next((at for at in times if at >= clock.started_at), None)
        return None

    if case.core >= 2:
        return {}
    return {"messages": tuple(changed(m, {"waits_since": since(m)}) for m in case.messages)}


RULES = Rules(
    folds={
        ResponseAwaited: _awaited,
        ResponseGiven: _given,
        ResponseNotNeeded: _ended,
        ResponseOverdue: flagged("response", overdue=True),
        CoreSwitched: _taken_up,
    },
    due=_due,
    owed={"response": _owed},
    fires={"response": _overdue},
    duties={"response_overdue": Duty(_is_answered)},
    guards={"answered": when(lambda draft: draft.case.response is None)},
)
Events = ResponseAwaited | ResponseGiven | ResponseNotNeeded | ResponseOverdue
