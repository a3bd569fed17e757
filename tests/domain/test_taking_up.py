"""A run that was ended from outside: the timeline keeps it, and the lead hears who is affected (REQ J3)."""

import pytest

from builders import Played, at
from domain.customer_messages.commands import CustomerSaid
from domain.taking_up import EndedRun, NoteTakenUp

ENDED = EndedRun(ending="terminated", at=at("Mon 10:00"), by="ops@desk", reason="looked stuck")


@pytest.mark.trial("A49")
def test_the_lead_and_the_owner_hear_of_a_run_that_somebody_ended() -> None:
    played = Played().confirmed()
    before = played.case.promises
    played.ask(NoteTakenUp, ended=ENDED)
    told = {a.to: a for a in played.case.actions if a.about == "case_taken_up"}
    assert set(told) == {"chen.jie", "li.min"}
    params = told["chen.jie"].params
    assert (params["reason"], params["operator"]) == ("looked stuck", "ops@desk")
    assert params["due_by"]
    assert played.case.promises == before


def test_an_answer_that_is_due_before_the_next_promise_is_what_they_are_told_of() -> None:
    played = Played(priority="P1").confirmed()
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(NoteTakenUp, ended=ENDED)
    (told, _) = (a.params for a in played.case.actions if a.about == "case_taken_up")
    assert told["due_by"] == at("Mon 11:00").isoformat()


def test_a_visit_is_no_call_that_is_due() -> None:
    played = Played().confirmed()
    played.visit("Mon 14:00", "Mon 16:00")  # before the first feedback
    played.ask(NoteTakenUp, ended=ENDED)
    (told, _) = (a.params for a in played.case.actions if a.about == "case_taken_up")
    assert told["due_by"] == at("Tue 10:00").isoformat()


@pytest.mark.trial("A49")
def test_the_lead_and_the_owner_hear_of_a_run_whose_history_was_deleted() -> None:
    played = Played().confirmed()
    played.ask(NoteTakenUp, ended=EndedRun(ending="lost"))
    assert played.count("case_taken_up") == 1
    assert played.recipients("case_taken_up") == ["chen.jie", "li.min"]


@pytest.mark.trial("A49")
def test_a_run_that_a_time_limit_ended_is_kept_on_the_timeline_and_told_to_nobody() -> None:
    played = Played().confirmed()
    played.ask(NoteTakenUp, ended=EndedRun(ending="timed_out"))
    assert played.events[-1].kind == "case_taken_up"
    assert played.recipients("case_taken_up") == []
