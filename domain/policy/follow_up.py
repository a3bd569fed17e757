"""What a level of complexity means and its red line, and what makes a case complex (REQ A6)."""

from typing import Annotated

from pydantic import Field

from domain.frozen import Frozen
from domain.plan.complexity import FactorChoice, Matrix
from domain.plan.terms import Complexity, Emotion
from domain.policy.words import Name, Translated, has_all
from domain.spans import SpanText


class ComplexityPolicy(Frozen):
    """What a level of complexity means and its red line (REQ A6)."""

    label: Translated
    red_line: SpanText


class FactorChoicePolicy(Frozen):
    """What a factor may be like, and the level for which that speaks."""

    level: Complexity
    label: Translated


Choices = Annotated[dict[Name, FactorChoicePolicy], Field(min_length=1)]


class MatrixPolicy(Frozen):
    """Factor → its choices; the customer's feelings are known without being asked for. The fields are those of `Matrix`."""

    issue: Choices
    resources: Choices
    verification: Choices
    emotion: Annotated[dict[Emotion, Complexity], has_all(Emotion)]

    def matrix(self) -> Matrix:
        def choices(given: Choices) -> dict[str, FactorChoice]:
            return {
                name: FactorChoice(level=it.level, label=it.label) for name, it in given.items()
            }

        return Matrix(
            issue=choices(self.issue),
            resources=choices(self.resources),
            verification=choices(self.verification),
            emotion=self.emotion,
        )
