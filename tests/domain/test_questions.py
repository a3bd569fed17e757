"""Asking what is unclear: a few rounds, nothing twice, and then on with what is known (REQ B2)."""

import json

import pytest

from builders import PlayedFault, a_guide, at, refusal_code
from domain.case import Case
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.deadlines import deadlines
from domain.endings import Withdraw
from domain.errors import Refusal
from domain.promises.commands import NextPromise
from domain.questions import NameProduct, answer_to, put_otherwise


def test_asking_is_a_round_and_a_conversation_and_waits_for_the_answer_within_a_limit() -> None:
    played = PlayedFault().checked()
    played.questions("when_in_cycle", "display")
    assert played.case.stage == "ask"
    (asked,) = played.case.rounds
    assert (asked.id, asked.questions) == ("q1", ("when_in_cycle", "display"))
    assert played.case.contacts[-1].id == asked.contact
    stage = next(d for d in deadlines(played.case) if d.kind == "stage")
    assert stage.due_at == at("Tue 18:00")
    assert stage.why.rule == "sops.product_fault.stages.ask.limit"


def test_the_answer_ends_the_wait() -> None:
    played = PlayedFault().checked()
    played.questions("load")
    played.answers(load="  only when full ")
    assert played.case.stage == "triage"
    assert played.case.answers == {"load": "only when full"}


def test_no_answer_is_no_reason_to_wait_for_ever() -> None:
    played = PlayedFault().checked()
    played.questions("load")
    played.complete("ask")
    assert played.case.stage == "triage"


def test_an_answer_that_comes_late_is_taken_wherever_the_case_stands() -> None:
    played = PlayedFault().checked()
    played.questions("load")
    played.complete("ask")
    played.triage()
    played.confirm()
    played.answers(load="only when full")
    assert (played.case.stage, played.case.answers) == ("diagnose", {"load": "only when full"})


def test_a_question_asked_in_writing_stops_the_response_clock_too() -> None:
    played = PlayedFault().checked()
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t")
    assert any(d.kind == "response" for d in deadlines(played.case))
    played.questions("load", channel="email", reached=False)
    assert played.case.response is None
    assert played.case.contacts[-1].left_message


def test_a_third_round_is_refused_and_told_where_it_goes_on() -> None:
    played = PlayedFault().checked()
    for name in ("load", "display"):
        played.questions(name)
        played.answers(**{name: "yes"})
    with pytest.raises(Refusal) as refused:
        played.questions("floor")
    problem = refused.value.problem
    assert problem.code == "rounds_used_up"
    assert (problem.params["rounds"], problem.params["then"]) == ("2", "diagnose")
    played.triage()
    played.confirm()
    assert played.case.stage == "diagnose"


def test_a_question_without_an_answer_may_be_put_again() -> None:
    played = PlayedFault().checked()
    played.questions("load")
    played.complete("ask")
    played.questions("load")
    assert [asked.id for asked in played.case.rounds] == ["q1", "q2"]


def test_asking_needs_the_four_parts() -> None:
    with pytest.raises(Refusal) as refused:
        PlayedFault().checked().questions("load", parts=())
    assert refusal_code(refused) == "four_parts_missing"


def test_naming_another_product_brings_its_questions_and_keeps_what_was_answered() -> None:
    played = PlayedFault().checked()
    played.questions("load")
    played.answers(load="full")
    played.ask(NameProduct, guide=a_guide("coffee_machine"))
    assert played.case.guide
    assert played.case.guide.family == "coffee_machine"
    assert played.case.answers == {"load": "full"}
    played.questions("lamps")
    assert played.case.rounds[-1].questions == ("lamps",)


def test_a_reopened_case_may_ask_anew() -> None:
    played = PlayedFault().checked()
    for name in ("load", "display"):
        played.questions(name)
        played.answers(**{name: "yes"})
    played.ask(Withdraw, reason="found the coin")
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    assert played.case.stage == "triage"
    played.questions("load")
    assert played.case.rounds[-1].life == 1
    played.answers(load="not any more")
    with pytest.raises(Refusal) as refused:
        played.questions("load", "floor")
    assert refusal_code(refused) == "question_answered"


def test_the_answer_ends_a_pause_that_waits_for_it() -> None:
    played = PlayedFault().checked()
    played.questions("load")
    played.complete("ask")
    played.triage()
    played.confirm()
    played.pause("Wed 10:00", reason="waiting_on_customer")
    played.answers(load="only when full")
    assert played.case.pause is None
    played.pause("Wed 10:00")
    played.answers(load="always")
    assert played.case.pause


def test_what_was_asked_and_answered_stays_as_it_was_when_it_is_another_product() -> None:
    played = PlayedFault().checked()
    played.questions("load", "recording")
    played.answers(load="even when empty", recording="see attached")
    washing, coffee = a_guide(), a_guide("coffee_machine")
    played.ask(NameProduct, guide=coffee)
    assert washing.text("recording") != coffee.text("recording")
    assert played.case.rounds[0].put == {n: washing.text(n) for n in ("load", "recording")}
    assert put_otherwise(played.case) == {n: washing.text(n) for n in ("load", "recording")}
    assert answer_to(played.case, "recording") is None
    played.questions("recording")  # of the coffee machine: nobody has asked that
    played.ask(NameProduct, guide=washing)
    assert answer_to(played.case, "load") == "even when empty"
    assert put_otherwise(played.case) == {"recording": coffee.text("recording")}


def test_an_answer_is_taken_to_what_was_asked_of_a_product_it_turned_out_not_to_be() -> None:
    played = PlayedFault().checked()
    played.questions("load")
    played.ask(NameProduct, guide=a_guide("coffee_machine"))
    played.answers(load="even when empty")
    assert played.case.standing_answers["load"].words == a_guide().text("load")


def test_answers_handed_on_by_a_run_of_before_stand() -> None:
    played = PlayedFault().checked()
    read = played.case.model_dump(mode="json", exclude={"noted_answers"})
    read |= {
        "answers": {"load": "full", "lamps": "red"},
        "answered": {"load": a_guide().text("load")},
    }
    case = Case.model_validate_json(json.dumps(read))
    assert case.answers == {"load": "full", "lamps": "red"}
    assert answer_to(case, "load") == "full"


def test_a_call_in_which_questions_are_asked_keeps_nothing_that_was_promised_for_days_later() -> (
    None
):
    played = PlayedFault()
    played.until("Mon 09:10")
    given = NextPromise(subject="whether the part is in stock", latest_by=at("Fri 15:00"))
    played.contact(next_promise=given)
    played.complete("safe_checks", checked="nothing in the drum")
    played.until("Mon 10:00")
    played.questions("load")
    assert [p.status for p in played.case.promises] == ["open"]
