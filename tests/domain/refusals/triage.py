"""Another priority than the rule gave needs a reason."""

from builders import Played
from domain.triage import SetPriority, Triage
from refusals.story import Part

PART = Part(
    sensible={
        Triage: {"priority": "P2", "traits": ("needs_care",)},
        SetPriority: {"priority": "P1", "reason": "smoke comes out of it"},
    },
    stories=(
        ("reason_required", lambda: Played().reach("triage").triage(priority="P0")),
        ("reason_required", lambda: Played().ask(SetPriority, priority="P0", reason=" ")),
    ),
)
