"""A conversation logged in the wrong case is taken back by a lead, and with it all that it stood for (REQ C0, C2, B5)."""

from typing import Any

import pytest

from builders import LEAD, SUPERVISOR, Played, PlayedFault, an_actor, at, refusal_code
from domain.assignment import Assign
from domain.book import BOOK
from domain.case.contacts import Contact, ContactEntry
from domain.case.promises import Promise
from domain.command import Actor
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.decide import Decision
from domain.disproofs import DisproveContact
from domain.endings import Withdraw
from domain.errors import Refusal
from domain.promises.hearing import last_said
from domain.promises.missed import in_silence
from domain.questions import rounds_used
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit
from domain.summary import sla_state
from domain.visits.commands import ReportVisit

WHY = "the call was with the customer of C-000017"


def disproved(played: Played, contact: str, by: Actor = LEAD, reason: str = WHY) -> Decision:
    return played.ask(DisproveContact, by=by, contact=contact, reason=reason)


def refused(played: Played, contact: str, **fields: Any) -> Refusal:
    with pytest.raises(Refusal) as no:
        disproved(played, contact, **fields)
    return no.value


def logged(played: Played, **fields: Any) -> str:
    return played.contact(**fields).receipt.made("contacts")[0]


def said(played: Played, when: str) -> None:
    """The customer writes."""
    played.until(when)
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text=f"t-{when}")


def the(played: Played, contact: str) -> Contact:
    found = played.case.contact(contact)
    assert found
    return found


def owed(played: Played) -> list[tuple[str | None, str, Any]]:
    return [(p.follows, p.kind, p.latest_by) for p in played.case.open_promises]


def waits_since(played: Played) -> Any:
    """Since when the customer waits for an answer."""
    return played.case.response and played.case.response.started_at


def promise(played: Played, promise_id: str) -> Promise:
    found = played.case.promise(promise_id)
    assert found
    return found


# --- who, and why ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [an_actor(), an_actor("zhou.yan")])
def test_an_agent_asks_a_lead(who: Actor) -> None:
    played = Played().confirmed().until("Mon 11:00")
    no = refused(played, logged(played), by=who)
    assert (no.problem.code, no.problem.params["line"]) == ("line_required", "lead")


@pytest.mark.parametrize("who", [LEAD, SUPERVISOR])
@pytest.mark.parametrize("reason", ["", " \u200b"])
def test_it_takes_a_reason(who: Actor, reason: str) -> None:
    played = Played().confirmed().until("Mon 11:00")
    no = refused(played, logged(played), by=who, reason=reason)
    assert (no.problem.code, no.problem.fields) == ("reason_required", ("reason",))


def test_it_stays_on_record_as_what_was_claimed_and_counts_for_nothing() -> None:
    played = Played().confirmed().until("Mon 11:00")
    contact = logged(played, emotion="angry")
    before = played.case
    disproved(played, contact)
    never = the(played, contact)
    assert never.disproved
    assert not (never.reached or never.is_word or never.covers or never.emotion)
    claimed = [e.contact for e in played.events if e.kind == "contact_logged"][-1]
    assert claimed.reached and claimed.emotion == "angry"
    shown = BOOK.entries(before, played.case)
    assert [e.contact.disproved for e in shown if isinstance(e, ContactEntry)] == [True]


def test_the_second_time_it_is_said_that_it_is_done() -> None:
    played = Played().confirmed().until("Mon 11:00")
    contact = logged(played)
    disproved(played, contact)
    count = len(played.events)
    assert refused(played, contact).problem.code == "contact_disproved"
    assert len(played.events) == count


def test_the_owner_and_whoever_logged_it_hear_from_whom_and_why() -> None:
    played = Played().confirmed().until("Mon 11:00")
    contact = logged(played, by=an_actor("zhou.yan"))
    disproved(played, contact)
    assert played.recipients("contact_disproved") == ["li.min", "zhou.yan"]
    told = [a for a in played.case.actions if a.about == "contact_disproved"]
    assert {(a.params["by"], a.params["reason"]) for a in told} == {("chen.jie", WHY)}
    assert not played.recipients("step_by_other")


def test_nobody_hears_of_their_own_deeds() -> None:
    played = Played(owner="chen.jie").until("Mon 09:10")
    disproved(played, logged(played, by=LEAD))
    assert not played.recipients("contact_disproved")


