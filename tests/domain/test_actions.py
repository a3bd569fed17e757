"""What the shell carries out, and what becomes of it."""

from builders import LEAD, SUPERVISOR, Played, an_actor
from domain.actions import FinishAction
from domain.case.actions import Action
from domain.escalations import Escalate

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
