"""How long a case may wait (REQ B4a)."""

from domain.frozen import Frozen
from domain.plan.pauses import PauseRules
from domain.spans import Calendars, SpanText


class PausePolicy(Frozen):
    """How long the pauses of one life of a case may last in all; the field is that of `PauseRules`."""

    together: SpanText

    def rules(self, on: Calendars) -> PauseRules:
        return PauseRules(together=on.limit(self.together, "pauses.together"))
