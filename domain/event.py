"""What every event has in common. Past tense; never changed, never deleted.

`at` is case time when it was decided, `by` a handle or "system". The sequence number is the
position in the fold: the first event is 1.
"""

from datetime import datetime

from domain.frozen import Frozen


class Event(Frozen):
    at: datetime
    by: str

    @property
    def name(self) -> str:
        """The durable name under which it is stored."""
        return str(getattr(self, "kind"))  # noqa: B009 - every subclass declares its own literal
