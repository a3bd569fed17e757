"""What may be asked about visits."""

from datetime import datetime
from typing import Literal

from domain.case.visits import MovedBy, VisitOutcome
from domain.command import Command
from domain.plan.terms import Emotion


class ArrangeVisit(Command):
    """Promise the customer an engineer at their door within a window (REQ B7).

    `text` is the id of the address in the database; without one that of the visit before holds.
    `failed_before` counts the failed repairs of the same serial number and fault in other cases;
    `agreed_at` says that the customer has agreed to the window already. `busy_with` are the cases whose
    customers expect the engineer in a window that overlaps, and `insist` is why it is promised all the same.
    """

    kind: Literal["arrange_visit"] = "arrange_visit"
    engineer: str
    starts_at: datetime
    ends_at: datetime
    text: str | None = None
    agreed_at: datetime | None = None
    failed_before: int = 0
    busy_with: tuple[str, ...] = ()
    insist: str = ""


class ConfirmVisit(Command):
    """The customer agrees to the window."""

    kind: Literal["confirm_visit"] = "confirm_visit"
    visit: str
    confirmed_at: datetime


class RescheduleVisit(Command):
    """Another window, told to the customer before the old one is over (REQ B7, C2). `busy_with` and `insist`
    as for `ArrangeVisit`."""

    kind: Literal["reschedule_visit"] = "reschedule_visit"
    visit: str
    starts_at: datetime
    ends_at: datetime
    engineer: str | None = None
    moved_by: MovedBy = "us"
    told_at: datetime
    reason: str
    busy_with: tuple[str, ...] = ()
    insist: str = ""


class RecordVisit(Command):
    """What came of a visit. `arrived_at` says when the engineer was at the door; `text` is the id of
    what the customer said."""

    kind: Literal["record_visit"] = "record_visit"
    visit: str
    outcome: VisitOutcome
    arrived_at: datetime
    left_message: bool = False
    emotion: Emotion | None = None
    note: str = ""
    text: str | None = None


class ReportVisit(Command):
    """The engineer's report; `text` is the id of its words, `yields` what the stage asks for."""

    kind: Literal["report_visit"] = "report_visit"
    visit: str
    yields: dict[str, str] = {}
    text: str | None = None


class CancelVisit(Command):
    """The customer does not need the visit any more, said so since it was promised, and knows that nobody comes."""

    kind: Literal["cancel_visit"] = "cancel_visit"
    visit: str
    reason: str
