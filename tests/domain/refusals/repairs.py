"""One more repair after two that failed is a lead's to promise, with an offer on record."""

from builders import LEAD, Played
from domain.repairs import OfferRemedy
from refusals.story import Part

PART = Part(
    sensible={OfferRemedy: {"remedy": "refund", "answer": "declined"}},
    stories=(
        ("repair_needs_lead", lambda: Played().confirmed().visit(failed_before=2)),
        ("remedy_offer_missing", lambda: Played().confirmed().visit(failed_before=2, by=LEAD)),
    ),
)
