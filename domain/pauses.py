"""Waiting for the customer, for parts or for a third party (REQ B4).

The stage and follow-up clocks stand still; the response clock and the promises never do. Only what the rhythm had promised by
itself, of which nobody has told the customer, gives way to the date that they know (REQ C1).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from domain import stages
from domain.case import Case
from domain.case.contacts import Channel
from domain.case.pauses import PastPause, Pause, PauseReason
from domain.command import Command
from domain.deadline import Deadline, of_window
from domain.derivation import after, elapsed
from domain.draft import Draft
from domain.errors import Refusal
from domain.event import Event
from domain.promises import ending, making, rhythm
from domain.rules import Change, Rules, conflict, invalid, not_yours


class PauseCase(Command):
    """Wait. The customer has been told of it, by `channel` at `told_at` (REQ B4a); `note` is a lead's reason for
    pausing longer than the policy's sum."""

    kind: Literal["pause"] = "pause"
    reason: PauseReason
    until: datetime
    note: str = ""
    channel: Channel | None = None
    told_at: datetime | None = None


class ResumeCase(Command):
    kind: Literal["resume"] = "resume"
    note: str = ""


class CasePaused(Event):
    kind: Literal["case_paused"] = "case_paused"
    pause: Pause


class CaseResumed(Event):
    kind: Literal["case_resumed"] = "case_resumed"
    cause: Literal["asked", "limit_reached", "customer_answered", "case_moved", "case_closed"]
    note: str = ""
    heard_at: datetime | None = None
    """When we heard what ended the wait, if that was before it was decided."""


class PauseStands(Event):
    """The end of the case in which it was paused was none: the customer waits on, as they were told."""

    kind: Literal["pause_stands"] = "pause_stands"
    pause: Pause


def _pause(draft: Draft, command: PauseCase) -> None:
    case = draft.case
    if not case.is_confirmed:
        raise Refusal("not_confirmed", number=case.number, command=command.name)
    if case.phase != "open":
        raise stages.not_open(draft, command.name)
    if case.pause:
        raise Refusal("already_paused", number=case.number, until=case.pause.until)
    making.check_times(draft, command.until, None, "until")
    since, limit = _begins(draft), draft.plan.pause_longest
    end = after(draft.plan, since, limit.limit, limit.calendar)
    if command.until > end:
        raise Refusal(
            "pause_too_long", fields=("until",), number=case.number, until=command.until, limit=end
        )
    if case.core >= 2:
        _require_told(draft, command)
        _require_left(draft, command, since)
    draft.emit(
        CasePaused,
        pause=Pause(
            reason=command.reason,
            since=since,
            until=command.until,
            note=command.note,
            channel=command.channel,
            told_at=command.told_at,
        ),
    )
    if case.core >= 2 and rhythm.is_agreed(draft.case, draft.now):
        ending.release(draft, ("progress",), "paused")


def _begins(draft: Draft) -> datetime:
    """When we heard of it; no hour counts twice that the case had waited through already (REQ B4a)."""
    ended = [pause.ended_at for pause in draft.case.past_pauses] if draft.case.core >= 2 else []
    return max((draft.counts_from, *ended))


def _require_told(draft: Draft, command: PauseCase) -> None:
    """No pause without the customer's knowing of it, since the case was confirmed, this life of it began and the last
    pause did (REQ B4a)."""
    missing = tuple(name for name in ("channel", "told_at") if getattr(command, name) is None)
    if missing:
        raise Refusal("pause_untold", fields=missing, number=draft.case.number)
    case = draft.case
    if command.told_at and case.notice:
        before = [pause.since for pause in case.past_pauses]
        before += [closing.at for closing in case.closings if not closing.disproved]
        draft.require_told(command.told_at, max((case.notice.told_at, *before)))


def _require_left(draft: Draft, command: PauseCase, since: datetime) -> None:
    """The pauses of one life add up; beyond the policy's sum a lead pauses, with a reason (REQ B4a)."""
    rules, plan = draft.plan.pauses, draft.plan
    if rules is None:
        return
    limit, calendar = rules.together.limit, rules.together.calendar
    left = limit - waited(draft.case, calendar)
    if elapsed(plan, since, command.until, calendar) <= left:
        return
    if not draft.outranks("lead"):
        end = after(plan, since, left, calendar) if left > timedelta(0) else since
        raise Refusal(
            "pauses_used_up",
            fields=("until",),
            number=draft.case.number,
            until=command.until,
            limit=end,
        )
    draft.require_reason(command.note, "note")


