"""The human calls after resolution."""

from datetime import datetime
from typing import Literal

from domain.frozen import Frozen

RevisitOutcome = Literal["content", "trouble", "no_answer"]


class RevisitTry(Frozen):
    """One human call after resolution and how it went (REQ E2)."""

    at: datetime
    by: str
    outcome: RevisitOutcome
