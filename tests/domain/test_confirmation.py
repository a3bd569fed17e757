"""Confirmed as complex: what is pinned, and when (REQ H2)."""

import pytest

from builders import Played, PlayedFault, a_plan, at
from domain.deadlines import next_deadline
from domain.escalations import Escalate
from domain.plan import Plan
from domain.promises.commands import NextPromise


def changed(**update: object) -> Plan:
    """The policy as it is a version later."""
    return a_plan().model_copy(update={"policy_version": 2, **update})


def triaged() -> Played:
    played = Played().until("Mon 09:10")
    played.contact()
    played.triage()
    return played


def test_a_notice_keeps_what_was_promised_in_a_talk_a_little_before_it() -> None:
    played = Played().until("Mon 09:50")
    given = NextPromise(subject="what the workshop says", latest_by=at("Mon 10:20"))
    played.contact(next_promise=given)
    played.triage()
    played.until("Mon 10:15").confirm("Tue 10:00")
    promise = played.case.promise("p1")
    assert promise
    assert promise.status == "kept"


def test_a_notice_in_the_talk_in_which_something_was_promised_does_not_keep_that() -> None:
    played = Played().until("Mon 09:50")
    given = NextPromise(subject="what the workshop says", latest_by=at("Mon 10:20"))
    played.contact(next_promise=given)
    played.triage()
    played.until("Mon 09:55").confirm("Tue 10:00")
    promise = played.case.promise("p1")
    assert promise
    assert promise.is_open


@pytest.mark.parametrize("channel", ["phone", "email"])
def test_a_notice_keeps_nothing_that_was_promised_for_days_later(channel: str) -> None:
    played = Played().until("Mon 09:10")
    given = NextPromise(subject="whether the part is in stock", latest_by=at("Fri 15:00"))
    played.contact(next_promise=given)
    played.until("Mon 09:50").triage()
    played.until("Mon 10:00").confirm("Tue 10:00", channel=channel)
    promise = played.case.promise("p1")
    assert promise
    assert promise.is_open
    assert played.case.response is None


def test_a_notice_given_in_a_talk_on_record_keeps_nothing_besides() -> None:
    played = triaged()
    played.promise("Mon 10:20", "what the workshop says")
    played.until("Mon 10:10").contact(covers=())
    logged = len(played.case.contacts)
    played.until("Mon 10:12").confirm("Tue 10:00")
    assert len(played.case.contacts) == logged


def test_confirmation_pins_the_policy_in_force() -> None:
    played = triaged()
    played.confirm(plan=changed())
    assert played.case.rules.policy_version == 2


def test_without_a_newer_plan_the_one_of_the_opening_stays() -> None:
    played = triaged()
    played.confirm()
    assert played.case.rules == a_plan()


def test_a_plan_without_the_stage_the_case_is_in_is_not_pinned() -> None:
    sop = a_plan().sop
    others = tuple(stage for stage in sop.stages if stage.name != "confirm")
    played = triaged()
    played.confirm(plan=changed(sop=sop.model_copy(update={"stages": others})))
    assert played.case.rules == a_plan()


def test_a_plan_without_a_calendar_the_case_counts_on_is_not_pinned() -> None:
    played = triaged()
    played.confirm(plan=changed(calendars={}))
    assert played.case.rules == a_plan()


def test_a_plan_without_the_calendar_of_a_standing_call_is_not_pinned() -> None:
    """A call keeps counting in the calendar in which it was made, whatever the stage counts in."""
    played = Played().until("Mon 09:10")
    played.contact()
    played.ask(Escalate, reason="help")
    played.triage(priority="P0", reason="the shop stands still")
    played.triage(priority="P2", reason="only one machine", yields={})
    renamed = a_plan().model_dump_json().replace('"business"', '"office"')
    later = renamed.replace('"office":"office"', '"business":"office"')
    played.confirm(plan=Plan.model_validate_json(later))
    assert played.case.rules == a_plan()
    assert next_deadline(played.case)


def set_down(*, reached_at: str = "") -> PlayedFault:
    """Confirmed while the customer could not be reached; perhaps somebody spoke with them later."""
    played = PlayedFault().until("Mon 09:10")
    assert isinstance(played, PlayedFault)
    played.checked()
    played.until("Mon 09:30").triage()
    played.until("Mon 10:00").confirm("Tue 10:00", answer="unreachable")
    if reached_at:
        played.until(reached_at).contact(covers=())
    return played


def broken(played: Played) -> list[dict[str, str]]:
    """What was told of the promises that broke, without the near ones."""
    return [
        e.action.params
        for e in played.events
        if e.kind == "action_requested" and e.action.about == "promise_broken"
    ]


def test_a_time_that_nobody_could_tell_the_customer_is_none_that_they_were_told() -> None:
    played = set_down()
    assert not any(p.is_told for p in played.case.open_promises)
    played.until("Tue 10:00")
    assert {facts.get("by_rule") for facts in broken(played)} == {"yes"}


def test_they_are_told_of_it_in_the_next_talk() -> None:
    played = set_down(reached_at="Mon 11:00")
    kinds = {p.kind for p in played.case.open_promises if p.is_told}
    assert kinds == {"first_feedback", "milestone"}
    played.until("Tue 10:00")
    assert {facts.get("by_rule") for facts in broken(played)} == {None}


def test_a_talk_before_it_that_is_logged_later_tells_them_nothing_of_it() -> None:
    played = set_down()
    played.until("Mon 10:20").contact(occurred_at=at("Mon 09:50"), covers=())
    assert not any(p.is_told for p in played.case.open_promises)
