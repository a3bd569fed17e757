"""A visit on record as one to which somebody came, with the customer or at a closed door, and nobody had (REQ B7, C2)."""

from datetime import datetime
from typing import Any

import pytest

from builders import LEAD, SUPERVISOR, Played, an_actor, at, on_site, refusal_code
from domain.assignment import Assign
from domain.book import BOOK
from domain.case.contacts import Contact, ContactEntry
from domain.case.promises import Promise, PromiseEntry
from domain.case.visits import Visit, VisitEntry
from domain.command import Actor
from domain.cores import SwitchCore
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.deadlines import deadlines
from domain.decide import decide
from domain.endings import Withdraw
from domain.errors import Refusal
from domain.promises.commands import RenegotiatePromise
from domain.repairs import failures
from domain.resolution import Resolve
from domain.response import awaits_answer
from domain.summary import sla_state
from domain.visits.commands import RecordVisit, ReportVisit

ENGINEER = an_actor("chen.gong")
NOTE = "she was in, and the door camera shows nobody"


def absent(visit: str = "v1", **fields: Any) -> Played:
    """Promised for Tuesday, two to four; at half past two nobody opened, it says. The owner is to call by half past four."""
    played = Played().confirmed()
    played.visit()
    played.until("Tue 09:30").contact(covers=("p1",))
    played.until("Tue 14:30").recorded("customer_absent", visit, by=ENGINEER, **fields)
    return played


def nobody_came(played: Played, by: Actor = LEAD, note: str = NOTE) -> Any:
    return played.recorded("we_did_not_come", by=by, note=note)


def the_visit(played: Played) -> Visit:
    return played.case.visits[0]


def the_promise(played: Played) -> Promise:
    promise = played.case.promise(the_visit(played).promise)
    assert promise
    return promise


def the_contact(played: Played) -> Contact:
    """What the engineer claimed."""
    return next(k for k in played.case.contacts if k.channel == "visit")


def waits_since(played: Played) -> datetime | None:
    """From when on the customer awaits an answer."""
    return played.case.response.started_at if played.case.response else None


def calls(played: Played) -> list[Promise]:
    """What is owed to the customer in the place of the visit."""
    return [p for p in played.case.open_promises if p.follows == the_promise(played).id]


def test_a_lead_who_knows_better_makes_it_a_broken_promise() -> None:
    played = absent().until("Tue 16:10")
    decision = nobody_came(played)
    visit, promise = the_visit(played), the_promise(played)
    assert (visit.status, visit.outcome) == ("no_show_by_us", "we_did_not_come")
    assert visit.arrived_at is None
    assert (promise.status, promise.corrected) == ("broken", False)
    assert decision.receipt.events[:2] == ("visit_missed", "attempt_disproved")
    assert played.count("promise_attempted") == 1  # it stays on record that it was claimed
    assert played.count("promise_broken") == 0


def test_it_came_to_nothing_when_its_window_ended_however_late_that_comes_to_light() -> None:
    played = absent().until("Tue 16:10")
    nobody_came(played)
    assert the_promise(played).ended_at == at("Tue 16:00")


@pytest.mark.parametrize("who", [ENGINEER, an_actor("li.min"), an_actor("sun.yu")])
def test_whoever_is_below_a_lead_asks_one(who: Actor) -> None:
    played = absent().until("Tue 16:10")
    with pytest.raises(Refusal) as refused:
        nobody_came(played, by=who)
    assert refusal_code(refused) == "line_required"
    assert refused.value.problem.params["line"] == "lead"
    assert the_visit(played).status == "no_show_by_customer"


def test_it_takes_a_reason() -> None:
    played = absent().until("Tue 16:10")
    with pytest.raises(Refusal) as refused:
        nobody_came(played, note=" \u200b")
    assert refusal_code(refused) == "reason_required"
    assert refused.value.problem.fields == ("note",)


def test_while_the_window_is_open_somebody_may_still_come() -> None:
    played = absent().until("Tue 16:00")
    with pytest.raises(Refusal) as refused:
        nobody_came(played)
    assert refusal_code(refused) == "visit_window_open"
    assert played.visit("Tue 16:10", "Tue 17:00") == "v2"


