"""A conversation has its four parts and has taken place."""

from builders import at
from domain.case.contacts import PARTS
from domain.contacts import LogContact
from refusals.story import CALL, Part, asking

PART = Part(
    sensible={LogContact: {"channel": "phone", "occurred_at": at("Mon 09:30"), "parts": PARTS}},
    stories=(
        (
            "time_in_future",
            asking("diagnose", LogContact, **{**CALL, "occurred_at": at("Tue 10:00")}),
        ),
        ("four_parts_missing", asking("diagnose", LogContact, **CALL, parts=PARTS[:3])),
        (
            "contact_without_answer",
            asking("diagnose", LogContact, **{**CALL, "channel": "email"}, direction="inbound"),
        ),
        ("unknown_promise", asking("diagnose", LogContact, **CALL, parts=PARTS, covers=("p99",))),
    ),
)
