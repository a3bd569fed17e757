"""A customer's word always arrives; after closing it is marked, or reopens the case, or opens a linked one (REQ E3)."""

from datetime import timedelta
from typing import Any

import pytest

from builders import LEAD, Played, an_actor, at, refusal_code
from domain.actions import FinishAction
from domain.assignment import Assign
from domain.book import BOOK
from domain.case.actions import Action
from domain.case.customer_messages import Link
from domain.command import Actor
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.deadlines import deadlines
from domain.endings import Withdraw
from domain.errors import Refusal
from domain.escalations import Escalate
from domain.resolution import RecordVerification, Resolve
from domain.response import awaits_answer
from domain.revisits import RecordRevisit
from domain.summary import sla_state, summary


def closed(**opening: Any) -> Played:
    """Closed on the first Tuesday at three, the customer content."""
    return Played(**opening).reach("closed")


def said(played: Played, when: str = "Mon+2 09:30") -> Played:
    """The customer writes again."""
    played.until(when).ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t9")
    return played


def mark(played: Played, verdict: str, message: str = "m1", **fields: Any) -> Any:
    return played.ask(MarkMessage, message=message, verdict=verdict, **fields)


def linked_openings(played: Played) -> list[str | None]:
    return [
        event.action.ref
        for event in played.events
        if event.kind == "action_requested" and event.action.name == "open_linked_case"
    ]


def test_a_message_on_a_closed_case_waits_four_working_hours_for_its_mark() -> None:
    played = said(closed(), "Mon+2 11:00")
    (due,) = deadlines(played.case)
    assert (due.kind, due.ref, due.owner) == ("message_mark", "m1", "li.min")
    assert due.due_at == at("Mon+2 16:00")  # lunch doesn't count
    assert due.why.anchor == "message_received"
    assert played.recipients("message_to_mark") == ["li.min"]
    assert played.case.is_closed


def test_the_time_to_mark_runs_from_when_our_api_heard_the_message() -> None:
    played = closed().until("Mon+2 15:00")
    heard = at("Mon+2 09:30")
    played.ask(CustomerSaid, channel="email", occurred_at=heard, received_at=heard, text="t9")
    assert deadlines(played.case)[0].due_at == at("Mon+2 14:30")


def test_thanks_leave_the_case_closed() -> None:
    played = said(closed())
    mark(played, "thanks", note="glad we called")
    message = played.case.messages[0]
    assert (message.verdict, message.marked_by) == ("thanks", "li.min")
    assert message.marked_at == played.now
    assert played.case.unmarked == ()
    assert deadlines(played.case) == []
    assert played.case.is_closed
    assert played.case.life == 0


def test_reopened_goes_on_with_a_new_life_and_a_resolution_clock_of_its_own() -> None:
    played = said(closed())
    red_line = next(e.clock for e in played.events if e.kind == "follow_up_started")
    ended = played.case.closing
    played.until("Mon+2 10:00")
    mark(played, "reopen")
    case = played.case
    assert (case.stage, case.life, case.closing) == ("diagnose", 1, None)
    assert case.closings == (ended,)
    assert (case.resolved_at, case.verification, case.observation) == (None, None, None)
    assert case.follow_up
    assert case.follow_up.anchor == "reopened_at"
    assert case.follow_up.started_at == case.reopened_at == played.now
    assert case.follow_up.limit == red_line.limit
    assert case.confirmed_at == at("Mon 10:00")
    assert summary(case).reopens == 1
    assert summary(case).closed_at is None
    assert played.count("follow_up_started") == 2


def test_somebody_calls_soon_after_a_case_is_reopened() -> None:
    played = said(closed())
    mark(played, "reopen")
    upcoming = played.case.next_promise
    assert upcoming
    assert (upcoming.kind, upcoming.owner) == ("callback", "li.min")
    assert upcoming.latest_by == at("Mon+2 11:30")
    assert upcoming.why.rule == "promises.near_promise"
    assert upcoming.why.anchor == "reopened_at"


