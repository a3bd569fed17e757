"""A case that holds as much as it can carry takes on nothing new; a lead makes room."""

from builders import Played, a_plan
from domain.plan.room import RoomRules
from domain.room.rules import MakeRoom
from refusals.story import Part, asking


def a_small_case(most: int = 20_000) -> Played:
    """A confirmed case that can hold next to nothing."""
    return Played(plan=a_plan().model_copy(update={"room": RoomRules(most=most)})).confirmed()


def promising_ever_more() -> None:
    played = a_small_case()
    for n in range(200):
        played.promise("Tue 16:00", f"test {n}")


PART = Part(
    sensible={MakeRoom: {"reason": "so that it goes on"}},
    stories=(
        ("case_full", promising_ever_more),
        ("line_required", asking("diagnose", MakeRoom, reason="so that it goes on")),
    ),
)
