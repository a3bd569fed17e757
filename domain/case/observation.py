"""The window in which the fix is watched."""

from datetime import datetime

from domain.frozen import Frozen


class Observation(Frozen):
    """A window in which the fix is watched (REQ C1, E1).

    `cut_short`: ended early with the customer's agreement, so it never ran out.
    """

    started_at: datetime
    ends_at: datetime
    ended: bool = False
    cut_short: bool = False