# --- what it answered ------------------------------------------------------------------------------------


def test_the_first_word_awaits_an_answer_again_from_when_it_was_said() -> None:
    played = Played().until("Mon 09:10")
    disproved(played.until("Mon 09:20"), logged(played))
    assert played.case.response
    assert played.case.response.started_at == at("Mon 09:00")
    assert played.due("response").owner == "li.min"
    assert played.case.stage == "triage"  # the way it has gone stays


def test_a_message_awaits_an_answer_again_and_burns_when_that_is_overdue() -> None:
    played = Played().confirmed()
    said(played, "Mon 10:10")
    contact = logged(played.until("Mon 10:20"), covers=())
    assert sla_state(played.case) == "on_track"
    disproved(played.until("Tue 09:10"), contact)
    assert played.case.messages[0].waits_since == at("Mon 10:10")
    told = next(a for a in played.case.actions if a.about == "contact_disproved")
    assert told.params["waits_since"] == at("Mon 10:10").isoformat()
    played.until("Tue 09:10")
    assert played.recipients("response_overdue")
    assert sla_state(played.case) == "unanswered"


def test_what_another_conversation_answers_stays_answered() -> None:
    played = Played().confirmed()
    said(played, "Mon 10:10")
    wrong = logged(played.until("Mon 10:20"), covers=())
    right = logged(played.until("Mon 10:40"), covers=())
    disproved(played, wrong)
    answered = played.case.response is None
    disproved(played, right)
    assert answered
    assert played.case.response
    assert played.case.messages[0].waits_since == at("Mon 10:10")


def test_a_later_word_that_waits_already_goes_on_from_the_first() -> None:
    played = Played().confirmed()
    said(played, "Mon 10:10")
    wrong = logged(played.until("Mon 10:20"), covers=())
    said(played, "Mon 10:30")
    disproved(played.until("Mon 10:40"), wrong)
    assert waits_since(played) == at("Mon 10:10")
    played.until("Mon 10:50").contact(occurred_at=at("Mon 10:20"), covers=())
    assert waits_since(played) == at("Mon 10:30")


def test_what_somebody_has_marked_since_needs_no_answer() -> None:
    played = Played().confirmed()
    said(played, "Mon 10:10")
    wrong = logged(played.until("Mon 10:20"), covers=())
    said(played, "Mon 10:30")
    played.ask(MarkMessage, message="m2", verdict="thanks")
    disproved(played.until("Mon 10:40"), wrong)
    assert played.case.response is None


def test_what_was_told_before_the_customer_wrote_answers_nothing_they_write_in_the_same_minute() -> (
    None
):
    played = Played().confirmed()
    said(played, "Mon 10:00:30")
    wrong = logged(played.until("Mon 10:20"), covers=())
    disproved(played, wrong)
    assert played.case.messages[0].waits_since == at("Mon 10:00:30")


def test_the_notice_is_a_word_of_its_own() -> None:
    played = Played().confirmed()
    disproved(played, "c1")
    assert played.case.response is None


# --- what it kept ----------------------------------------------------------------------------------------


def test_what_it_kept_is_owed_again_at_its_own_time_while_that_is_ahead() -> None:
    played = Played().confirmed().until("Mon 11:00")
    contact = logged(played)
    kept = promise(played, "p1")
    assert kept.status == "kept"
    disproved(played, contact)
    assert promise(played, "p1").status == "released"
    again = [p for p in played.case.open_promises if p.follows == "p1"]
    (one,) = again
    assert (one.kind, one.owner, one.latest_by) == (kept.kind, kept.owner, kept.latest_by)
    assert one.is_told
    assert played.case.breaks == 0
    assert played.count("attempt_disproved") == 1


def test_what_it_kept_is_broken_once_its_time_is_past() -> None:
    played = Played().confirmed().until("Mon 11:00")
    contact = logged(played)
    played.until("Tue 10:30")
    disproved(played, contact)
    broken = promise(played, "p1")
    assert (broken.status, broken.ended_at) == ("broken", at("Tue 10:00"))
    assert played.case.breaks == 1
    assert played.recipients("promise_broken") == ["li.min", "chen.jie"]
    assert played.recipients("apology_draft") == ["li.min"]
    assert ("p1", "first_feedback", at("Tue 13:30")) in owed(played)
    assert in_silence(played.case)
    assert sla_state(played.case) == "broken"


