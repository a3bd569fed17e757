"""The human call after resolution (REQ E2)."""

from domain.frozen import Compact
from domain.plan.limit import Limit


class RevisitRules(Compact):
    """The human call after resolution (REQ E2): first try within `first` (target–limit), then retries."""

    first: Limit
    waking: str
    tries: int
