"""A case goes to somebody, for a reason."""

from domain.assignment import Assign
from refusals.story import Part, asking

PART = Part(
    sensible={Assign: {"owner": "sun.yu", "reason": "leave"}},
    stories=(
        ("reason_required", asking("diagnose", Assign, owner="sun.yu", reason="")),
        ("reason_required", asking("diagnose", Assign, owner=" ", reason="leave")),
    ),
)
