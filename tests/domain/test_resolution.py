"""Ending well: verify, observe, resolve, revisit, close (REQ E1, E2)."""

from typing import Any

import pytest

from builders import SUPERVISOR, Played, a_plan, at, refusal_code
from domain.case.revisits import RevisitOutcome
from domain.customer_messages import CustomerSaid
from domain.endings import EndWithoutAgreement, Withdraw
from domain.errors import Refusal
from domain.escalations import Escalate
from domain.observation import StartObservation
from domain.plan import Plan
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit


def resolve(played: Played, basis: str) -> None:
    played.ask(Resolve, basis=basis)


def revisit(played: Played, outcome: RevisitOutcome, **fields: Any) -> None:
    played.ask(RecordRevisit, **{"outcome": outcome, "occurred_at": played.now, **fields})


def test_the_customers_confirmation_resolves_a_case() -> None:
    played = Played().verifying()
    played.ask(RecordVerification, outcome="fixed")
    resolve(played, "customer_confirmed")
    assert (played.case.stage, played.case.resolved_on) == ("resolved", "customer_confirmed")


def test_a_fix_that_does_not_hold_goes_back_to_diagnosis_and_its_confirmation_with_it() -> None:
    played = Played().verifying()
    played.ask(RecordVerification, outcome="fixed")
    played.ask(RecordVerification, outcome="not_fixed")
    assert (played.case.stage, played.case.verification) == ("diagnose", None)


def observing() -> Played:
    played = Played().verifying()
    played.until("Mon 15:00").contact()
    played.ask(StartObservation, ends_at=at("Thu 15:00"), check_ins=(at("Wed 10:00"),))
    return played


def test_an_observation_window_makes_promises_of_its_check_ins_and_of_the_call_after_it() -> None:
    played = observing()
    assert [(p.kind, p.latest_by) for p in played.case.open_promises] == [
        ("check_in", at("Wed 10:00")),
        ("check_in", at("Fri 15:00")),
    ]


def test_a_window_that_has_run_out_with_a_contact_after_it_resolves_a_case() -> None:
    played = observing()
    played.until("Wed 09:30").contact()
    played.until("Thu 15:00")
    assert played.told("observation_over") == ["li.min"]
    with pytest.raises(Refusal):
        resolve(played, "observed")  # nobody has spoken to the customer since
    played.until("Thu 15:30").contact()
    resolve(played, "observed")
    assert played.case.resolved_on == "observed"


def test_a_call_during_the_window_is_not_the_contact_after_it() -> None:
    played = observing()
    played.until("Thu 14:59").contact()
    played.until("Thu 16:00")
    with pytest.raises(Refusal) as refused:
        resolve(played, "observed")
    assert refusal_code(refused) == "observation_not_over"


def test_three_documented_attempts_on_different_days_resolve_a_case() -> None:
    played = Played().verifying()
    for day in ("Tue 09:00", "Tue 17:00", "Wed 09:00"):
        played.until(day).contact(reached=False)
    with pytest.raises(Refusal) as refused:
        resolve(played, "unreachable")  # two of them on one day
    assert refusal_code(refused) == "attempts_missing"
    played.until("Thu 09:00").contact(reached=False)
    resolve(played, "unreachable")
    assert played.case.resolved_on == "unreachable"


def out_of_reach(plan: Plan) -> Played:
    """Resolved as unreachable on Thursday, with a callback promised for Friday that nobody took."""
    played = Played(plan=plan).verifying()
    played.until("Mon 15:00").contact()
    played.promise("Fri 15:00")
    for day in ("Tue 09:00", "Wed 09:00", "Thu 09:00"):
        played.until(day).contact(reached=False, covers=())
    resolve(played, "unreachable")
    return played


def test_the_attempts_settle_what_was_promised_so_that_the_case_can_close_after_the_revisits() -> (
    None
):
    played = out_of_reach(a_plan())
    assert [p.kind for p in played.case.open_promises] == ["revisit"]
    for day in ("Fri 10:00", "Sat 10:00", "Sun 10:00"):
        played.until(day)
        revisit(played, "no_answer")
    assert played.case.closing
    assert played.case.closing.ending == "no_answer"


def test_in_a_plan_where_they_settle_nothing_the_callback_stays_owed() -> None:
    played = out_of_reach(a_plan().model_copy(update={"attempts_settle": False}))
    assert [p.kind for p in played.case.open_promises] == ["callback", "revisit"]


def test_a_customer_who_has_spoken_since_is_not_out_of_reach() -> None:
    played = Played().verifying()
    for day in ("Tue 09:00", "Wed 09:00", "Thu 09:00"):
        played.until(day).contact(reached=False)
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.until("Thu 10:00")
    with pytest.raises(Refusal) as refused:
        resolve(played, "unreachable")
    assert refusal_code(refused) == "attempts_missing"


def test_a_conversation_is_no_attempt() -> None:
    played = Played().verifying()
    played.until("Tue 09:00").contact()
    for day in ("Wed 09:00", "Thu 09:00"):
        played.until(day).contact(reached=False)
    with pytest.raises(Refusal) as refused:
        resolve(played, "unreachable")
    assert refused.value.problem.params["days"] == "2"


def test_the_revisit_is_a_promise_between_24_and_48_hours_after_resolution() -> None:
    played = Played().resolved()  # Monday 15:00
    (revisit_,) = (p for p in played.case.open_promises if p.kind == "revisit")
    assert (revisit_.expected_by, revisit_.latest_by) == (at("Tue 15:00"), at("Wed 15:00"))
    assert revisit_.owner == "li.min"