def waited(case: Case, calendar: str | None) -> timedelta:
    """How long the case has been paused in its present life, in the time of a calendar."""
    ended = (p for p in case.past_pauses if p.life == case.life)
    return sum((elapsed(case.rules, p.since, p.ended_at, calendar) for p in ended), timedelta(0))


def _resume(draft: Draft, command: ResumeCase) -> None:
    if not draft.case.pause:
        raise Refusal("not_paused", number=draft.case.number)
    draft.emit(CaseResumed, cause="asked", note=command.note, heard_at=draft.heard_before)


def wake(draft: Draft) -> None:
    """A case that moves on is paused no more."""
    if draft.case.pause:
        draft.emit(CaseResumed, cause="case_moved", heard_at=draft.heard_before)


def end_with_case(draft: Draft) -> None:
    """A case that is closed is paused no more."""
    if draft.case.pause and draft.case.core >= 2:
        draft.emit(CaseResumed, cause="case_closed", heard_at=draft.heard_before)


def stand_again(draft: Draft) -> None:
    """The case was closed in a pause, and that end was none. As if nobody had closed it the customer's word has ended a wait for
    that, if they wrote before its agreed end."""
    past = draft.case.past_pauses[-1] if draft.case.past_pauses else None
    if past is None or past.closed_in is None or past.life != draft.case.life:
        return
    pause = past.closed_in
    draft.emit(PauseStands, pause=pause)
    wrote = (m.received_at for m in draft.case.messages if m.verdict != "new")
    answers = [at for at in wrote if past.ended_at <= at <= pause.until]
    if answers and pause.reason == "waiting_on_customer":
        draft.emit(CaseResumed, cause="customer_answered", heard_at=min(answers))


def customer_answered(draft: Draft, said_at: datetime) -> None:
    """Their word, written or spoken, ends the wait for it (REQ B4). What they said before the wait began answers nothing:
    a conversation counts by when it took place, a message by when we heard it, for a channel's clock may be behind."""
    pause = draft.case.pause
    if pause is None or pause.reason != "waiting_on_customer":
        return
    if draft.case.core < 2 or said_at >= pause.since:
        draft.emit(CaseResumed, cause="customer_answered", heard_at=draft.heard_before)


def _due(case: Case) -> Iterator[Deadline]:
    if pause := case.pause:
        yield of_window(case, "pause_end", pause.until, pause.reason, pause.since)


def _over(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    draft.emit(CaseResumed, cause="limit_reached")
    draft.tell(draft.case.owner, about="pause_over", reason=due.subject)


def _paused(case: Case, event: CasePaused) -> Change:
    return {
        "pause": event.pause,
        "stage_clock": case.stage_clock and case.stage_clock.pause(event.pause.since),
        "follow_up": case.follow_up and case.follow_up.pause(event.pause.since),
    }


def _resumed(case: Case, event: CaseResumed) -> Change:
    """The clocks count again, from the pause's agreed end if that was noticed late."""
    at, past = event.heard_at or event.at, case.past_pauses
    if pause := case.pause:
        at = max(min(at, pause.until), pause.since)
        ended = PastPause(
            life=case.life,
            since=pause.since,
            ended_at=at,
            answered=event.cause == "customer_answered",
            closed_in=pause if event.cause == "case_closed" else None,
        )
        past = (*past, ended)
    return {
        "pause": None,
        "past_pauses": past,
        "stage_clock": case.stage_clock and case.stage_clock.resume(case.rules, at),
        "follow_up": case.follow_up and case.follow_up.resume(case.rules, at),
    }


def _stands(case: Case, event: PauseStands) -> Change:
    """As if it had never ended: the red line has stood still since it began; of the stage's time none has passed anyway
    while the case was closed."""
    *before, ended = case.past_pauses
    return {
        "pause": event.pause,
        "past_pauses": tuple(before),
        "stage_clock": case.stage_clock and case.stage_clock.pause(event.at),
        "follow_up": case.follow_up and case.follow_up.pause(ended.ended_at),
    }


RULES = Rules(
    handlers={PauseCase: _pause, ResumeCase: _resume},
    folds={CasePaused: _paused, CaseResumed: _resumed, PauseStands: _stands},
    due=_due,
    fires={"pause_end": _over},
    refusals={
        "already_paused": conflict("the case is paused already"),
        "not_paused": conflict("the case is not paused"),
        "pause_too_long": invalid("a pause must end within the policy's limit"),
        "pause_untold": invalid("the customer has not been told of the pause"),
        "pauses_used_up": not_yours(
            "the pauses of one life add up; beyond their sum a lead pauses"
        ),
    },
    on_moving=wake,
)
Commands = PauseCase | ResumeCase
Events = CasePaused | CaseResumed | PauseStands
