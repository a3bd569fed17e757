"""Each part of a case's life is decided, and folded, by the core it names."""

from typing import Any

import pytest

from builders import Played
from domain.book import BOOK
from domain.case import FIRST_CORE, Case
from domain.contacts import ContactLogged
from domain.cores import SwitchCore
from domain.decide import CORE
from domain.evolve import fold
from domain.intake import CaseOpened
from domain.record import EVENT

NEXT = CORE + 1


def test_a_case_goes_on_under_the_newer_core_and_says_since_when() -> None:
    played = Played().confirmed()
    before = len(played.events)
    played.ask(SwitchCore, core=NEXT)
    assert played.case.core == NEXT
    assert played.names()[before:] == ["core_switched"]
    assert fold(played.case.number, played.events) == played.case


@pytest.mark.parametrize("core", [0, FIRST_CORE, CORE])
def test_a_core_that_is_not_newer_changes_nothing(core: int) -> None:
    played = Played()
    assert played.ask(SwitchCore, core=core).events == ()


def test_a_closed_case_takes_it_too() -> None:
    played = Played().reach("closed")
    played.ask(SwitchCore, core=NEXT)
    assert (played.case.core, played.case.phase) == (NEXT, "closed")


def test_an_opening_says_its_core_and_one_that_names_none_is_of_the_first() -> None:
    opened = Played().events[0]
    assert isinstance(opened, CaseOpened)
    later = opened.model_copy(update={"core": NEXT})
    assert fold("C-000001", [later]).core == NEXT
    silent = EVENT.dump_python(opened, mode="json")
    del silent["core"]
    assert fold("C-000001", [EVENT.validate_python(silent)]).core == FIRST_CORE


def test_what_happened_under_the_older_core_is_folded_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    played = Played().confirmed()
    played.contact(emotion="angry")
    (first,) = BOOK.folds[ContactLogged]

    def tomorrows(case: Case, event: Any) -> dict[str, Any]:
        change = first(case, event)
        return {**change, "emotion": "calm"} if case.core >= NEXT else change

    folds: dict[Any, Any] = {**BOOK.folds, ContactLogged: (tomorrows,)}
    monkeypatch.setattr(BOOK, "folds", folds)
    assert fold(played.case.number, played.events).emotion == "angry"
    played.ask(SwitchCore, core=NEXT)
    assert played.case.emotion == "angry"
    played.contact(emotion="furious")
    assert fold(played.case.number, played.events).emotion == "calm"
