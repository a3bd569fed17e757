"""What makes a case complex, factor by factor (REQ A6)."""

from domain.frozen import Compact
from domain.plan.terms import Complexity, Emotion, Factor, Label


class FactorChoice(Compact):
    """What a factor may be like in a case, and the level for which that speaks."""

    level: Complexity
    label: Label


class Matrix(Compact):
    """The kind of issue and the verification set the level, by what each is like; the resources and the customer's feelings
    raise it (`domain.complexity`)."""

    issue: dict[str, FactorChoice]
    resources: dict[str, FactorChoice]
    verification: dict[str, FactorChoice]
    emotion: dict[Emotion, Complexity]

    def of(self, factor: Factor) -> dict[str, FactorChoice]:
        """The choices of a factor that people judge."""
        found: dict[str, FactorChoice] = getattr(self, factor)
        return found
