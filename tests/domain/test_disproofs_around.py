"""What a conversation that is taken back leaves behind: answers, promises let go of, moved or given around it (REQ B2, C2)."""

from typing import Any

import pytest

from builders import LEAD, Played, PlayedFault, a_guide, an_actor, at, refusal_code
from domain.around import Agreed, around
from domain.assignment import Assign
from domain.case.promises import Promise
from domain.contacts import ContactLogged
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.disproofs import ContactDisproved, DisproveContact
from domain.endings import Withdraw
from domain.errors import Refusal
from domain.milestones import Milestone
from domain.observation import EndObservation, ExtendObservation, StartObservation
from domain.pauses import ResumeCase
from domain.promises.commands import NextPromise, ReleasePromise, RenegotiatePromise
from domain.questions import NameProduct, answer_to, answered_elsewhere, put_otherwise
from domain.repairs import OfferRemedy
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit
from domain.visits.commands import CancelVisit, ConfirmVisit

LOAD = a_guide().text("load")


def taken_back(played: Played, contact: str) -> ContactDisproved:
    decision = played.ask(DisproveContact, by=LEAD, contact=contact, reason="another customer")
    return next(each for each in decision.events if isinstance(each, ContactDisproved))


def last_contact(played: Played) -> str:
    return played.case.contacts[-1].id


def asked(played: PlayedFault, *names: str) -> str:
    """A round of questions; the conversation in which they were put. One that waits for its answer waits no more."""
    if played.case.stage == "ask":
        played.complete("ask")
    return played.questions(*names).receipt.made("contacts")[0]


def notice(played: Played) -> dict[str, str]:
    told = [a for a in played.case.actions if a.about == "contact_disproved"]
    return dict(told[-1].params)


# --- answers ---------------------------------------------------------------------------------------------


def test_what_a_stranger_answered_is_unanswered_and_may_be_asked_again() -> None:
    played = PlayedFault().checked()
    contact = asked(played, "load", "display")
    played.answers(load="even when empty")
    with pytest.raises(Refusal) as no:
        played.questions("load")
    assert refusal_code(no) == "question_answered"
    taken_back(played, contact)
    assert answer_to(played.case, "load") is None
    assert played.case.answers == {}
    assert answered_elsewhere(played.case, "load", LOAD) == "even when empty"
    played.questions("load")
    played.answers(load="only when full")
    assert answer_to(played.case, "load") == "only when full"
    assert answered_elsewhere(played.case, "load", LOAD) == "even when empty"


def test_an_answer_that_came_later_and_the_one_that_took_its_place_belong_to_the_round() -> None:
    played = PlayedFault().checked()
    contact = asked(played, "load")
    played.until("Mon 15:00")
    played.answers(load="even when empty")
    played.until("Tue 09:00")
    played.answers(load="always")
    taken_back(played, contact)
    assert played.case.answers == {}
    assert answered_elsewhere(played.case, "load", LOAD) == "always"


def test_what_is_noted_after_it_was_taken_back_is_the_customers() -> None:
    played = PlayedFault().checked()
    contact = asked(played, "load")
    played.answers(load="even when empty")
    taken_back(played, contact)
    played.answers(load="only when full")
    assert played.case.answers == {"load": "only when full"}


def test_what_was_answered_before_anybody_asked_stands() -> None:
    played = PlayedFault().checked()
    played.answers(load="only when full")
    contact = asked(played, "display")
    played.answers(display="E18")
    stands = taken_back(played, contact).noted
    assert played.case.answers == {"load": "only when full"}
    assert stands == (LOAD,)


@pytest.mark.parametrize("first", [0, 1])
def test_an_answer_stands_while_one_of_the_rounds_that_put_the_question_does(first: int) -> None:
    played = PlayedFault().checked()
    rounds = [asked(played, "load"), asked(played, "load", "display")]
    played.answers(load="only when full", display="E18")
    taken_back(played, rounds[first])
    assert played.case.answers.get("load") == "only when full"
    assert ("display" in played.case.answers) == (first == 0)
    taken_back(played, rounds[1 - first])
    assert played.case.answers == {}


