"""Whose case it is, and what goes with it."""

import pytest

from builders import LEAD, Played, refusal_code
from domain.assignment import Assign
from domain.errors import Refusal


def test_a_new_owner_takes_over_what_the_old_one_promised() -> None:
    played = Played().confirmed()
    mine = played.promise("Mon 14:00")
    colleagues = played.promise("Tue 14:00", owner="sun.yu")
    played.ask(Assign, owner="he.na", reason="leave")
    owners = {promise.id: promise.owner for promise in played.case.open_promises}
    assert (owners[mine], owners[colleagues]) == ("he.na", "sun.yu")
    assert played.recipients("case_assigned") == ["he.na"]


def test_a_substitute_hears_where_the_case_stands_and_what_was_promised() -> None:
    played = Played().confirmed()
    played.promise("Mon 14:00", subject="the noise test")
    (action,) = played.ask(Assign, owner="he.na", reason="leave").actions
    assert action.params["stage"] == "diagnose"
    assert "the noise test" in action.params["promised"]


def test_whoever_takes_a_case_over_is_not_told_of_it() -> None:
    played = Played()
    played.ask(Assign, by=LEAD, owner=LEAD.handle, reason="a hard one")
    assert played.case.owner == LEAD.handle
    assert played.recipients("case_assigned") == []


def test_nobody_is_no_owner() -> None:
    with pytest.raises(Refusal) as refused:
        Played().ask(Assign, owner=" ", reason="leave")
    assert (refusal_code(refused), refused.value.problem.fields) == ("reason_required", ("owner",))
