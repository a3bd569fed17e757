"""The shape of a shipped letter."""

from dataclasses import dataclass
from typing import Literal

Occasion = Literal[
    "first_answer",
    "progress",
    "apology",
    "confirmation",
    "delay",
    "moved",
    "silence",
    "not_tried_again",
    "revisit",
    "missed_visit",
    "late_visit",
]

VARIABLES = frozenset(
    {
        "agent_name",
        "customer_name",
        "number",
        "title",
        "stage",
        "next_subject",
        "next_due",
        "broken_subject",
        "broken_due",
        "moved_to",
        "safe_checks",
        "milestones",
        "visit_window",
    }
)
"""What a letter may speak of. Each may be unknown, so a text says something sensible without it."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Liquid sources of the four parts (REQ C3) with a greeting and a signature around them."""

    greeting: str
    where_we_are: str
    what_comes_next: str
    by_when: str
    care: str
    signature: str
    care_first: bool = False
    """Whether care comes first on this occasion even when the customer is calm."""
