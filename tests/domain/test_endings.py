"""How a case ends: revisited, withdrawn, without agreement, or with its one answer (REQ E1)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from builders import LEAD, SUPERVISOR, Played, at, on_site, refusal_code
from domain.book import BOOK
from domain.case.revisits import RevisitOutcome
from domain.command import Actor
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.deadlines import deadlines
from domain.endings import EndWithoutAgreement, Withdraw
from domain.errors import Refusal
from domain.escalations import AcknowledgeEscalation, Escalate
from domain.observation import StartObservation
from domain.revisits import RecordRevisit
from domain.succession import FollowPeople
from domain.visits.commands import ReportVisit


def revisit(played: Played, outcome: RevisitOutcome, **fields: Any) -> None:
    played.ask(RecordRevisit, **{"outcome": outcome, "occurred_at": played.now, **fields})


def test_no_case_closes_over_an_open_promise() -> None:
    played = Played().resolved()
    promise = played.promise("Fri 15:00", subject="the invoice")
    played.until("Tue 15:30")
    with pytest.raises(Refusal) as refused:
        revisit(played, "content")
    assert refusal_code(refused) == "promises_open"
    revisit(played, "content", covers=(promise,))
    assert played.case.is_closed


@pytest.mark.parametrize("stage", ["respond", "triage", "one_off", "confirm", "diagnose", "verify"])
def test_a_customer_may_withdraw_from_every_open_stage(stage: str) -> None:
    played = Played().reach(stage)
    played.until("Mon 15:00").contact(direction="inbound")
    played.ask(Withdraw, reason="bought another machine")
    assert played.case.closing
    assert played.case.closing.ending == "withdrawn"
    assert not played.case.open_promises


def test_nobody_withdraws_for_a_customer_who_waits_for_what_they_were_promised() -> None:
    """A minute before it is due; what we wrote to them says nothing of theirs."""
    played = Played().confirmed().until("Tue 09:58")
    played.contact(channel="email", covers=())
    played.until("Tue 09:59")
    with pytest.raises(Refusal) as refused:
        played.ask(Withdraw, reason="the customer needs it no more")
    assert refusal_code(refused) == "withdrawal_unsaid"
    assert refused.value.problem.params["since"] == str(at("Mon 10:00"))
    played.ask(Withdraw, by=LEAD, reason="the customer needs it no more")
    assert played.case.is_closed


def test_a_customer_who_withdraws_in_a_call_has_said_so_since_the_last_promise() -> None:
    """What the rhythm sets after that call nobody has promised them."""
    played = Played().confirmed().until("Mon 15:00")
    played.contact(direction="inbound", covers=("p1",))
    assert played.case.open_promises
    played.ask(Withdraw, reason="bought another")
    assert played.case.is_closed


def test_nobody_withdraws_for_a_customer_who_has_said_nothing_since_they_came() -> None:
    played = Played(priority="P0").until("Mon 09:05")
    with pytest.raises(Refusal) as refused:
        played.ask(Withdraw, reason="seems to be nothing")
    assert refusal_code(refused) == "withdrawal_unsaid"
    played.contact()  # and in it they say so
    played.ask(Withdraw, reason="it was switched off")
    assert played.case.is_closed


def test_an_end_without_agreement_is_signed_by_a_supervisor_and_names_the_outside_route() -> None:
    played = Played().reach("plan")
    final: dict[str, Any] = {
        "reply": "no replacement, because …",
        "outside_route": "consumer association, 12315",
    }
    with pytest.raises(Refusal) as refused:
        played.ask(EndWithoutAgreement, **final)
    assert refusal_code(refused) == "line_required"
    with pytest.raises(Refusal) as refused:
        played.ask(EndWithoutAgreement, by=SUPERVISOR, **{**final, "outside_route": " "})
    assert refused.value.problem.fields == ("outside_route",)
    played.ask(EndWithoutAgreement, by=SUPERVISOR, **final)
    assert played.case.closing
    assert played.case.closing.ending == "no_agreement"


def test_a_one_off_case_closes_with_its_answer_and_without_a_revisit() -> None:
    played = Played().reach("one_off")
    played.complete("one_off", answer="press the reset button for five seconds")
    assert played.case.closing
    assert played.case.closing.ending == "one_off"


# --- what still stands when a case closes ---------------------------------------------------------------


def say(played: Played) -> None:
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t9")


def withdrawn(played: Played) -> None:
    played.ask(Withdraw, reason="bought another machine")


def no_agreement(played: Played) -> None:
    final = {"reply": "no replacement, because …", "outside_route": "consumer association, 12315"}
    played.ask(EndWithoutAgreement, by=SUPERVISOR, **final)


def answered_once(played: Played) -> None:
    played.complete("one_off", answer="press the reset button for five seconds")


def content(played: Played) -> None:
    """A talk a quarter of an hour ago, before the customer's last word."""
    revisit(played, "content", occurred_at=played.now - timedelta(minutes=15))


ENDINGS = [
    pytest.param("diagnose", withdrawn, id="withdrawn"),
    pytest.param("respond", withdrawn, id="withdrawn at once"),
    pytest.param("plan", no_agreement, id="no agreement"),
    pytest.param("one_off", answered_once, id="one-off"),
    pytest.param("resolved", content, id="content"),
]


