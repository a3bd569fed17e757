"""The staged SOP as the interpreter reads it (REQ B1)."""

from datetime import timedelta

import pytest

from builders import Played, a_plan, at, refusal_code
from domain.case.contacts import PARTS
from domain.errors import Refusal
from domain.pauses import PauseCase
from domain.plan.sop import Transition
from domain.questions import AskQuestions
from domain.resolution import RecordVerification
from domain.revisits import RecordRevisit


def test_what_a_stage_still_lacks_is_named_all_at_once() -> None:
    played = Played().reach("triage")
    with pytest.raises(Refusal) as refused:
        played.triage(yields={"product": "washer"})
    assert refusal_code(refused) == "stage_yield_missing"
    assert refused.value.problem.fields == ("occurred", "impact")


def test_a_blank_is_no_answer_and_never_overwrites_one() -> None:
    played = Played().reach("diagnose")
    with pytest.raises(Refusal) as refused:
        played.complete("diagnose", findings="  ", root_cause="product/part")
    assert refused.value.problem.fields == ("findings",)


def test_facts_a_stage_does_not_ask_for_are_refused_with_those_it_asks_for() -> None:
    played = Played().reach("diagnose")
    with pytest.raises(Refusal) as refused:
        played.complete("diagnose", findings="x", root_cause="product/part", colour="red")
    assert refused.value.problem.fields == ("colour",)
    assert refused.value.problem.params["known"] == "findings, root_cause"


@pytest.mark.parametrize(("name", "value"), [("root_cause", "the moon"), ("findings", "x" * 501)])
def test_a_value_outside_its_choices_or_too_long_is_refused(name: str, value: str) -> None:
    played = Played().reach("diagnose")
    given = {"findings": "heard it", "root_cause": "product/part", name: value}
    with pytest.raises(Refusal) as refused:
        played.complete("diagnose", **given)
    assert refusal_code(refused) == "stage_yield_invalid"
    assert refused.value.problem.fields == (name,)


def test_an_unknown_stage_is_refused_with_the_known_ones() -> None:
    played = Played().reach("diagnose")
    with pytest.raises(Refusal) as refused:
        played.complete("moon")
    assert refusal_code(refused) == "unknown_stage"
    assert "diagnose" in refused.value.problem.params["known"]


def test_a_stage_the_case_is_not_in_cannot_be_completed() -> None:
    played = Played().reach("diagnose")
    with pytest.raises(Refusal) as refused:
        played.complete("implement", done="everything")
    assert refusal_code(refused) == "wrong_stage"


@pytest.mark.trial("A60")
def test_of_several_ways_on_the_agent_names_one_and_nobody_guesses() -> None:
    solution = {"solution": "new bearing on Friday", "kind": "cure"}
    played = Played().reach("plan")
    with pytest.raises(Refusal) as refused:
        played.complete("plan", **solution)
    assert refusal_code(refused) == "way_on_missing"
    assert refused.value.problem.params["ways"] == "collaborate, implement"
    played.complete("plan", to="implement", **solution)
    assert played.case.stage == "implement"


@pytest.mark.trial("A60")
def test_what_no_stage_takes_is_not_said_to_be_possible_in_none() -> None:
    played = Played().reach("diagnose")
    with pytest.raises(Refusal) as refused:
        played.ask(
            AskQuestions, questions=("load",), channel="phone", occurred_at=played.now, parts=PARTS
        )
    assert refusal_code(refused) == "not_in_this_sop"
    played.reach("resolved")
    with pytest.raises(Refusal) as refused:
        played.ask(PauseCase, reason="waiting_on_parts", until=played.now + timedelta(days=1))
    assert refused.value.problem.params["stages"].startswith("diagnose, plan")


def test_a_way_that_does_not_exist_is_refused_with_those_that_do() -> None:
    played = Played().reach("plan")
    with pytest.raises(Refusal) as refused:
        played.complete("plan", to="verify", solution="new bearing", kind="cure")
    assert refusal_code(refused) == "unknown_way_on"
    assert refused.value.problem.params["ways"] == "collaborate, implement"


def test_a_stage_entered_again_asks_its_yield_anew() -> None:
    played = Played().reach("verify")
    played.ask(RecordVerification, outcome="not_fixed")
    assert played.case.stage == "diagnose"
    with pytest.raises(Refusal) as refused:
        played.complete("diagnose")
    assert refused.value.problem.fields == ("findings", "root_cause")
    assert played.case.facts["done"] == "bearing replaced"  # the others are history


def test_a_stage_entered_again_has_its_whole_time_again() -> None:
    played = Played().reach("verify")
    played.until("Tue 09:30").ask(RecordVerification, outcome="not_fixed")
    assert played.case.stage_clock
    assert played.case.stage_clock.started_at == at("Tue 09:30")


def test_the_sop_is_data_even_a_careless_one_cannot_close_a_confirmed_case_unrevisited() -> None:
    plan = a_plan()
    shortcut = Transition(sources=("diagnose",), on="complete_stage", target="closed")
    careless = plan.sop.model_copy(update={"transitions": (shortcut, *plan.sop.transitions)})
    played = Played(plan=plan.model_copy(update={"sop": careless})).reach("diagnose")
    with pytest.raises(Refusal) as refused:
        played.complete("diagnose", to="closed", findings="x", root_cause="product/part")
    assert refusal_code(refused) == "promises_open"


@pytest.mark.parametrize("outcome", ["no_answer", "trouble"])
def test_a_careless_sop_cannot_close_a_case_after_one_try_nor_over_new_trouble(
    outcome: str,
) -> None:
    plan = a_plan()
    shortcut = Transition(sources=("resolved",), on="record_revisit", target="closed")
    careless = plan.sop.model_copy(update={"transitions": (shortcut, *plan.sop.transitions)})
    played = (
        Played(plan=plan.model_copy(update={"sop": careless})).reach("resolved").until("Tue 15:00")
    )
    with pytest.raises(Refusal) as refused:
        played.ask(RecordRevisit, outcome=outcome, occurred_at=played.now)
    assert refusal_code(refused) == "wrong_stage"


def test_triage_has_a_limit_so_that_the_anchor_cannot_be_put_off_in_silence() -> None:
    played = Played().reach("triage")
    assert played.due("stage").due_at == at("Mon 18:00")
    played.until("Mon 18:00")
    assert played.recipients("stage_overrun") == ["li.min"]
    assert played.recipients("escalated") == ["chen.jie"]  # who hears of it once


def test_whoever_completes_another_stage_hears_of_that_one_and_of_the_one_the_case_is_in() -> None:
    played = Played().confirmed()
    with pytest.raises(Refusal) as refused:
        played.complete("implement", done="x")
    assert refusal_code(refused) == "wrong_stage"
    params = refused.value.problem.params
    assert (params["stage"], params["stages"]) == ("diagnose", "implement")


def test_what_leads_nowhere_as_it_is_said_is_not_answered_with_the_stage_the_case_is_in() -> None:
    played = Played().until("Mon 09:10")
    played.contact()
    played.triage(traits=())
    with pytest.raises(Refusal) as refused:
        played.triage(traits=(), yields={}, reason="looked again")
    assert refusal_code(refused) == "leads_nowhere"
