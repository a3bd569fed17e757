"""Waiting for the customer, for parts or for a third party (REQ B4).

The stage and follow-up clocks stand still; the response clock and the promises never do.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from domain import stages
from domain.case import Case
from domain.case.pauses import Pause, PauseReason
from domain.command import Command
from domain.deadline import Deadline, of_window
from domain.derivation import after
from domain.draft import Draft
from domain.errors import Refusal
from domain.event import Event
from domain.promises import making
from domain.rules import Change, Rules, conflict, invalid


class PauseCase(Command):
    kind: Literal["pause"] = "pause"
    reason: PauseReason
    until: datetime
    note: str = ""


class ResumeCase(Command):
    kind: Literal["resume"] = "resume"
    note: str = ""


class CasePaused(Event):
    kind: Literal["case_paused"] = "case_paused"
    pause: Pause


class CaseResumed(Event):
    kind: Literal["case_resumed"] = "case_resumed"
    cause: Literal["asked", "limit_reached", "customer_answered", "case_moved"]
    note: str = ""


def _pause(draft: Draft, command: PauseCase) -> None:
    case = draft.case
    if not case.is_confirmed:
        raise Refusal("not_confirmed", number=case.number, command=command.name)
    if case.phase != "open":
        raise stages.not_open(draft, command.name)
    if case.pause:
        raise Refusal("already_paused", number=case.number, until=case.pause.until)
    making.check_times(draft, command.until, None, "until")
    limit = draft.plan.pause_longest
    end = after(draft.plan, draft.now, limit.limit, limit.calendar)
    if command.until > end:
        raise Refusal(
            "pause_too_long", fields=("until",), number=case.number, until=command.until, limit=end
        )
    draft.emit(
        CasePaused,
        pause=Pause(reason=command.reason, since=draft.now, until=command.until, note=command.note),
    )


def _resume(draft: Draft, command: ResumeCase) -> None:
    if not draft.case.pause:
        raise Refusal("not_paused", number=draft.case.number)
    draft.emit(CaseResumed, cause="asked", note=command.note)


def wake(draft: Draft) -> None:
    """A case that moves on is paused no more."""
    if draft.case.pause:
        draft.emit(CaseResumed, cause="case_moved")


def customer_answered(draft: Draft) -> None:
    """Their word, written or spoken, ends the wait for it (REQ B4)."""
    if draft.case.pause and draft.case.pause.reason == "waiting_on_customer":
        draft.emit(CaseResumed, cause="customer_answered")


def _due(case: Case) -> Iterator[Deadline]:
    if pause := case.pause:
        yield of_window(case, "pause_end", pause.until, pause.reason, pause.since)


def _over(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    draft.emit(CaseResumed, cause="limit_reached")
    draft.tell(draft.case.owner, about="pause_over", reason=due.subject)


def _paused(case: Case, event: CasePaused) -> Change:
    return {
        "pause": event.pause,
        "stage_clock": case.stage_clock and case.stage_clock.pause(event.at),
        "follow_up": case.follow_up and case.follow_up.pause(event.at),
    }


def _resumed(case: Case, event: CaseResumed) -> Change:
    """The clocks count again, from the pause's agreed end if that was noticed late."""
    at = min(event.at, case.pause.until) if case.pause else event.at
    return {
        "pause": None,
        "stage_clock": case.stage_clock and case.stage_clock.resume(case.rules, at),
        "follow_up": case.follow_up and case.follow_up.resume(case.rules, at),
    }


RULES = Rules(
    handlers={PauseCase: _pause, ResumeCase: _resume},
    folds={CasePaused: _paused, CaseResumed: _resumed},
    due=_due,
    fires={"pause_end": _over},
    refusals={
        "already_paused": conflict("the case is paused already"),
        "not_paused": conflict("the case is not paused"),
        "pause_too_long": invalid("a pause must end within the policy's limit"),
    },
    on_moving=wake,
)
Commands = PauseCase | ResumeCase
Events = CasePaused | CaseResumed
