"""How the customer was told that the case is complex."""

from datetime import datetime
from typing import Literal

from domain.case.contacts import Channel
from domain.frozen import Frozen

NoticeAnswer = Literal["agreed", "informed", "unreachable"]


class Notice(Frozen):
    """How the customer was told that the case is complex and when the first feedback comes (REQ A7)."""

    channel: Channel
    told_at: datetime
    first_feedback_at: datetime
    answer: NoticeAnswer
