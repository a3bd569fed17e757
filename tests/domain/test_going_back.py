"""A revisit that was with another customer, or never held: the case is as open as it was before (REQ E1, E2)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from builders import DIAGNOSIS, LEAD, Played, an_actor, at, on_site, refusal_code
from disproving import a_report_after_all
from domain.assignment import Assign
from domain.case.promises import Promise
from domain.command import Actor
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.deadlines import deadlines
from domain.disproofs import DisproveContact
from domain.endings import Withdraw
from domain.errors import Refusal
from domain.escalations import AcknowledgeEscalation, Escalate
from domain.repairs import failures
from domain.resolution import Resolve
from domain.revisits import RecordRevisit, tries
from domain.summary import summary
from domain.visits.commands import CancelVisit, ReportVisit

WHY = "that was the customer of C-000017"


def revisit(played: Played, outcome: str, **fields: Any) -> str:
    """Held now, whatever else is owed spoken of; the conversation's id."""
    covers = tuple(p.id for p in played.case.open_promises if p.kind != "revisit")
    usual = {"outcome": outcome, "occurred_at": played.now, "note": "n", "covers": covers}
    played.ask(RecordRevisit, **{**usual, **fields})
    return played.case.contacts[-1].id


def taken_back(played: Played, contact: str = "", by: Actor = LEAD) -> Any:
    last = contact or played.case.contacts[-1].id
    return played.ask(DisproveContact, contact=last, reason=WHY, by=by)


def refused(played: Played, contact: str = "", by: Actor = LEAD) -> str:
    before = played.case
    with pytest.raises(Refusal) as no:
        taken_back(played, contact, by)
    assert played.case == before
    return refusal_code(no)


def content() -> Played:
    """Resolved on Monday at three; on Tuesday at four somebody is content."""
    played = Played().resolved().until("Tue 16:00")
    revisit(played, "content")
    return played


def in_vain(*days: str) -> tuple[Played, list[str]]:
    """Tried on these days, the conversations' ids; something else is promised for a week later."""
    tried: list[str] = []
    played = Played().resolved()
    played.promise("Fri+1 10:00", "the spare part")
    for day in days:
        played.until(f"{day} 15:00")
        tried += [revisit(played, "no_answer", covers=())]
    return played, tried


def owed(played: Played) -> Promise:
    """The revisit, once."""
    (found,) = (p for p in played.case.open_promises if p.kind == "revisit")
    return found


def waits_since(played: Played) -> datetime | None:
    return played.case.response.started_at if played.case.response else None


def told(played: Played, about: str) -> dict[str, str]:
    return next(a.params for a in reversed(played.case.actions) if a.about == about)


# --- a case that it closed ---------------------------------------------------------------------------------


def test_a_case_closed_by_it_waits_for_its_revisit_again() -> None:
    played = content()
    decision = taken_back(played)
    assert (played.case.stage, played.case.phase) == ("resolved", "resolved")
    assert decision.receipt.events[:3] == (
        "contact_disproved",
        "revisit_disproved",
        "stage_entered",
    )
    assert (owed(played).owner, owed(played).latest_by) == ("li.min", at("Wed 15:00"))
    assert (played.case.resolved_at, played.case.resolved_on) == (
        at("Mon 15:00"),
        "customer_confirmed",
    )
    assert f"promise:{owed(played).id}" in {due.key for due in deadlines(played.case)}


def test_no_customer_has_reopened_it() -> None:
    played = content()
    taken_back(played)
    assert (played.case.life, played.case.reopened_at, played.count("case_reopened")) == (
        0,
        None,
        0,
    )
    shown = summary(played.case)
    assert (shown.reopens, shown.closed_at, shown.phase) == (0, None, "resolved")
    (closing,) = played.case.closings
    assert closing.disproved, "it stays on record that it had ended"


def test_owner_and_whoever_logged_it_hear_by_when_to_call() -> None:
    played = Played().resolved().until("Tue 16:00")
    revisit(played, "content", by=an_actor("sun.yu"))
    taken_back(played)
    assert played.recipients("contact_disproved") == ["li.min", "sun.yu"]
    assert told(played, "contact_disproved")["revisit_by"] == at("Wed 15:00").isoformat()


def test_past_its_time_it_is_broken_and_owed_soon_however_late_that_comes_to_light() -> None:
    played = content().until("Tue+2 10:00")
    taken_back(played)
    assert played.case.breaks == 1
    assert owed(played).latest_by == at("Tue+2 12:00")
    played.until("Tue+2 14:00")
    assert played.case.breaks == 2  # and from there up the line
    assert any(e.cause == "second_break" for e in played.case.escalations)


