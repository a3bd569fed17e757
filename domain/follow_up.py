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
from domain.frozen import Frozen, changed
from domain.rules import Change, Rules, flagged

BY_LEAD = "red_line.by_lead"
"""The rule of a red line that a lead has set."""


class RedLine(Frozen):
    """The red line as people are told of it. While the case waits it stands still and counts on after that: then `due_at` is
    where it will be if the wait ends as agreed, at `waits_until`."""

    due_at: datetime
    anchor: str
    waits_until: datetime | None = None


def red_line(case: Case, clock: Clock) -> RedLine:
    """Where a clock of the case puts the red line. One that was past when the wait began doesn't wait."""
    due, pause = clock.due(case.rules)[0], case.pause
    if pause is None or clock.paused_at is None or due <= clock.paused_at:
        return RedLine(due_at=due, anchor=clock.anchor)
    due = clock.resume(case.rules, pause.until).due(case.rules)[0]
    return RedLine(due_at=due, anchor=clock.anchor, waits_until=pause.until)


class FollowUpStarted(Event):
    """`set_by` is who has set the red line, where that isn't the policy."""

    kind: Literal["follow_up_started"] = "follow_up_started"
    clock: Clock
    set_by: str = ""


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


def start_follow_up(draft: Draft, anchor: str, before: Clock | None = None) -> None:
    """The clock towards the red line, counted from when we heard what starts it. What a lead had set in the life `before`
    stays, for the level does (REQ A6)."""
    case = draft.case
    if case.complexity:
        by_lead = before.limit if before and before.limit.rule == BY_LEAD else None
        limit = by_lead or draft.plan.red_lines[case.complexity]
        clock = Clock(anchor=anchor, started_at=draft.counts_from, limit=limit)
        draft.emit(FollowUpStarted, clock=clock, set_by=case.red_line_by)


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
    line, by = case.follow_up, case.red_line_by
    if case.phase == "open" and line and not line.overdue and not line.paused_at:
        if not line.warned:
            yield of_clock(case, "red_line_warning", line, case.rules.warn_at, set_by=by)
        yield of_clock(case, "red_line", line, set_by=by)


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
