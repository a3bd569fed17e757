"""How long a receiver is waited for. Pure."""

from datetime import timedelta

WAITS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
)
"""Between the tries of one event that is refused while others get through; the last one repeats."""

SILENT = 5
"""Events in different cases refused in a row: then it is not the events, it is the receiver. From there
on one at a time is tried, and the others save their breath."""

SILENT_WAITS = (
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=1),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=10),
)
"""Between the tries while a receiver is silent. Short, for all that waits goes out once it is back."""

SILENT_WHEN_ASKED = 2
"""The same where the receiver itself asks for patience (Retry-After): two cases in a row, and it means
us, not an event."""

TELL_AFTER = timedelta(hours=1)
"""Nothing was taken for so long: the subscription's owner is told. Of an event that holds up its case the
owner hears within that time."""

GIVE_UP_AFTER = timedelta(days=3)
"""A receiver that takes nothing for so long is paused, and what waits for it stays; an event that it
refuses for so long while it takes others is given up."""


NOT_ABOUT_THE_EVENT = frozenset((401, 403, 404, 405, 407, 408, 410, 425, 429))
"""Refusals of the 400s that say something of the address, the sender or the moment."""


def is_about_the_event(code: int | None) -> bool:
    """Whether an answer says that this event is not wanted, and the receiver is well."""
    return code is not None and 400 <= code < 500 and code not in NOT_ABOUT_THE_EVENT


def next_wait(attempts: int) -> timedelta:
    """The wait after an event's so-manieth failed try (from 1)."""
    return WAITS[min(attempts, len(WAITS)) - 1]


def silent_wait(failures: int) -> timedelta:
    """The wait for a silent receiver, after so many failures in a row."""
    return SILENT_WAITS[min(max(failures - SILENT, 0), len(SILENT_WAITS) - 1)]
