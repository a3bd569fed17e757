"""The customer has to have been told, and told something that can be kept."""

from builders import Played, at
from domain.confirmation import ConfirmComplex
from domain.pauses import PauseCase
from refusals.story import Part, asking, telling

PART = Part(
    sensible={
        ConfirmComplex: {
            "complexity": "high",
            "channel": "phone",
            "told_at": at("Mon 09:00"),
            "first_feedback_at": at("Wed 15:00"),
            "answer": "informed",
        },
    },
    stories=(
        ("notice_missing", telling(channel=None)),
        ("notice_missing", telling(told_at=None)),
        ("notice_missing", telling(first_feedback_at=None)),
        ("notice_missing", telling(answer=None)),
        ("time_in_future", telling(told_at=at("Mon 12:00"))),
        ("time_before_case", telling(told_at=at("Mon 08:59"))),
        ("promise_in_past", telling(first_feedback_at=at("Mon 08:00"))),
        ("promise_too_far", telling(first_feedback_at=at("Mon+4 09:00"))),
        (
            "not_confirmed",
            asking("triage", PauseCase, reason="waiting_on_parts", until=at("Fri 10:00")),
        ),
        ("already_confirmed", lambda: Played().confirmed().confirm()),
    ),
)
