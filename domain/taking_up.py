"""A run that was ended from outside, and the one that took the case up again (REQ J3).

Ending a run in Temporal UI is no word of the business, so the case goes on; but somebody did it, for a reason, and
for a while nobody guarded what was promised. The timeline keeps that, and the lead hears of it.
"""

from datetime import datetime
from typing import Literal

from domain.command import Command
from domain.draft import Draft
from domain.event import Event
from domain.frozen import Frozen
from domain.rules import Rules, nothing

Ending = Literal["terminated", "canceled", "failed", "timed_out", "lost"]
BY_HAND = ("terminated", "canceled")
TOLD = (*BY_HAND, "lost")
"""A history that the server has no more was most likely deleted there, and that names nobody: people are told all the same."""


class EndedRun(Frozen):
    """How the run before ended; `lost` when the server knows of none. `by` and `reason` are what Temporal was given."""

    ending: Ending
    at: datetime | None = None
    by: str = ""
    reason: str = ""


class NoteTakenUp(Command):
    """A run has taken the case up after another was ended from outside."""

    kind: Literal["note_taken_up"] = "note_taken_up"
    ended: EndedRun


class CaseTakenUp(Event):
    """The case goes on in a new run. Nothing that was promised has moved."""

    kind: Literal["case_taken_up"] = "case_taken_up"
    ended: EndedRun


def _note(draft: Draft, command: NoteTakenUp) -> None:
    ended = command.ended
    draft.emit(CaseTakenUp, ended=ended)
    if ended.ending not in (TOLD if draft.case.core >= 2 else BY_HAND):
        return
    upcoming = draft.case.next_promise
    due_by = upcoming.latest_by if upcoming else None
    if draft.case.core >= 2:
        due_by = draft.case.hears_by
    draft.tell(
        draft.plan.ladder.lead,
        draft.case.owner,
        about="case_taken_up",
        ending=ended.ending,
        at=ended.at.isoformat() if ended.at else "",
        operator=ended.by,
        reason=ended.reason,
        due_by=due_by.isoformat() if due_by else "",
    )


RULES = Rules(
    handlers={NoteTakenUp: _note},
    after_closing=(NoteTakenUp,),
    internal=(NoteTakenUp,),
    folds={CaseTakenUp: nothing},
)
Commands = NoteTakenUp
Events = CaseTakenUp
