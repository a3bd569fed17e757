"""Failed repairs, counted per serial number and fault across cases (REQ B2)."""

from datetime import timedelta
from typing import Any

import pytest

from builders import DIAGNOSIS, LEAD, Played, an_actor, at, on_site, refusal_code
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.errors import Refusal
from domain.repairs import OfferRemedy, failures, repaired_thing
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit
from domain.visits.commands import ReportVisit
from visiting import moved


def tried(played: Played, outcome: str = "not_fixed", **fields: Any) -> None:
    """One more visit, a day after the last."""
    visit = played.visit(
        f"{DAYS[len(played.case.visits)]} 14:00",
        f"{DAYS[len(played.case.visits)]} 16:00",
        agreed_at=played.now,
        **fields,
    )
    played.until(played.case.visits[-1].starts_at).recorded(outcome, visit)


DAYS = ("Tue", "Wed", "Thu", "Fri")


def test_a_serial_number_is_the_same_however_it_is_written() -> None:
    assert repaired_thing(on_site().case) == ("W72231907", "noise")


def test_the_first_failed_repair_is_on_record_and_warns_nobody() -> None:
    played = on_site()
    tried(played)
    failed = played.case.failed_repairs[0]
    assert (failed.visit, failed.serial_number, failed.fault) == ("v1", "W72231907", "noise")
    assert played.recipients("repair_failed_again") == []


def test_the_second_failed_repair_warns_the_owner_and_the_lead() -> None:
    played = on_site()
    tried(played)
    tried(played)
    assert played.recipients("repair_failed_again") == ["li.min", "chen.jie"]


def test_failures_in_other_cases_count() -> None:
    played = on_site()
    tried(played, failed_before=1)
    assert played.recipients("repair_failed_again") == ["li.min", "chen.jie"]
    assert failures(played.case, played.case.failed_elsewhere) == 2


def test_a_third_attempt_needs_a_lead_and_an_offer_on_record() -> None:
    played = on_site()
    tried(played)
    tried(played)
    with pytest.raises(Refusal) as refused:
        tried(played)
    assert refusal_code(refused) == "repair_needs_lead"
    assert refused.value.problem.params["count"] == "2"
    with pytest.raises(Refusal) as refused:
        tried(played, by=LEAD)
    assert refusal_code(refused) == "remedy_offer_missing"
    played.ask(OfferRemedy, remedy="replacement", answer="declined", note="wants this one")
    tried(played, by=LEAD)
    assert len(played.case.visits) == 3


def test_looking_at_it_is_no_failed_repair() -> None:
    played = on_site()
    tried(played, "diagnosed")
    assert played.case.failed_repairs == ()


def test_a_repair_the_customer_says_has_not_held_has_failed() -> None:
    played = on_site()
    tried(played, "fixed")
    played.ask(ReportVisit, visit="v1", text="t", yields=DIAGNOSIS)
    played.ask(RecordVerification, outcome="not_fixed")
    assert [f.visit for f in played.case.failed_repairs] == ["v1"]
    assert played.case.stage == "diagnose"


def test_trouble_at_the_revisit_is_a_failed_repair_too_and_counted_once() -> None:
    played = on_site()
    tried(played, "fixed")
    played.ask(ReportVisit, visit="v1", text="t", yields=DIAGNOSIS)
    played.ask(RecordVerification, outcome="fixed")
    played.ask(Resolve, basis="customer_confirmed")
    played.until("Wed 15:00").ask(
        RecordRevisit, outcome="trouble", occurred_at=played.now, covers=()
    )
    assert [f.visit for f in played.case.failed_repairs] == ["v1"]
    assert played.case.stage == "diagnose"


def closed_and_written_again(played: Played) -> None:
    """An engineer repairs it the next day, the customer is content at the revisit, and then writes."""
    begins = played.now + timedelta(days=1)
    ends = begins + timedelta(hours=2)
    visit = played.visit(starts_at=begins, ends_at=ends, agreed_at=played.now)
    played.until(begins).recorded("fixed", visit)
    played.ask(ReportVisit, visit=visit, text="t", yields=DIAGNOSIS)
    played.ask(RecordVerification, outcome="fixed")
    played.ask(Resolve, basis="customer_confirmed")
    played.until(played.now + timedelta(days=1))
    owed = tuple(p.id for p in played.case.open_promises if p.kind != "revisit")
    played.ask(RecordRevisit, outcome="content", occurred_at=played.now, covers=owed)
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t9")


