"""The milestone plan at confirmation: "seven days" as small kept promises (REQ B1)."""

import pytest

from builders import LEAD, SHANGHAI, Played, PlayedFault, a_plan, at
from domain.deadlines import deadlines
from domain.errors import Refusal
from domain.milestones import Milestone, proposals
from domain.plan.terms import Complexity
from domain.promises.commands import RenegotiatePromise
from domain.resolution import RecordVerification, Resolve


def milestones(played: Played) -> list[tuple[str, str, str]]:
    """The open ones: what about, expected and at the latest."""
    found = [p for p in played.case.open_promises if p.kind == "milestone"]
    return [
        (
            p.subject,
            f"{p.expected_by.astimezone(SHANGHAI):%m-%d %H:%M}" if p.expected_by else "",
            f"{p.latest_by.astimezone(SHANGHAI):%m-%d %H:%M}",
        )
        for p in found
    ]


def test_confirmation_promises_the_milestones_of_the_sop_dated_by_the_calendar() -> None:
    played = PlayedFault().confirmed()  # Monday at ten
    assert milestones(played) == [
        ("what causes the fault", "03-03 10:00", "03-04 10:00"),
        ("how and when it is repaired", "03-04 10:00", "03-05 10:00"),
        ("whether it is repaired", "03-09 10:00", "03-11 10:00"),
    ]
    assert all(p.owner == "li.min" for p in played.case.open_promises)


def test_they_are_in_the_customers_language() -> None:
    played = PlayedFault(language="zh-CN").confirmed()
    assert next(subject for subject, _, _ in milestones(played)) == "故障出在哪里"


def test_each_is_a_deadline_that_names_its_anchor_its_rule_and_its_calendar() -> None:
    played = PlayedFault().confirmed()
    due = next(d for d in deadlines(played.case) if d.kind == "promise" and d.ref == "p2")
    assert (due.due_at, due.subject) == (at("Wed 10:00"), "what causes the fault")
    assert (due.why.anchor, due.why.anchor_at) == ("confirmed_at", at("Mon 10:00"))
    assert due.why.rule == "sops.product_fault.milestones.diagnose"
    assert due.why.calendar == "business"


@pytest.mark.parametrize(("complexity", "last"), [("low", "Thu 10:00"), ("high", "Wed+1 10:00")])
def test_none_lies_beyond_the_red_line_and_says_which_rule_brought_it_forward(
    complexity: Complexity, last: str
) -> None:
    plan = a_plan(scenario="product_fault")
    found = proposals(plan, complexity, at("Mon 10:00"))[-1]
    assert found.latest_by == at(last)
    low = complexity == "low"
    assert found.why.rule == (
        "complexity.low.red_line" if low else "sops.product_fault.milestones.implement"
    )
    assert found.expected_by == (None if low else at("Mon+1 10:00"))


def test_the_customer_may_be_told_other_milestones_than_those_proposed() -> None:
    played = PlayedFault().checked()
    played.triage()
    agreed = (
        Milestone(subject="the new pump is there", latest_by=at("Fri 12:00"), stage="implement"),
        Milestone(subject="the cause", latest_by=at("Tue 12:00"), expected_by=at("Tue 10:00")),
    )
    played.confirm(milestones=agreed)
    assert [p.subject for p in played.case.promises] == ["", "the cause", "the new pump is there"]
    assert played.case.promises[-1].stage == "implement"
    assert played.case.promises[-1].why.rule == "li.min"


def test_a_case_of_any_scenario_may_be_given_milestones() -> None:
    played = Played().reach("confirm")
    played.confirm(milestones=(Milestone(subject="the cause", latest_by=at("Wed 12:00")),))
    assert [p.kind for p in played.case.open_promises] == ["first_feedback", "milestone"]


def test_a_scenario_without_milestones_promises_the_first_feedback_alone() -> None:
    played = Played().confirmed()
    assert [p.kind for p in played.case.promises] == ["first_feedback"]


def test_doing_the_work_keeps_no_milestone_but_its_owner_is_told_that_the_customer_waits() -> None:
    played = PlayedFault(owner="sun.yu").confirmed()
    played.complete("diagnose", findings="play in the bearing", root_cause="product/part")
    assert played.case.promise("p2").is_open  # type: ignore[union-attr]
    assert played.recipients("milestone_reached") == ["sun.yu"]
    played.contact(covers=("p2",))
    assert played.case.promise("p2").status == "kept"  # type: ignore[union-attr]


def test_a_milestone_the_customer_knows_of_already_needs_no_word_when_the_stage_is_done() -> None:
    played = PlayedFault().confirmed()
    played.contact(covers=("p2",))
    played.complete("diagnose", findings="play in the bearing", root_cause="product/part")
    assert played.recipients("milestone_reached") == []


def test_a_moved_milestone_is_still_about_its_stage() -> None:
    played = PlayedFault().confirmed()
    played.ask(
        RenegotiatePromise,
        promise="p2",
        latest_by=at("Thu 12:00"),
        told_at=played.now,
        reason="the lab is full",
    )
    successor = played.case.promises[-1]
    assert (successor.kind, successor.stage) == ("milestone", "diagnose")
    played.complete("diagnose", findings="play in the bearing", root_cause="product/part")
    assert played.recipients("milestone_reached") == ["li.min"]


def test_a_broken_milestone_is_announced_like_any_promise() -> None:
    played = PlayedFault().confirmed()
    played.contact(covers=("p1",))
    played.until("Wed 10:00")
    assert played.case.promise("p2").status == "broken"  # type: ignore[union-attr]
    assert played.recipients("promise_broken") == ["li.min", LEAD.handle]


def test_resolving_lets_the_milestones_go_that_are_still_ahead() -> None:
    played = PlayedFault().verifying()
    played.ask(RecordVerification, outcome="fixed")
    played.contact(covers=("p1",))
    played.ask(Resolve, basis="customer_confirmed")
    assert [p.kind for p in played.case.open_promises] == ["revisit"]


def test_milestones_of_a_confirmation_that_is_refused_are_not_made() -> None:
    played = PlayedFault().checked()
    played.triage()
    before = played.case
    with pytest.raises(Refusal):
        played.confirm(milestones=(Milestone(subject=" ", latest_by=at("Wed 12:00")),))
    assert played.case == before
