"""How a message on a closed case is dealt with (REQ E3)."""

from domain.frozen import Frozen
from domain.plan.customer_messages import AfterwardsRules
from domain.spans import Calendars, SpanText


class AfterwardsPolicy(Frozen):
    """How a message on a closed case is dealt with (REQ E3); the fields are those of `AfterwardsRules`."""

    mark_within: SpanText
    open_for: SpanText

    def rules(self, on: Calendars) -> AfterwardsRules:
        return AfterwardsRules(
            mark_within=on.limit(self.mark_within, "afterwards.mark_within"),
            open_for=on.limit(self.open_for, "afterwards.open_for"),
        )
