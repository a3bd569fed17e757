"""How the level of complexity came about (REQ A6)."""

from typing import Literal

from domain.frozen import Frozen
from domain.plan.terms import Complexity

Effect = Literal["sets", "raises", "keeps"]
"""What a factor does: it sets the level, raises it by one, or changes nothing beside the others."""


Influence = Literal["issue", "verification", "resources", "emotion"]
"""The four factors, in the order in which they are weighed: two that set the level, two that may raise it."""


class Named(Frozen):
    """Who named the level by themselves, whatever the factors come to, and why."""

    by: str
    reason: str = ""


class Weighed(Frozen):
    """One factor as it was judged; of the customer's feelings the `value` is how they felt then."""

    factor: Influence
    value: str
    level: Complexity
    effect: Effect