def test_of_a_reopened_case_the_answer_from_before_is_back_and_may_be_asked_for() -> None:
    played = PlayedFault().checked()
    asked(played, "load")
    played.answers(load="only when full")
    played.ask(Withdraw, by=LEAD, reason="bought another")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    contact = asked(played, "load")
    played.answers(load="even when empty")
    taken_back(played, contact)
    assert answer_to(played.case, "load") == "only when full"
    played.questions("load")
    assert played.case.rounds[-1].life == 1


def test_an_answer_to_another_products_question_of_that_name_stands() -> None:
    played = PlayedFault().checked()
    washing = asked(played, "recording")
    played.answers(recording="see attached")
    coffee = a_guide("coffee_machine")
    played.ask(NameProduct, guide=coffee)
    coffees = asked(played, "recording")
    played.answers(recording="it hisses")
    taken_back(played, washing)
    assert answer_to(played.case, "recording") == "it hisses"
    assert put_otherwise(played.case) == {"recording": a_guide().text("recording")}
    taken_back(played, coffees)
    assert answer_to(played.case, "recording") is None
    assert answered_elsewhere(played.case, "recording", coffee.text("recording")) == "it hisses"


def test_the_case_stays_where_it_has_gone_since_with_the_question_open() -> None:
    played = PlayedFault().checked()
    contact = asked(played, "load")
    played.answers(load="even when empty")
    played.triage()
    played.until("Mon 10:00").confirm()
    taken_back(played, contact)
    assert (played.case.stage, played.case.answers) == ("diagnose", {})


def test_a_round_of_another_customers_leaves_no_question_of_another_product_behind() -> None:
    played = PlayedFault().checked()
    contact = asked(played, "recording")
    played.ask(NameProduct, guide=a_guide("coffee_machine"))
    taken_back(played, contact)
    assert put_otherwise(played.case) == {}


# --- what was let go of ------------------------------------------------------------------------------------


def let_go_of(
    by: Any = None, said_before: str = "", latest_by: str = "Wed 15:00"
) -> tuple[Played, str, str]:
    """A call promised, a conversation, and the call let go of since; the promise and the conversation."""
    played = Played().confirmed()
    promise = played.until("Mon 10:20").promise(latest_by)
    if said_before:
        played.until(said_before)
        played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.until("Mon 11:00").contact(covers=())
    contact = last_contact(played)
    played.until("Mon 11:05").ask(ReleasePromise, by=by, promise=promise, reason="no call needed")
    return played, promise, contact


def found(played: Played, promise: str) -> Promise:
    it = played.case.promise(promise)
    assert it
    return it


def test_what_the_customer_never_let_go_of_is_owed_again_as_it_was() -> None:
    played, promise, contact = let_go_of()
    stands = taken_back(played, contact)
    (again,) = (p for p in played.case.open_promises if p.follows == promise)
    before = found(played, promise)
    assert (again.latest_by, again.owner, again.subject) == (
        before.latest_by,
        before.owner,
        before.subject,
    )
    assert again.is_told
    assert stands.let_go == ()
    assert promise in notice_by_owner(played)["owed_again"]


def notice_by_owner(played: Played) -> dict[str, str]:
    assert "li.min" in played.recipients("contact_disproved")
    return notice(played)


def test_it_is_broken_once_its_time_is_past_and_a_call_is_owed() -> None:
    played, promise, contact = let_go_of(latest_by="Mon 15:00")
    played.until("Tue 09:00")
    taken_back(played, contact)
    assert (found(played, promise).status, found(played, promise).ended_at) == (
        "broken",
        at("Mon 15:00"),
    )
    assert promise in {p.follows for p in played.case.open_promises}
    assert played.recipients("promise_broken") == ["li.min", "chen.jie"]


