"""How much room a case has left."""

from datetime import datetime
from typing import Literal

from domain.frozen import Frozen

Fullness = Literal["roomy", "near", "full"]


class Room(Frozen):
    """A case that nears what a run can carry, or holds as much: `weight` of `most`, in bytes, at the last weighing. `since`
    when there has been little room in it, and `overdue` when a lead has not seen to that in time."""

    fullness: Fullness
    weight: int
    most: int
    since: datetime
    overdue: bool = False
