"""Batches of what happened to a case, as its workflow has them recorded."""

from collections.abc import Sequence
from typing import Any

from domain.book import AnyEvent
from domain.evolve import evolve, fold
from domain.record import Record, record_of

NUMBER = "C-000001"


def batch(
    events: Sequence[AnyEvent],
    first: int = 1,
    last: int | None = None,
    *,
    number: str = NUMBER,
    **shown: Any,
) -> Record:
    """The batch of a case's events from `first` to `last`; `shown` is said otherwise in its summary."""
    before = fold(number, events[: first - 1])
    now, recorded = before, events[first - 1 : last]
    for event in recorded:
        now = evolve(now, event)
    record = record_of(before, now, recorded)
    assert record.summary
    return record.model_copy(update={"summary": record.summary.model_copy(update=shown)})
