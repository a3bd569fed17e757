"""Who is called for which cause, and how long they have (REQ D1)."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from domain.frozen import Frozen
from domain.plan.escalations import Cause, EscalationRule, EscalationRules, usual
from domain.plan.terms import Priority
from domain.policy.words import has_all
from domain.spans import Calendars, Length, SpanText

LATER: tuple[Cause, ...] = ("response_overdue", "report_overdue", "room_overdue")
"""Causes that policies of older date don't name."""


def _with_later_causes(given: Any) -> Any:
    return {cause: usual(cause) for cause in LATER} | given if isinstance(given, dict) else given


class EscalationPolicy(Frozen):
    """Who is called for which cause, how long the receiver has to acknowledge, and how soon people are
    told again of what stands (REQ C0, D1); the fields are those of `EscalationRules`."""

    by_cause: Annotated[
        dict[Cause, EscalationRule], has_all(Cause), BeforeValidator(_with_later_causes)
    ]
    acknowledge: SpanText
    acknowledge_by_priority: dict[Priority, SpanText] = {}
    again: SpanText | None = None
    again_by_priority: dict[Priority, SpanText] = {}
    again_eager: Length | None = None
    again_later_by_priority: dict[Priority, SpanText] = {}

    def rules(self, on: Calendars) -> EscalationRules:
        return EscalationRules(
            by_cause={name: rule for name, rule in self.by_cause.items() if rule != usual(name)},
            acknowledge=on.limit(self.acknowledge, "escalation.acknowledge"),
            acknowledge_by_priority=on.limits(self.acknowledge_by_priority),
            again=on.limit(self.again, "escalation.again") if self.again else None,
            again_by_priority=on.limits(self.again_by_priority),
            again_eager=self.again_eager,
            again_later_by_priority=on.limits(self.again_later_by_priority),
        )
