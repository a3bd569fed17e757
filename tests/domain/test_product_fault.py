"""The product fault SOP: safe checks at once, asking, remote diagnosis, then sent in or on site (REQ B2)."""

from datetime import date
from typing import Any, get_args

import pytest

from builders import PlayedFault, a_guide, a_plan
from domain.errors import Refusal
from domain.plan import Plan
from domain.plan.terms import Language
from domain.planning import compile_plan, guide_for
from policies.load import LARGEST_GUIDE, LARGEST_PLAN, load

POLICY = load(today=date(2026, 3, 2))
FAMILIES = tuple(POLICY.products)


def test_the_first_contact_leads_to_safe_checks_that_are_over_within_a_working_day() -> None:
    played = PlayedFault()
    played.contact()
    assert played.case.stage == "safe_checks"
    assert played.case.guide
    assert "pull the plug" in played.case.guide.safe_checks[0]
    with pytest.raises(Refusal):
        played.complete("safe_checks")


def test_checks_that_helped_end_it_as_a_one_off() -> None:
    played = PlayedFault().checked()
    played.triage(traits=())
    played.complete("one_off", answer="a coin in the door seal")
    assert played.case.closing
    assert played.case.closing.ending == "one_off"


@pytest.mark.parametrize("way", ["send_in", "on_site", "remote", "replace"])
def test_the_plan_says_how_it_is_repaired(way: str) -> None:
    played = PlayedFault().confirmed()
    played.complete("diagnose", findings="not to be heard on the phone", root_cause="unknown")
    played.complete("plan", solution="collected on Thursday", way=way)
    assert played.case.facts["way"] == way


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("opened", ["2026-01-31", "2026-06-15", "2026-09-20", "2026-11-22"])
def test_a_case_carries_a_plan_and_a_guide_that_stay_small(opened: str, language: Any) -> None:
    on = date.fromisoformat(opened)
    plan: Plan = compile_plan(
        load(today=on),
        scenario="product_fault",
        team="after_sales",
        language=language,
        opened_on=on,
    )
    assert len(plan.model_dump_json().encode()) <= LARGEST_PLAN
    for family in FAMILIES:
        assert len(guide_for(POLICY, family, language).model_dump_json().encode()) <= LARGEST_GUIDE


def test_a_plan_with_all_of_this_survives_json() -> None:
    plan = a_plan(scenario="product_fault")
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    assert type(a_guide()).model_validate_json(a_guide().model_dump_json()) == a_guide()
