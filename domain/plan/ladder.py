"""The people a team answers to."""

from domain.frozen import Compact
from domain.plan.terms import Line


class Ladder(Compact):
    """The people a team answers to, by handle."""

    lead: str
    supervisor: str
    executive: str

    def receiver(self, line: Line) -> str:
        """The handle on that place of the line; an agent's place has no fixed person."""
        if line == "agent":
            raise ValueError("the agent's place on the line is the case's owner")
        return str(getattr(self, line))