@pytest.mark.parametrize(("before", "after"), [(1, 2), (2, 3), (3, 3)])
def test_a_reopened_case_is_worked_one_tier_up(before: int, after: int) -> None:
    played = Played().verifying()
    if before > 1:
        played.ask(Escalate, reason="help", tier=before)
    played.until("Mon 15:00").contact()
    played.ask(Withdraw, reason="bought another")
    assert played.case.tier == before
    mark(said(played), "reopen")
    assert played.case.tier == after


def test_owner_and_lead_are_told_of_a_reopening() -> None:
    played = said(closed())
    mark(played, "reopen", by=an_actor("sun.yu"))
    assert played.recipients("case_reopened") == ["li.min", "chen.jie"]


def test_the_customer_of_a_reopened_case_awaits_an_answer_since_they_wrote() -> None:
    played = said(said(closed()), "Mon+2 10:00")
    mark(played, "reopen", "m2")
    assert played.case.response
    assert played.case.response.started_at == at("Mon+2 09:30")
    assert played.case.unmarked == ()


def test_unmarked_at_its_deadline_a_message_reopens_the_case_once() -> None:
    played = said(said(closed()), "Mon+2 10:00").until("Mon+2 14:29")
    assert played.case.is_closed
    played.until("Mon+2 14:30")
    assert played.case.stage == "diagnose"
    (reopened,) = (event for event in played.events if event.kind == "case_reopened")
    assert (reopened.cause, reopened.message, reopened.by) == ("unmarked", "m1", "system")
    assert played.recipients("case_reopened") == ["li.min", "chen.jie"]
    assert played.count("response_overdue") == 1  # on record; people were told once already
    assert played.recipients("response_overdue") == []
    assert [m.verdict for m in played.case.messages] == [None, None]
    played.until("Mon+2 18:00")
    assert played.count("case_reopened") == 1


def test_a_reopening_noticed_late_names_the_outage() -> None:
    played = said(closed())
    played.now = at("Tue+2 09:00")
    played.tick(since=at("Mon+2 14:00"))
    (reopened,) = (event for event in played.events if event.kind == "case_reopened")
    assert reopened.unseen_since == at("Mon+2 14:00")


def test_a_case_that_was_never_confirmed_goes_back_to_triage() -> None:
    played = Played().reach("one_off")
    played.complete("one_off", answer="press reset")
    mark(said(played), "reopen")
    case = played.case
    assert (case.stage, case.tier, case.follow_up) == ("triage", 2, None)
    assert case.open_promises == ()
    assert case.response
    played.triage()
    played.confirm("Tue+2 10:00")
    assert played.case.follow_up
    assert played.case.follow_up.anchor == "confirmed_at"


def test_the_second_life_ends_with_a_closing_of_its_own() -> None:
    played = said(closed())
    mark(played, "reopen")
    played.verifying()
    played.until("Mon+2 11:00").contact()
    played.ask(RecordVerification, outcome="fixed")
    played.ask(Resolve, basis="customer_confirmed")
    played.until("Tue+2 15:00").ask(RecordRevisit, outcome="content", occurred_at=played.now)
    case = played.case
    assert case.is_closed
    assert [closing.at for closing in case.closings] == [at("Tue 15:00"), at("Tue+2 15:00")]
    assert case.closing == case.closings[1]
    assert summary(case).reopens == 1
    said(played, "Fri+4 09:00")  # thirty days count from the second closing
    assert played.case.unmarked


@pytest.mark.parametrize(
    ("dated", "waits_since"),
    [
        ("1970-01-01 08:00", "Tue 15:00"),  # a channel's wrong clock
        ("Tue 14:50", "Tue 15:00"),  # on its way while we spoke
        ("Tue 15:30", "Tue 15:30"),
    ],
)
def test_a_reopened_case_owes_an_answer_since_the_closing_at_the_earliest(
    dated: str, waits_since: str
) -> None:
    played = closed().until("Tue 16:00")
    played.ask(CustomerSaid, channel="email", occurred_at=at(dated), text="t1")
    mark(played, "reopen")
    assert played.case.response
    assert played.case.response.started_at == at(waits_since)


def test_a_call_for_help_of_the_life_before_ends_with_it() -> None:
    played = Played().confirmed()
    played.ask(Escalate, reason="help")
    played.ask(Withdraw, by=LEAD, reason="bought another")
    ended_at = played.now
    mark(said(played), "reopen")
    assert played.case.escalations[0].deescalated_at == ended_at
    assert not [d for d in deadlines(played.case) if d.kind == "acknowledgement"]


