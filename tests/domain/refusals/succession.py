"""Who the people are now is never refused."""

from builders import a_plan
from domain.succession import FollowPeople
from refusals.story import Part

PART = Part(sensible={FollowPeople: {"line": a_plan().ladder}})
