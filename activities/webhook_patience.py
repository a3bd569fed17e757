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

TELL_AFTER = timedelta(hours=1)
"""Nothing was taken for so long: the subscription's owner is told."""

GIVE_UP_AFTER = timedelta(days=3)
"""A receiver that takes nothing for so long is paused, and what waits for it stays; an event that it
refuses for so long while it takes others is given up."""


def next_wait(attempts: int) -> timedelta:
    """The wait after an event's so-manieth failed try (from 1)."""
    return WAITS[min(attempts, len(WAITS)) - 1]


def silent_wait(failures: int) -> timedelta:
    """The wait for a silent receiver, after so many failures in a row."""
    return SILENT_WAITS[min(max(failures - SILENT, 0), len(SILENT_WAITS) - 1)]
