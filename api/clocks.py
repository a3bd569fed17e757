"""The clocks of a case (REQ A7), as people get to see them."""

from datetime import datetime

from pydantic import BaseModel

from domain.case import Case


class ClockOut(BaseModel):
    """A clock that runs or stands still. Paused time is told apart, in seconds of the limit's own time."""

    name: str
    started_at: datetime
    due_at: datetime
    paused_seconds: float
    standing_still_since: datetime | None
    overdue: bool

    @classmethod
    def all_of(cls, case: Case) -> list["ClockOut"]:
        clocks = {
            "response": case.response,
            "stage": case.stage_clock,
            "follow_up": case.follow_up,
        }
        return [
            cls(
                name=name,
                started_at=clock.started_at,
                due_at=clock.due(case.rules)[0],
                paused_seconds=clock.paused.total_seconds(),
                standing_still_since=clock.paused_at,
                overdue=clock.overdue,
            )
            for name, clock in clocks.items()
            if clock
        ]