def test_who_was_really_called_since_is_owed_no_second_call() -> None:
    played = Played().confirmed().until("Mon 11:00")
    contact = logged(played)
    played.until("Tue 10:20").contact()
    disproved(played.until("Tue 10:30"), contact)
    assert promise(played, "p1").status == "broken"
    assert "p1" not in [follows for follows, _, _ in owed(played)]
    told = next(a for a in played.case.actions if a.about == "promise_broken")
    assert told.params["instead"] == "met"


def test_news_that_another_conversation_gave_in_time_are_given() -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.contact()
    (news,) = played.case.open_promises
    assert news.is_news
    wrong = logged(played.until("Tue 09:30"), covers=())
    played.until("Tue 09:50").contact(covers=())
    disproved(played, wrong)
    assert promise(played, news.id).status == "kept"


def test_a_try_that_never_was_leaves_the_promise_at_its_own_time() -> None:
    played = Played().confirmed().until("Tue 09:10")
    contact = logged(played, reached=False, left_message=True)
    assert owed(played) == [("p1", "first_feedback", at("Tue 18:00"))]
    disproved(played, contact)
    assert owed(played) == [("p1", "first_feedback", at("Tue 10:00"))]
    played.until("Tue 10:10")
    assert played.case.breaks == 1


def test_a_try_that_never_was_is_a_break_later_and_the_next_try_the_call_for_it() -> None:
    played = Played().confirmed().until("Tue 09:10")
    contact = logged(played, reached=False, left_message=True)
    before = owed(played)
    disproved(played.until("Tue 11:00"), contact)
    assert promise(played, "p1").status == "broken"
    assert owed(played) == before


def test_a_call_too_late_that_never_was_leaves_the_call_owed() -> None:
    played = Played().confirmed().until("Tue 10:30")
    near = played.case.open_promises[0]
    contact = logged(played, covers=(near.id,))
    disproved(played, contact)
    assert (near.id, near.kind, near.latest_by) in owed(played)
    assert in_silence(played.case)


@pytest.mark.parametrize("when", ["Tue 10:00", "Tue 10:10"])  # as it broke, and after
def test_a_break_that_it_put_right_is_one_again(when: str) -> None:
    played = Played().confirmed().until(when)
    contact = logged(played, occurred_at=at("Tue 09:50"))
    assert promise(played, "p1").corrected
    disproved(played, contact)
    assert (promise(played, "p1").status, promise(played, "p1").corrected) == ("broken", False)
    assert played.case.breaks == 1
    assert "p1" in [follows for follows, _, _ in owed(played)]


def test_what_was_promised_in_it_stays_to_be_kept() -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.promise("Wed 15:00")
    contact = logged(played)
    before = {p.id for p in played.case.open_promises}
    disproved(played, contact)
    assert before <= {p.id for p in played.case.open_promises}


def test_what_the_confirmation_set_down_the_customer_does_not_know_again() -> None:
    played = Played().until("Mon 09:10")
    played.contact()
    played.until("Mon 09:30").triage()
    played.until("Mon 10:00").confirm(answer="unreachable")
    assert promise(played, "p1").untold
    contact = logged(played.until("Mon 11:00"), covers=())
    assert not promise(played, "p1").untold
    disproved(played, contact)
    assert promise(played, "p1").untold


# --- what it was taken for ---------------------------------------------------------------------------------


def test_the_customer_feels_as_before_it() -> None:
    played = Played(emotion="uneasy").confirmed()
    played.until("Mon 11:00").contact(emotion="calm")
    wrong = logged(played.until("Mon 12:00"), emotion="furious")
    disproved(played, wrong)
    felt = [played.case.emotion]
    disproved(played, "c2")
    assert [*felt, played.case.emotion] == ["calm", "uneasy"]


def test_the_customer_has_told_us_nothing_in_it() -> None:
    played = Played().confirmed().until("Mon 11:00")
    before = last_said(played.case), played.case.heard_at
    contact = logged(played, direction="inbound")
    disproved(played, contact)
    assert (last_said(played.case), played.case.heard_at) == before


