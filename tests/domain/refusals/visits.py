"""A visit is in its window, is recorded as it was, and is not over."""

from builders import at
from domain.visits.commands import (
    ArrangeVisit,
    CancelVisit,
    ConfirmVisit,
    RecordVisit,
    ReportVisit,
    RescheduleVisit,
)
from refusals.story import Part, Story
from visiting import MORE_TRIES, VISIT_TRIES, Try


def trying(tried: Try) -> Story:
    start, attempt = tried
    return lambda: attempt(start())


PART = Part(
    sensible={
        ArrangeVisit: {
            "engineer": "chen.gong",
            "starts_at": at("Thu 14:00"),
            "ends_at": at("Thu 16:00"),
            "text": "t1",
        },
        ConfirmVisit: {"visit": "v1", "confirmed_at": at("Mon 09:30")},
        RescheduleVisit: {
            "visit": "v1",
            "starts_at": at("Fri 14:00"),
            "ends_at": at("Fri 16:00"),
            "told_at": at("Mon 09:30"),
            "reason": "the part is late",
        },
        RecordVisit: {"visit": "v1", "outcome": "fixed", "arrived_at": at("Tue 15:00")},
        ReportVisit: {"visit": "v1", "text": "t1"},
        CancelVisit: {"visit": "v1", "reason": "repaired by a neighbour"},
    },
    stories=tuple((code, trying(tried)) for code, tried in [*VISIT_TRIES.items(), *MORE_TRIES]),
)
