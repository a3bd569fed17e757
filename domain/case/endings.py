"""How a life of the case ended."""

from datetime import datetime
from typing import Literal

from domain.frozen import Frozen

Ending = Literal["content", "no_answer", "one_off", "withdrawn", "no_agreement"]


class Closing(Frozen):
    """How one life of the case ended, and who says so. `disproved`: what ended it never took place, as came to light
    later, and that life goes on."""

    ending: Ending
    at: datetime
    by: str
    note: str = ""
    disproved: bool = False
