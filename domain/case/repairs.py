"""Failed repairs, and what was offered in their place."""

from datetime import datetime
from typing import Literal

from domain.entry import Entry
from domain.frozen import Frozen

Remedy = Literal["replacement", "refund"]


OfferAnswer = Literal["accepted", "declined", "undecided"]


class FailedRepair(Frozen):
    """A repair that did not hold, by the visit that tried it. `disproved`: nobody was there, or nobody said
    so, as came to light later."""

    visit: str
    serial_number: str
    fault: str
    at: datetime
    disproved: bool = False


class FailedRepairEntry(Entry):
    kind: Literal["failed_repair"] = "failed_repair"
    repair: FailedRepair


class RemedyOffer(Frozen):
    """A replacement or a refund offered instead of one more repair, and what the customer said."""

    remedy: Remedy
    answer: OfferAnswer
    at: datetime
    by: str
