"""A case that was closed in error, and that a lead opens again (REQ E1, E3)."""

from collections.abc import Callable
from datetime import datetime

import pytest

from builders import LEAD, SUPERVISOR, Played, an_actor, at, refusal_code
from domain.closed_in_error import Reopen
from domain.command import Actor
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.deadlines import deadlines
from domain.disproofs import DisproveContact
from domain.endings import EndWithoutAgreement, Withdraw
from domain.errors import Refusal
from domain.escalations import Escalate
from domain.stages import CompleteStage
from domain.summary import summary

WHY = "the call was with the customer of C-000017"


def withdrawn() -> Played:
    """Confirmed on Monday, the noise test promised for Thursday; on Tuesday at three a stranger withdraws it."""
    played = Played().confirmed()
    played.promise("Thu 10:00", "noise test")
    played.until("Tue 09:30").contact(covers=tuple(p.id for p in played.case.open_promises[:1]))
    played.until("Tue 15:00").contact(covers=())
    played.ask(Withdraw, reason="they don't need it any more")
    return played


def reopened(played: Played, by: Actor = LEAD, reason: str = WHY) -> Played:
    played.ask(Reopen, reason=reason, by=by)
    return played


def refused(played: Played, by: Actor = LEAD, reason: str = WHY) -> str:
    before = played.case
    with pytest.raises(Refusal) as no:
        reopened(played, by, reason)
    assert played.case == before
    return refusal_code(no)


def owed(played: Played) -> dict[str, datetime]:
    return {p.subject or p.kind: p.latest_by for p in played.case.open_promises}


def test_it_goes_on_in_the_same_life() -> None:
    played = reopened(withdrawn().until("Tue 16:00"))
    case = played.case
    assert (case.phase, case.stage, case.life, case.reopened_at) == ("open", "diagnose", 0, None)
    (closing,) = case.closings
    assert (closing.ending, closing.disproved, case.closing) == ("withdrawn", True, None)
    shown = summary(case)
    assert (shown.reopens, shown.closed_at, shown.tier) == (0, None, 1)
    assert played.count("case_reopened") == 0


def test_what_was_let_go_of_is_owed_at_its_own_time_and_somebody_calls_soon() -> None:
    played = reopened(withdrawn().until("Tue 16:00"))
    assert owed(played) == {"noise test": at("Thu 10:00"), "callback": at("Tue 18:00")}
    call = next(p for p in played.case.open_promises if p.kind == "callback" and not p.subject)
    assert (call.owner, call.why.anchor) == ("li.min", "closing_disproved")


def test_one_whose_time_is_past_is_owed_soon() -> None:
    played = reopened(withdrawn().until("Fri 11:00"))
    assert set(owed(played).values()) == {at("Fri 14:00")}, "one call for all"


def test_the_red_line_counts_as_if_nobody_had_stopped_it() -> None:
    played = withdrawn()
    never = Played().confirmed()
    assert never.case.follow_up
    reopened(played.until("Wed 11:00"))
    line = played.case.follow_up
    assert line
    assert line.due(played.case.rules) == never.case.follow_up.due(never.case.rules)
    assert not line.paused_at


def test_past_the_red_line_people_hear_at_once() -> None:
    played = reopened(withdrawn().until("Mon+3 11:00"))
    played.until("Mon+3 11:01")
    assert played.count("red_line_reached") == 1


def test_what_they_wrote_meanwhile_awaits_its_answer_since_then() -> None:
    played = withdrawn().until("Tue 16:00")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    reopened(played.until("Tue 17:00"))
    assert played.case.response
    assert played.case.response.started_at == at("Tue 16:00")
    assert not played.case.unmarked
    assert {due.kind for due in deadlines(played.case)} >= {"response", "promise"}


def test_one_that_was_thanks_awaits_none() -> None:
    played = withdrawn().until("Tue 16:00")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message=played.case.messages[-1].id, verdict="thanks")
    assert reopened(played).case.response is None


def test_who_was_never_answered_waits_since_they_came() -> None:
    played = Played()
    played.until("Mon 09:20").ask(Withdraw, by=LEAD, reason="nobody needs it")
    reopened(played.until("Mon 11:00"))
    case = played.case
    assert case.response
    assert (case.stage, case.response.started_at) == ("triage", at("Mon 09:00"))
    assert case.stage_clock
    assert list(owed(played).values()) == [at("Mon 14:00")]


