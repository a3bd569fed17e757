"""Who waits in vain is called soon, until somebody has talked to them since (REQ C2)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from builders import Played, PlayedFault, an_actor, at, refusal_code
from domain.assignment import Assign
from domain.case.promises import Promise
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.errors import Refusal
from domain.observation import EndObservation, ExtendObservation, StartObservation
from domain.promises.commands import NextPromise, ReleasePromise, RenegotiatePromise
from domain.resolution import RecordVerification, Resolve

COLLEAGUE = an_actor("liu.yang")


def calls(played: Played) -> list[tuple[str, str]]:
    """Who is to call about what, by the ids of what the calls stand in for."""
    owed = sorted(played.case.open_promises, key=lambda p: (p.latest_by, p.id))
    return [(p.owner, p.follows or p.kind) for p in owed if p.keeping.by == "call"]


def find(played: Played, promise: str) -> Promise:
    found = played.case.promise(promise)
    assert found
    return found


def missed_news() -> Played:
    """In verification the rhythm's call, p2, was missed on Tuesday at eleven; p3 stands in for it."""
    played = Played().verifying().until("Mon 11:00")
    played.contact(covers=("p1",))
    played.until("Tue 11:05")
    assert find(played, "p2").status == "broken"
    assert calls(played) == [("li.min", "p2")]
    return played


def missed_check_in(missed_at: str = "Wed 10:00", ends_at: str = "Fri+1 17:00") -> Played:
    """A check-in, p3, was missed; p2 was the rhythm's, and the window's own calls took its place."""
    played = Played().verifying()
    played.contact(covers=("p1",))
    played.ask(StartObservation, ends_at=at(ends_at), check_ins=(at(missed_at),))
    played.until(at(missed_at) + timedelta(minutes=5))
    assert find(played, "p3").status == "broken"
    assert ("li.min", "p3") in calls(played)
    return played


def start(played: Played) -> None:
    played.ask(StartObservation, ends_at=at("Mon+1 17:00"))


def test_a_window_begun_after_a_miss_leaves_the_call_that_is_owed_for_it() -> None:
    played = missed_news()
    start(played)
    assert calls(played)[0] == ("li.min", "p2")
    assert played.case.next_promise and played.case.next_promise.latest_by == at("Tue 14:00")


def test_a_window_begun_after_a_talk_since_the_miss_lets_go_of_the_rhythms_call() -> None:
    played = missed_news()
    played.until("Tue 11:30").contact()
    start(played)
    assert [p.kind for p in played.case.open_promises] == ["check_in"]


def test_the_next_try_after_one_in_vain_is_not_let_go_of_by_a_window_either() -> None:
    played = Played().verifying().until("Mon 11:00")
    played.contact(covers=("p1",))
    played.until("Tue 10:50").contact(reached=False, left_message=True)
    start(played)
    assert calls(played)[0] == ("li.min", "p2")


def agreed(told_at: str) -> dict[str, Any]:
    return {"told_at": at(told_at), "reason": "as agreed on the phone"}


@pytest.mark.parametrize(("told_at", "owed"), [("Tue 09:00", True), ("Wed 10:03", False)])
def test_ending_a_window_makes_good_for_a_miss_only_when_it_was_told_after_it(
    told_at: str, owed: bool
) -> None:
    played = missed_check_in()
    played.ask(EndObservation, **agreed(told_at))
    assert (("li.min", "p3") in calls(played)) == owed


@pytest.mark.parametrize(("told_at", "owed"), [("Tue 09:00", True), ("Wed 16:33", False)])
def test_nor_does_making_it_longer_when_the_near_call_comes_after_its_old_end(
    told_at: str, owed: bool
) -> None:
    played = missed_check_in("Wed 16:30", ends_at="Wed 17:00")
    played.ask(ExtendObservation, ends_at=at("Wed+1 17:00"), **agreed(told_at))
    assert (("li.min", "p3") in calls(played)) == owed


def test_trouble_with_the_fix_does_not_let_go_of_the_call_for_a_missed_check_in() -> None:
    played = missed_check_in()
    played.ask(RecordVerification, outcome="not_fixed")
    assert calls(played) == [("li.min", "p3")]


def test_being_resolved_does_not_let_go_of_it_either() -> None:
    played = Played().verifying()
    played.until("Mon 15:00").contact(covers=("p1",))
    played.ask(RecordVerification, outcome="fixed")
    played.until("Tue 15:05")
    assert find(played, "p2").status == "broken"
    played.ask(Resolve, basis="customer_confirmed")
    assert calls(played) == [("li.min", "p2")]


