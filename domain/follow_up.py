"""The follow-up clock: from the confirmation to the red line (REQ A7, D1, D2)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from domain.case import Case
from domain.clocks import Clock
from domain.deadline import Deadline, of_clock
from domain.draft import Draft
from domain.escalations.calling import escalate
from domain.event import Event
from domain.frozen import changed
from domain.rules import Change, Rules, flagged


class FollowUpStarted(Event):
    kind: Literal["follow_up_started"] = "follow_up_started"
    clock: Clock


class RedLineNear(Event):
    kind: Literal["red_line_near"] = "red_line_near"
    due_at: datetime
    unseen_since: datetime | None = None


class RedLineReached(Event):
    kind: Literal["red_line_reached"] = "red_line_reached"
    due_at: datetime
    unseen_since: datetime | None = None


def _start_follow_up(draft: Draft) -> None:
    """The follow-up clock starts when a human has confirmed the case as complex (REQ A7)."""
    if not draft.case.follow_up:
        start_follow_up(draft, "confirmed_at")


def start_follow_up(draft: Draft, anchor: str) -> None:
    """The clock towards the red line, counted from when we heard what starts it."""
    if draft.case.complexity:
        limit = draft.plan.red_lines[draft.case.complexity]
        clock = Clock(anchor=anchor, started_at=draft.counts_from, limit=limit)
        draft.emit(FollowUpStarted, clock=clock)


def _red_line_warning(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    """People are warned of the red line, by its own time (REQ D1)."""
    line = draft.case.follow_up
    if draft.case.core >= 2 and line:
        due = changed(due, {"due_at": line.due(draft.plan)[0]})
    draft.emit(RedLineNear, due_at=due.due_at, unseen_since=unseen_since)
    draft.tell_overdue("red_line_near", due, unseen_since)


def _red_line(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    """The red line never closes a case. It brings people to it (REQ D2)."""
    draft.emit(RedLineReached, due_at=due.due_at, unseen_since=unseen_since)
    draft.tell_overdue("red_line_reached", due, unseen_since)
    escalate(draft, "red_line", draft.case.stage)


def _due(case: Case) -> Iterator[Deadline]:
    line = case.follow_up
    if case.phase == "open" and line and not line.overdue and not line.paused_at:
        if not line.warned:
            yield of_clock(case, "red_line_warning", line, case.rules.warn_at)
        yield of_clock(case, "red_line", line)


def _started(case: Case, event: FollowUpStarted) -> Change:
    return {"follow_up": event.clock}


RULES = Rules(
    folds={
        FollowUpStarted: _started,
        RedLineNear: flagged("follow_up", warned=True),
        RedLineReached: flagged("follow_up", warned=True, overdue=True),
    },
    due=_due,
    fires={"red_line_warning": _red_line_warning, "red_line": _red_line},
    outdone={"red_line_warning": "red_line"},
    effects={"start_follow_up": _start_follow_up},
)
Events = FollowUpStarted | RedLineNear | RedLineReached