def test_a_new_matter_gets_a_case_of_its_own() -> None:
    played = said(closed())
    mark(played, "new", note="another machine")
    assert linked_openings(played) == ["m1"]
    assert played.case.is_closed
    action = played.case.actions[-1]
    played.ask(FinishAction, action=action.id, result="C-000009", by=Actor(handle="system"))
    link = Link(number="C-000009", relation="goes_on_in", message="m1")
    assert played.case.links == (link,)


def test_a_second_word_about_a_new_matter_belongs_to_the_case_that_the_first_one_opened() -> None:
    played = said(said(said(closed())), "Mon+2 09:40")
    mark(played, "new")
    mark(played, "new", "m2")
    assert linked_openings(played) == ["m1"]
    action = next(a for a in played.case.actions if a.name == "open_linked_case")
    system = Actor(handle="system")
    played.ask(FinishAction, action=action.id, result="C-000009", by=system)
    mark(played, "new", "m3")
    passed = [a for a in played.case.actions if a.name == "pass_on_message"]
    assert [(a.ref, a.params["case"]) for a in passed] == [("m2", "C-000009"), ("m3", "C-000009")]


def test_what_is_a_new_matter_goes_on_in_its_case_though_this_one_is_open_again_by_then() -> None:
    played = said(said(said(closed())), "Mon+2 09:40")
    mark(played, "new")
    mark(played, "new", "m2")
    mark(played, "reopen", "m3")
    action = next(a for a in played.case.actions if a.name == "open_linked_case")
    system = Actor(handle="system")
    played.ask(FinishAction, action=action.id, result="C-000009", by=system)
    passed = [a for a in played.case.actions if a.name == "pass_on_message"]
    assert [(a.ref, a.params["case"]) for a in passed] == [("m2", "C-000009")]


def test_what_has_a_case_of_its_own_on_its_way_is_passed_on_to_no_earlier_one() -> None:
    played = said(said(closed()), "Mon+2 09:40")
    mark(played, "new")
    mark(played, "reopen", "m2")
    finish: dict[str, Any] = {"by": Actor(handle="system"), "result": "C-000009"}
    opening = next(a for a in played.case.actions if a.name == "open_linked_case")
    played.ask(FinishAction, action=opening.id, **finish)
    played.until("Mon+2 09:45").ask(Withdraw, by=LEAD, reason="sold it")
    mark(said(played, "Mon+2 09:50"), "new", "m3")
    played.ask(FinishAction, action=opening.id, **finish)  # told twice: nothing more
    assert linked_openings(played) == ["m1", "m3"]
    assert not [a for a in played.case.actions if a.name == "pass_on_message"]


def test_a_message_thirty_days_after_closing_opens_a_linked_case_by_itself() -> None:
    played = closed()
    closing = played.case.closing
    assert closing
    played.until(closing.at + timedelta(days=30))
    said(played, "Thu+4 15:00")
    assert played.case.unmarked == played.case.messages
    mark(played, "thanks")
    said(played, "Thu+4 15:01")
    assert linked_openings(played) == ["m2"]
    assert played.case.unmarked == ()
    assert deadlines(played.case) == []
    assert played.recipients("customer_said") == ["li.min"]


@pytest.mark.parametrize("verdict", ["thanks", "new", "reopen"])
def test_a_message_is_marked_so_once(verdict: str) -> None:
    played = said(closed())
    mark(played, verdict, by=LEAD)
    with pytest.raises(Refusal) as refused:
        mark(played, "thanks" if verdict == "reopen" else verdict, "m9")
    assert refusal_code(refused) == "unknown_message"
    with pytest.raises(Refusal) as refused:
        mark(played, verdict)
    assert refusal_code(refused) in ("message_marked", "message_on_open_case")


# --- thanks that were none ----------------------------------------------------------------------------


def thanked_by_mistake(when: str = "Mon+2 09:30") -> Played:
    """The customer of a closed case asks for help, and somebody clicks thanks."""
    played = said(closed(), when)
    mark(played, "thanks", by=an_actor("sun.yu"))
    assert deadlines(played.case) == []
    return played