def test_a_call_that_was_due_unnoticed_when_a_window_began_is_owed_all_the_same() -> None:
    played = Played().verifying().until("Mon 11:00")
    played.contact(covers=("p1",))
    played.now = at("Tue 11:05")  # an outage: no tick yet
    start(played)
    assert calls(played)[0] == ("li.min", "p2")


def two_missed() -> Played:
    """First feedback, p1, missed at ten; about an invoice, p2, missed half an hour later; p3 stands in for both."""
    played = Played().confirmed()
    played.promise("Tue 10:30", "invoice")
    played.promise("Fri+1 10:00", "the part")
    played.until("Tue 10:50")
    assert calls(played) == [("li.min", "p1"), ("li.min", "callback")]
    return played


def test_a_call_before_a_miss_does_not_use_up_what_stands_in_for_it() -> None:
    played = two_missed()
    played.contact(occurred_at=at("Tue 10:20"), covers=("p4",))
    assert find(played, "p4").status == "kept"
    assert calls(played) == [("li.min", "p2"), ("li.min", "callback")]
    assert find(played, "p5").subject == "invoice"


def test_a_call_after_both_makes_good_for_both() -> None:
    played = two_missed()
    played.contact(occurred_at=at("Tue 10:35"), covers=("p4",))
    assert calls(played) == [("li.min", "callback")]


def test_letting_go_of_one_does_not_let_go_of_the_other_that_leaned_on_it() -> None:
    played = two_missed()
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message="m1", verdict="thanks")
    played.ask(ReleasePromise, promise="p4", reason="of the first they need to hear no more")
    assert calls(played) == [("li.min", "p2"), ("li.min", "callback")]


def test_a_visit_that_was_missed_after_the_call_is_not_made_good_by_it() -> None:
    played = Played().confirmed()
    played.visit("Tue 10:00", "Tue 11:00")
    played.promise("Fri+1 10:00", "the part")
    played.until("Tue 11:35")
    assert played.case.visits[0].status == "no_show_by_us"
    played.contact(occurred_at=at("Tue 11:20"))
    assert find(played, "p4").status == "kept"
    assert calls(played) == [("li.min", "p2"), ("li.min", "callback")]


def test_a_colleagues_call_about_something_else_does_not_stand_in_for_a_missed_visit() -> None:
    played = Played().confirmed()
    played.visit("Mon 14:00", "Mon 15:00")
    played.promise("Mon 15:10", "invoice", owner=COLLEAGUE.handle)
    played.until("Mon 15:31")
    assert calls(played) == [("liu.yang", "p3"), ("li.min", "p2"), ("li.min", "first_feedback")]
    played.until("Mon 16:00").contact(by=COLLEAGUE, covers=("p4",))
    assert calls(played) == [("li.min", "p2"), ("li.min", "first_feedback")]


def test_who_found_nobody_at_home_is_called_by_the_owner_whoever_else_calls() -> None:
    played = Played().confirmed()
    played.visit("Mon 14:00", "Mon 15:00")
    played.promise("Mon 13:50", "invoice", owner=COLLEAGUE.handle)
    played.until("Mon 14:00").recorded("customer_absent")
    assert calls(played)[:2] == [("liu.yang", "p3"), ("li.min", "p2")]


def test_ones_own_broken_word_is_not_left_to_a_colleague() -> None:
    played = Played().confirmed()
    played.promise("Mon 14:00", "invoice", owner=COLLEAGUE.handle)
    played.promise("Mon 14:30", "noise test")
    played.until("Mon 14:30")
    assert calls(played)[:2] == [("liu.yang", "p2"), ("li.min", "p3")]


def spoke(played: Played) -> None:
    played.contact(covers=("p1",))


def called_in(played: Played) -> None:
    played.contact(direction="inbound", parts=(), covers=("p1",))


def was_there(played: Played) -> None:
    played.recorded("diagnosed")


@pytest.mark.parametrize("how", [spoke, called_in, was_there])
def test_whoever_has_just_been_spoken_to_waits_for_no_news(how: Callable[[Played], None]) -> None:
    played = Played(priority="P0").confirmed()
    if how is was_there:
        played.visit("Mon 13:30", "Mon 14:30")
    news = next(p for p in played.case.open_promises if p.is_news)
    assert news.latest_by == at("Mon 14:00")
    played.until("Mon 13:50")
    how(played)
    assert find(played, news.id).status == "kept"
    played.until("Mon 14:30")
    assert played.case.breaks == 0


