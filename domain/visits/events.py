"""What happens to visits."""

from datetime import datetime
from typing import Literal

from domain.case.visits import MovedBy, Visit, VisitOutcome
from domain.clocks import Clock
from domain.event import Event

WaivedFor = Literal["closed", "nobody_came"]


class VisitArranged(Event):
    """`busy_with` are cases that expect the engineer in the same window; `insisted` is a lead's reason to
    promise it all the same."""

    kind: Literal["visit_arranged"] = "visit_arranged"
    visit: Visit
    busy_with: tuple[str, ...] = ()
    insisted: str = ""


class VisitJoined(Event):
    """Somebody arranged a visit once more: a second click."""

    kind: Literal["visit_joined"] = "visit_joined"
    visit: str


class VisitConfirmed(Event):
    """The customer agreed to the window, at `confirmed_at`."""

    kind: Literal["visit_confirmed"] = "visit_confirmed"
    visit: str
    confirmed_at: datetime


class VisitRescheduled(Event):
    """`promise` is the one that stands for the new window; `busy_with` and `insisted` as of an arranged one."""

    kind: Literal["visit_rescheduled"] = "visit_rescheduled"
    visit: str
    engineer: str
    starts_at: datetime
    ends_at: datetime
    promise: str
    moved_by: MovedBy
    told_at: datetime
    reason: str
    busy_with: tuple[str, ...] = ()
    insisted: str = ""


class VisitReminded(Event):
    """People were reminded of a visit: those of ours alone, before days off, or whoever tells the customer."""

    kind: Literal["visit_reminded"] = "visit_reminded"
    visit: str
    whom: Literal["all", "staff"] = "all"


class VisitMissed(Event):
    """The window and the grace are over, and nobody of ours was there."""

    kind: Literal["visit_missed"] = "visit_missed"
    visit: str
    unseen_since: datetime | None = None


class VisitRecorded(Event):
    """`contact` is the conversation at the door; `report` runs until the report is given."""

    kind: Literal["visit_recorded"] = "visit_recorded"
    visit: str
    outcome: VisitOutcome
    arrived_at: datetime
    contact: str
    report: Clock | None = None
    note: str = ""


class VisitReported(Event):
    kind: Literal["visit_reported"] = "visit_reported"
    visit: str
    text: str


class VisitReportWaived(Event):
    """The case was closed before the report was given, or nobody had been there: it is asked for no more."""

    kind: Literal["visit_report_waived"] = "visit_report_waived"
    visit: str
    cause: WaivedFor = "closed"


class VisitReportOwed(Event):
    """The end for which it was waived was none: the report is asked for again."""

    kind: Literal["visit_report_owed"] = "visit_report_owed"
    visit: str
    report: Clock


class VisitStands(Event):
    """The end of the case with which it was called off was none, and its window is ahead: it stands again, under another
    promise. `engineer` is somebody else where who was to come has left."""

    kind: Literal["visit_stands"] = "visit_stands"
    visit: str
    promise: str
    engineer: str


class VisitReportOverdue(Event):
    kind: Literal["visit_report_overdue"] = "visit_report_overdue"
    visit: str
    due_at: datetime
    unseen_since: datetime | None = None


class VisitCancelled(Event):
    kind: Literal["visit_cancelled"] = "visit_cancelled"
    visit: str
    reason: str
