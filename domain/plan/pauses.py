"""How long a case may wait (REQ B4a)."""

from domain.frozen import Compact
from domain.plan.limit import Limit


class PauseRules(Compact):
    """`together` is how long the pauses of one life may last in all before it takes a lead."""

    together: Limit
