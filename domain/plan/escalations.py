"""Who is called for which cause, and how long they have (REQ D1)."""

from datetime import timedelta
from typing import Literal

from domain.frozen import Compact
from domain.plan.limit import Limit
from domain.plan.terms import Line, Priority

Cause = Literal[
    "agent",
    "second_break",
    "stage_overrun",
    "red_line",
    "response_overdue",
    "report_overdue",
    "room_overdue",
]


class EscalationRule(Compact):
    """Who is called for one cause: a place on the line, and how the tier changes (REQ D1)."""

    line: Line
    tier_up: int = 0
    tier_at_least: int = 1


UNNAMED = EscalationRule(line="lead")
"""The usual rule. A plan leaves it out, and a policy of older date doesn't name all causes."""


def usual(cause: Cause) -> EscalationRule:
    """Who is called where nothing is said of a cause: room is the lead's to make, so that one further hears of it."""
    return EscalationRule(line="supervisor") if cause == "room_overdue" else UNNAMED


class EscalationRules(Compact):
    """The ladder of escalation: rules by cause, how long the receiver has to acknowledge, and how soon
    people are told again of what stands (REQ C0).

    A priority may have a pace of its own: P0 and P1 run round the clock (REQ A4). That pace is for as long as
    `again_eager`; whoever has heard it all day long by then hears it in `again_later_by_priority`, still
    round the clock. In a plan of older date `again` is None.
    """

    by_cause: dict[Cause, EscalationRule]
    acknowledge: Limit
    acknowledge_by_priority: dict[Priority, Limit] = {}
    again: Limit | None = None
    again_by_priority: dict[Priority, Limit] = {}
    again_eager: timedelta | None = None
    again_later_by_priority: dict[Priority, Limit] = {}

    def rule(self, cause: Cause) -> EscalationRule:
        """Who is called for a cause."""
        return self.by_cause.get(cause, usual(cause))

    def acknowledge_within(self, priority: Priority) -> Limit:
        """How long each place on the line has to say that it has it."""
        own = self.acknowledge_by_priority.get(priority)
        return (
            own.named(f"escalation.acknowledge_by_priority.{priority}") if own else self.acknowledge
        )

    def again_after(self, priority: Priority, usual: Limit, standing: timedelta) -> Limit:
        """How soon people are told again of what has stood so long; `usual` in a plan that has no word on it."""
        later = self.again_later_by_priority.get(priority)
        if later and self.again_eager is not None and standing >= self.again_eager:
            return later.named(f"escalation.again_later_by_priority.{priority}")
        own = self.again_by_priority.get(priority)
        if own:
            return own.named(f"escalation.again_by_priority.{priority}")
        return self.again or usual
