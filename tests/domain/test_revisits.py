"""The call after resolution, and what it leads to (REQ E2)."""

from typing import Any

import pytest

from builders import Played, at, refusal_code
from domain.case.revisits import RevisitOutcome
from domain.errors import Refusal
from domain.escalations import Escalate
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit


def revisit(played: Played, outcome: RevisitOutcome, **fields: Any) -> None:
    played.ask(RecordRevisit, **{"outcome": outcome, "occurred_at": played.now, **fields})


def test_the_revisit_is_a_promise_between_24_and_48_hours_after_resolution() -> None:
    played = Played().resolved()  # Monday 15:00
    (revisit_,) = (p for p in played.case.open_promises if p.kind == "revisit")
    assert (revisit_.expected_by, revisit_.latest_by) == (at("Tue 15:00"), at("Wed 15:00"))
    assert revisit_.owner == "li.min"


def test_the_revisit_waits_for_waking_hours_and_says_so() -> None:
    played = Played().verifying()
    played.ask(RecordVerification, outcome="fixed")
    played.until("Mon 22:00")
    played.ask(Resolve, basis="customer_confirmed")
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
    played.ask(Resolve, basis="customer_confirmed")
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
    assert played.recipients("promise_broken") == ["li.min", "chen.jie"]
    assert not played.case.is_closed
