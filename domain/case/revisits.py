"""The human calls after resolution."""

from datetime import datetime
from typing import Literal

from domain.case.resolution import Basis
from domain.frozen import Frozen

RevisitOutcome = Literal["content", "trouble", "no_answer"]


class RevisitTry(Frozen):
    """One human call after resolution and how it went (REQ E2). `disproved`: it never took place in this case, as came to
    light later, and counts as none. `contact` is the conversation, or the try at one, with which it was recorded; those of earlier
    cases don't name it."""

    at: datetime
    by: str
    outcome: RevisitOutcome
    disproved: bool = False
    contact: str = ""


class Solved(Frozen):
    """How the case stood while it was solved, before a revisit brought it back to work: should that turn out to be none,
    it stands so again."""

    resolved_at: datetime | None
    resolved_on: Basis | None
    tier: int
    facts: dict[str, str]