def test_once_is_enough() -> None:
    played = absent().until("Tue 16:10")
    nobody_came(played)
    with pytest.raises(Refusal) as refused:
        nobody_came(played)
    assert refusal_code(refused) == "visit_ended"


def test_the_engineer_and_the_owner_hear_of_it_from_whom_and_why_and_the_lead_knows() -> None:
    played = absent().until("Tue 16:10")
    nobody_came(played)
    assert played.recipients("visit_missed_after_all") == ["chen.gong", "li.min"]
    told = next(a for a in played.case.actions if a.about == "visit_missed_after_all")
    assert (told.params["by"], told.params["reason"]) == ("chen.jie", NOTE)
    assert told.params["window"] == the_visit(played).window
    assert not played.recipients("visit_missed")
    assert not played.recipients("step_by_other")  # the owner has heard all of it


def test_the_lead_hears_of_it_from_another() -> None:
    played = absent().until("Tue 16:10")
    nobody_came(played, by=SUPERVISOR)
    assert played.recipients("visit_missed_after_all") == ["chen.gong", "li.min", "chen.jie"]


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("chen.gong", ["li.min", "chen.jie"]),
        ("li.min", ["chen.gong", "chen.jie"]),
        ("chen.jie", ["chen.gong", "li.min"]),
    ],
)
def test_whoever_says_at_once_that_nobody_came_is_not_told_so(by: str, told: list[str]) -> None:
    played = Played().confirmed()
    played.visit()
    nobody_came(played.until("Tue 16:10"), by=LEAD if by == LEAD.handle else an_actor(by))
    assert played.recipients("visit_missed") == told


def test_an_apology_is_drafted_for_the_owner() -> None:
    played = absent().until("Tue 16:10")
    nobody_came(played)
    drafts = [a for a in played.case.actions if a.name == "draft_apology"]
    assert [(a.to, a.about, a.ref) for a in drafts] == [("li.min", "visit_apology", "p2")]


def test_it_counts_among_the_breaks_and_the_second_calls_the_line() -> None:
    played = absent().until("Tue 16:10")
    nobody_came(played)
    assert played.case.breaks == 1
    assert "second_break" not in [e.cause for e in played.case.escalations]
    played = absent().until("Tue 16:35")  # the call after the visit was missed as well
    assert played.case.breaks == 1
    nobody_came(played)
    assert played.case.breaks == 2
    assert [e.cause for e in played.case.escalations] == ["second_break"]
    told = [a.params["again"] for a in played.case.actions if a.about == "visit_missed_after_all"]
    assert told == ["yes"] * 2


def test_the_case_burns_until_somebody_has_talked_to_the_customer() -> None:
    played = absent().until("Tue 16:10")
    assert sla_state(played.case) == "on_track"
    nobody_came(played)
    assert sla_state(played.case) == "broken"
    played.until("Tue 16:20").contact()
    assert sla_state(played.case) == "on_track"


def test_lists_show_the_visit_the_promise_and_the_contact_as_they_are_now() -> None:
    played = absent().until("Tue 16:10")
    before = played.case
    nobody_came(played)
    shown = BOOK.entries(before, played.case)
    assert [e.visit.status for e in shown if isinstance(e, VisitEntry)] == ["no_show_by_us"]
    assert [e.promise.status for e in shown if isinstance(e, PromiseEntry)] == ["broken"]
    assert [e.contact.disproved for e in shown if isinstance(e, ContactEntry)] == [True]


# --- the call that is owed -----------------------------------------------------------------------------


def test_the_call_that_the_attempt_asked_for_stands_in_for_the_break() -> None:
    played = absent().until("Tue 16:10")
    before = calls(played)
    nobody_came(played)
    assert calls(played) == before
    assert [(p.owner, p.latest_by) for p in before] == [("li.min", at("Tue 16:30"))]


def test_a_call_before_the_window_was_over_does_not_use_it_up() -> None:
    played = absent().until("Tue 15:30")
    played.contact(covers=("p3",))
    assert calls(played) == []
    nobody_came(played.until("Wed 09:00"))
    assert [(p.owner, p.latest_by) for p in calls(played)] == [("li.min", at("Wed 11:00"))]


def test_who_was_talked_to_since_gets_an_apology_and_no_second_call() -> None:
    played = absent().until("Tue 16:20")
    played.contact(covers=("p3",))
    nobody_came(played.until("Wed 09:00"))
    assert calls(played) == []
    assert played.recipients("visit_apology") == ["li.min"]
    assert sla_state(played.case) == "on_track"


