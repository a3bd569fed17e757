"""Watching the fix: windows, check-ins agreed with the customer, and the call after the end (REQ C1)."""

from typing import Any

import pytest

from builders import SHANGHAI, Played, a_plan, at, refusal_code
from domain.command import Command
from domain.errors import Refusal
from domain.observation import EndObservation, ExtendObservation, StartObservation
from domain.plan import Plan
from domain.resolution import RecordVerification, Resolve


def check_ins(played: Played) -> list[str]:
    """The open check-ins by their latest moments in Shanghai."""
    found = sorted(p.latest_by for p in played.case.open_promises if p.kind == "check_in")
    return [f"{moment.astimezone(SHANGHAI):%m-%d %H:%M}" for moment in found]


def watching(ends_at: str, *times: str, plan: Plan | None = None) -> Played:
    """A window begun on Monday the second of March at ten."""
    played = Played(plan=plan or a_plan()).verifying()
    played.contact(covers=("p1",))  # the first feedback
    played.ask(StartObservation, ends_at=at(ends_at), check_ins=tuple(map(at, times)))
    return played


def agreed(played: Played, command: type[Command], **fields: Any) -> None:
    played.ask(command, told_at=played.now, reason="agreed on the phone", **fields)


def test_a_month_may_be_watched_with_check_ins_at_most_ten_working_days_apart() -> None:
    played = watching("Wed+4 10:00", "Mon+1 10:00", "Mon+3 10:00")
    assert check_ins(played) == ["03-09 10:00", "03-23 10:00", "04-02 10:00"]


@pytest.mark.parametrize(
    ("times", "limit"),
    [
        (("Mon+1 10:00", "Tue+3 10:01"), "03-23 10:00"),  # between two check-ins
        (("Mon+1 10:00",), "03-23 10:00"),  # between the last one and the end
    ],
)
def test_too_long_a_silence_inside_the_window_names_the_latest_check_in(
    times: tuple[str, ...], limit: str
) -> None:
    with pytest.raises(Refusal) as refused:
        watching("Thu+3 10:00", *times)
    problem = refused.value.problem
    assert problem.code == "check_ins_too_far_apart"
    assert problem.fields == ("check_ins",)
    assert problem.params["limit"] == str(at(f"2026-{limit}"))


def test_the_first_check_in_may_be_as_soon_as_the_policys_minimum_and_no_sooner() -> None:
    assert check_ins(watching("Fri 10:00", "Tue 10:00"))[0] == "03-03 10:00"
    with pytest.raises(Refusal) as refused:
        watching("Fri 10:00", "Thu 10:00", "Tue 09:59")
    assert refusal_code(refused) == "check_in_too_soon"
    assert refused.value.problem.params["limit"] == str(at("Tue 10:00"))


def test_a_plan_without_these_rules_is_judged_as_before() -> None:
    before = a_plan().model_copy(update={"observation": None})
    assert check_ins(watching("Mon+3 10:00", "Mon 11:00", plan=before))[0] == "03-02 11:00"


def test_a_window_made_longer_keeps_its_check_ins_and_moves_the_call_after_its_end() -> None:
    played = watching("Fri 10:00", "Wed 10:00")
    played.until("Tue 10:00")
    agreed(played, ExtendObservation, ends_at=at("Mon+1 10:00"), check_ins=(at("Fri 16:00"),))
    assert check_ins(played) == ["03-04 10:00", "03-06 16:00", "03-10 10:00"]
    assert played.case.observation
    assert played.case.observation.ends_at == at("Mon+1 10:00")
    released = [e for e in played.events if e.kind == "promise_released"]
    assert [e.reason for e in released][-1] == "observation_extended"
    assert not played.case.breaks


def test_the_window_now_ends_at_its_new_end() -> None:
    played = watching("Wed 10:00")
    agreed(played, ExtendObservation, ends_at=at("Fri 10:00"))
    played.until("Wed 11:00").contact()
    with pytest.raises(Refusal) as refused:
        played.ask(Resolve, basis="observed")
    assert refusal_code(refused) == "observation_not_over"
    played.until("Fri 10:30").contact()
    played.ask(Resolve, basis="observed")
    assert played.case.resolved_on == "observed"


def test_a_month_is_counted_from_the_windows_beginning_however_often_it_is_made_longer() -> None:
    played = watching("Mon+2 10:00", "Mon+1 10:00")
    played.until("Mon+1 09:30").contact()
    agreed(played, ExtendObservation, ends_at=at("Mon+4 10:00"), check_ins=(at("Mon+2 10:00"),))
    with pytest.raises(Refusal) as refused:
        agreed(played, ExtendObservation, ends_at=at("Wed+4 10:01"), check_ins=())
    assert refusal_code(refused) == "observation_too_long"
    assert refused.value.problem.params["limit"] == str(at("Wed+4 10:00"))


