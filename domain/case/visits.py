"""Visits as the case keeps them (REQ B7)."""

from datetime import datetime
from typing import Literal

from domain.clocks import Clock
from domain.entry import Entry
from domain.frozen import Frozen

VisitStatus = Literal[
    "planned",
    "confirmed",
    "arrived",
    "done",
    "no_show_by_us",
    "no_show_by_customer",
    "cancelled",
]


VisitOutcome = Literal[
    "arrived", "fixed", "not_fixed", "diagnosed", "customer_absent", "we_did_not_come"
]
"""What is recorded of a visit. "arrived" says that the engineer is there, the result follows;
"diagnosed" that no repair was tried, so that none has failed."""


MovedBy = Literal["us", "customer"]


AHEAD: tuple[VisitStatus, ...] = ("planned", "confirmed")


class Visit(Frozen):
    """An appointment on site. Its window is a promise to the customer, under the id in `promise`.

    `text` is the id of the address in the database. `failed_before` is how many repairs of the same
    serial number and fault had failed in other cases when it was arranged. `report` runs from the
    arrival until the report is given.
    """

    id: str
    engineer: str
    starts_at: datetime
    ends_at: datetime
    promise: str
    arranged_at: datetime
    arranged_by: str
    text: str | None = None
    failed_before: int = 0
    attempt: int = 0
    """Which one at the repair it was promised as, if all before it fail; 0 where nobody counted."""
    status: VisitStatus = "planned"
    confirmed_at: datetime | None = None
    reminded: bool = False
    staff_reminded: bool = False
    """That people of ours were reminded before days off, ahead of the day on which the customer is."""
    arrived_at: datetime | None = None
    outcome: VisitOutcome | None = None
    report: Clock | None = None
    reported_at: datetime | None = None
    report_text: str | None = None
    reporter: str | None = None
    """Who gives the report in the place of an engineer who has left."""
    digest: str = ""

    @property
    def reports_by(self) -> str:
        """Whose the report is."""
        return self.reporter or self.engineer

    @property
    def is_ahead(self) -> bool:
        """Whether the customer still expects it."""
        return self.status in AHEAD

    @property
    def window(self) -> str:
        """From when to when, as an ISO 8601 interval."""
        return f"{self.starts_at.isoformat()}/{self.ends_at.isoformat()}"


class VisitEntry(Entry):
    """`report_due_at` is there while its report is still to come."""

    kind: Literal["visit"] = "visit"
    visit: Visit
    report_due_at: datetime | None