def test_the_same_call_logged_once_more_is_another() -> None:
    played = Played().confirmed().until("Mon 11:00")
    contact = logged(played, digest="d1")
    disproved(played, contact)
    assert logged(played, digest="d1") != contact


def test_a_fix_is_not_confirmed_by_it() -> None:
    played = Played().verifying()
    played.until("Mon 15:00").says_it_works()
    disproved(played, played.case.contacts[-1].id)
    assert played.case.verification is None
    with pytest.raises(Refusal) as no:
        played.ask(Resolve, basis="customer_confirmed")
    assert refusal_code(no) == "resolution_not_verified"


def test_a_round_of_questions_that_nobody_heard_is_not_used_up() -> None:
    played = PlayedFault().checked()
    contact = played.questions("load").receipt.made("contacts")[0]
    assert rounds_used(played.case) == 1
    disproved(played, contact)
    assert rounds_used(played.case) == 0


# --- what stands -------------------------------------------------------------------------------------------


def test_one_that_is_not_carried_is_not_known() -> None:
    no = refused(Played().confirmed(), "c99")
    assert (no.problem.code, no.problem.fields) == ("unknown_contact", ("contact",))


def test_what_was_said_at_the_door_is_part_of_the_visit() -> None:
    played = Played().confirmed()
    played.visit()
    played.until("Tue 14:30").recorded("arrived", by=an_actor("chen.gong"))
    assert refused(played, played.case.contacts[-1].id).problem.code == "contact_of_visit"


def test_what_an_engineer_says_on_another_visit_of_theirs_is_a_conversation_like_any() -> None:
    """A second time at the door, logged by the engineer of the case's visit: no visit of the case knows of it."""
    played = Played().confirmed()
    played.visit()
    engineer = an_actor("chen.gong")
    wrong = logged(played, channel="visit", by=engineer, covers=())
    disproved(played, wrong)
    played.until("Tue 14:30").recorded("fixed", by=engineer)
    later = logged(played.until("Tue 16:30"), channel="visit", by=engineer, covers=())
    disproved(played, later)
    assert the(played, wrong).disproved and the(played, later).disproved


def test_the_visits_way_out_is_open_where_it_is_named() -> None:
    played = Played().confirmed()
    played.visit()
    played.until("Tue 14:30").recorded("fixed", by=an_actor("chen.gong"), text="t9", emotion="calm")
    met = played.case.contacts[-1].id
    assert refused(played, met).problem.code == "contact_of_visit"
    played.until("Tue 16:10").recorded("we_did_not_come", by=LEAD, note="she was elsewhere")
    assert the(played, met).disproved


def test_under_a_written_report_the_visit_stands_and_its_conversation_may_be_none() -> None:
    played = Played().confirmed()
    visit = played.visit()
    played.until("Tue 09:30").contact()
    said(played, "Tue 14:00")
    played.until("Tue 14:30").recorded(
        "fixed", by=an_actor("chen.gong"), text="t9", emotion="angry"
    )
    met = played.case.contacts[-1].id
    assert (waits_since(played), played.case.emotion) == (None, "angry")
    played.ask(ReportVisit, visit=visit, text="t8", by=an_actor("chen.gong"))
    disproved(played.until("Tue 16:30"), met)
    assert (waits_since(played), played.case.emotion) == (at("Tue 14:00"), "calm")
    (kept,) = played.case.visits
    assert (kept.status, status(played, kept.promise)) == ("done", "kept")
    assert played.case.breaks == 0


def test_the_conversation_of_the_notice_carries_the_confirmation() -> None:
    played = Played().until("Mon 09:10")
    played.contact()
    played.until("Mon 09:30").triage()
    told = logged(played.until("Mon 10:00"))
    played.confirm()
    assert refused(played, told).problem.code == "contact_of_notice"


def test_a_case_resolved_on_it_takes_trouble_first() -> None:
    played = Played().resolved()
    confirming = played.case.resolved_in
    assert refused(played, confirming).problem.code == "contact_resolved_on"
    played.until("Mon 16:00").ask(
        RecordRevisit, outcome="trouble", occurred_at=played.now, channel="phone"
    )
    assert played.case.stage == "diagnose"
    disproved(played, confirming)
    assert the(played, confirming).disproved


