"""How visits are guarded (REQ B2, B7)."""

from typing import Annotated

from pydantic import Field

from domain.frozen import Frozen
from domain.plan.visits import VisitRules
from domain.spans import Calendars, Length, SpanText


class VisitPolicy(Frozen):
    """How visits are guarded (REQ B2, B7); the fields are those of `VisitRules`."""

    grace: Length
    remind_before_end: Length
    longest_window: Length
    report: SpanText
    warn_from_failure: Annotated[int, Field(ge=1)]
    lead_from_attempt: Annotated[int, Field(ge=1)]

    def rules(self, on: Calendars) -> VisitRules:
        return VisitRules(
            grace=self.grace,
            remind_before_end=self.remind_before_end,
            longest_window=self.longest_window,
            report=on.limit(self.report, "visits.report"),
            warn_from_failure=self.warn_from_failure,
            lead_from_attempt=self.lead_from_attempt,
        )