def test_a_talk_that_is_logged_a_little_late_has_given_the_news_in_time() -> None:
    played = Played(priority="P0").confirmed()
    played.until("Mon 14:05").contact(occurred_at=at("Mon 13:55"), covers=("p1",))
    assert find(played, "p2").corrected


def test_a_date_agreed_for_the_news_is_kept_by_news() -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.contact()
    played.ask(
        RenegotiatePromise,
        promise="p2",
        latest_by=at("Wed 11:00"),
        told_at=played.now,
        reason="the customer is away until then",
    )
    played.until("Mon 15:00").contact(covers=())
    assert find(played, "p3").is_open


def test_the_news_that_feelings_ask_for_are_due_on_a_day_on_which_somebody_works() -> None:
    friday = Played("Fri 09:00").reach("triage")
    friday.contact(emotion="furious", covers=())
    friday.triage()
    friday.until("Fri 16:00").confirm("Wed+1 10:00", complexity="medium")
    friday.until("Mon+1 09:00")
    assert friday.case.breaks == 0
    assert friday.case.next_promise and friday.case.next_promise.latest_by == at("Mon+1 16:00")


def about_the_workshop() -> NextPromise:
    return NextPromise(subject="what the workshop says", latest_by=at("Mon 11:00"))


def test_whoever_calls_to_ask_has_called_as_promised() -> None:
    played = PlayedFault().until("Mon 09:10")
    assert isinstance(played, PlayedFault)
    played.contact(next_promise=about_the_workshop())
    played.complete("safe_checks", checked="nothing in the drum")
    played.until("Mon 10:50")
    played.questions("load")
    assert find(played, "p1").status == "kept"


def test_whoever_asks_in_a_message_has_tried() -> None:
    played = PlayedFault().until("Mon 09:10")
    assert isinstance(played, PlayedFault)
    played.contact(next_promise=about_the_workshop())
    played.complete("safe_checks", checked="nothing in the drum")
    played.until("Mon 10:50")
    played.questions("load", reached=False)
    assert find(played, "p1").status == "attempted"


@pytest.mark.parametrize(("answer", "status"), [("agreed", "kept"), ("unreachable", "open")])
def test_whoever_calls_to_tell_of_the_confirmation_has_called_as_promised(
    answer: str, status: str
) -> None:
    played = Played().until("Mon 09:10")
    played.contact(next_promise=about_the_workshop())
    played.until("Mon 10:40").triage()
    played.until("Mon 10:50").confirm(answer=answer)
    assert find(played, "p1").status == status
    assert len(played.case.contacts) == (2 if status == "kept" else 1)


def test_a_conversation_that_is_on_record_is_not_put_there_again_by_the_confirmation() -> None:
    played = Played().until("Mon 09:10")
    played.contact(next_promise=about_the_workshop())
    played.promise("Mon 15:00", "the invoice")
    played.until("Mon 10:40").triage()
    played.until("Mon 10:50").contact()
    played.until("Mon 10:55").confirm()
    assert (find(played, "p1").status, find(played, "p2").status) == ("kept", "open")
    assert len(played.case.contacts) == 2


def moved(played: Played, promise: str, latest_by: str, **fields: Any) -> tuple[str, ...]:
    usual = {"told_at": played.now, "reason": "the laboratory needs longer"}
    asked = {"promise": promise, "latest_by": at(latest_by), **usual, **fields}
    return played.ask(RenegotiatePromise, **asked).receipt.made("promises")


def test_a_second_click_on_moving_a_promise_counts_once_and_says_what_it_became() -> None:
    played = Played().confirmed()
    promise = played.promise("Tue 14:00")
    first = moved(played, promise, "Wed 14:00")
    played.until("Mon 10:01")
    assert moved(played, promise, "Wed 14:00") == first
    assert played.events[-1].name == "promise_joined"
    assert find(played, first[0]).renegotiations == 1