@pytest.mark.parametrize("later", ["Mon+2 09:31", "Fri+2 09:00", "2026-09-01 09:00"])
def test_a_customer_taken_for_one_who_says_thanks_is_heard_however_late(later: str) -> None:
    played = thanked_by_mistake().until(later)
    decision = mark(played, "reopen", note="they ask for help")
    case = played.case
    assert decision.receipt.events[:2] == ("message_marked", "case_reopened")
    assert (case.stage, case.life, case.reopened_at) == ("diagnose", 1, played.now)
    assert case.messages[0].verdict == "reopen"
    assert awaits_answer(case, case.messages[0])
    assert case.response
    assert case.response.started_at == at("Mon+2 09:30")  # they have waited since they wrote
    assert case.follow_up
    assert case.follow_up.started_at == played.now
    assert played.recipients("case_reopened") == ["chen.jie"]
    marks = [e for e in played.events if e.kind == "message_marked"]
    assert [(e.verdict, e.instead, e.by) for e in marks] == [
        ("thanks", "", "sun.yu"),
        ("reopen", "thanks", "li.min"),
    ]


def test_an_answer_that_late_is_overdue_at_once() -> None:
    played = thanked_by_mistake().until("Fri+2 09:00")
    mark(played, "reopen")
    played.until("Fri+2 09:01")
    assert played.count("response_overdue") == 1
    assert "response_overdue" in [e.cause for e in played.case.escalations if not e.deescalated_at]


def test_it_waits_since_the_first_word_that_counted_as_settled_or_waits_for_its_mark() -> None:
    played = said(thanked_by_mistake(), "Mon+2 10:00")
    mark(played, "reopen", "m1")
    assert played.case.response
    assert played.case.response.started_at == at("Mon+2 09:30")
    assert [awaits_answer(played.case, m) for m in played.case.messages] == [True, True]
    played = said(thanked_by_mistake(), "Mon+2 10:00")
    mark(played, "reopen", "m2")  # thanks stay thanks
    assert played.case.response
    assert played.case.response.started_at == at("Mon+2 10:00")
    assert [awaits_answer(played.case, m) for m in played.case.messages] == [False, True]


def test_thanks_that_were_a_new_matter_get_a_case_of_their_own() -> None:
    played = thanked_by_mistake().until("Fri+2 09:00")
    mark(played, "new")
    assert linked_openings(played) == ["m1"]
    assert (played.case.is_closed, played.case.messages[0].verdict) == (True, "new")


def test_a_new_matter_is_carried_on_where_it_went() -> None:
    played = said(closed())
    mark(played, "new")
    action = next(a for a in played.case.actions if a.name == "open_linked_case")
    played.ask(FinishAction, action=action.id, result="C-000009", by=Actor(handle="system"))
    for verdict in ("reopen", "thanks", "answer"):
        with pytest.raises(Refusal) as refused:
            mark(played, verdict)
        assert refusal_code(refused) == "message_went_on"
        assert refused.value.problem.params["goes_on_in"] == "C-000009"
    assert played.case.is_closed


def test_what_reopened_the_case_is_no_thanks_any_more() -> None:
    played = said(closed())
    mark(played, "reopen")
    played.until("Mon+2 10:00").contact()
    with pytest.raises(Refusal) as refused:
        mark(played, "thanks")
    assert refusal_code(refused) == "message_marked"


def test_on_a_closed_case_nobody_answers() -> None:
    for played in (said(closed()), thanked_by_mistake()):
        with pytest.raises(Refusal) as refused:
            mark(played, "answer")
        assert refusal_code(refused) == "message_on_closed_case"
        assert refused.value.problem.fields == ("verdict",)


def thanked_while_open() -> Played:
    """Two words of a customer; the second is taken for thanks, and with it the first counts as settled."""
    played = said(said(Played().reach("diagnose"), "Mon 10:30"), "Mon 10:40")
    mark(played, "thanks", "m2")
    assert played.case.response is None
    return played


