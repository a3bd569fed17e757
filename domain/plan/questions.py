"""How often a customer may be asked, and what is known of a product family that helps at once (REQ B2).

A guide is data of the policy in the case's language, pinned to the case when its product is named: a plan is for
all cases of a scenario, a guide for one product.
"""

from domain.frozen import Compact, Frozen


class Asking(Compact):
    """How often a customer may be asked for what is unclear, and the stage that finds it out
    otherwise (REQ B2)."""

    rounds: int
    then: str


class Question(Frozen):
    """One question, by a name under which its answer is kept."""

    name: str
    text: str


class Guide(Frozen):
    """A product family: what the customer can safely check, and what we may ask."""

    family: str
    label: str
    safe_checks: tuple[str, ...]
    questions: tuple[Question, ...]

    def text(self, name: str) -> str:
        """A question in words; its name when the guide doesn't have it."""
        return next((q.text for q in self.questions if q.name == name), name)
