"""The response clock: from the customer's word to ours (REQ A7, B4)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from domain.case import Case
from domain.clocks import Clock
from domain.deadline import Deadline, of_clock
from domain.draft import Draft, to_the_minute
from domain.event import Event
from domain.owed import Owed, within
from domain.rules import Change, Rules, flagged
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

    `known`: it was called overdue before, so people aren't told again if it still is.
    """
    limit = draft.plan.response[draft.case.priority]
    clock = Clock(anchor="customer_spoke", started_at=spoke_at, limit=limit)
    if known and clock.due(draft.plan)[0] <= draft.now:
        clock = clock.model_copy(update={"overdue": True})
    draft.emit(ResponseAwaited, clock=clock)


def responded(draft: Draft, at: datetime) -> None:
    """The customer had word from us: the response clock stops."""
    response = draft.case.response
    if response and at >= to_the_minute(response.started_at):
        draft.emit(ResponseGiven, responded_at=at)


def _overdue(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    draft.emit(ResponseOverdue, due_at=due.due_at, unseen_since=unseen_since)
    if draft.case.reopened_at == draft.now:
        return  # people were told this moment that nobody has read the message
    draft.tell_overdue("response_overdue", due, unseen_since)


def _due(case: Case) -> Iterator[Deadline]:
    if case.response and not case.response.overdue:
        yield of_clock(case, "response", case.response)


def _owed(case: Case) -> Owed | None:
    if case.response is None:
        return None
    first = case.response.started_at == case.spoke_at
    return within(case, case.response, "first_answer" if first else "answer")


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
    guards={"answered": when(lambda draft: draft.case.response is None)},
)
Events = ResponseAwaited | ResponseGiven | ResponseNotNeeded | ResponseOverdue
