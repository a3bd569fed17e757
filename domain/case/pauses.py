"""The pause that the case is in."""

from datetime import datetime
from typing import Literal

from domain.case.contacts import Channel
from domain.frozen import Frozen

PauseReason = Literal["waiting_on_customer", "waiting_on_parts", "waiting_on_third_party"]


class Pause(Frozen):
    """Why the stage and follow-up clocks stand still, and until when at most (REQ B4).

    `channel` and `told_at` say how and when the customer was told of it (REQ B4a); cases of the first core
    know neither.
    """

    reason: PauseReason
    since: datetime
    until: datetime
    note: str = ""
    channel: Channel | None = None
    told_at: datetime | None = None


class PastPause(Frozen):
    """A pause that is over. Those of one life of the case add up (REQ B4a). `answered`: the customer's word ended it.
    `closed_in` is the pause as it was agreed, where the case was closed in it: it goes on should that turn out to be an error."""

    life: int
    since: datetime
    ended_at: datetime
    answered: bool = False
    closed_in: Pause | None = None
