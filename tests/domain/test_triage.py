"""How urgent it is, and whether it is complex (REQ A5)."""

import pytest

from builders import Played, refusal_code
from domain.errors import Refusal


def test_the_first_answer_to_the_customer_leads_to_triage() -> None:
    played = Played()
    played.contact(reached=False)
    assert played.case.stage == "respond"
    played.contact()
    assert played.case.stage == "triage"


def test_without_a_trait_a_case_is_one_off_and_with_any_it_is_complex() -> None:
    assert Played().reach("one_off").case.stage == "one_off"
    for trait in ("several_departments", "needs_time_to_verify", "needs_care"):
        played = Played().reach("triage")
        played.triage(traits=(trait,))
        assert played.case.stage == "confirm"


def test_a_one_off_case_becomes_complex_at_any_time_without_its_answer() -> None:
    played = Played().reach("one_off")
    played.triage(yields={})
    assert played.case.stage == "confirm"


def test_another_priority_than_the_rule_gave_needs_a_reason() -> None:
    played = Played().reach("triage")
    with pytest.raises(Refusal) as refused:
        played.triage(priority="P0")
    assert refusal_code(refused) == "reason_required"


def test_triaging_again_buys_no_time_for_the_anchor() -> None:
    played = Played().reach("confirm")
    assert played.case.stage_clock
    before = played.case.stage_clock
    played.until("Mon 11:00").triage(traits=("needs_care",), yields={})
    assert played.case.stage == "confirm"
    assert played.case.stage_clock == before
