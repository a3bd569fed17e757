"""The response clock: from the customer's word to ours (REQ A7, B4)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from domain.case import Case
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
        clock = changed(clock, {"overdue": True})
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


def _awaited(case: Case, event: ResponseAwaited) -> Change:
    return {"response": event.clock}


def _given(case: Case, event: ResponseGiven) -> Change:
    """What was said up to that minute is answered."""

    def is_answered(message: CustomerMessage) -> bool:
        since = message.waits_since
        return since is not None and is_since(event.responded_at, since)

    return {
        "response": None,
        "messages": tuple(
            changed(m, {"waits_since": None, "waited_since": m.waits_since})
            if is_answered(m)
            else m
            for m in case.messages
        ),
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
