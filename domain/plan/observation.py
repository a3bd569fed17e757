"""How a fix is watched (REQ C1)."""

from domain.frozen import Compact
from domain.plan.limit import Limit


class ObservationRules(Compact):
    """How a fix is watched (REQ C1): the first check-in no sooner than `first_check_in`, a contact
    within `contact_after` once the window has ended."""

    first_check_in: Limit
    contact_after: Limit
