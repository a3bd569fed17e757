"""How promises are dated, guarded and judged (REQ C1, C2)."""

from datetime import timedelta

from domain.frozen import Compact
from domain.plan.limit import Limit
from domain.plan.terms import Complexity, Emotion, Priority


class Rhythm(Compact):
    """How soon the next promise is due when nobody named a date (REQ C1).

    The earliest of the entries that apply wins. `longest` bounds every agreed date.
    """

    by_emotion: dict[Emotion, Limit]
    by_complexity: dict[Complexity, Limit]
    longest: Limit
    by_priority: dict[Priority, Limit] = {}

    def presses(self, emotion: Emotion) -> bool:
        """Whether a customer who feels like that waits for no office hours."""
        felt = self.by_emotion.get(emotion)
        return felt is not None and felt.calendar is None

    def for_complexity(self, complexity: Complexity) -> Limit:
        """How soon a customer of a case of this complexity hears from us."""
        return self.by_complexity[complexity].named(f"rhythm.by_complexity.{complexity}")


class PromiseRules(Compact):
    """How a promise is guarded and judged (REQ C2). `remind_ahead` counts on the calendar of the case's response
    limit."""

    remind_ahead: timedelta
    owner_may_log_late: timedelta
    near_promise: Limit
    renegotiations: int
    breaks_before_escalation: int
    retry_needs: timedelta
    """An attempt is retried the same day only if at least this much of the working day is left; where the priority
    has a near promise of its own, as soon as that."""
    near_promise_by_priority: dict[Priority, Limit] = {}
    """Where it is not `near_promise`: P0 and P1 run round the clock (REQ A4)."""