def test_what_was_let_go_of_on_another_word_stays_so_and_is_named() -> None:
    played, promise, contact = let_go_of()
    played.contact(covers=())  # to another matter, and in fact with this customer
    other = last_contact(played)
    stands = taken_back(played, other)
    assert found(played, promise).status == "released"
    assert stands.let_go == (promise,)
    assert notice(played)["let_go"] == promise
    assert "owed_again" not in notice(played)
    taken_back(played, contact)
    assert promise in {p.follows for p in played.case.open_promises}


def test_what_a_lead_lets_go_of_without_a_word_is_named_at_its_moments_alone() -> None:
    played = Played().confirmed().until("Mon 10:20")
    first, second = played.promise("Wed 15:00"), played.promise("Thu 15:00", "the invoice")
    played.until("Mon 11:00").contact(channel="email", covers=())
    contact = last_contact(played)
    played.ask(ReleasePromise, by=LEAD, promise=first, reason="a mistake")
    played.until("Mon 14:00").ask(ReleasePromise, by=LEAD, promise=second, reason="a mistake")
    assert taken_back(played, contact).let_go == (first,)
    assert not {first, second} & {p.follows for p in played.case.open_promises}


def test_what_a_rule_lets_go_of_is_no_matter_of_a_conversation() -> None:
    played = Played().confirmed().until("Tue 10:05")
    played.contact(
        occurred_at=at("Tue 09:50")
    )  # puts a break right, and lets go of the call for it
    assert any(p.status == "released" for p in played.case.promises)
    assert around(played.case, played.case.contacts[-1]).let_go == ()


def test_a_visit_that_was_cancelled_is_named_and_not_arranged_again() -> None:
    played = Played().confirmed()
    visit = played.until("Mon 10:20").visit()
    played.until("Mon 11:00").contact(covers=())
    contact = last_contact(played)
    played.ask(CancelVisit, visit=visit, reason="repaired by a neighbour")
    promise = played.case.visits[0].promise
    assert taken_back(played, contact).let_go == (promise,)
    assert promise not in {p.follows for p in played.case.open_promises}


def test_what_is_owed_again_is_the_present_owners() -> None:
    played, promise, contact = let_go_of()
    played.ask(Assign, owner="sun.yu", reason="leave")
    taken_back(played, contact)
    assert [p.owner for p in played.case.open_promises if p.follows == promise] == ["sun.yu"]


# --- what was moved, and given -------------------------------------------------------------------------------


def test_what_was_moved_around_it_is_named_as_it_stands_and_moves_back_by_hand() -> None:
    played = Played().confirmed()
    promise = played.until("Mon 10:20").promise("Wed 15:00")
    played.until("Mon 11:00").contact(covers=())
    contact = last_contact(played)
    played.until("Mon 14:00")  # noted much later, told in that conversation
    moving: dict[str, Any] = {
        "promise": promise,
        "told_at": at("Mon 11:02"),
        "reason": "the laboratory",
    }
    moved = played.ask(RenegotiatePromise, latest_by=at("Thu 15:00"), **moving)
    now = moved.receipt.made("promises")[0]
    stands = taken_back(played, contact)
    assert stands.moved == (now,)
    assert notice(played)["moved"] == now
    back: dict[str, Any] = {
        "latest_by": at("Wed 15:00"),
        "told_at": played.now,
        "reason": "as they were told",
    }
    played.ask(RenegotiatePromise, promise=now, **back)
    assert any(p.latest_by == at("Wed 15:00") for p in played.case.open_promises)
    never = next(k for k in played.case.contacts if k.id == contact)
    assert around(played.case, never).moved == ()


def test_what_was_moved_once_too_often_around_it_is_named_too() -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.contact(covers=())
    contact = last_contact(played)
    played.moved_too_often()
    assert taken_back(played, contact).moved == (played.case.promises[-1].id,)


