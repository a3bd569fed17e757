"""How a fix is watched (REQ C1)."""

from domain.frozen import Frozen
from domain.plan.observation import ObservationRules
from domain.spans import Calendars, SpanText


class ObservationPolicy(Frozen):
    """How a fix is watched (REQ C1); the fields are those of `ObservationRules`."""

    first_check_in: SpanText
    contact_after: SpanText

    def rules(self, on: Calendars) -> ObservationRules:
        return ObservationRules(
            first_check_in=on.limit(self.first_check_in, "observation.first_check_in"),
            contact_after=on.limit(self.contact_after, "observation.contact_after"),
        )