def test_a_one_off_is_looked_at_again() -> None:
    played = Played()
    played.contact()
    played.triage(traits=())
    played.ask(CompleteStage, stage="one_off", yields={"answer": "switch it off and on"})
    assert played.case.closing
    assert played.case.closing.ending == "one_off"
    reopened(played.until("Mon 14:00"))
    assert (played.case.stage, played.case.phase) == ("triage", "open")
    assert list(owed(played).values()) == [at("Mon 16:00")]


def test_who_asked_for_help_and_was_heard_by_nobody_asks_again() -> None:
    played = Played().confirmed()
    played.ask(Escalate, reason="I need a second pair of ears")
    tier = played.case.tier
    played.ask(Withdraw, by=LEAD, reason="a stranger said so")
    reopened(played.until("Mon 16:00"))
    (call,) = (e for e in played.case.escalations if e.deescalated_at is None)
    assert (call.reason, call.raised_by) == ("I need a second pair of ears", "li.min")
    assert played.case.tier == tier, "no further step up"


def test_the_conversation_can_be_taken_back_after_it() -> None:
    played = withdrawn()
    wrong = played.case.contacts[-1].id
    with pytest.raises(Refusal) as no:
        played.ask(DisproveContact, contact=wrong, reason=WHY, by=LEAD)
    assert refusal_code(no) == "case_closed"
    reopened(played)
    played.ask(DisproveContact, contact=wrong, reason=WHY, by=LEAD)
    contact = played.case.contact(wrong)
    assert contact
    assert contact.disproved


def test_a_report_that_was_waived_is_asked_for_again() -> None:
    played = Played().confirmed()
    played.visit()
    played.until("Tue 14:30").recorded("diagnosed", by=an_actor("chen.gong"))
    played.ask(Withdraw, by=LEAD, reason="the wrong case")
    assert not played.case.visits[0].report
    reopened(played.until("Wed 10:00"))
    report = played.case.visits[0].report
    assert report
    assert report.started_at == at("Wed 10:00")
    assert "chen.gong" in played.recipients("visit_report_owed")


def test_each_life_ends_once_and_counts_its_own_end() -> None:
    """Reopened by the customer, withdrawn in error, opened again, and ended by a supervisor."""
    played = withdrawn()
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message=played.case.messages[-1].id, verdict="reopen")
    played.until("Wed 10:00").contact(covers=tuple(p.id for p in played.case.open_promises))
    played.ask(Withdraw, by=LEAD, reason="a mistake")
    reopened(played)
    assert (played.case.life, played.case.closing) == (1, None)
    signed = {"reply": "our final word", "outside_route": "12315"}
    played.ask(EndWithoutAgreement, by=SUPERVISOR, **signed)
    ends = [(c.ending, c.disproved) for c in played.case.closings]
    assert ends == [("withdrawn", False), ("withdrawn", True), ("no_agreement", False)]
    assert played.case.closing == played.case.closings[-1]
    assert summary(played.case).reopens == 1


def test_owner_and_lead_hear_but_nobody_of_their_own_deed() -> None:
    played = reopened(withdrawn(), by=SUPERVISOR)
    assert played.recipients("closing_disproved") == ["li.min", "chen.jie"]
    played = reopened(withdrawn())
    assert played.recipients("closing_disproved") == ["li.min"]


@pytest.mark.parametrize(
    ("played", "by", "reason", "code"),
    [
        (withdrawn, an_actor(), WHY, "line_required"),
        (withdrawn, LEAD, " ", "reason_required"),
        (lambda: Played().confirmed(), LEAD, WHY, "not_closed"),
        (lambda: reopened(withdrawn()), LEAD, WHY, "not_closed"),
    ],
    ids=["agent", "blank", "open", "twice"],
)
def test_who_may_not_and_what_is_missing(
    played: Callable[[], Played], by: Actor, reason: str, code: str
) -> None:
    assert refused(played(), by, reason) == code


def test_who_waited_in_vain_before_it_is_called_soon() -> None:
    """Nobody came, nobody rang, and it was closed: not confirmed as complex, yet the customer waits."""
    played = Played()
    played.until("Mon 09:10").contact()
    played.visit()
    played.until("Tue 18:30")
    played.until("Wed 09:00").ask(Withdraw, by=LEAD, reason="the wrong case")
    assert not played.case.open_promises
    reopened(played.until("Wed 10:00"))
    assert not played.case.is_confirmed
    assert min(owed(played).values()) == at("Wed 12:00")
