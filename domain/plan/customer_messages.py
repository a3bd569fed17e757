"""A customer's message on a closed case (REQ E3)."""

from domain.frozen import Compact
from domain.plan.limit import Limit


class AfterwardsRules(Compact):
    """A customer's message on a closed case (REQ E3): until `open_for` after closing a human marks it
    within `mark_within`; later it opens a new case."""

    mark_within: Limit
    open_for: Limit
