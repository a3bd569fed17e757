"""The human call after resolution, within waking hours (REQ E2)."""

from typing import Annotated

from pydantic import Field

from domain.frozen import Frozen
from domain.plan.revisits import RevisitRules
from domain.policy.words import Name
from domain.spans import Calendars, SpanText


class RevisitPolicy(Frozen):
    """The human call after resolution, within waking hours (REQ E2)."""

    first: SpanText
    waking: Name
    tries: Annotated[int, Field(ge=1)]

    def rules(self, on: Calendars) -> RevisitRules:
        return RevisitRules(
            first=on.limit(self.first, "revisit.first"), waking=self.waking, tries=self.tries
        )