def test_what_the_customer_writes_is_no_talk() -> None:
    played = absent().until("Tue 15:30")
    played.contact(covers=("p3",))
    played.until("Tue 16:30").ask(
        CustomerSaid, channel="wechat", occurred_at=played.now, text="t-nobody-came"
    )
    nobody_came(played.until("Tue 16:40"))
    assert [p.latest_by for p in calls(played)] == [at("Wed 09:40")]


def test_a_call_that_was_missed_and_made_anew_stands_in_for_both() -> None:
    played = absent().until("Tue 17:00")
    owed = played.case.open_promises
    assert [p.follows for p in owed if p.latest_by < at("Wed 12:00")] == ["p3"]
    nobody_came(played)
    assert played.case.open_promises == owed


def test_a_call_that_the_customer_knows_to_be_later_stays_the_only_one() -> None:
    played = absent().until("Tue 15:30")
    played.ask(
        RenegotiatePromise,
        promise="p3",
        latest_by=at("Wed 17:00"),
        told_at=played.now,
        reason="they are at work until five",
    )
    nobody_came(played.until("Wed 09:00"))
    owed = [p for p in played.case.open_promises if p.latest_by <= at("Wed 17:00")]
    assert [(p.follows, p.latest_by) for p in owed] == [("p3", at("Wed 17:00"))]


def test_the_new_owner_of_the_case_hears_apologises_and_calls() -> None:
    played = absent().until("Tue 15:30")
    played.contact(covers=("p3",))
    played.ask(Assign, owner="sun.yu", reason="leave")
    nobody_came(played.until("Wed 09:00"))
    assert played.recipients("visit_missed_after_all") == ["chen.gong", "sun.yu"]
    assert played.recipients("visit_apology") == ["sun.yu"]
    assert [p.owner for p in calls(played)] == ["sun.yu"]


# --- the contact at the door ---------------------------------------------------------------------------


def test_the_contact_stays_on_record_as_one_that_never_was() -> None:
    played = absent(left_message=True, emotion="angry").until("Tue 16:10")
    assert the_contact(played).is_word
    nobody_came(played)
    contact = the_contact(played)
    assert contact.disproved
    assert not (contact.is_word or contact.covers or contact.emotion)
    logged = [e.contact for e in played.events if e.kind == "contact_logged"]
    assert logged[-1].left_message  # what was claimed is not rewritten


def test_a_feeling_from_a_door_where_nobody_stood_outdates_no_earlier_one() -> None:
    played = absent(emotion="angry").until("Tue 16:10")
    nobody_came(played)
    played.contact(occurred_at=at("Tue 14:00"), emotion="uneasy", by=LEAD, covers=())
    assert played.case.emotion == "uneasy"


def test_the_customer_feels_as_in_the_last_conversation_that_took_place() -> None:
    played = Played().confirmed()
    played.visit()
    played.until("Tue 09:30").contact(covers=("p1",), emotion="uneasy")
    played.until("Tue 14:30").recorded("customer_absent", by=ENGINEER, emotion="angry")
    felt = [played.case.emotion]
    nobody_came(played.until("Tue 16:10"))
    assert [*felt, played.case.emotion] == ["angry", "uneasy"]


def tried_on_three_days() -> Played:
    """In verification: nobody opened on Tuesday; on Wednesday and Thursday nobody answered the phone."""
    played = Played().verifying()
    played.contact(covers=("p1",))
    played.visit()
    played.until("Tue 14:30").recorded("customer_absent", by=ENGINEER, left_message=True)
    for day in ("Wed", "Thu"):
        played.until(f"{day} 11:00").contact(reached=False, left_message=True)
    return played


def test_a_try_that_never_was_does_not_count_among_those_in_vain() -> None:
    believed = tried_on_three_days()
    believed.ask(Resolve, basis="unreachable")
    assert believed.case.phase == "resolved"
    played = tried_on_three_days()
    nobody_came(played)
    with pytest.raises(Refusal) as refused:
        played.ask(Resolve, basis="unreachable")
    assert refusal_code(refused) == "attempts_missing"
    assert refused.value.problem.params["days"] == "2"


