"""How much a case may hold (REQ J3)."""

from pydantic import Field

from domain.frozen import Compact


class RoomRules(Compact):
    """`most` is what a case may weigh, in bytes of JSON, before it takes on nothing new. Whatever it holds must fit, with
    what its run remembers, into one payload of Temporal's, two megabytes once packed; text that packs badly keeps
    three fifths of its length."""

    most: int = Field(1_500_000, gt=0, le=1_500_000)
