"""How long something may take."""

from datetime import timedelta

from domain.frozen import Compact


class Limit(Compact):
    """How long something may take.

    `target` is the lower end of a range (warn), `limit` the upper end. `calendar` names one of the
    plan's calendars when the time is working time; None means clock time. `rule` says where in the
    policy the number stands, so that every deadline can name its rule (REQ A7). A stage's
    is left out in a plan; `Sop.limit_of` knows it.
    """

    limit: timedelta
    target: timedelta | None = None
    calendar: str | None = None
    rule: str = ""
