"""Who is called for which cause, and how long they have (REQ D1)."""

from typing import Literal

from domain.frozen import Compact
from domain.plan.limit import Limit
from domain.plan.terms import Line

Cause = Literal["agent", "second_break", "stage_overrun", "red_line"]


class EscalationRule(Compact):
    """Who is called for one cause: a place on the line, and how the tier changes (REQ D1)."""

    line: Line
    tier_up: int = 0
    tier_at_least: int = 1


class EscalationRules(Compact):
    """The ladder of escalation: rules by cause and how long the receiver has to acknowledge."""

    by_cause: dict[Cause, EscalationRule]
    acknowledge: Limit
