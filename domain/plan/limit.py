"""How long something may take."""

from datetime import timedelta

from domain.frozen import Compact, changed


class Limit(Compact):
    """How long something may take.

    `target` is the lower end of a range (warn), `limit` the upper end. `calendar` names one of the
    plan's calendars when the time is working time; None means clock time. `rule` says where in the
    policy the number stands, so that every deadline can name its rule (REQ A7). Where
    that follows from where the limit stands, a plan leaves it out and whoever reads the limit has it `named`.
    """

    limit: timedelta
    target: timedelta | None = None
    calendar: str | None = None
    rule: str = ""

    def named(self, rule: str) -> "Limit":
        """With the place of its rule, where a plan has left that out because it goes without saying."""
        return self if self.rule else changed(self, {"rule": rule})
