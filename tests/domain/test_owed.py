"""What a case itself asks of somebody by a time, before any promise too (REQ C0)."""

from typing import Any

import pytest

from builders import LEAD, Played, a_plan, at
from domain.assignment import Assign
from domain.book import BOOK
from domain.customer_messages.commands import CustomerSaid
from domain.endings import Withdraw
from domain.owed import Owed, OwedEntry
from domain.pauses import PauseCase
from domain.record import record_of


def owed(played: Played) -> dict[str, Owed]:
    return {name: what for name, what in BOOK.owed_in(played.case).items() if what}


@pytest.mark.trial("A5")
def test_before_any_promise_a_case_asks_for_an_answer_then_for_the_work_of_its_stage() -> None:
    played = Played()
    assert owed(played) == {
        "response": Owed(owner="li.min", due_at=at("Mon 14:00"), about="first_answer")
    }
    played.until("Mon 09:10").contact()
    assert owed(played) == {"stage": Owed(owner="li.min", due_at=at("Tue 09:10"), about="triage")}
    played.until("Mon 09:30").triage()
    assert owed(played) == {"stage": Owed(owner="li.min", due_at=at("Mon 14:30"), about="confirm")}
    played.until("Mon 10:00").confirm()
    assert owed(played)["stage"].about == "diagnose"


@pytest.mark.trial("A5")
def test_what_is_overdue_is_still_owed() -> None:
    played = Played().until("Tue 10:00")
    assert played.case.response
    assert played.case.response.overdue
    assert owed(played)["response"].due_at == at("Mon 14:00")


def test_a_further_word_of_the_customer_asks_for_an_answer_again() -> None:
    played = Played().confirmed()
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t9")
    assert owed(played)["response"].about == "answer"


def test_a_paused_stage_asks_nothing_and_a_closed_case_neither() -> None:
    played = Played().confirmed()
    told: dict[str, Any] = {"channel": "phone", "told_at": played.now}
    played.ask(PauseCase, reason="waiting_on_parts", until=at("Wed 10:00"), **told)
    assert owed(played) == {}
    played.ask(Withdraw, by=LEAD, reason="bought another")
    assert BOOK.owed_in(played.case) == {"response": None, "stage": None, "room": None}


@pytest.mark.trial("A5")
def test_a_record_tells_what_is_owed_otherwise_and_those_that_ended() -> None:
    played = Played()
    opened, told = played.case, len(played.events)
    played.until("Mon 09:10").contact()
    entries = record_of(opened, played.case, played.events[told:]).entries
    assert [entry for entry in entries if isinstance(entry, OwedEntry)] == [
        OwedEntry(id="stage", owed=owed(played)["stage"]),
        OwedEntry(id="response"),
    ]
    triage, told = played.case, len(played.events)
    played.ask(Assign, by=LEAD, owner="zhou.yan", reason="leave")
    entries = record_of(triage, played.case, played.events[told:]).entries
    assert entries == (OwedEntry(id="stage", owed=owed(played)["stage"]),)
    assert owed(played)["stage"].owner == "zhou.yan"


@pytest.mark.parametrize("scenario", ["standard", "product_fault", "on_site_repair"])
def test_each_stage_before_the_confirmation_has_a_limit_or_is_guarded_by_the_answer(
    scenario: str,
) -> None:
    stages = [stage for stage in a_plan(scenario=scenario).sop.stages if stage.sees == "accepted"]
    assert {stage.name for stage in stages if stage.limit is None} == {"respond"}
