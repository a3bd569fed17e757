"""The pause that the case is in."""

from datetime import datetime
from typing import Literal

from domain.frozen import Frozen

PauseReason = Literal["waiting_on_customer", "waiting_on_parts", "waiting_on_third_party"]


class Pause(Frozen):
    """Why the stage and follow-up clocks stand still, and until when at most (REQ B4)."""

    reason: PauseReason
    since: datetime
    until: datetime
    note: str = ""