def test_thanks_that_were_none_on_an_open_case_are_owed_an_answer_since_they_wrote() -> None:
    played = thanked_while_open().until("Mon 11:00")
    decision = mark(played, "answer", "m2", note="read it again")
    assert decision.receipt.events == ("message_marked", "response_awaited")
    case = played.case
    assert case.response
    assert case.response.started_at == at("Mon 10:30")
    assert [awaits_answer(case, m) for m in case.messages] == [True, True]
    assert (case.messages[1].verdict, case.messages[1].marked_by) == (None, None)
    due = BOOK.owed_in(case)["response"]
    assert due
    assert due.about == "answer"
    played.contact(covers=())
    assert played.case.response is None


def test_an_answer_owed_again_is_told_as_overdue_again() -> None:
    played = said(Played().reach("diagnose"), "Mon 10:30").until("Mon 17:00")
    assert played.count("response_overdue") == 1
    mark(played, "thanks")
    assert played.case.escalations[-1].deescalated_at
    mark(played.until("Mon 17:10"), "answer")
    played.until("Mon 17:11")
    assert played.count("response_overdue") == 2
    assert played.case.escalations[-1].deescalated_at is None


def test_thanks_are_taken_back_once_and_may_be_given_again() -> None:
    played = thanked_while_open()
    mark(played, "answer", "m2")
    with pytest.raises(Refusal) as refused:
        mark(played, "answer", "m2")
    assert refusal_code(refused) == "message_marked"
    mark(played, "thanks", "m2")
    assert played.case.response is None


def test_a_word_that_was_answered_since_waits_for_nothing() -> None:
    played = thanked_while_open().until("Mon 11:00")
    played.contact(covers=())
    with pytest.raises(Refusal) as refused:
        mark(played, "answer", "m2")
    assert refusal_code(refused) == "message_answered"
    played.ask(Withdraw, reason="bought another")
    with pytest.raises(Refusal) as refused:
        mark(played, "reopen", "m2")
    assert refusal_code(refused) == "message_answered"


def test_thanks_on_an_open_case_may_still_reopen_it_once_it_was_closed_without_a_word() -> None:
    played = thanked_while_open().until("Mon 11:00")
    played.ask(Withdraw, by=LEAD, reason="bought another")
    mark(played.until("Tue 09:00"), "reopen", "m2")
    assert played.case.response
    assert played.case.response.started_at == at("Mon 10:30")
    assert [awaits_answer(played.case, m) for m in played.case.messages] == [True, True]


@pytest.mark.parametrize("verdict", ["reopen", "new"])
def test_an_open_case_is_not_reopened_nor_left_for_another_by_a_mistake(verdict: str) -> None:
    played = thanked_while_open()
    with pytest.raises(Refusal) as refused:
        mark(played, verdict, "m2")
    assert refusal_code(refused) == "message_on_open_case"


def test_the_first_word_was_no_thanks_so_that_the_first_answer_is_owed_as_before() -> None:
    played = said(Played(), "Mon 09:10")
    mark(played, "thanks")
    assert (played.case.response, played.case.stage) == (None, "triage")
    mark(played, "answer")
    assert played.case.response
    assert played.case.response.started_at == at("Mon 09:00")
    due = BOOK.owed_in(played.case)["response"]
    assert due
    assert due.about == "first_answer"


def test_a_case_of_the_first_core_takes_no_second_mark() -> None:
    played = Played()
    played.case = played.case.model_copy(update={"core": 1})
    played.events[0] = played.events[0].model_copy(update={"core": 1})
    played.confirmed()
    played.until("Mon 15:00").contact()
    played.ask(Withdraw, by=LEAD, reason="bought another")
    said(played, "Tue 09:00")
    mark(played, "thanks")
    with pytest.raises(Refusal) as refused:
        mark(played, "reopen")
    assert refusal_code(refused) == "message_marked"


@pytest.mark.trial("A19")
@pytest.mark.parametrize("stage", ["triage", "diagnose", "verify", "resolved"])
def test_thanks_on_a_case_that_is_not_closed_need_no_answer(stage: str) -> None:
    played = Played().reach(stage)
    said(played, "Mon 16:30")
    due = BOOK.owed_in(played.case)["response"]
    assert due
    assert (due.owner, due.about) == ("li.min", "answer")
    mark(played, "thanks", note="all is well")
    assert played.case.response is None
    assert BOOK.owed_in(played.case)["response"] is None
    message = played.case.messages[0]
    assert (message.verdict, message.marked_by) == ("thanks", "li.min")
    assert played.case.stage == stage
    played.until("Wed 12:00")
    assert played.count("response_overdue") == 0


