"""Milestones lie before the red line and not too far apart."""

from typing import Any

from builders import at
from domain.milestones import Milestone
from refusals.story import Part, Story, telling


def milestones(*times: str, complexity: str = "medium", **fields: Any) -> Story:
    """A confirmation with milestones at these times, on Monday at 9:30."""
    given = [
        Milestone(**{"subject": "the cause", "latest_by": at(when), **fields}) for when in times
    ]
    return telling(milestones=tuple(given), complexity=complexity)


PART = Part(
    stories=(
        ("milestone_after_red_line", milestones("Thu+1 10:00")),
        ("milestones_too_far_apart", milestones("Tue 10:00", "Wed+2 10:00", complexity="high")),
        ("unknown_stage", milestones("Wed 10:00", stage="moon")),
        ("reason_required", milestones("Wed 10:00", subject=" ")),
        ("promise_in_past", milestones("Mon 09:00")),
        ("promise_times_reversed", milestones("Wed 10:00", expected_by=at("Thu 10:00"))),
    ),
)
