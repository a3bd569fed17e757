"""The window in which the fix is watched."""

from datetime import datetime

from domain.frozen import Frozen


class Observation(Frozen):
    """A window in which the fix is watched (REQ C1, E1).

    `cut_short`: ended early with the customer's agreement, so it never ran out. `agreed_at`: when they agreed to
    its present end, if that was moved. `closed_in`: the case was closed in it; should that turn out to be an error, it
    goes on.
    """

    started_at: datetime
    ends_at: datetime
    agreed_at: datetime | None = None
    ended: bool = False
    cut_short: bool = False
    closed_in: bool = False