@pytest.mark.trial("A19")
def test_thanks_before_the_first_answer_lead_on_to_triage() -> None:
    played = said(Played(), "Mon 09:30")
    mark(played, "thanks")
    assert (played.case.response, played.case.stage) == (None, "triage")
    assert BOOK.owed_in(played.case)["stage"]


def test_thanks_settle_what_was_said_up_to_then_and_nothing_later() -> None:
    played = Played().reach("diagnose")
    for when in ("Mon 10:30", "Mon 10:40", "Mon 10:50"):
        said(played, when)
    mark(played, "thanks", "m2")
    assert played.case.response
    assert played.case.response.started_at == at("Mon 10:50")
    assert [awaits_answer(played.case, m) for m in played.case.messages] == [False, False, True]
    with pytest.raises(Refusal) as refused:
        mark(played, "thanks", "m1")
    assert refusal_code(refused) == "message_marked"
    mark(played, "thanks", "m3")
    assert played.case.response is None


def test_thanks_settle_nothing_that_came_after_it_whatever_its_date() -> None:
    played = said(Played().confirmed(), "Mon 10:50")
    said(played, "Mon 11:00")
    played.until("Mon 11:30")
    played.ask(CustomerSaid, channel="email", occurred_at=at("Mon 10:30"), text="t3")
    mark(played, "thanks", "m2")
    assert played.case.response
    assert played.case.response.started_at == at("Mon 11:30")  # when we had it
    assert [awaits_answer(played.case, m) for m in played.case.messages] == [False, False, True]
    mark(played, "thanks", "m3")
    assert played.case.response is None


def two_words_on_a_closed_case() -> Played:
    """Thanks at nine, trouble again at ten, and the case reopened for the second."""
    played = said(said(closed(), "Wed 09:00"), "Wed 10:00")
    mark(played, "reopen", "m2")
    return played


def test_the_word_that_reopened_a_case_awaits_its_answer_when_thanks_settle_another() -> None:
    played = two_words_on_a_closed_case()
    mark(played, "thanks", "m1")
    assert played.case.response
    assert played.case.response.started_at == at("Wed 10:00")


def test_a_call_before_the_word_that_reopened_a_case_does_not_answer_it() -> None:
    played = two_words_on_a_closed_case().until("Wed 10:10")
    played.contact(occurred_at=at("Wed 09:50"), covers=())
    assert played.case.response
    assert played.case.response.started_at == at("Wed 10:00")
    played.contact(covers=())
    assert played.case.response is None


def test_a_case_closed_over_the_word_that_reopened_it_asks_for_a_mark_once_more() -> None:
    played = said(closed())
    mark(played, "reopen")
    played.until("Mon+2 10:30").ask(Withdraw, by=LEAD, reason="bought another")
    (waiting,) = played.case.unmarked
    assert (waiting.id, waiting.verdict, waiting.marked_by) == ("m1", None, None)
    assert played.recipients("message_to_mark") == ["li.min", "li.min"]
    mark(played, "thanks")
    assert deadlines(played.case) == []


def test_what_is_answered_needs_no_mark_and_an_open_case_takes_no_other() -> None:
    played = said(Played().confirmed(), "Mon 10:30")
    with pytest.raises(Refusal) as refused:
        mark(played, "reopen")
    assert refusal_code(refused) == "message_on_open_case"
    played.contact()
    with pytest.raises(Refusal) as refused:
        mark(played, "thanks")
    assert refusal_code(refused) == "message_marked"


def told(played: Played) -> None:
    """Everything that people were to be told has reached them."""
    while actions := [a for a in played.case.actions if a.status == "to_do"]:
        result = "C-000009" if actions[0].name != "notify" else None
        played.ask(FinishAction, action=actions[0].id, result=result, by=Actor(handle="system"))


def notices(played: Played, about: str = "customer_said") -> list[Action]:
    return [
        event.action
        for event in played.events
        if event.kind == "action_requested" and event.action.about == about
    ]


