"""How much a case may hold (REQ J3)."""

from datetime import timedelta

from pydantic import Field

from domain.frozen import Compact
from domain.plan.limit import Limit


class RoomRules(Compact):
    """`most` is what a case may weigh, in bytes of JSON, before it takes on nothing new. Whatever it holds must fit, with
    what its run remembers, into one payload of Temporal's, two megabytes once packed; text that packs badly keeps
    three fifths of its length. A lead has `within` to make room where little is left; the default is that of plans of older
    date."""

    most: int = Field(1_500_000, gt=0, le=1_500_000)
    within: Limit = Limit(limit=timedelta(days=1), rule="room.within")