# --- and back again ------------------------------------------------------------------------------------


def test_somebody_who_was_there_after_all_is_put_on_record_by_a_lead_as_ever() -> None:
    played = absent().until("Tue 16:35")
    nobody_came(played)
    assert played.case.breaks == 2
    played.until("Tue 17:00").recorded("fixed", by=LEAD, arrived_at=at("Tue 14:40"))
    assert (the_visit(played).status, the_visit(played).arrived_at) == ("done", at("Tue 14:40"))
    assert the_promise(played).corrected
    assert played.case.breaks == 0  # nor was anybody owed the call that broke in its place
    assert played.case.escalations[-1].deescalated_at


def test_the_end_of_that_visit_is_told_of_the_contact_that_took_place() -> None:
    played = absent().until("Tue 16:10")
    nobody_came(played)
    played.recorded("arrived", by=LEAD, arrived_at=at("Tue 14:40"))
    played.until("Tue 16:20").recorded("fixed", by=LEAD)
    ends = [e for e in played.events if e.kind == "visit_recorded"]
    first = played.case.contact(ends[-1].contact)
    assert first
    assert (first.occurred_at, first.disproved) == (at("Tue 14:40"), False)


def test_a_break_put_right_by_a_word_that_was_wrong_is_one_again() -> None:
    played = Played().confirmed()
    played.visit()
    played.until("Tue 09:30").contact(covers=("p1",))
    played.until("Tue 16:40").recorded("customer_absent", by=LEAD, arrived_at=at("Tue 15:00"))
    assert the_promise(played).corrected
    assert played.case.breaks == 0
    nobody_came(played.until("Tue 16:50"))
    assert (the_promise(played).status, the_promise(played).corrected) == ("broken", False)
    assert played.case.breaks == 1
    assert len(calls(played)) == 1
    assert played.recipients("visit_missed") == ["chen.gong", "li.min", "chen.jie"]
    assert played.recipients("visit_missed_after_all") == ["chen.gong", "li.min"]


# --- too late, and too old -----------------------------------------------------------------------------


def closed() -> Played:
    played = absent().until("Tue 16:20")
    played.contact(covers=("p3",))
    played.ask(Withdraw, by=LEAD, reason="bought another")
    return played


def test_in_a_closed_case_it_is_too_late() -> None:
    with pytest.raises(Refusal) as refused:
        nobody_came(closed().until("Wed 09:00"))
    assert refusal_code(refused) == "case_closed"


def test_once_the_customers_word_has_reopened_the_case_it_is_put_right_and_counts() -> None:
    played = closed().until("Wed 09:00")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t-nobody-came")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    nobody_came(played)
    assert the_visit(played).status == "no_show_by_us"
    assert played.case.breaks == 1
    assert played.recipients("visit_apology") == ["li.min"]


def test_a_case_of_the_first_core_knows_no_such_thing_until_it_goes_on_under_another() -> None:
    played = Played()
    played.case = played.case.model_copy(update={"core": 1})
    played.events[0] = played.events[0].model_copy(update={"core": 1})
    played.confirmed()
    played.visit()
    played.until("Tue 14:30").recorded("customer_absent", by=ENGINEER)
    played.until("Tue 16:10")
    with pytest.raises(Refusal) as refused:
        nobody_came(played)
    assert refusal_code(refused) == "visit_ended"
    played.ask(SwitchCore, core=2)
    nobody_came(played)
    assert (the_visit(played).status, the_promise(played).status) == ("no_show_by_us", "broken")
    assert the_contact(played).disproved


# --- on record as held ---------------------------------------------------------------------------------

OUTCOMES = ("arrived", "fixed", "not_fixed", "diagnosed")
NOT_THERE = "that was the visit at the neighbour's"


