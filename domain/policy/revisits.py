"""The human call after resolution, within waking hours (REQ E2)."""

from typing import Annotated

from pydantic import Field

from domain.frozen import Frozen
from domain.plan.revisits import RevisitRules
from domain.plan.terms import Channel
from domain.policy.words import Name
from domain.spans import Calendars, SpanText


class RevisitPolicy(Frozen):
    """The human call after resolution, within waking hours (REQ E2)."""

    first: SpanText
    waking: Name
    tries: Annotated[int, Field(ge=1)]
    channels: tuple[Channel, ...] = ()
    """On which one speaks with the customer; none named: all."""
    tried_on: tuple[Channel, ...] = ()
    """On which nobody answering counts as a try; none named: all."""

    def rules(self, on: Calendars) -> RevisitRules:
        return RevisitRules(
            first=on.limit(self.first, "revisit.first"),
            waking=self.waking,
            tries=self.tries,
            channels=self.channels,
            tried_on=self.tried_on,
        )