def test_so_does_a_second_click_on_making_it_sooner_or_on_the_last_move_too_many() -> None:
    played = Played().confirmed()
    promise = played.promise("Thu 14:00")
    sooner = moved(played, promise, "Tue 14:00")
    assert moved(played, promise, "Tue 14:00") == sooner
    for day in ("Wed", "Thu", "Fri"):
        (promise,) = sooner
        sooner = moved(played, promise, f"{day} 14:00")
    assert find(played, promise).status == "broken"
    assert moved(played, promise, "Fri 14:00") == sooner


def test_a_move_to_the_time_that_it_has_is_none() -> None:
    played = Played().confirmed()
    promise = played.promise("Tue 14:00", expected_by=at("Tue 11:00"))
    for _ in range(3):
        assert moved(played, promise, "Tue 14:00") == (promise,)
    assert moved(played, promise, "Tue 14:00", expected_by=at("Tue 11:00")) == (promise,)
    (sooner,) = moved(played, promise, "Tue 14:00", expected_by=at("Tue 10:00"))
    assert find(played, sooner).renegotiations == 0  # only the latest time can break


def test_whoever_moves_what_was_moved_elsewhere_hears_what_it_became() -> None:
    played = Played().confirmed()
    promise = played.promise("Tue 14:00")
    (first,) = moved(played, promise, "Wed 14:00")
    (second,) = moved(played, first, "Wed 16:00")
    with pytest.raises(Refusal) as refused:
        moved(played, promise, "Wed 14:00")
    assert refusal_code(refused) == "promise_goes_on"
    assert refused.value.problem.params["goes_on_as"] == second


def test_a_second_click_makes_no_second_promise_when_the_case_has_changed_hands() -> None:
    played = Played().confirmed()
    promise = played.promise("Tue 14:00")
    played.ask(Assign, owner="sun.yu", reason="on leave")
    assert played.promise("Tue 14:00") == promise
    assert find(played, promise).owner == "sun.yu"


def agreed_news() -> Played:
    """In verification the customer asked for the next call, p3, on Wednesday at three."""
    played = Played().verifying().until("Mon 11:00")
    played.contact(covers=("p1",))
    moved(played, "p2", "Wed 15:00")
    return played


def test_a_call_at_the_customers_time_does_not_give_way_to_a_window() -> None:
    played = agreed_news().until("Mon 11:30")
    start(played)
    assert find(played, "p3").is_open


def test_nor_to_the_case_being_resolved() -> None:
    played = agreed_news()
    played.ask(RecordVerification, outcome="fixed")
    played.ask(Resolve, basis="customer_confirmed")
    assert find(played, "p3").is_open


def test_nor_is_it_left_to_a_colleagues_call_once_it_was_missed() -> None:
    played = agreed_news()
    played.promise("Wed 15:10", "invoice", owner=COLLEAGUE.handle)
    played.until("Wed 15:05")
    assert ("li.min", "p3") in calls(played)


def test_a_call_owed_for_a_miss_that_was_made_sooner_with_the_customer_is_owed_still() -> None:
    played = missed_news().until("Tue 11:10")
    moved(played, "p3", "Tue 13:30")
    start(played)
    assert find(played, "p4").is_open


@pytest.mark.parametrize("until", ["Wed 11:00", "Thu 11:00"])
@pytest.mark.parametrize(("told_at", "stays"), [("Tue 09:00", True), ("Wed 10:20", False)])
def test_a_check_in_that_was_moved_is_let_go_of_only_by_a_later_word(
    until: str, told_at: str, stays: bool
) -> None:
    played = missed_check_in().until("Wed 10:10")
    owed = next(p for p in played.case.open_promises if p.follows == "p3")
    (later,) = moved(played, owed.id, until)
    played.until("Wed 10:30").ask(EndObservation, **agreed(told_at))
    assert find(played, later).is_open == stays


def test_trouble_does_not_let_go_of_a_call_for_a_missed_check_in_that_was_made_sooner() -> None:
    played = missed_check_in()
    owed = next(p for p in played.case.open_promises if p.follows == "p3")
    (sooner,) = moved(played, owed.id, "Wed 11:00")
    played.ask(RecordVerification, outcome="not_fixed")
    assert find(played, sooner).is_open


@pytest.mark.parametrize("told_at", ["Tue 10:20", "Tue 10:50"])
def test_moving_what_stands_in_for_two_leaves_a_call_for_the_other(told_at: str) -> None:
    played = two_missed()
    moved(played, "p4", "Fri 10:00", told_at=at(told_at))
    assert calls(played) == [("li.min", "p2"), ("li.min", "p4"), ("li.min", "callback")]


