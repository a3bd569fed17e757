"""What the shell gave up on is never refused."""

from domain.actions import FinishAction
from refusals.story import Part

PART = Part(sensible={FinishAction: {"action": "a1", "error": "mail server down"}})