def test_watched_long_enough_says_the_customer_and_is_called_within_a_working_day() -> None:
    played = watching("Fri+1 10:00", "Wed 10:00")
    played.until("Tue 11:00")
    agreed(played, EndObservation)
    assert check_ins(played) == ["03-04 11:00"]
    (owed,) = played.case.open_promises
    assert (owed.why.anchor, owed.why.rule) == ("observation_ended", "observation.contact_after")


def test_after_an_early_end_the_customers_confirmation_is_what_resolves() -> None:
    played = watching("Fri 10:00")
    agreed(played, EndObservation)
    played.until("Mon 11:00").contact()
    with pytest.raises(Refusal) as refused:
        played.ask(Resolve, basis="observed")
    assert refusal_code(refused) == "observation_cut_short"
    played.ask(RecordVerification, outcome="fixed")
    played.ask(Resolve, basis="customer_confirmed")
    assert played.case.phase == "resolved"


def test_after_an_early_end_the_fix_can_be_watched_again() -> None:
    played = watching("Fri 10:00")
    agreed(played, EndObservation)
    played.ask(StartObservation, ends_at=at("Wed 10:00"))
    played.until("Wed 12:00").contact()
    played.ask(Resolve, basis="observed")
    assert played.case.resolved_on == "observed"


def test_at_the_end_of_the_window_a_contact_is_owed_even_if_the_call_was_made_before() -> None:
    played = watching("Wed 10:00")
    played.until("Wed 09:00").contact()  # keeps the call that was promised for after the end
    played.until("Wed 10:00")
    assert check_ins(played) == ["03-05 10:00"]
    played.until("Wed 14:00").contact()
    played.ask(Resolve, basis="observed")
    assert played.case.resolved_on == "observed"


def test_trouble_during_the_window_leads_back_and_leaves_the_check_in_before_the_next_call() -> (
    None
):
    played = watching("Fri+1 10:00", "Wed 10:00", "Fri 10:00")
    played.until("Tue 11:00")
    played.ask(RecordVerification, outcome="not_fixed")
    assert (played.case.stage, played.case.observation) == ("diagnose", None)
    left = [(p.kind, p.latest_by) for p in played.case.open_promises]
    assert left == [("check_in", at("Wed 10:00"))]  # the rhythm's call would come an hour later


def test_a_window_that_runs_out_unnoticed_can_neither_be_moved_nor_ended() -> None:
    played = watching("Wed 10:00")
    played.now = at("Wed 10:00")
    with pytest.raises(Refusal) as refused:
        agreed(played, ExtendObservation, ends_at=at("Fri 10:00"))
    assert refusal_code(refused) == "observation_not_running"


@pytest.mark.parametrize(("ends_at", "taken"), [("Tue 09:59", False), ("Tue 10:00", True)])
def test_a_window_is_no_shorter_than_a_fix_needs_to_show(ends_at: str, taken: bool) -> None:
    if taken:
        assert watching(ends_at).case.observation
        return
    with pytest.raises(Refusal) as refused:
        watching(ends_at)
    assert refusal_code(refused) == "observation_too_short"
    assert refused.value.problem.fields == ("ends_at",)
    assert refused.value.problem.params["limit"] == str(at("Tue 10:00"))


def test_a_window_asked_for_in_time_is_not_too_short_because_we_were_late() -> None:
    played = Played().verifying()
    played.contact()
    heard = played.now
    played.until("Mon 11:00")
    played.ask(StartObservation, received_at=heard, ends_at=at("Tue 10:00"))
    assert played.case.observation
    assert played.case.observation.started_at == heard


def test_a_window_made_longer_is_not_asked_about_sooner_than_one_begun() -> None:
    played = watching("Fri 10:00")
    with pytest.raises(Refusal) as refused:
        agreed(played, ExtendObservation, ends_at=at("Mon+1 10:00"), check_ins=(at("Mon 16:00"),))
    assert refusal_code(refused) == "check_in_too_soon"
    assert refused.value.problem.params["limit"] == str(at("Tue 10:00"))


def test_a_check_in_that_stands_or_is_named_twice_is_one() -> None:
    played = watching("Fri 17:00", "Thu 10:00", "Thu 10:00")
    assert check_ins(played)[:-1] == ["03-05 10:00"]
    again = (at("Thu 10:00"), at("Mon+1 17:00"))
    agreed(played, ExtendObservation, ends_at=at("Wed+1 17:00"), check_ins=again)
    assert check_ins(played)[:-1] == ["03-05 10:00", "03-09 17:00"]


def test_once_it_is_resolved_nothing_is_watched_any_more() -> None:
    played = watching("Fri 17:00")
    played.until("Tue 11:00").says_it_works()
    played.ask(Resolve, basis="customer_confirmed")
    window = played.case.observation
    assert window
    assert (window.ended, window.cut_short) == (True, True)
