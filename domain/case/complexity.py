"""How the level of complexity came about (REQ A6)."""

from typing import Literal

from domain.frozen import Frozen
from domain.plan.terms import Complexity

Effect = Literal["sets", "raises", "keeps"]
"""What a factor does: it sets the level, raises it by one, or changes nothing beside the others."""


class Weighed(Frozen):
    """One factor as it was judged; of the customer's feelings the `value` is how they felt then."""

    factor: Literal["issue", "resources", "emotion", "verification"]
    value: str
    level: Complexity
    effect: Effect