def test_the_revisit_waits_for_waking_hours_and_says_so() -> None:
    played = Played().verifying()
    played.ask(RecordVerification, outcome="fixed")
    played.until("Mon 22:00")
    resolve(played, "customer_confirmed")
    (revisit_,) = (p for p in played.case.open_promises if p.kind == "revisit")
    assert (revisit_.expected_by, revisit_.latest_by) == (at("Wed 09:00"), at("Thu 09:00"))
    assert revisit_.why.moved_into == "waking"


def test_a_content_customer_closes_the_case() -> None:
    played = Played().resolved()
    played.until("Tue 15:30")
    revisit(played, "content", emotion="calm")
    assert played.case.closing
    assert played.case.closing.ending == "content"
    assert [p.status for p in played.case.promises if p.kind == "revisit"] == ["kept"]


def test_trouble_again_goes_back_to_diagnosis_one_tier_up_with_all_history() -> None:
    played = Played().resolved()
    before = played.case
    played.until("Tue 15:30")
    revisit(played, "trouble", emotion="angry")
    after = played.case
    assert (after.stage, after.tier) == ("diagnose", before.tier + 1)
    assert after.promises[: len(before.promises) - 1] == before.promises[:-1]
    assert after.contacts[:-1] == before.contacts
    assert (after.resolved_at, after.verification) == (None, None)
    assert after.next_promise


def test_trouble_again_at_the_third_tier_stays_there() -> None:
    played = Played().resolved()
    played.ask(Escalate, reason="important customer", tier=3)
    played.until("Tue 15:30")
    revisit(played, "trouble")
    assert played.case.tier == 3


def test_the_time_between_resolution_and_new_trouble_is_not_charged_to_the_red_line() -> None:
    played = Played().resolved()  # Monday 15:00
    played.until("Tue 15:00")
    revisit(played, "trouble")
    assert played.case.follow_up
    assert played.case.follow_up.paused.total_seconds() == 8 * 3600


def test_nobody_there_is_tried_three_times_on_different_days_and_then_closed_with_a_note() -> None:
    played = Played().resolved()
    for day in ("Tue 16:00", "Wed 10:00"):
        played.until(day)
        revisit(played, "no_answer")
        assert played.case.stage == "resolved"
    (again,) = (p for p in played.case.open_promises if p.kind == "revisit")
    assert again.latest_by == at("Thu 20:00")
    played.until("Thu 10:00")
    revisit(played, "no_answer", note="three calls, a message left each time")
    assert played.case.closing
    assert (played.case.closing.ending, played.case.closing.note) == (
        "no_answer",
        "three calls, a message left each time",
    )


def test_two_tries_on_one_day_are_one() -> None:
    played = Played().resolved()
    played.until("Tue 10:00")
    revisit(played, "no_answer")
    played.until("Tue 18:00")
    with pytest.raises(Refusal) as refused:
        revisit(played, "no_answer")
    assert refusal_code(refused) == "revisit_too_soon_again"


def test_tries_before_an_earlier_trouble_do_not_count_for_the_next_resolution() -> None:
    played = Played().resolved()
    for day in ("Tue 10:00", "Wed 10:00"):
        played.until(day)
        revisit(played, "no_answer")
    played.until("Thu 10:00")
    revisit(played, "trouble")
    played.verifying()
    played.ask(RecordVerification, outcome="fixed")
    played.contact()
    resolve(played, "customer_confirmed")
    for day in ("Fri 11:00", "Sat 11:00"):
        played.until(day)
        revisit(played, "no_answer")
        assert played.case.stage == "resolved"
    played.until("Sun 11:00")
    revisit(played, "no_answer")
    assert played.case.is_closed


def test_a_call_before_the_resolution_is_no_revisit() -> None:
    played = Played().resolved()
    played.until("Tue 15:30")
    with pytest.raises(Refusal) as refused:
        revisit(played, "content", occurred_at=at("Mon 14:00"))
    assert refusal_code(refused) == "revisit_before_resolution"


def test_a_revisit_held_in_time_but_recorded_a_little_late_puts_its_break_right() -> None:
    played = Played().resolved()
    played.until("Wed 15:10")
    assert played.count("promise_broken") == 1
    revisit(played, "content", occurred_at=at("Wed 14:55"))
    assert played.case.breaks == 0
    assert played.case.is_closed


def test_a_revisit_that_came_late_breaks_its_promise_and_still_counts() -> None:
    played = Played().resolved()
    played.now = at("Wed 16:00")  # nobody had noticed
    revisit(played, "content")
    assert played.case.breaks == 1
    assert played.case.is_closed


def test_a_revisit_nobody_holds_is_a_broken_promise_and_the_case_stays_open() -> None:
    played = Played().resolved()
    played.until("Wed 15:00")
    assert played.told("promise_broken") == ["li.min", "chen.jie"]
    assert not played.case.is_closed


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
    played.ask(Withdraw, reason="bought another machine")
    assert played.case.closing
    assert played.case.closing.ending == "withdrawn"
    assert not played.case.open_promises


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


def test_a_customers_word_arrives_on_a_closed_case() -> None:
    played = Played().reach("closed")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t9")
    assert played.case.messages[-1].text == "t9"
    assert played.told("message_to_mark") == ["li.min"]
    assert played.case.is_closed
