"""The response clock: from the customer's word to ours (REQ A7, B4)."""

from datetime import datetime

from domain import events as e
from domain.clocks import Clock
from domain.draft import Draft, to_the_minute


def await_response(draft: Draft, spoke_at: datetime, *, known: bool = False) -> None:
    """The response clock runs from the customer's word and is never paused (REQ A7, B4).

    `known`: it was called overdue before, so people aren't told again if it still is.
    """
    limit = draft.plan.response[draft.case.priority]
    clock = Clock(anchor="customer_spoke", started_at=spoke_at, limit=limit)
    if known and clock.due(draft.plan)[0] <= draft.now:
        clock = clock.model_copy(update={"overdue": True})
    draft.emit(e.ResponseAwaited, clock=clock)


def responded(draft: Draft, at: datetime) -> None:
    """The customer had word from us: the response clock stops."""
    response = draft.case.response
    if response and at >= to_the_minute(response.started_at):
        draft.emit(e.ResponseGiven, responded_at=at)
