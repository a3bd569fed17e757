"""Folding events into the case: `case = evolve(case, event)`. Pure, and the only way a case changes."""

from collections.abc import Iterable

from domain.book import BOOK, AnyEvent
from domain.case import FIRST_CORE, Case
from domain.event import Event
from domain.frozen import changed
from domain.room.rules import PastPutAway


def evolve(case: Case, event: Event) -> Case:
    """The case after one more event."""
    return BOOK.evolve(case, event)


def fold(number: str, events: Iterable[AnyEvent]) -> Case:
    """The case that a list of events, from the first on, leads to. The events say under which core."""
    case = Case(number=number, core=FIRST_CORE)
    for event in events:
        case = evolve(case, event)
    return case


def fold_whole(number: str, events: Iterable[AnyEvent]) -> Case:
    """As `fold`, with what a run carries no longer: the case as people read it. Nothing is decided on it."""
    case = Case(number=number, core=FIRST_CORE)
    for event in events:
        put_away = isinstance(event, PastPutAway)
        case = changed(case, {"version": case.version + 1}) if put_away else evolve(case, event)
    return case
