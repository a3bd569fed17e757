"""What the customer was asked."""

from datetime import datetime

from domain.frozen import Frozen


class QuestionRound(Frozen):
    """One asking of the customer for what is unclear, in the conversation `contact` (REQ B2).

    `texts` are the questions in the words in which they were put; rounds of the first core have none. `disproved`: that
    conversation never took place.
    """

    id: str
    contact: str
    asked_at: datetime
    asked_by: str
    questions: tuple[str, ...]
    texts: tuple[str, ...] = ()
    life: int = 0
    disproved: bool = False

    @property
    def put(self) -> dict[str, str]:
        """By name, the questions as they were put."""
        return dict(zip(self.questions, self.texts, strict=False))