def held(outcome: str = "fixed", **fields: Any) -> Played:
    """Promised for Tuesday, two to four; the engineer was there at half past two, it says, but at another door."""
    played = Played().confirmed()
    played.visit()
    played.until("Tue 09:30").contact(covers=("p1",))
    played.until("Tue 14:30").recorded(outcome, by=ENGINEER, **fields)
    return played


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_lead_puts_right_what_was_recorded_of_the_wrong_visit(outcome: str) -> None:
    played = held(outcome).until("Tue 16:10")
    assert the_promise(played).status == "kept"
    decision = nobody_came(played, note=NOT_THERE)
    visit, promise, contact = the_visit(played), the_promise(played), the_contact(played)
    assert (visit.status, visit.outcome) == ("no_show_by_us", "we_did_not_come")
    assert (visit.arrived_at, visit.report) == (None, None)
    assert (promise.status, promise.ended_at) == ("broken", at("Tue 16:00"))
    assert contact.disproved
    assert not (contact.reached or contact.is_word or contact.covers)
    assert decision.receipt.events[:3] == (
        "visit_missed",
        "visit_report_waived",
        "attempt_disproved",
    )
    assert played.recipients("visit_missed_after_all") == ["chen.gong", "li.min"]
    assert played.recipients("visit_report_waived") == []  # the engineer has heard all of it
    assert played.recipients("visit_apology") == ["li.min"]
    assert [(p.owner, p.latest_by) for p in calls(played)] == [("li.min", at("Wed 09:10"))]
    assert sla_state(played.case) == "broken"
    assert not [d for d in deadlines(played.case) if d.kind == "visit_report"]


@pytest.mark.parametrize("who", [ENGINEER, an_actor("li.min")])
def test_a_visit_on_record_as_held_is_a_leads_to_put_right(who: Actor) -> None:
    played = held().until("Tue 16:10")
    with pytest.raises(Refusal) as refused:
        nobody_came(played, by=who)
    assert refusal_code(refused) == "line_required"
    assert the_visit(played).status == "done"


def test_it_takes_a_reason_and_a_window_that_is_over() -> None:
    played = held().until("Tue 16:00")
    with pytest.raises(Refusal) as refused:
        nobody_came(played)
    assert refusal_code(refused) == "visit_window_open"
    with pytest.raises(Refusal) as refused:
        nobody_came(played.until("Tue 16:10"), note=" ")
    assert refusal_code(refused) == "reason_required"


@pytest.mark.parametrize("outcome", ["fixed", "not_fixed", "diagnosed"])
def test_what_was_reported_has_moved_the_case_and_stands(outcome: str) -> None:
    played = held(outcome)
    played.ask(ReportVisit, visit="v1", text="t-report")
    with pytest.raises(Refusal) as refused:
        nobody_came(played.until("Tue 16:10"))
    assert refusal_code(refused) == "visit_report_stands"
    assert the_promise(played).status == "kept"


def test_a_report_that_nobody_owes_any_more_ends_the_call_for_it() -> None:
    played = held().until("Thu 15:00")
    assert "report_overdue" in [e.cause for e in played.case.escalations if not e.deescalated_at]
    nobody_came(played)
    assert "report_overdue" not in [
        e.cause for e in played.case.escalations if not e.deescalated_at
    ]


def test_what_was_said_at_the_end_never_was_either() -> None:
    played = held("arrived", emotion="uneasy").until("Tue 15:20")
    played.recorded("fixed", by=ENGINEER, emotion="calm", text="t-said")
    said_there = [k for k in played.case.contacts if k.channel == "visit"]
    assert len(said_there) == 2
    nobody_came(played.until("Tue 16:10"))
    assert all(k.disproved for k in played.case.contacts if k.channel == "visit")
    assert not any(k.disproved for k in played.case.contacts if k.channel != "visit")


def test_what_it_alone_had_answered_awaits_its_answer_from_when_they_wrote() -> None:
    played = Played().confirmed()
    played.visit()
    played.until("Tue 09:30").contact(covers=("p1",))
    played.until("Tue 13:00").ask(
        CustomerSaid, channel="wechat", occurred_at=played.now, text="t-still-rattles"
    )
    played.until("Tue 14:30").recorded("fixed", by=ENGINEER)
    assert waits_since(played) is None
    nobody_came(played.until("Tue 16:10"))
    assert waits_since(played) == at("Tue 13:00")
    assert awaits_answer(played.case, played.case.messages[0])
    played.contact(covers=())
    assert waits_since(played) is None


def test_what_somebody_else_has_answered_since_stays_answered() -> None:
    played = Played().confirmed()
    played.visit()
    played.until("Tue 09:30").contact(covers=("p1",))
    played.until("Tue 13:00").ask(
        CustomerSaid, channel="wechat", occurred_at=played.now, text="t-still-rattles"
    )
    played.until("Tue 14:30").recorded("fixed", by=ENGINEER)
    played.until("Tue 15:00").contact(covers=())
    nobody_came(played.until("Tue 16:10"))
    assert played.case.response is None
    assert len(calls(played)) == 1  # that was before the window was over


