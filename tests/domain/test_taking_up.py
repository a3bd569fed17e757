"""A run that was ended from outside: the timeline keeps it, and the lead hears who is affected (REQ J3)."""

import pytest

from builders import Played, at
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
