"""Another priority than the rule gave needs a reason."""

from builders import Played
from domain.triage import Triage
from refusals.story import Part

PART = Part(
    sensible={Triage: {"priority": "P2", "traits": ("needs_care",)}},
    stories=(("reason_required", lambda: Played().reach("triage").triage(priority="P0")),),
)
