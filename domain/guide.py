"""What is known of a product family that helps at once: safe checks, and the questions to ask (REQ B2).

Data of the policy in the case's language, pinned to the case when its product is named. It is not part
of the plan: a plan is for all cases of a scenario, this is for one product.
"""

from domain.frozen import Frozen


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
