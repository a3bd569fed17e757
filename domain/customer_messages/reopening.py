"""A case has another life by the customer's words, or ends over some that wait for an answer (REQ C0, E3)."""

from collections.abc import Sequence
from datetime import datetime

from domain import follow_up, gathering, stages
from domain.case import Case
from domain.case.customer_messages import CustomerMessage, ReopenCause
from domain.clocks import Clock
from domain.customer_messages.events import CaseReopened, MessageMarked, WordsUnanswered
from domain.customer_messages.hearing import earlier_words
from domain.customer_messages.mistakes import instead, settled_by
from domain.draft import Draft
from domain.escalations.events import Deescalated
from domain.promises import near
from domain.response import await_response, awaits_answer


def reopen(
    draft: Draft,
    message: CustomerMessage,
    cause: ReopenCause,
    unseen_since: datetime | None = None,
    note: str = "",
) -> None:
    """Another life: on with the work, the customer awaits an answer, and the laws bind again."""
    case = draft.case
    mistaken = settled_by(case, message) if message.verdict == "thanks" else []
    spoke_at = _spoke_at(case, mistaken)
    if cause == "asked":
        marked = {"message": message.id, "verdict": "reopen", "instead": instead(message)}
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
        follow_up.start_follow_up(draft, "reopened_at", before=case.follow_up)
        near.promise_a_call(draft, "reopened_at")
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

    return max([min(map(said, (*case.unmarked, *mistaken))), *earlier_words(case)])


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