def test_a_late_revisit_that_was_none_leaves_one_that_is_owed() -> None:
    played = Played().resolved().until("Thu 11:00")
    revisit(played, "content")
    assert played.case.is_closed
    taken_back(played.until("Fri 10:00"))
    assert owed(played).latest_by > played.now


def test_it_is_the_present_owners() -> None:
    played, _ = in_vain("Tue")
    played.ask(Assign, owner="sun.yu", reason="leave", by=LEAD)
    taken_back(played)
    assert owed(played).owner == "sun.yu"
    assert "sun.yu" in played.recipients("contact_disproved")


def test_what_the_customer_wrote_meanwhile_awaits_an_answer() -> None:
    played = content().until("Wed 09:00")
    for text in ("t1", "t2"):
        played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text=text)
        played.until("Wed 09:10")
    played.ask(MarkMessage, message="m1", verdict="thanks")
    taken_back(played.until("Wed 10:00"))
    assert played.case.response
    assert played.case.response.started_at == at("Wed 09:10")
    assert [bool(m.waits_since) for m in played.case.messages] == [False, True]
    assert not played.case.unmarked
    assert told(played, "contact_disproved")["waits_since"] == at("Wed 09:10").isoformat()


def test_it_ends_by_the_revisit_that_is_held() -> None:
    played = content()
    taken_back(played)
    revisit(played.until("Wed 10:00"), "content")
    assert played.case.is_closed
    assert played.case.closing == played.case.closings[-1]
    assert [c.disproved for c in played.case.closings] == [True, False]
    assert refused(played, played.case.contacts[-2].id) == "contact_disproved"
    taken_back(played)
    assert [c.disproved for c in played.case.closings] == [True, True]


# --- tries in vain -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_a_case_closed_on_three_tries_needs_another_for_any_of_them(wrong: int) -> None:
    played, tried = in_vain("Tue", "Wed", "Thu")
    assert played.case.is_closed
    taken_back(played.until("Thu 17:00"), tried[wrong])
    assert (played.case.phase, tries(played.case)) == ("resolved", 2)
    assert owed(played).latest_by > played.now
    revisit(played.until("Fri 09:30"), "no_answer")
    assert (played.case.is_closed, tries(played.case)) == (True, 3)


def test_what_was_let_go_of_as_nobody_could_be_reached_is_owed_again() -> None:
    played, tried = in_vain("Tue", "Wed", "Thu")
    taken_back(played, tried[-1])
    (again,) = (p for p in played.case.open_promises if p.kind == "callback")
    assert (again.subject, again.latest_by) == ("the spare part", at("Fri+1 10:00"))


def test_and_soon_where_its_time_is_past() -> None:
    played, tried = in_vain("Tue", "Wed", "Thu")
    taken_back(played.until("Mon+2 10:00"), tried[-1])
    (again,) = (p for p in played.case.open_promises if p.kind == "callback")
    assert (again.subject, again.why.anchor) == ("the spare part", "contact_disproved")
    assert played.now < again.latest_by < at("Mon+2 13:00")


def test_a_try_that_never_was_leaves_the_revisit_at_its_own_time() -> None:
    played, tried = in_vain("Tue")
    assert owed(played).latest_by == at("Wed 20:00")
    taken_back(played)
    assert owed(played).latest_by == at("Wed 15:00")
    assert tries(played.case) == 0
    assert not played.count("case_closed")
    revisit(played.until("Tue 17:00"), "no_answer")  # nobody was tried that day
    assert tries(played.case) == 1
    assert refused(played, tried[0]) == "contact_disproved"


def test_of_two_tries_the_first_may_be_none_and_the_second_counts() -> None:
    played, tried = in_vain("Tue", "Wed")
    before = owed(played)
    taken_back(played.until("Wed 16:00"), tried[0])
    assert owed(played) == before
    assert tries(played.case) == 1


def test_once_the_case_has_ended_otherwise_a_try_stays() -> None:
    played, tried = in_vain("Tue")
    revisit(played.until("Wed 15:00"), "content")
    assert refused(played, tried[0]) == "case_closed"
    taken_back(played)
    taken_back(played, tried[0])
    assert tries(played.case) == 0


# --- work that began anew ----------------------------------------------------------------------------------