def test_what_was_moved_at_another_time_is_not_named() -> None:
    played = Played().confirmed()
    promise = played.until("Mon 10:20").promise("Wed 15:00")
    played.until("Mon 11:00").contact(covers=())
    contact = last_contact(played)
    played.until("Mon 14:00")
    moving: dict[str, Any] = {"promise": promise, "told_at": played.now, "reason": "the laboratory"}
    played.ask(RenegotiatePromise, latest_by=at("Thu 15:00"), **moving)
    assert taken_back(played, contact).moved == ()


def test_what_was_promised_in_it_is_named_and_stays_owed() -> None:
    played = Played().confirmed().until("Mon 11:00")
    given = NextPromise(subject="the invoice", latest_by=at("Wed 15:00"))
    played.contact(next_promise=given)
    contact, promise = last_contact(played), played.case.promises[-1].id
    played.promise("Thu 15:00", "another matter")
    stands = taken_back(played, contact)
    assert promise in stands.promised
    assert found(played, promise).is_open
    assert promise in notice(played)["promised_then"]


def test_a_colleagues_promise_of_that_time_is_another_matter() -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.contact(by=an_actor("zhou.yan"))
    played.promise("Wed 15:00")
    assert taken_back(played, last_contact(played)).promised == ()


def test_where_nothing_was_agreed_on_nothing_is_said_of_it() -> None:
    played = Played().until("Mon 09:10")
    played.contact()
    taken_back(played, last_contact(played))
    assert (
        not {"owed_again", "let_go", "moved", "promised_then", "answered"} & notice(played).keys()
    )


def test_of_a_flood_only_the_latest_are_named() -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.contact(covers=())
    contact = last_contact(played)
    made = [played.promise("Wed 15:00", f"part {n}") for n in range(60)]
    assert taken_back(played, contact).promised == tuple(made[-50:])


# --- the calls of the rhythm -------------------------------------------------------------------------------


@pytest.mark.parametrize("later", ["Tue 12:00", "Thu 12:00"])
def test_of_two_calls_by_rule_one_is_enough(later: str) -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.contact()
    played.until("Tue 09:00").contact()
    claimed = [e.contact for e in played.events if isinstance(e, ContactLogged)][-1]
    played.until("Tue 09:30" if later == "Tue 12:00" else later)
    taken_back(played, claimed.id)
    news = [p for p in played.case.open_promises if p.is_news]
    assert len(news) == 1
    assert news[0].latest_by == min(p.latest_by for p in played.case.open_promises)


def test_the_call_for_a_miss_stays_beside_none_of_the_rhythm() -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.contact()
    (news,) = played.case.open_promises
    played.until("Tue 09:00").contact()
    contact = last_contact(played)
    played.until(news.latest_by).until(news.latest_by.replace(minute=30))
    taken_back(played, contact)
    assert found(played, news.id).status in ("broken", "released")
    assert len([p for p in played.case.open_promises if p.is_news]) == 1


# --- what a step let go of, on what was said or told in it ---------------------------------------------------


def watched(**fields: Any) -> Played:
    """The fix is watched until Monday in two weeks, and two check-ins are promised before the call after its end."""
    played = Played().verifying().until("Mon 15:00")
    played.contact()
    check_ins = (at("Fri 10:00"), at("Thu+1 10:00"))
    usual = {"ends_at": at("Mon+2 10:00"), "check_ins": check_ins}
    played.ask(StartObservation, **{**usual, **fields})
    return played


def check_ins(played: Played, status: str) -> tuple[str, ...]:
    return tuple(p.id for p in played.case.promises if (p.kind, p.status) == ("check_in", status))