def test_a_case_resolved_after_tries_in_vain_rests_on_each_of_them() -> None:
    played = Played().verifying()
    played.contact(covers=("p1",))
    for day in ("Tue", "Wed", "Thu"):
        played.until(f"{day} 11:00").contact(reached=False, left_message=True)
    played.ask(Resolve, basis="unreachable")
    assert refused(played, played.case.contacts[-1].id).problem.code == "contact_resolved_on"


def test_a_try_that_never_was_counts_for_no_resolution() -> None:
    played = Played().verifying()
    played.contact(covers=("p1",))
    for day in ("Tue", "Wed", "Thu"):
        played.until(f"{day} 11:00").contact(reached=False, left_message=True)
    disproved(played, played.case.contacts[-1].id)
    with pytest.raises(Refusal) as no:
        played.ask(Resolve, basis="unreachable")
    assert refusal_code(no) == "attempts_missing"


def test_no_plain_conversation_brings_a_closed_case_back() -> None:
    played = Played().reach("closed")
    first, revisit = played.case.contacts[0].id, played.case.contacts[-1].id
    assert refused(played, first).problem.code == "case_closed"
    said(played, "Tue 16:00")
    assert refused(played, first).problem.code == "message_unmarked"
    disproved(played, revisit)
    disproved(played, first)
    assert the(played, first).disproved


def test_a_closed_case_stays_as_it_is_and_a_reopened_one_goes_by_what_is_said_now() -> None:
    played = Played().confirmed().until("Mon 11:00")
    contact = logged(played)
    played.ask(Withdraw, by=LEAD, reason="bought another")
    assert refused(played, contact).problem.code == "case_closed"
    said(played, "Mon 12:00")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    assert refused(played, contact).problem.code == "contact_of_past_life"


def test_it_is_verified_anew_by_what_was_really_said() -> None:
    played = Played().verifying()
    played.until("Mon 15:00").says_it_works()
    disproved(played, played.case.contacts[-1].id)
    played.until("Mon 16:00").contact(covers=())
    played.ask(RecordVerification, outcome="fixed")
    played.ask(Resolve, basis="customer_confirmed")
    assert played.case.phase == "resolved"


def test_the_confirmation_may_follow_a_conversation_that_was_taken_back() -> None:
    played = Played().until("Mon 09:10")
    contact = logged(played)
    played.until("Mon 09:30").triage()
    disproved(played, contact)
    played.until("Mon 10:00").confirm()
    assert played.case.is_confirmed
    assert played.count("response_given") == 2


# --- whose it is now ---------------------------------------------------------------------------------------


def owners(played: Played, follows: str) -> list[str]:
    return [p.owner for p in played.case.open_promises if p.follows == follows]


@pytest.mark.parametrize("later", ["Mon 12:10", "Tue 10:30"])
def test_what_is_owed_again_in_a_case_that_was_handed_over_is_its_new_owners(later: str) -> None:
    played = Played().confirmed().until("Mon 11:00")
    contact = logged(played)
    played.ask(Assign, owner="sun.yu", reason="leave")
    disproved(played.until(later), contact)
    assert owners(played, "p1") == ["sun.yu"]
    assert {a.to for a in played.case.actions if a.name == "draft_apology"} <= {"sun.yu"}
    assert "li.min" not in played.recipients("promise_broken")


@pytest.mark.parametrize("has_more", [True, False])
def test_a_colleagues_promise_is_theirs_while_they_have_more_to_keep_here(has_more: bool) -> None:
    played = Played().confirmed().until("Mon 11:00")
    theirs = played.promise("Wed 15:00", owner="zhou.yan")
    contact = logged(played.until("Mon 12:00"), covers=(theirs,), by=an_actor("zhou.yan"))
    if has_more:
        played.promise("Thu 15:00", "the invoice", owner="zhou.yan")
    disproved(played, contact)
    assert owners(played, theirs) == ["zhou.yan" if has_more else "li.min"]


def test_what_a_try_has_made_of_it_stays_with_who_has_that_now() -> None:
    played = Played().confirmed().until("Tue 09:10")
    contact = logged(played, reached=False, left_message=True)
    (again,) = played.case.open_promises
    played.ask(Assign, owner="sun.yu", reason="leave")
    disproved(played, contact)
    assert promise(played, again.id).status == "released"
    assert owners(played, "p1") == ["sun.yu"]


