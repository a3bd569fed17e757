"""How a life of the case ended."""

from datetime import datetime
from typing import Literal

from domain.frozen import Frozen

Ending = Literal["content", "no_answer", "one_off", "withdrawn", "no_agreement"]


class Closing(Frozen):
    """How one life of the case ended, and who says so."""

    ending: Ending
    at: datetime
    by: str
    note: str = ""
