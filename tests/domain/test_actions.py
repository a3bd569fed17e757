"""What the shell carries out, and what becomes of it."""

import pytest

from builders import LEAD, SUPERVISOR, Played, a_plan, an_actor
from domain.actions import FinishAction
from domain.case.actions import Action
from domain.escalations import Escalate
from domain.plan.ladder import Ladder

SHELL = an_actor("system")


def asked(about: str) -> tuple[Played, Action]:
    """A call for help: the lead is to be told of it."""
    played = Played().confirmed()
    played.ask(Escalate, reason="help")
    return played, next(a for a in played.case.actions if a.about == about)


def test_what_is_done_is_no_longer_to_be_done() -> None:
    played, action = asked("escalated")
    played.ask(FinishAction, by=SHELL, action=action.id)
    assert action.id not in {a.id for a in played.case.actions}


def test_what_failed_for_good_stays_to_be_seen_and_goes_one_further_up_the_line() -> None:
    played, action = asked("escalated")
    assert action.to == LEAD.handle
    played.ask(FinishAction, by=SHELL, action=action.id, error="mail server down")
    (failed,) = (a for a in played.case.actions if a.status == "failed")
    assert (failed.id, failed.error) == (action.id, "mail server down")
    assert played.recipients("delivery_failed") == [SUPERVISOR.handle]


def test_a_result_that_comes_twice_changes_nothing() -> None:
    played, action = asked("escalated")
    played.ask(FinishAction, by=SHELL, action=action.id, error="mail server down")
    assert played.ask(FinishAction, by=SHELL, action=action.id).events == ()
    assert played.ask(FinishAction, by=SHELL, action="a999").events == ()


def test_an_action_never_takes_the_number_of_one_that_is_done() -> None:
    played, action = asked("escalated")
    played.ask(FinishAction, by=SHELL, action=action.id)
    (later,) = played.ask(Escalate, reason="more help", line="supervisor").actions
    assert later.id != action.id


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (("chen.jie", "wang.fang", "zhao.lei"), ["wang.fang", "zhao.lei", "li.min"]),
        (("chen.jie", "chen.jie", "chen.jie"), ["li.min"]),
        (("chen.jie", "zhao.lei", "zhao.lei"), ["zhao.lei", "li.min"]),
        (("li.min", "zhao.lei", "li.min"), ["li.min"]),
    ],
)
def test_where_nobody_on_the_line_can_be_told_the_owner_is_and_it_ends(
    line: tuple[str, str, str], told: list[str]
) -> None:
    """Whoever holds several places, and is not there, is told of nothing for ever."""
    ladder = Ladder(lead=line[0], supervisor=line[1], executive=line[2])
    played = Played(plan=a_plan().model_copy(update={"ladder": ladder})).confirmed()
    played.ask(Escalate, reason="help")
    first = next(a for a in played.case.actions if a.about == "escalated")
    for _ in range(10):
        for action in played.case.actions:
            about = (first.about, "delivery_failed")
            if action.status != "failed" and action.about in about:
                played.ask(FinishAction, by=SHELL, action=action.id, error="unknown_person")
    assert played.recipients("delivery_failed") == told
    for action in (a for a in played.case.actions if a.about == "delivery_failed"):
        assert (action.params["failed"], action.ref) == ("escalated", first.id)