def test_who_was_met_by_nobody_and_never_spoken_to_awaits_the_first_answer() -> None:
    played = Played()
    played.visit("Mon 09:10", "Mon 10:00")
    played.until("Mon 09:15").recorded("arrived", by=ENGINEER)
    assert waits_since(played) is None
    nobody_came(played.until("Mon 10:10"))
    assert waits_since(played) == at("Mon 09:00")


def test_a_repair_that_nobody_tried_has_not_failed() -> None:
    played = on_site()
    played.visit()
    played.until("Tue 14:30").recorded("not_fixed", by=ENGINEER)
    assert failures(played.case, 0) == 1
    nobody_came(played.until("Tue 16:10"))
    assert failures(played.case, 0) == 0
    played.recorded("not_fixed", by=LEAD, arrived_at=at("Tue 15:00"))
    assert failures(played.case, 0) == 1  # and one that was tried after all has
    assert played.count("repair_failed") == 2


def test_who_came_too_late_on_record_and_did_not_come_at_all_is_one_break() -> None:
    played = Played().confirmed()
    played.visit()
    played.until("Tue 09:30").contact(covers=("p1",))
    played.until("Tue 16:20").recorded("fixed", by=ENGINEER, arrived_at=at("Tue 16:15"))
    assert played.case.breaks == 1
    assert calls(played) == []
    nobody_came(played.until("Tue 16:40"))
    assert played.case.breaks == 1
    assert len(calls(played)) == 1


def test_the_heir_of_a_report_hears_that_it_is_owed_no_more() -> None:
    played = held()
    gone = the_visit(played).model_copy(update={"reporter": "fang.gong"})
    played.case = played.case.model_copy(update={"visits": (gone,)})
    decision = decide(
        played.case,
        RecordVisit(
            actor=LEAD,
            received_at=at("Tue 16:10"),
            visit="v1",
            outcome="we_did_not_come",
            arrived_at=at("Tue 16:10"),
            note=NOT_THERE,
        ),
        at("Tue 16:10"),
    )
    told = [a for a in decision.actions if a.about == "visit_report_waived"]
    assert [(a.to, a.params["cause"]) for a in told] == [("fang.gong", "nobody_came")]


def test_somebody_who_was_there_after_all_keeps_it_and_owes_the_report_again() -> None:
    played = held().until("Tue 16:10")
    nobody_came(played)
    played.until("Tue 16:30").recorded("fixed", by=LEAD, arrived_at=at("Tue 15:10"))
    assert (the_visit(played).status, the_promise(played).corrected) == ("done", True)
    assert the_visit(played).report
    assert played.case.breaks == 0


# --- as with any conversation that was none ------------------------------------------------------------


def test_news_given_at_a_door_where_nobody_stood_are_owed_at_their_own_time() -> None:
    played = Played().confirmed().until("Tue 09:30")
    played.contact()
    (news,) = played.case.open_promises
    played.visit()
    played.until("Tue 14:30").recorded("fixed", by=ENGINEER)
    assert played.case.promise(news.id) not in played.case.open_promises
    nobody_came(played.until("Tue 16:10"))
    again = [p for p in played.case.open_promises if p.follows == news.id]
    assert [(p.owner, p.latest_by) for p in again] == [("li.min", news.latest_by)]
    assert played.case.breaks == 1


def test_the_notice_is_a_word_of_ours_whatever_became_of_the_visit() -> None:
    played = Played()
    played.visit("Mon 09:10", "Mon 09:40")
    played.until("Mon 09:15").recorded("arrived", by=ENGINEER)
    played.until("Mon 09:45").reach("confirm").confirm()
    nobody_came(played)
    assert waits_since(played) is None


def test_who_felt_something_only_at_that_door_feels_as_they_came() -> None:
    played = Played(emotion="uneasy").confirmed()
    played.visit()
    played.until("Tue 14:30").recorded("fixed", by=ENGINEER, emotion="angry")
    nobody_came(played.until("Tue 16:10"))
    assert played.case.emotion == "uneasy"