@pytest.mark.parametrize("noted", ["Tue 15:00", "Wed 11:00"])
def test_the_check_ins_that_end_with_a_window_a_stranger_ended_are_named(noted: str) -> None:
    played = watched().until("Tue 15:00")
    played.contact(covers=())
    contact = last_contact(played)
    played.until(noted)
    played.ask(EndObservation, told_at=at("Tue 15:00"), reason="the customer agrees")
    lost = check_ins(played, "released")
    assert len(lost) == 3
    assert taken_back(played, contact).let_go == lost
    assert notice(played)["let_go"] == ", ".join(lost)


def test_a_longer_window_that_a_stranger_agreed_to_is_named_with_all_that_came_of_it() -> None:
    played = watched().until("Tue 15:00")
    played.contact(covers=())
    contact = last_contact(played)
    played.until("Wed 11:00")
    longer: dict[str, Any] = {"ends_at": at("Tue+2 10:00"), "told_at": at("Tue 15:00")}
    played.ask(ExtendObservation, check_ins=(at("Mon+2 10:00"),), reason="a holiday", **longer)
    stands = taken_back(played, contact)
    assert stands.let_go == check_ins(played, "released") != ()
    assert stands.promised == check_ins(played, "open")[-2:]
    assert stands.agreed == (Agreed(what="watched", until=at("Tue+2 10:00")),)


def test_a_window_that_began_in_it_is_named_with_its_check_ins() -> None:
    played = watched()
    stands = taken_back(played, last_contact(played))
    assert stands.promised == check_ins(played, "open")
    assert stands.agreed == (Agreed(what="watched", until=at("Mon+2 10:00")),)


def test_the_check_ins_that_ended_when_a_stranger_said_that_it_works_no_more_are_named() -> None:
    played = watched().until("Tue 15:00")
    played.contact(covers=())
    contact = last_contact(played)
    played.until("Wed 11:00").ask(RecordVerification, outcome="not_fixed")
    lost = check_ins(played, "released")
    assert lost
    assert taken_back(played, contact).let_go == lost


def test_the_milestones_that_ended_as_a_stranger_said_that_it_works_are_named() -> None:
    plan = (Milestone(subject="new bearing", latest_by=at("Fri 10:00")),)
    played = Played()
    played.until("Mon 09:10").contact()
    played.until("Mon 09:30").triage()
    played.until("Mon 10:00").confirm(milestones=plan)
    played.verifying().until("Mon 15:00").says_it_works()
    word = last_contact(played)
    played.until("Mon 17:00").ask(Resolve, basis="customer_confirmed", said_in=word)
    lost = tuple(p.id for p in played.case.promises if p.kind == "milestone")
    assert {p.status for p in played.case.promises if p.id in lost} == {"released"}
    played.until("Tue 16:00")
    played.ask(RecordRevisit, outcome="trouble", occurred_at=played.now, channel="phone")
    assert taken_back(played, word).let_go == lost


def test_what_ended_with_tries_that_never_were_is_named_with_each() -> None:
    played = Played().verifying()
    played.contact(covers=("p1",))
    part = played.promise("Fri+1 10:00", "the spare part")
    tries = []
    for day in ("Tue", "Wed", "Thu"):
        played.until(f"{day} 11:00").contact(reached=False, left_message=True, covers=())
        tries.append(last_contact(played))
    played.until("Thu 17:00").ask(Resolve, basis="unreachable")
    assert found(played, part).status == "released"
    played.until("Fri 15:00")
    played.ask(RecordRevisit, outcome="trouble", occurred_at=played.now, channel="phone")
    for contact in tries:
        assert taken_back(played, contact).let_go == (part,)


def test_what_ended_with_the_case_is_owed_again_with_it_and_not_named() -> None:
    played = Played().resolved()
    given = played.promise("Fri+1 10:00", "the spare part")
    for day in ("Tue", "Wed", "Thu"):
        played.until(f"{day} 15:00")
        played.ask(RecordRevisit, outcome="no_answer", occurred_at=played.now, note="nobody there")
    assert (played.case.phase, found(played, given).status) == ("closed", "released")
    assert taken_back(played, last_contact(played)).let_go == ()
    assert given in {p.follows for p in played.case.open_promises}


