"""Each part of a case's life is decided, and folded, by the core it names."""

from typing import Any

import pytest

import builders
from builders import SUPERVISOR, Played, at, on_site
from domain.book import BOOK
from domain.case import FIRST_CORE, Case
from domain.contacts import ContactLogged
from domain.cores import SwitchCore
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.deadlines import deadlines
from domain.decide import CORE
from domain.escalations import AcknowledgeEscalation
from domain.evolve import fold
from domain.intake import CaseOpened
from domain.record import EVENT
from domain.response import awaits_answer

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


@pytest.fixture
def first_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases opened in the test are of the first core."""
    monkeypatch.setattr(builders, "CORE", FIRST_CORE)


def overrun_taken_on() -> Played:
    """Nobody triaged it in time, and the supervisor has taken that on."""
    played = Played()
    played.contact()
    played.until("Tue 12:00").ask(AcknowledgeEscalation, by=SUPERVISOR, escalation="e1")
    return played


@pytest.mark.usefixtures("first_core")
def test_an_overrun_that_somebody_took_on_and_nobody_ended_is_told_again_after_the_switch() -> None:
    played = overrun_taken_on()
    played.ask(SwitchCore, core=2)
    assert played.due("undone").due_at == at("Wed 12:00")  # a working day after it was taken on
    played.until("Wed 12:00")
    assert played.recipients("escalation_renewed") == ["zhao.lei"]


@pytest.mark.usefixtures("first_core")
def test_what_was_taken_on_and_is_done_is_told_no_more_after_the_switch() -> None:
    played = overrun_taken_on()
    played.triage()
    played.ask(SwitchCore, core=2)
    assert [d.kind for d in deadlines(played.case)] == ["stage"]


@pytest.mark.usefixtures("first_core")
def test_a_report_overdue_before_the_switch_calls_the_line_after_it() -> None:
    played = on_site()
    played.visit("Mon 11:00", "Mon 12:00", agreed_at=played.now)
    played.until("Mon 11:30").recorded("not_fixed")
    played.until("Tue 12:00").ask(SwitchCore, core=2)
    assert not [e for e in played.case.escalations if e.cause == "report_overdue"]
    played.until("Tue 12:01")
    (call,) = [e for e in played.case.escalations if e.cause == "report_overdue"]
    assert call.receiver == "chen.jie"


def test_what_awaited_an_answer_under_the_first_core_goes_on_waiting() -> None:
    played = Played().confirmed()
    played.events[0] = played.events[0].model_copy(update={"core": FIRST_CORE})
    played.case = fold(played.case.number, played.events)
    for when in ("Mon 11:00", "Mon 13:30"):
        played.until(when).ask(CustomerSaid, channel="web", occurred_at=played.now, text="t")
    played.ask(SwitchCore, core=CORE)
    assert [awaits_answer(played.case, m) for m in played.case.messages] == [True, True]
    played.until("Mon 14:00").contact(occurred_at=at("Mon 11:05"))
    assert [awaits_answer(played.case, m) for m in played.case.messages] == [False, True]


def test_what_waited_for_its_mark_under_the_first_core_awaits_an_answer_when_it_reopens() -> None:
    played = Played().reach("closed")
    played.events[0] = played.events[0].model_copy(update={"core": FIRST_CORE})
    played.case = fold(played.case.number, played.events)
    played.until("Wed 09:00").ask(
        CustomerSaid, channel="web", occurred_at=at("Wed 08:00"), text="t"
    )
    played.ask(SwitchCore, core=CORE)
    played.ask(MarkMessage, message="m1", verdict="reopen")
    assert played.case.response
    assert played.case.response.started_at == at("Wed 08:00")
    assert awaits_answer(played.case, played.case.messages[0])
