"""The response clock: from the customer's word to ours (REQ A7, B4)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from domain.case import Case
from domain.case.customer_messages import CustomerMessage
from domain.case.escalations import Escalation
from domain.clocks import Clock
from domain.deadline import Deadline, of_clock
from domain.draft import Draft, to_the_minute
from domain.escalations.calling import call, may_hear, recall, standing
from domain.event import Event
from domain.owed import Owed, within
from domain.rules import Change, Duty, Rules, flagged
from domain.stages import when


class ResponseAwaited(Event):
    kind: Literal["response_awaited"] = "response_awaited"
    clock: Clock


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


def await_response(draft: Draft, spoke_at: datetime, *, known: bool = False) -> None:
    """The response clock runs from the customer's word and is never paused (REQ A7, B4).

    `known`: it was called overdue before, so people aren't told again if it still is. The same word stays so at any
    priority, and with it the call for it: only an answer ends that (REQ C0).
    """
    priority, before = draft.case.priority, draft.case.response
    limit = draft.plan.response[priority].named(f"priorities.{priority}.response")
    clock = Clock(anchor="customer_spoke", started_at=spoke_at, limit=limit)
    same = draft.case.core >= 2 and before is not None and before.started_at == spoke_at
    if known and (same or clock.due(draft.plan)[0] <= draft.now):
        clock = clock.model_copy(update={"overdue": True})
    draft.emit(ResponseAwaited, clock=clock)


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
    """Whether a message is one of those for which the customer awaits an answer now: nobody has said what it is, or
    that it is why the case was reopened."""
    clock = case.response
    unsettled = (None, "reopen") if case.core >= 2 else (None,)
    # one that was on its way while we spoke waits, too: the clock counts for it from when we had it
    at = message.occurred_at
    if case.core >= 2:
        at = max(at, message.received_at)
    return clock is not None and message.verdict in unsettled and at >= clock.started_at


def responded(draft: Draft, at: datetime) -> None:
    """The customer had word from us: that answers what was said up to then, whenever we hear of it. For a word
    said later the clock goes on (REQ C0)."""
    case, response = draft.case, draft.case.response
    if response is None or at < to_the_minute(response.started_at):
        return
    awaited = (said_at(m, response.started_at) for m in case.messages if awaits_answer(case, m))
    later = [said for said in awaited if to_the_minute(said) > at]
    draft.emit(ResponseGiven, responded_at=at)
    if case.core >= 2 and later:
        await_response(draft, min(later), known=response.overdue)


def said_at(message: CustomerMessage, since: datetime) -> datetime:
    """When a message was said, seen from a word of that time: one dated before it that reached us only now counts
    from when we had it."""
    return message.occurred_at if message.occurred_at >= since else message.received_at


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


def _awaited(case: Case, event: ResponseAwaited) -> Change:
    return {"response": event.clock}


def _ended(case: Case, event: ResponseGiven | ResponseNotNeeded) -> Change:
    return {"response": None}


RULES = Rules(
    folds={
        ResponseAwaited: _awaited,
        ResponseGiven: _ended,
        ResponseNotNeeded: _ended,
        ResponseOverdue: flagged("response", overdue=True),
    },
    due=_due,
    owed={"response": _owed},
    fires={"response": _overdue},
    duties={"response_overdue": Duty(_is_answered)},
    guards={"answered": when(lambda draft: draft.case.response is None)},
)
Events = ResponseAwaited | ResponseGiven | ResponseNotNeeded | ResponseOverdue
