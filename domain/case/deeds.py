"""What the owner was told of a colleague's steps in their case."""

from datetime import datetime

from domain.frozen import Frozen


class StepsTold(Frozen):
    """A notice that grows while one colleague takes step after step: `notice` is the id of the action that began
    it, `to` who was told, `by` who did it, `deeds` the commands by name, each once."""

    notice: str
    to: str
    by: str
    begun_at: datetime
    deeds: tuple[str, ...]
