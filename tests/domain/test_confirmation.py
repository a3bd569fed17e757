"""Confirmed as complex: what is pinned, and when (REQ H2)."""

from builders import Played, a_plan
from domain.deadlines import next_deadline
from domain.escalations import Escalate
from domain.plan import Plan


def changed(**update: object) -> Plan:
    """The policy as it is a version later."""
    return a_plan().model_copy(update={"policy_version": 2, **update})


def triaged() -> Played:
    played = Played().until("Mon 09:10")
    played.contact()
    played.triage()
    return played


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