def test_the_conversation_in_which_it_was_moved_is_one_for_the_other_when_logged_later() -> None:
    played = two_missed()
    moved(played, "p4", "Fri 10:00", told_at=at("Tue 10:45"))
    played.until("Tue 10:55").contact(occurred_at=at("Tue 10:45"))
    assert calls(played) == [("li.min", "p4"), ("li.min", "callback")]


def test_nor_does_moving_it_once_too_often() -> None:
    played = Played().confirmed()
    played.promise("Mon 14:00", "the part")
    for hour in ("14:10", "14:20"):
        moved(played, played.case.promises[-1].id, f"Mon {hour}")
    played.promise("Mon 15:00", "invoice")
    played.until("Mon 15:05")
    owed = next(p for p in played.case.open_promises if p.renegotiations == 2)
    assert [p.status for p in played.case.promises if p.subject == "invoice"] == ["broken"]
    moved(played, owed.id, "Fri 14:00", told_at=at("Mon 14:50"))
    assert find(played, owed.id).status == "broken"
    assert ("li.min", "p5") in calls(played)


def test_one_that_is_made_sooner_stands_in_for_both_still() -> None:
    played = two_missed()
    moved(played, "p4", "Tue 11:30", told_at=at("Tue 10:20"))
    assert calls(played) == [("li.min", "p4"), ("li.min", "callback")]


def test_news_left_to_a_colleagues_call_are_owed_again_when_that_is_moved() -> None:
    played = Played().confirmed().until("Tue 09:50")
    played.contact(covers=("p1",))
    invoice = played.promise("Wed 11:00", "invoice", owner=COLLEAGUE.handle)
    played.until("Wed 09:55")
    assert calls(played) == [("liu.yang", "callback")]
    played.until("Wed 10:00")
    moved(played, invoice, "Mon+1 11:00", told_at=at("Wed 09:40"))
    assert calls(played) == [("li.min", "p2"), ("liu.yang", invoice)]


def test_a_missed_promise_that_leans_on_anothers_call_says_which_keeps_it() -> None:
    played = two_missed()
    with pytest.raises(Refusal) as refused:
        played.contact(covers=("p2",))
    assert refusal_code(refused) == "promise_goes_on"
    assert refused.value.problem.params["goes_on_as"] == "p4"


def test_missed_news_say_which_colleagues_call_they_are_left_to() -> None:
    played = Played().confirmed().until("Tue 09:50")
    played.contact(covers=("p1",))
    invoice = played.promise("Wed 11:00", "invoice", owner=COLLEAGUE.handle)
    played.until("Wed 09:55")
    with pytest.raises(Refusal) as refused:
        played.contact(covers=("p2",))
    assert refused.value.problem.params["goes_on_as"] == invoice


def test_after_trouble_the_next_call_comes_no_later_than_was_agreed() -> None:
    played = Played().verifying()
    played.contact(covers=("p1",))
    played.ask(
        StartObservation, ends_at=at("Mon+1 17:00"), check_ins=(at("Thu 10:00"), at("Fri 10:00"))
    )
    played.until("Wed 17:30").ask(RecordVerification, outcome="not_fixed")
    assert [p.latest_by for p in played.case.open_promises] == [at("Thu 10:00")]


@pytest.mark.parametrize(("since", "stays"), [(False, True), (True, False)])
def test_a_check_in_agreed_after_the_word_that_confirms_it_stays(since: bool, stays: bool) -> None:
    played = Played().verifying().until("Mon 11:00")
    played.contact(covers=("p1",))
    played.until("Mon 11:30")
    played.ask(StartObservation, ends_at=at("Mon+1 17:00"), check_ins=(at("Thu 10:00"),))
    if since:
        played.until("Mon 16:00").contact(covers=())
    played.until("Tue 17:00").ask(RecordVerification, outcome="fixed")
    played.ask(Resolve, basis="customer_confirmed")
    assert any(p.kind == "check_in" for p in played.case.open_promises) == stays


def test_an_outage_over_the_end_of_a_window_leaves_one_call() -> None:
    played = Played().verifying()
    played.contact(covers=("p1",))
    played.ask(StartObservation, ends_at=at("Mon+1 17:00"))
    played.until("Fri 16:00")
    played.now = at("Wed+1 09:00")
    played.tick(since=at("Mon+1 16:00"))
    assert len(played.case.open_promises) == 1