# --- what else was agreed on ---------------------------------------------------------------------------------


def test_a_pause_that_a_stranger_was_told_of_is_named_with_its_end() -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.contact(covers=())
    contact = last_contact(played)
    played.pause("Fri+1 10:00")
    assert taken_back(played, contact).agreed == (Agreed(what="paused", until=at("Fri+1 10:00")),)
    assert notice(played)["agreed"] == f"paused {at('Fri+1 10:00').isoformat()}"
    assert played.case.pause, "whoever it was told to: only people resume"


def test_a_pause_told_at_another_time_and_one_that_is_over_are_not_named() -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.contact(covers=())
    first = last_contact(played)
    played.until("Mon 14:00").pause("Fri+1 10:00")
    assert taken_back(played, first).agreed == ()
    played.contact(covers=())
    second = last_contact(played)
    played.until("Mon 14:10").ask(ResumeCase)
    assert taken_back(played, second).agreed == ()


def test_a_wait_for_the_customer_that_a_stranger_ended_is_named() -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.pause("Fri 10:00", reason="waiting_on_customer")
    played.until("Mon 14:00").contact(direction="inbound")
    assert played.case.pause is None
    assert taken_back(played, last_contact(played)).agreed == (Agreed(what="wait_over"),)


def test_a_visit_that_a_stranger_confirmed_is_named_while_it_is_ahead() -> None:
    played = Played().confirmed().until("Mon 10:20")
    visit = played.visit()
    played.until("Mon 14:00").contact(covers=())
    contact = last_contact(played)
    played.ask(ConfirmVisit, visit=visit, confirmed_at=played.now)
    (never,) = (k for k in played.case.contacts if k.id == contact)
    assert around(played.case, never).agreed == (Agreed(what="visit_confirmed", ref=visit),)
    played.until("Tue 14:30").recorded("arrived", by=an_actor("chen.gong"))
    assert taken_back(played, contact).agreed == ()


def test_what_a_stranger_said_to_an_offer_is_named() -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.contact(covers=())
    played.ask(OfferRemedy, remedy="refund", answer="declined")
    stands = taken_back(played, last_contact(played))
    assert stands.agreed == (Agreed(what="offer_answered", ref="refund"),)


# --- the notice that their case is complex -------------------------------------------------------------------


def told_between(*calls: str, told: str) -> tuple[Played, list[str]]:
    """Calls, and the confirmation at a time of its own, told then."""
    played, made = Played().until("Mon 09:10"), []
    played.contact()
    played.until("Mon 09:20").triage()
    for call in calls:
        played.until(call).contact(covers=())
        made.append(last_contact(played))
    played.until(told).confirm(told_at=at(told))
    return played, made


def refused(played: Played, contact: str) -> str:
    with pytest.raises(Refusal) as no:
        taken_back(played, contact)
    return refusal_code(no)


@pytest.mark.parametrize("told", ["Mon 10:00:00", "Mon 10:00:20", "Mon 10:30:00"])
def test_the_notice_was_given_in_the_call_before_it_that_comes_nearest(told: str) -> None:
    played, (call,) = told_between("Mon 10:00", told=told)
    assert refused(played, call) == "contact_of_notice"


def test_a_call_farther_from_the_notice_is_another_and_so_is_one_after_the_confirmation() -> None:
    played, (first, nearest) = told_between("Mon 10:00", "Mon 10:10", told="Mon 10:12")
    taken_back(played, first)
    played.until("Mon 10:13").contact(covers=())
    taken_back(played, last_contact(played))
    assert refused(played, nearest) == "contact_of_notice"


def test_a_call_of_another_half_hour_is_not_the_notice() -> None:
    played, (call,) = told_between("Mon 10:00", told="Mon 10:31")
    taken_back(played, call)
