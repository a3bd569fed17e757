"""Service teams and the line each answers to."""

from domain.frozen import Frozen
from domain.plan.ladder import Ladder
from domain.policy.words import Name, Translated


class TeamPolicy(Frozen):
    """A service team, the line it answers to, and its own calendar if it has one."""

    label: Translated
    ladder: Ladder
    calendar: Name | None = None
