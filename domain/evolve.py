"""Folding events into the case: `case = evolve(case, event)`. Pure, and the only way a case changes."""

from collections.abc import Iterable

from domain.book import BOOK, AnyEvent
from domain.case import FIRST_CORE, Case
from domain.event import Event


def evolve(case: Case, event: Event) -> Case:
    """The case after one more event."""
    return BOOK.evolve(case, event)


def fold(number: str, events: Iterable[AnyEvent]) -> Case:
    """The case that a list of events, from the first on, leads to. The events say under which core."""
    case = Case(number=number, core=FIRST_CORE)
    for event in events:
        case = evolve(case, event)
    return case
