"""That a case was taken up again is never refused."""

from domain.taking_up import EndedRun, NoteTakenUp
from refusals.story import Part

PART = Part(sensible={NoteTakenUp: {"ended": EndedRun(ending="terminated", reason="a slip")}})
