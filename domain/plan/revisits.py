"""The human call after resolution (REQ E2)."""

from domain.frozen import Compact
from domain.plan.limit import Limit
from domain.plan.terms import Channel


class RevisitRules(Compact):
    """The human call after resolution (REQ E2): first try within `first` (target–limit), then retries."""

    first: Limit
    waking: str
    tries: int
    channels: tuple[Channel, ...] = ()
    """On which one speaks with the customer; all of them in a plan that names none."""
    tried_on: tuple[Channel, ...] = ()
    """On which nobody answering counts as a try; all of them in a plan that names none."""

    def is_conversation(self, channel: Channel) -> bool:
        """Whether people speak with each other on a channel, and don't only write."""
        return not self.channels or channel in self.channels

    def is_try(self, channel: Channel) -> bool:
        """Whether somebody who doesn't answer there has been tried."""
        return not self.tried_on or channel in self.tried_on