def troubled(channel: str = "phone") -> tuple[Played, dict[str, str]]:
    """On Tuesday at four a customer says that it fails again; what was known of the case before that."""
    played = Played().resolved().until("Tue 16:00")
    known = played.case.facts
    revisit(played, "trouble", channel=channel, covers=())
    assert (played.case.stage, played.case.tier) == ("diagnose", 2)
    return played, known


def test_a_case_at_work_for_nothing_is_solved_as_before() -> None:
    played, known = troubled()
    taken_back(played.until("Tue 17:00"))
    case = played.case
    assert (case.stage, case.tier, case.facts) == ("resolved", 1, known)
    assert (case.resolved_at, case.resolved_on) == (at("Mon 15:00"), "customer_confirmed")
    assert case.follow_up and case.follow_up.paused_at
    assert owed(played).latest_by == at("Wed 15:00")
    assert [p.kind for p in case.open_promises] == ["revisit"]


def test_what_was_taken_for_the_customers_word_awaits_no_answer() -> None:
    played, _ = troubled("wechat")
    assert waits_since(played) == at("Tue 16:00")
    taken_back(played)
    assert waits_since(played) is None
    assert owed(played).latest_by == at("Wed 15:00")


def test_what_they_really_wrote_still_does() -> None:
    played, _ = troubled("wechat")
    played.until("Tue 16:30")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    taken_back(played)
    assert played.case.response
    assert played.case.response.started_at == at("Tue 16:30")


def test_no_repair_failed_by_it() -> None:
    played = on_site()
    played.visit("Mon 14:00", "Mon 16:00", agreed_at=played.now)
    played.until("Mon 14:30").recorded("fixed", by=an_actor("chen.gong"))
    played.ask(ReportVisit, visit="v1", text="t", yields=DIAGNOSIS)
    played.until("Mon 15:00").says_it_works()
    played.ask(Resolve, basis="customer_confirmed")
    revisit(played.until("Wed 15:00"), "trouble", covers=())
    assert failures(played.case, 0) == 1
    taken_back(played)
    assert failures(played.case, 0) == 0
    revisit(played.until("Wed 16:00"), "trouble", covers=())
    assert failures(played.case, 0) == 1, "this time it is the customer's word"


def test_a_call_for_help_since_keeps_its_tier() -> None:
    played, _ = troubled()
    played.ask(Escalate, reason="I can't find it", tier=2)
    taken_back(played)
    assert played.case.tier >= 2


def test_once_somebody_has_worked_it_goes_by_what_the_customer_says() -> None:
    played, _ = troubled()
    played.complete("diagnose", findings="heard it", root_cause="product/part")
    assert refused(played, played.case.contacts[-1].id) == "contact_of_revisit"
    played.contact()  # the way out that it names


def test_who_expects_a_visit_is_told_first() -> None:
    played, _ = troubled()
    wrong = played.case.contacts[-1].id
    visit = played.visit("Thu 14:00", "Thu 16:00")
    assert refused(played, wrong) == "visits_ahead"
    played.ask(CancelVisit, visit=visit, reason="a mistake of ours", by=LEAD)
    taken_back(played, wrong)
    assert played.case.phase == "resolved"


def test_a_pause_since_is_over() -> None:
    played, _ = troubled()
    wrong = played.case.contacts[-1].id
    played.pause("Fri 10:00")
    taken_back(played.until("Wed 10:00"), wrong)
    assert played.case.pause is None
    assert owed(played).is_open


# --- who, and what stands ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["li.min", "sun.yu"])
def test_an_agent_asks_a_lead(who: str) -> None:
    assert refused(content(), by=an_actor(who)) == "line_required"


@pytest.mark.parametrize("reason", [" ", "\u200b"])
def test_it_takes_a_reason(reason: str) -> None:
    played = content()
    with pytest.raises(Refusal) as no:
        played.ask(DisproveContact, by=LEAD, contact=played.case.contacts[-1].id, reason=reason)
    assert refusal_code(no) == "reason_required"


def test_once_is_enough() -> None:
    played = content()
    wrong = played.case.contacts[-1].id
    taken_back(played)
    assert refused(played, wrong) == "contact_disproved"


def test_the_revisit_of_a_life_before_stands() -> None:
    played = content()
    wrong = played.case.contacts[-1].id
    played.until("Wed 10:00")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    assert refused(played, wrong) == "contact_of_past_life"


def test_a_case_that_was_withdrawn_does_not_come_back_by_its_tries() -> None:
    played, _ = troubled()
    wrong = played.case.contacts[-1].id
    played.ask(Withdraw, by=LEAD, reason="bought another")
    assert refused(played, wrong) == "case_closed"


