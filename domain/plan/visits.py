"""How visits and repairs on site are guarded (REQ B2, B7)."""

from datetime import timedelta

from domain.frozen import Compact
from domain.plan.limit import Limit


class VisitRules(Compact):
    """How visits and repairs on site are guarded (REQ B2, B7).

    `grace` is how long after a window word of an arrival may still reach us; people are reminded
    `remind_before_end` before the end of the last working day ahead of the visit. Counted per serial
    number and fault, people are warned from the failed repair number `warn_from_failure`, and the
    attempt number `lead_from_attempt` needs a lead.
    """

    grace: timedelta
    remind_before_end: timedelta
    longest_window: timedelta
    report: Limit
    warn_from_failure: int
    lead_from_attempt: int
