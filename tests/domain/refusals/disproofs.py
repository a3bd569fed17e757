"""What can't be taken back, or not as a mere conversation."""

from disproving import DISPROOF_TRIES, Try
from domain.disproofs import DisproveContact
from refusals.story import Part, Story, asking

WRONG = {"contact": "c1", "reason": "that was another customer"}


def trying(tried: Try) -> Story:
    start, attempt = tried
    return lambda: attempt(start())


PART = Part(
    sensible={DisproveContact: WRONG},
    stories=(
        ("line_required", asking("diagnose", DisproveContact, **WRONG)),
        *((code, trying(tried)) for code, tried in DISPROOF_TRIES.items()),
    ),
)
