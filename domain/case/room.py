"""How much room a case has left."""

from datetime import datetime
from typing import Literal

from domain.frozen import Frozen

Fullness = Literal["roomy", "near", "full"]


class Room(Frozen):
    """A case that nears what a run can carry, or holds as much: `weight` of `most`, in bytes, at the last weighing."""

    fullness: Fullness
    weight: int
    most: int
    since: datetime
