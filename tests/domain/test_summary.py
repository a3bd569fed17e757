"""How a case stands, as lists, boards and search attributes show it."""

from collections.abc import Callable

import pytest

from builders import LEAD, Played, at
from domain.escalations import AcknowledgeEscalation, Escalate
from domain.summary import SlaState, seen_at, sla_state, summary


def helped() -> Played:
    played = Played().confirmed()
    played.ask(Escalate, reason="help")
    return played


def taken_on() -> Played:
    played = helped()
    played.ask(AcknowledgeEscalation, by=LEAD, escalation="e1")
    return played


def answered_late() -> Played:
    played = Played("Sat 02:00", priority="P0").until("Sat 02:15")
    played.contact()
    return played


@pytest.mark.trial("A7")
@pytest.mark.parametrize(
    ("played", "state"),
    [
        (Played, "on_track"),
        (lambda: Played("Sat 02:00", priority="P0").until("Sat 02:14"), "on_track"),
        (lambda: Played("Sat 02:00", priority="P0").until("Sat 02:15"), "unanswered"),
        (answered_late, "on_track"),
        (helped, "unacknowledged"),
        (taken_on, "on_track"),
        (lambda: Played().confirmed().until("Tue 10:00"), "broken"),
        (lambda: Played().confirmed().until("Tue 12:00"), "unacknowledged"),
        (lambda: Played().reach("triage").until("Tue 08:00"), "unacknowledged"),
        (lambda: Played().reach("resolved"), "on_track"),  # somebody still owes a call
        (lambda: Played().reach("closed"), "ended"),
    ],
)
def test_the_state_says_what_burns(played: Callable[[], Played], state: SlaState) -> None:
    assert sla_state(played().case) == state


@pytest.mark.trial("A7")
def test_a_break_burns_until_somebody_has_talked_to_the_customer() -> None:
    played = Played().confirmed().until("Tue 11:00")
    played.contact(reached=False, left_message=True)
    assert sla_state(played.case) == "broken"
    played.contact()
    assert sla_state(played.case) == "on_track"


def test_a_conversation_held_before_the_break_does_not_put_it_out_when_logged_after_it() -> None:
    played = Played().confirmed()
    played.promise("Mon 13:30", "invoice")
    played.until("Mon 14:00").contact(occurred_at=at("Mon 13:00"), covers=("p1",))
    assert sla_state(played.case) == "broken"
    played.until("Mon 14:10").contact(covers=())
    assert sla_state(played.case) == "on_track"


def test_a_case_of_an_older_core_says_what_it_said() -> None:
    """Search attributes are part of a history: an older one must not be told anything else."""
    case = helped().case.model_copy(update={"core": 1})
    assert sla_state(case) == "on_track"
    assert sla_state(Played().reach("resolved").case.model_copy(update={"core": 1})) == "ended"


@pytest.mark.parametrize(
    ("state", "now", "is_late", "seen"),
    [
        ("on_track", "Tue 10:00", False, "on_track"),
        ("on_track", "Tue 10:00", True, "overdue"),
        ("warned", "Fri 18:00", False, "overdue"),
        ("warned", "Tue 10:00", False, "warned"),
        ("broken", "Fri 18:00", True, "broken"),
        ("paused", "Fri 18:00", True, "paused"),
        ("ended", "Fri 18:00", True, "ended"),
    ],
)
def test_what_nobody_has_judged_yet_is_seen_as_it_is(
    state: SlaState, now: str, is_late: bool, seen: SlaState
) -> None:
    told = summary(Played().confirmed().case).model_copy(
        update={"sla_state": state, "red_line": at("Fri 17:00")}
    )
    assert seen_at(told, at(now), is_late=is_late).sla_state == seen
