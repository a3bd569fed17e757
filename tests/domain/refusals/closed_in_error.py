"""What is open needs no opening."""

from builders import LEAD
from domain.closed_in_error import Reopen
from refusals.story import Part, asking

WRONG = {"reason": "that was another customer"}
PART = Part(
    sensible={Reopen: WRONG},
    stories=(
        ("not_closed", asking("diagnose", Reopen, by=LEAD, **WRONG)),
        ("closed_by_revisit", asking("closed", Reopen, by=LEAD, **WRONG)),
    ),
)