def test_tries_of_an_earlier_solution_stand() -> None:
    played, (tried,) = in_vain("Tue")
    revisit(played.until("Wed 10:00"), "trouble")
    assert refused(played, tried) == "contact_of_revisit"
    played.verifying()
    played.until("Wed 15:00").says_it_works()
    played.ask(Resolve, basis="customer_confirmed")
    assert refused(played, tried) == "contact_of_revisit"


# --- solved on what never was ------------------------------------------------------------------------------


def solved_in_vain() -> tuple[Played, list[str]]:
    """Nobody could be reached on three days; the tries."""
    played = Played().verifying()
    played.contact(covers=("p1",))
    tried: list[str] = []
    for day in ("Tue", "Wed", "Thu"):
        played.until(f"{day} 11:00").contact(reached=False, left_message=True)
        tried.append(played.case.contacts[-1].id)
    played.ask(Resolve, basis="unreachable")
    return played, tried


def solved_on_a_word() -> tuple[Played, list[str]]:
    played = Played().resolved()
    return played, [played.case.resolved_in]


@pytest.mark.parametrize("solved", [solved_on_a_word, solved_in_vain])
def test_nothing_goes_back_to_a_solution_on_what_never_was(
    solved: Callable[[], tuple[Played, list[str]]],
) -> None:
    """The way that `contact_resolved_on` names: trouble is recorded, then the word is taken back. The case stays at work."""
    played, rests_on = solved()
    assert refused(played, rests_on[0]) == "contact_resolved_on"
    trouble = revisit(played.until("Fri 15:00"), "trouble")
    for each in rests_on:
        taken_back(played, each)
    assert refused(played, trouble) == "contact_of_revisit"
    assert (played.case.phase, played.case.stage) == ("open", "diagnose")
    assert played.case.open_promises


def test_an_older_word_takes_no_solution_along() -> None:
    played = Played().resolved()
    older = next(c.id for c in played.case.contacts if c.id != played.case.resolved_in)
    trouble = revisit(played.until("Tue 16:00"), "trouble")
    taken_back(played, older)
    taken_back(played, trouble)
    assert played.case.phase == "resolved"


def test_another_call_of_the_same_moment_is_no_revisit() -> None:
    """Decided in one turn, both are logged at the same time by the same person."""
    played = Played().resolved().until("Tue 16:00")
    played.contact(covers=())
    call = played.case.contacts[-1].id
    held = revisit(played, "content")
    first, second = (played.case.contact(each) for each in (call, held))
    assert first and second and (first.logged_at, first.by) == (second.logged_at, second.by)
    assert refused(played, call) == "case_closed"
    taken_back(played, held)
    assert [r.disproved for r in played.case.revisits] == [True]
    assert not played.case.is_closed


def test_who_asked_for_help_before_an_end_that_was_none_asks_again() -> None:
    played = Played().resolved()
    played.ask(Escalate, reason="she wants somebody in charge")
    held = revisit(played.until("Tue 16:00"), "content")
    asked, tier = played.case.escalations[-1], played.case.tier
    assert asked.line == "executive", "nobody has said a word"
    taken_back(played, held)
    again = played.case.escalations[-1]
    assert again.id != asked.id
    assert (again.reason, again.raised_by) == ("she wants somebody in charge", asked.raised_by)
    assert (again.receiver, again.is_waiting) == (asked.receiver, True)
    assert again.clock.started_at == played.now
    assert (again.tier, played.case.tier) == (asked.tier, tier), "it is the same call"
    assert again.id in {d.ref for d in deadlines(played.case)}


def test_a_call_that_somebody_has_heard_is_not_made_again() -> None:
    played = Played().resolved()
    played.ask(Escalate, reason="she wants somebody in charge")
    played.ask(AcknowledgeEscalation, escalation=played.case.escalations[-1].id, by=LEAD)
    held = revisit(played.until("Tue 16:00"), "content")
    taken_back(played, held)
    assert [e.is_waiting for e in played.case.escalations] == [False]


def test_a_report_that_was_waived_with_an_end_that_was_none_is_asked_for_again() -> None:
    played = a_report_after_all()
    told = [name for name in played.names() if name.startswith("visit_report")]
    assert told[-2:] == ["visit_report_waived", "visit_report_owed"]
    due = [d for d in deadlines(played.case) if d.kind == "visit_report"]
    assert [(d.owner, d.due_at > played.now) for d in due] == [("chen.gong", True)]
    assert played.recipients("visit_report_owed") == ["chen.gong"]