@pytest.mark.trial("A21")
def test_twelve_messages_within_a_minute_are_one_notice_that_grows() -> None:
    played = Played().reach("diagnose")
    told(played)
    for second in range(0, 60, 5):
        said(played, f"Mon 10:30:{second:02}")
    assert len(played.case.messages) == 12
    assert played.case.response
    assert played.case.response.started_at == at("Mon 10:30")
    (first,) = notices(played)
    assert (first.to, first.params["count"], first.joins) == ("li.min", "1", None)
    told(played)  # delivered, and then told of what came meanwhile
    first, grown = notices(played)
    assert (grown.params["count"], grown.joins, grown.ref) == ("12", first.id, "m1")
    said(played, "Mon 10:32")
    told(played)
    assert [n.params["count"] for n in notices(played)] == ["1", "12", "13"]
    assert {n.notice for n in notices(played)} == {first.id}
    said(played, "Mon 10:45")  # much later it is news
    assert (notices(played)[-1].joins, notices(played)[-1].params["count"]) == (None, "1")


def test_messages_on_a_closed_case_are_one_notice_too() -> None:
    played = closed()
    told(played)
    for when in ("Mon+2 09:30", "Mon+2 09:31", "Mon+2 09:32"):
        said(played, when)
        told(played)
    assert [n.params["count"] for n in notices(played, "message_to_mark")] == ["1", "2", "3"]
    assert len({n.notice for n in notices(played, "message_to_mark")}) == 1
    assert len(played.case.unmarked) == 3


def test_the_next_owner_hears_in_a_notice_of_their_own() -> None:
    played = said(Played().reach("diagnose"), "Mon 10:30")
    told(played)
    played.ask(Assign, owner="zhou.yan", reason="leave", by=LEAD)
    said(played, "Mon 10:31")
    assert [n.to for n in notices(played)] == ["li.min", "zhou.yan"]
    assert notices(played)[-1].joins is None


@pytest.mark.trial("A22")
def test_of_two_words_on_a_case_closed_31_days_ago_the_second_goes_to_the_new_case() -> None:
    played = closed().until("Sat+4 10:00")
    told(played)
    said(played, "Sat+4 10:00")
    said(played, "Sat+4 10:05")  # the new case is still being opened
    assert linked_openings(played) == ["m1"]
    told(played)
    assert [(x.number, x.message) for x in played.case.links] == [
        ("C-000009", "m1"), ("C-000009", "m2"),
    ]  # fmt: skip
    said(played, "Sat+4 10:10")
    passed = played.case.actions[-1]
    assert (passed.name, passed.ref, passed.params) == (
        "pass_on_message", "m3", {"case": "C-000009"},
    )  # fmt: skip
    told(played)
    assert linked_openings(played) == ["m1"]
    assert [x.message for x in played.case.links] == ["m1", "m2", "m3"]
    assert [n.ref for n in notices(played)] == ["m1"]  # the other case tells of the others
    assert deadlines(played.case) == []


@pytest.mark.trial("A32")
def test_something_without_words_is_told_as_such() -> None:
    played = Played().confirmed()
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="")
    assert notices(played)[-1].params["wordless"] == "yes"
    assert played.case.response


def test_other_commands_wait_until_the_case_is_reopened() -> None:
    played = said(closed())
    with pytest.raises(Refusal) as refused:
        played.contact()
    assert refusal_code(refused) == "message_unmarked"
    assert refused.value.problem.params["message"] == "m1"
    mark(played, "thanks")
    with pytest.raises(Refusal) as refused:
        played.contact()
    assert refusal_code(refused) == "case_closed"


def test_a_closed_case_with_a_word_to_mark_has_not_ended_and_may_be_handed_over() -> None:
    played = closed()
    assert sla_state(played.case) == "ended"
    with pytest.raises(Refusal) as refused:
        played.ask(Assign, owner="he.na", reason="leave")
    assert refusal_code(refused) == "case_closed"
    said(said(played))
    assert sla_state(played.case) == "on_track"
    played.ask(Assign, owner="he.na", reason="leave", by=LEAD)
    (due, _) = [d for d in deadlines(played.case) if d.kind == "message_mark"]
    assert due.owner == "he.na"
    assert played.recipients("case_assigned") == ["he.na"]
    told = notices(played, "message_to_mark")[-1]
    assert (told.to, told.params["count"]) == ("he.na", "2")
    assert played.case.is_closed