@pytest.mark.parametrize(("stage", "close"), ENDINGS)
def test_a_word_that_awaits_an_answer_is_to_be_marked_when_the_case_closes(
    stage: str, close: Callable[[Played], None]
) -> None:
    played = Played().reach(stage).until("Tue 15:30")
    if stage == "resolved":
        played.contact(covers=tuple(p.id for p in played.case.open_promises if p.kind != "revisit"))
    say(played)
    close(played)
    case = played.case
    assert case.is_closed
    assert case.response is None
    assert [m.id for m in case.unmarked] == ["m1"]
    (due,) = deadlines(case)
    assert (due.kind, due.ref, due.owner, due.why.anchor) == (
        "message_mark",
        "m1",
        "li.min",
        "case_closed",
    )
    assert due.due_at == at("Wed 10:30")  # half past three, and four working hours
    assert played.recipients("message_to_mark") == ["li.min"]
    played.until("Wed 10:30")
    assert (played.case.is_closed, played.case.life) == (False, 1)
    assert played.case.response
    assert played.recipients("case_reopened") == ["li.min", "chen.jie"]


def test_whoever_reads_the_word_marks_it_and_the_case_stays_closed() -> None:
    played = Played().reach("one_off")
    say(played)
    answered_once(played)
    played.ask(MarkMessage, message="m1", verdict="thanks")
    assert played.case.is_closed
    assert deadlines(played.case) == []


def test_a_word_that_was_answered_or_marked_before_is_not_asked_for_again() -> None:
    played = Played().reach("diagnose")
    say(played)
    played.until("Mon 11:00").contact()
    say(played)
    played.ask(MarkMessage, message="m2", verdict="thanks")
    withdrawn(played)
    assert played.case.unmarked == ()
    assert deadlines(played.case) == []
    assert "words_unanswered" not in played.names()


def test_a_word_between_the_call_and_its_record_is_not_closed_over() -> None:
    played = Played().reach("resolved").until("Tue 15:10")
    played.contact(covers=tuple(p.id for p in played.case.open_promises if p.kind != "revisit"))
    for when in ("Tue 15:20", "Tue 15:32"):
        say(played.until(when))
    played.until("Tue 15:35")
    revisit(played, "content", occurred_at=at("Tue 15:30"))
    assert played.case.is_closed
    assert [m.id for m in played.case.unmarked] == ["m2"]


def test_only_the_words_that_still_wait_are_to_be_marked() -> None:
    played = Played().reach("diagnose")
    say(played)
    played.until("Mon 11:00").contact()
    for when in ("Mon 11:10", "Mon 11:20"):
        say(played.until(when))
    withdrawn(played)
    assert [m.id for m in played.case.unmarked] == ["m2", "m3"]
    played.ask(MarkMessage, message="m2", verdict="thanks")
    played.ask(MarkMessage, message="m3", verdict="new")
    assert deadlines(played.case) == []
    assert played.case.is_closed


def test_calls_for_help_end_with_the_case_and_whoever_held_or_raised_them_hears_of_it() -> None:
    played = Played().reach("diagnose").until("Mon 11:00")
    played.contact(covers=())
    agent = Actor(handle="zhang.wei")
    played.ask(Escalate, by=agent, reason="no spare part anywhere")
    played.ask(AcknowledgeEscalation, by=LEAD, escalation="e1")
    played.ask(Escalate, by=LEAD, reason="the customer threatens to go public")
    withdrawn(played)
    assert all(e.deescalated_at == played.now for e in played.case.escalations)
    ended = [e for e in played.events if e.kind == "deescalated"]
    assert [(e.escalation, e.reason) for e in ended] == [("e1", "closed"), ("e2", "closed")]
    assert played.recipients("deescalated") == ["chen.jie", "zhang.wei", "wang.fang"]


def test_nobody_is_told_that_they_ended_their_own_call() -> None:
    played = Played().reach("diagnose")
    played.ask(Escalate, reason="no spare part anywhere")
    played.ask(Withdraw, by=LEAD, reason="bought another machine")
    assert played.recipients("deescalated") == ["li.min"]


def test_a_report_still_to_come_is_asked_for_no_more_and_its_engineer_hears_so() -> None:
    played = on_site()
    played.visit("Tue 09:00", "Tue 11:00", agreed_at=played.now)
    played.until("Tue 10:00").recorded("fixed")
    played.until("Wed 12:00")
    assert "report_overdue" in [e.cause for e in played.case.escalations]
    withdrawn(played)
    (visit,) = played.case.visits
    assert (visit.report, visit.reported_at) == (None, None)
    assert played.recipients("visit_report_waived") == ["chen.gong"]
    assert all(e.deescalated_at for e in played.case.escalations)
    with pytest.raises(Refusal) as refused:
        played.ask(ReportVisit, visit="v1", text="t2")
    assert refusal_code(refused) == "case_closed"


def test_whoever_writes_the_report_of_somebody_who_left_hears_that_it_is_not_needed() -> None:
    played = on_site()
    played.visit("Tue 09:00", "Tue 11:00", agreed_at=played.now)
    played.until("Tue 10:00").recorded("fixed")
    line, system = played.case.rules.ladder, Actor(handle="system")
    left = {"gone": ("chen.gong",), "engineers": {"chen.gong": "fang.gong"}}
    played.ask(FollowPeople, by=system, line=line, **left)
    withdrawn(played)
    assert played.recipients("visit_report_waived") == ["fang.gong"]


def test_a_closed_case_shows_nothing_that_still_runs() -> None:
    played = Played().reach("verify")
    played.ask(StartObservation, ends_at=at("Fri 12:00"), check_ins=(at("Wed 12:00"),))
    played.until("Mon 11:00").contact(covers=())
    withdrawn(played)
    case = played.case
    assert (case.response, case.stage_clock, case.pause) == (None, None, None)
    assert case.follow_up
    assert case.follow_up.paused_at == played.now
    assert case.observation
    assert case.observation.ended
    assert set(BOOK.owed_in(case).values()) == {None}
