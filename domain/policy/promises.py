"""How promises are dated, guarded and judged (REQ C1, C2)."""

from typing import Annotated

from pydantic import Field

from domain.frozen import Frozen
from domain.plan.promises import PromiseRules, Rhythm
from domain.plan.terms import Complexity, Emotion, Priority
from domain.policy.words import has_all
from domain.spans import Calendars, Length, SpanText


class RhythmPolicy(Frozen):
    """How soon the next promise is due when nobody named a date (REQ C1)."""

    by_emotion: dict[Emotion, SpanText]
    by_complexity: Annotated[dict[Complexity, SpanText], has_all(Complexity)]
    by_priority: dict[Priority, SpanText] = {}
    longest: SpanText

    def rules(self, on: Calendars) -> Rhythm:
        return Rhythm(
            by_emotion=on.limits(self.by_emotion),
            by_complexity=on.limits(self.by_complexity),
            longest=on.limit(self.longest, "rhythm.longest"),
            by_priority=on.limits(self.by_priority),
        )


class PromisePolicy(Frozen):
    """How promises are guarded and judged (REQ C2); the fields are those of `PromiseRules`. `remind_ahead` counts in
    the time in which a priority is answered: working time, or by the clock."""

    remind_ahead: Length
    owner_may_log_late: Length
    near_promise: SpanText
    near_promise_by_priority: dict[Priority, SpanText] = {}
    renegotiations: Annotated[int, Field(ge=0)]
    breaks_before_escalation: Annotated[int, Field(ge=1)]
    retry_needs: Length

    def rules(self, on: Calendars) -> PromiseRules:
        return PromiseRules(
            remind_ahead=self.remind_ahead,
            owner_may_log_late=self.owner_may_log_late,
            near_promise=on.limit(self.near_promise, "promises.near_promise"),
            renegotiations=self.renegotiations,
            breaks_before_escalation=self.breaks_before_escalation,
            retry_needs=self.retry_needs,
            near_promise_by_priority=on.limits(self.near_promise_by_priority),
        )
