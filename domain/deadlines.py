"""Everything a case is waiting for, each with the reason for its time, and what happens then.

`deadlines` lists, `fire` is what time does. Both read the same facts, so nothing can be due that
does not end by being fired, and nothing fires twice.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Literal

from domain import afterwards, escalations, observation, promise_ends, visit_ends, visit_times
from domain.case import Case, Promise
from domain.clocks import Clock
from domain.derivation import Derivation
from domain.draft import Draft
from domain.events import (
    CaseResumed,
    ObservationEnded,
    PromiseReminded,
    RedLineNear,
    RedLineReached,
    ResponseOverdue,
    StageOverrun,
)
from domain.frozen import Frozen
from domain.visit import Visit

DeadlineKind = Literal[
    "promise_reminder",
    "promise",
    "response",
    "stage",
    "red_line_warning",
    "red_line",
    "acknowledgement",
    "pause_end",
    "observation_end",
    "message_mark",
    "visit_reminder",
    "visit",
    "visit_report",
]


class Deadline(Frozen):
    """Something that is due. `ref` is the id of the promise, escalation, message or visit, or the stage.

    Of a visit, `window` is when the engineer is expected, as an ISO 8601 interval.
    """

    key: str
    kind: DeadlineKind
    due_at: datetime
    owner: str
    subject: str
    ref: str | None = None
    why: Derivation
    window: str | None = None


def deadlines(case: Case) -> list[Deadline]:
    """What is due, earliest first. A closed case waits for nothing but the mark of a message."""
    if not case.is_opened:
        return []
    if case.is_closed:
        return sorted(_marks(case), key=lambda d: (d.due_at, d.key))
    found = [*_promises(case), *_clocks(case), *_acknowledgements(case), *_windows(case)]
    found += _visits(case)
    return sorted(found, key=lambda d: (d.due_at, d.key))


def next_deadline(case: Case) -> Deadline | None:
    return next(iter(deadlines(case)), None)


def _promises(case: Case) -> Iterator[Deadline]:
    for promise in case.open_promises:
        if promise.kind == "visit":
            continue  # what is due of it stands with the visit
        yield _promise_deadline("promise", promise, promise.latest_by)
        remind_at = promise.latest_by - case.rules.promises.remind_ahead
        if not promise.reminded and remind_at > promise.made_at:
            yield _promise_deadline("promise_reminder", promise, remind_at)


def _promise_deadline(
    kind: Literal["promise", "promise_reminder"], promise: Promise, due_at: datetime
) -> Deadline:
    return Deadline(
        key=f"{kind}:{promise.id}",
        kind=kind,
        due_at=due_at,
        owner=promise.owner,
        subject=promise.subject or promise.kind,
        ref=promise.id,
        why=promise.why,
    )


def _clocks(case: Case) -> Iterator[Deadline]:
    response, stage, line = case.response, case.stage_clock, case.follow_up
    if response and not response.overdue:
        yield _clock_deadline(case, "response", response, case.stage)
    if case.phase != "open":
        return
    if stage and not stage.overdue and not stage.paused_at:
        yield _clock_deadline(case, "stage", stage, case.stage)
    if line and not line.overdue and not line.paused_at:
        if not line.warned:
            yield _clock_deadline(case, "red_line_warning", line, case.stage, case.rules.warn_at)
        yield _clock_deadline(case, "red_line", line, case.stage)


def _clock_deadline(
    case: Case,
    kind: Literal["response", "stage", "red_line", "red_line_warning"],
    clock: Clock,
    subject: str,
    share: float = 1.0,
) -> Deadline:
    due_at, why = clock.due(case.rules, share)
    return Deadline(
        key=kind,
        kind=kind,
        due_at=due_at,
        owner=case.owner,
        subject=subject,
        ref=case.stage,
        why=why,
    )


def _acknowledgements(case: Case) -> Iterator[Deadline]:
    for escalation in case.escalations:
        if escalation.is_waiting and not escalation.unanswered:
            due_at, why = escalation.clock.due(case.rules)
            yield Deadline(
                key=f"acknowledgement:{escalation.id}",
                kind="acknowledgement",
                due_at=due_at,
                owner=escalation.receiver,
                subject=escalation.reason,
                ref=escalation.id,
                why=why,
            )


def _visits(case: Case) -> Iterator[Deadline]:
    for visit in visit_times.to_remind(case):
        due_at, why = visit_times.reminder_at(case, visit)
        yield _visit_deadline("visit_reminder", visit, due_at, why)
    for visit in case.visits:
        if visit.is_ahead:
            due_at, why = visit_times.missed_at(case, visit)
            yield _visit_deadline("visit", visit, due_at, why)
    for visit, clock in visit_times.to_report(case):
        due_at, why = clock.due(case.rules)
        yield _visit_deadline("visit_report", visit, due_at, why)


def _visit_deadline(
    kind: Literal["visit_reminder", "visit", "visit_report"],
    visit: Visit,
    due_at: datetime,
    why: Derivation,
) -> Deadline:
    return Deadline(
        key=f"{kind}:{visit.id}",
        kind=kind,
        due_at=due_at,
        owner=visit.engineer,
        subject="visit",
        ref=visit.id,
        why=why,
        window=visit.window,
    )


def _marks(case: Case) -> Iterator[Deadline]:
    for message in case.messages:
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


def _windows(case: Case) -> Iterator[Deadline]:
    if case.pause:
        yield _window("pause_end", case.pause.until, case, case.pause.reason, case.pause.since)
    if case.observation and not case.observation.ended and case.phase == "open":
        window = case.observation
        yield _window("observation_end", window.ends_at, case, case.stage, window.started_at)


def _window(
    kind: Literal["pause_end", "observation_end"],
    due_at: datetime,
    case: Case,
    subject: str,
    since: datetime,
) -> Deadline:
    why = Derivation(anchor="agreed", anchor_at=since, rule=kind)
    return Deadline(key=kind, kind=kind, due_at=due_at, owner=case.owner, subject=subject, why=why)


def fire(draft: Draft, unseen_since: datetime | None) -> None:
    """Let time do what is due by now, in order, each once.

    What a later fact of the same moment makes pointless is left out: after an outage a customer's
    agent gets one honest message, not a reminder and a break together.
    """
    while due := _ripe(draft.case, draft.now):
        missed = draft.now - due.due_at > LATE
        FIRE[due.kind](draft, due, unseen_since if missed else None)


def _ripe(case: Case, now: datetime) -> Deadline | None:
    due = [d for d in deadlines(case) if d.due_at <= now]
    over = {(_OUTDONE_BY[d.kind], d.ref) for d in due if d.kind in _OUTDONE_BY}
    present = {(d.kind, d.ref) for d in due}
    for deadline in due:
        rival = _OUTDONE_BY.get(deadline.kind)
        if not rival or (rival, deadline.ref) not in over & present:
            return deadline
    return None


_OUTDONE_BY: dict[DeadlineKind, DeadlineKind] = {
    "promise_reminder": "promise",
    "red_line_warning": "red_line",
    "visit_reminder": "visit",
}


def _promise_reminder(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    promise = draft.case.promise(due.ref or "")
    assert promise
    draft.emit(PromiseReminded, promise=promise.id)
    draft.tell(
        promise.owner,
        about="promise_due_soon",
        ref=promise.id,
        subject=promise.subject,
        kind=promise.kind,
        due=promise.latest_by.isoformat(),
    )


def _promise(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    promise = draft.case.promise(due.ref or "")
    assert promise
    promise_ends.break_promise(draft, promise, unseen_since=unseen_since)


def _overdue(draft: Draft, about: str, due: Deadline, unseen_since: datetime | None) -> None:
    draft.tell(
        draft.case.owner,
        draft.plan.ladder.lead,
        about=about,
        stage=draft.case.stage,
        due=due.due_at.isoformat(),
        unseen_since=unseen_since.isoformat() if unseen_since else "",
    )


def _response(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    draft.emit(ResponseOverdue, due_at=due.due_at, unseen_since=unseen_since)
    if draft.case.reopened_at == draft.now:
        return  # people were told this moment that nobody has read the message
    _overdue(draft, "response_overdue", due, unseen_since)


def _stage(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    draft.emit(StageOverrun, stage=draft.case.stage, due_at=due.due_at, unseen_since=unseen_since)
    _overdue(draft, "stage_overrun", due, unseen_since)
    escalations.escalate(draft, "stage_overrun", draft.case.stage)


def _red_line_warning(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    draft.emit(RedLineNear, due_at=due.due_at, unseen_since=unseen_since)
    _overdue(draft, "red_line_near", due, unseen_since)


def _red_line(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    """The red line never closes a case. It brings people to it (REQ D2)."""
    draft.emit(RedLineReached, due_at=due.due_at, unseen_since=unseen_since)
    _overdue(draft, "red_line_reached", due, unseen_since)
    escalations.escalate(draft, "red_line", draft.case.stage)


def _acknowledgement(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    escalation = draft.case.escalation(due.ref or "")
    assert escalation
    escalations.pass_on(draft, escalation)


def _pause_end(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    draft.emit(CaseResumed, cause="limit_reached")
    draft.tell(draft.case.owner, about="pause_over", reason=due.subject)


def _observation_end(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    draft.emit(ObservationEnded)
    draft.tell(draft.case.owner, about="observation_over")
    if draft.plan.observation:
        observation.promise_contact_after(draft)


def _message_mark(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    """Nobody said what the message is: then the customer is right to have written (REQ E3)."""
    message = draft.case.message(due.ref or "")
    assert message
    afterwards.reopen(draft, message, "unmarked", unseen_since)


def _visit_of(draft: Draft, due: Deadline) -> Visit:
    visit = draft.case.visit(due.ref or "")
    assert visit
    return visit


def _visit_reminder(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    visit_times.remind(draft, _visit_of(draft, due))


def _visit_missed(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    visit_ends.miss(draft, _visit_of(draft, due), unseen_since)


def _visit_report(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    visit_times.report_overdue(draft, _visit_of(draft, due), due.due_at, unseen_since)


FIRE: dict[DeadlineKind, Callable[[Draft, Deadline, datetime | None], None]] = {
    "promise_reminder": _promise_reminder,
    "promise": _promise,
    "response": _response,
    "stage": _stage,
    "red_line_warning": _red_line_warning,
    "red_line": _red_line,
    "acknowledgement": _acknowledgement,
    "pause_end": _pause_end,
    "observation_end": _observation_end,
    "message_mark": _message_mark,
    "visit_reminder": _visit_reminder,
    "visit": _visit_missed,
    "visit_report": _visit_report,
}

LATE = timedelta(minutes=1)
"""A deadline noticed more than this after its time was missed by an outage, not by a busy worker."""
