"""What the customer was asked."""

from datetime import datetime

from domain.frozen import Frozen


class QuestionRound(Frozen):
    """One asking of the customer for what is unclear, in the conversation `contact` (REQ B2)."""

    id: str
    contact: str
    asked_at: datetime
    asked_by: str
    questions: tuple[str, ...]
    life: int = 0