# --- thanks, since -----------------------------------------------------------------------------------------


def thanked_after(covering: str) -> tuple[Played, str]:
    """A word, a conversation that answers it, and one more word that somebody marks as thanks."""
    played = Played().confirmed()
    said(played, "Mon 10:10")
    contact = logged(played.until(covering), covers=())
    said(played, "Mon 10:30")
    played.ask(MarkMessage, message="m2", verdict="thanks")
    return played, contact


def test_thanks_that_were_none_leave_what_was_never_answered_waiting_too() -> None:
    played, contact = thanked_after("Mon 10:20")
    disproved(played, contact)
    assert waits_since(played) is None
    played.ask(MarkMessage, message="m2", verdict="answer")
    assert waits_since(played) == at("Mon 10:10")
    assert [bool(m.waits_since) for m in played.case.messages] == [True, True]


def test_thanks_that_were_none_leave_what_was_answered_answered_until_that_is_taken_back() -> None:
    played, contact = thanked_after("Mon 10:20")
    played.ask(MarkMessage, message="m2", verdict="answer")
    assert waits_since(played) == at("Mon 10:30")
    assert [bool(m.waits_since) for m in played.case.messages] == [False, True]
    disproved(played, contact)
    assert waits_since(played) == at("Mon 10:10")
    assert [bool(m.waits_since) for m in played.case.messages] == [True, True]


def test_what_they_wrote_of_trouble_waits_again_and_an_older_word_does_not() -> None:
    played = Played().resolved().until("Wed 11:00")
    played.ask(RecordRevisit, outcome="trouble", occurred_at=played.now, channel="wechat")
    assert waits_since(played) == at("Wed 11:00")
    contact = logged(played.until("Wed 12:00"), covers=())
    assert waits_since(played) is None
    disproved(played, contact)
    assert waits_since(played) == at("Wed 11:00")


def test_after_a_handover_whoever_has_the_case_owes_the_call_and_nobody_else() -> None:
    played = Played().confirmed().until("Mon 11:00")
    contact = logged(played, covers=("p1",))
    played.ask(Assign, owner="sun.yu", reason="leave", by=LEAD)
    played.until("Tue 12:00")
    disproved(played, contact)
    assert {p.owner for p in played.case.open_promises} == {"sun.yu"}
    played.until("Tue+3 12:00")
    assert "li.min" not in {p.owner for p in played.case.promises if p.made_at > at("Tue 12:00")}


@pytest.mark.parametrize("first", [0, 1])
def test_two_that_between_them_gave_the_news_leave_nothing_in_either_order(first: int) -> None:
    played = Played().confirmed().until("Mon 11:00")
    logged(played)
    (news,) = (p.id for p in played.case.open_promises)
    both = []
    for when in ("Tue 09:30", "Tue 09:50"):
        played.until(when)
        both.append(logged(played, covers=()))
    assert status(played, news) == "kept"
    played.until("Tue 12:00")
    disproved(played, both[first])
    assert status(played, news) == "kept"
    disproved(played, both[1 - first])
    assert status(played, news) == "broken"


def status(played: Played, promise: str) -> str:
    found = played.case.promise(promise)
    assert found
    return found.status


def test_a_case_does_not_stay_solved_on_a_visit_to_which_nobody_came() -> None:
    played = Played().confirmed()
    played.visit()
    played.until("Tue 09:30").contact()
    played.complete("diagnose", findings="x", root_cause="product/part")
    played.complete("plan", to="implement", solution="s", kind="cure")
    played.until("Tue 14:30").recorded("fixed", by=an_actor("chen.gong"), text="t9", emotion="calm")
    played.until("Tue 14:40").complete("implement", done="d")
    met = played.case.contacts[-1].id
    played.ask(RecordVerification, outcome="fixed", said_in=met)
    played.ask(Resolve, basis="customer_confirmed", said_in=met)
    played.until("Tue 16:30")
    with pytest.raises(Refusal) as no:
        played.recorded("we_did_not_come", by=LEAD, note="the engineer was elsewhere")
    assert refusal_code(no) == "contact_resolved_on"
    assert played.case.phase == "resolved"
