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
def test_a_run_that_the_server_lost_is_kept_on_the_timeline_and_told_to_nobody() -> None:
    played = Played().confirmed()
    played.ask(NoteTakenUp, ended=EndedRun(ending="lost"))
    assert played.events[-1].kind == "case_taken_up"
    assert not [a for a in played.case.actions if a.about == "case_taken_up"]
