"""Who is called for which cause, and how long they have (REQ D1)."""

from typing import Annotated

from domain.frozen import Frozen
from domain.plan.escalations import Cause, EscalationRule, EscalationRules
from domain.policy.words import has_all
from domain.spans import Calendars, SpanText


class EscalationPolicy(Frozen):
    """Who is called for which cause, and how long the receiver has to acknowledge (REQ D1)."""

    by_cause: Annotated[dict[Cause, EscalationRule], has_all(Cause)]
    acknowledge: SpanText

    def rules(self, on: Calendars) -> EscalationRules:
        return EscalationRules(
            by_cause=self.by_cause,
            acknowledge=on.limit(self.acknowledge, "escalation.acknowledge"),
        )