def test_whoever_reopens_a_case_is_not_told_that_it_was_reopened() -> None:
    played = said(closed())
    mark(played, "reopen", by=LEAD)
    assert played.recipients("case_reopened") == ["li.min"]


def test_a_customers_word_arrives_on_a_closed_case() -> None:
    played = Played().reach("closed")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t9")
    assert played.case.messages[-1].text == "t9"
    assert played.recipients("message_to_mark") == ["li.min"]
    assert played.case.is_closed


def test_what_awaited_an_answer_at_the_close_is_told_as_something_to_mark() -> None:
    """The second word waits for the notice of the first to be delivered; the close tells of both at once."""
    played = Played().confirmed().until("Mon 11:00")
    for text in ("t1", "t2"):
        played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text=text)
    (first,) = (a for a in played.case.actions if a.about == "customer_said")
    played.ask(Withdraw, reason="bought another")
    played.ask(FinishAction, action=first.id)
    (told,) = (a for a in played.case.actions if a.about == "message_to_mark")
    assert (told.ref, told.params["count"], told.joins) == ("m1", "2", None)
    assert [m.id for m in played.case.unmarked] == ["m1", "m2"]


@pytest.mark.parametrize("order", [("Mon 15:41", "Mon 14:17"), ("Mon 14:17", "Mon 15:41")])
def test_a_close_leaves_each_word_to_mark_whichever_was_decided_first(
    order: tuple[str, str],
) -> None:
    played = Played().confirmed().until("Mon 15:41")
    for heard in map(at, order):
        played.ask(CustomerSaid, channel="email", occurred_at=heard, received_at=heard, text="t9")
    played.ask(Withdraw, reason="bought another")
    assert [m.id for m in played.case.unmarked] == ["m1", "m2"]


def test_a_word_heard_before_our_call_and_decided_after_it_is_to_mark_after_the_close() -> None:
    played = Played().confirmed().until("Mon 14:00")
    played.contact(covers=())
    heard = at("Mon 13:30")
    played.ask(CustomerSaid, channel="wechat", occurred_at=heard, received_at=heard, text="t9")
    played.ask(Withdraw, reason="bought another")
    assert [d.kind for d in deadlines(played.case)] == ["message_mark"]
    mark(played, "reopen")
    assert played.case.response


def test_what_was_answered_before_the_close_is_told_of_no_more() -> None:
    played = Played().confirmed().until("Mon 11:00")
    for text in ("t1", "t2"):
        played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text=text)
    (first,) = (a for a in played.case.actions if a.about == "customer_said")
    played.until("Mon 11:10").contact()
    played.ask(Withdraw, reason="bought another")
    played.ask(FinishAction, action=first.id)
    assert played.case.unmarked == ()
    assert len(played.recipients("customer_said")) == 1
    assert played.recipients("message_to_mark") == []


def test_thanks_that_were_on_their_way_while_we_spoke_need_no_answer() -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.contact(covers=())
    played.until("Mon 11:05").ask(
        CustomerSaid, channel="wecom", occurred_at=at("Mon 10:58"), text="t9"
    )
    played.ask(MarkMessage, message="m1", verdict="thanks")
    assert played.case.response is None


def test_what_a_mistaken_thanks_had_settled_is_to_be_marked_when_the_thanks_were_a_new_matter() -> (
    None
):
    played = Played().confirmed().until("Mon 11:00")
    played.contact()
    for when, text in (("Mon 13:00", "t1"), ("Mon 13:01", "t2")):
        played.until(when)
        played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text=text)
    played.ask(MarkMessage, message="m2", verdict="thanks")
    played.until("Mon 14:00").ask(Withdraw, by=LEAD, reason="bought another")
    played.ask(MarkMessage, message="m2", verdict="new")
    first, second = (played.case.message(each) for each in ("m1", "m2"))
    assert first
    assert second
    assert (first.verdict, second.verdict) == (None, "new")
    assert first.mark
    assert played.due("message_mark").ref == "m1"
    played.ask(MarkMessage, message="m1", verdict="thanks")
    assert not played.case.unmarked