@pytest.mark.parametrize("verdict", ["reopen", None])
def test_a_repair_of_a_case_that_is_reopened_has_failed(verdict: str | None) -> None:
    """A human says so of the customer's word, or nobody has read it."""
    played = on_site()
    closed_and_written_again(played)
    if verdict:
        played.ask(MarkMessage, message="m1", verdict=verdict)
    else:
        played.until("Thu 17:00")
    failed = played.case.failed_repairs[0]
    assert (failed.visit, failed.serial_number, failed.fault) == ("v1", "W72231907", "noise")
    assert played.case.stage == "diagnose"


@pytest.mark.parametrize("verdict", ["thanks", "new"])
def test_a_word_that_reopens_nothing_says_nothing_of_the_repair(verdict: str) -> None:
    played = on_site()
    closed_and_written_again(played)
    played.ask(MarkMessage, message="m1", verdict=verdict)
    assert played.case.failed_repairs == ()


def test_a_case_that_is_reopened_twice_after_repairs_needs_a_lead_for_the_third() -> None:
    played = on_site()
    closed_and_written_again(played)
    played.ask(MarkMessage, message="m1", verdict="reopen")
    closed_and_written_again(played)
    assert played.recipients("repair_failed_again") == []
    played.ask(MarkMessage, message="m2", verdict="reopen")
    assert played.recipients("repair_failed_again") == ["li.min", "chen.jie"]
    with pytest.raises(Refusal, match="repair_needs_lead"):
        played.visit("Mon+1 14:00", "Mon+1 16:00")


def test_without_a_visit_nothing_has_failed() -> None:
    played = Played().verifying()
    played.ask(RecordVerification, outcome="not_fixed")
    assert played.count("repair_failed") == 0


def test_an_offer_is_kept_with_its_answer() -> None:
    played = on_site()
    played.ask(OfferRemedy, by=an_actor("sun.yu"), remedy="refund", answer="undecided")
    offer = played.case.offers[0]
    assert (offer.remedy, offer.answer, offer.by) == ("refund", "undecided", "sun.yu")
    assert offer.at == at("Mon 10:00")


def test_three_visits_arranged_beforehand_are_three_attempts() -> None:
    played = on_site()
    played.visit("Tue 14:00", "Tue 16:00")
    played.visit("Wed 14:00", "Wed 16:00")
    with pytest.raises(Refusal) as refused:
        played.visit("Thu 14:00", "Thu 16:00")
    assert refusal_code(refused) == "repair_needs_lead"
    with pytest.raises(Refusal) as refused:
        played.visit("Thu 14:00", "Thu 16:00", by=LEAD)
    assert refusal_code(refused) == "remedy_offer_missing"
    played.ask(OfferRemedy, remedy="refund", answer="declined")
    played.visit("Thu 14:00", "Thu 16:00", by=LEAD)
    moved(played, visit="v3", starts_at=at("Fri 14:00"), ends_at=at("Fri 16:00"))  # still the third


def test_a_visit_that_is_the_third_attempt_after_all_is_not_moved_without_a_lead() -> None:
    played = Played().verifying()
    tried(played, "fixed")
    played.visit("Wed 14:00", "Wed 16:00")
    played.visit("Thu 14:00", "Thu 16:00")  # the second, as far as anybody knows
    played.until("Tue 15:00").ask(RecordVerification, outcome="not_fixed")  # the first was none
    played.until("Wed 14:00").recorded("not_fixed", "v2")
    with pytest.raises(Refusal) as refused:
        moved(played, visit="v3", starts_at=at("Fri 15:00"), ends_at=at("Fri 17:00"))
    assert refusal_code(refused) == "repair_needs_lead"
