"""A product fault over HTTP: safe checks, questions, and the milestone plan (REQ B1, B2)."""

from typing import Any

import pytest

from builders import at
from houses import PARTS, RunningHouse

FAULT: dict[str, Any] = {"scenario": "product_fault", "product": "washing_machine"}
ASK: dict[str, Any] = {"channel": "phone", "parts": PARTS}


async def checked(house: RunningHouse, **opening: Any) -> str:
    """A fault in triage, its safe checks done."""
    number = await house.opened(**{**FAULT, **opening})
    await house.contact(number)
    await house.complete(number, "safe_checks", checked="no coin in the drum")
    return number


async def confirmable(house: RunningHouse) -> str:
    number = await checked(house)
    await house.post(
        f"/cases/{number}/triage",
        priority="P2",
        traits=["needs_time_to_verify"],
        yields={"product": "W-7", "occurred": "yesterday"},
    )
    return number


async def test_the_agent_gets_the_products_questions_in_the_cases_language(
    house: RunningHouse,
) -> None:
    number = await checked(house, language="zh-CN")
    found = await house.get(f"/cases/{number}/questions")
    assert (found["family"], found["label"]) == ("washing_machine", "洗衣机")
    assert found["questions"][0]["text"].startswith("在哪个阶段出现")
    assert (found["rounds"], found["rounds_used"], found["then"]) == (2, 0, "diagnose")
    assert (await house.get(f"/cases/{number}"))["questions"] == found


async def test_what_was_asked_and_answered_stands_beside_the_question(house: RunningHouse) -> None:
    number = await checked(house)
    await house.post(f"/cases/{number}/questions", questions=["load", "display"], **ASK)
    await house.post(f"/cases/{number}/answers", answers={"load": "only when full"})
    questions = (await house.get(f"/cases/{number}/questions"))["questions"]
    assert {q["name"]: (q["asked_in"], q["answer"]) for q in questions if q["asked_in"]} == {
        "load": (["q1"], "only when full"),
        "display": (["q1"], None),
    }
    timeline = await house.items(f"/cases/{number}/timeline")
    (asked,) = (entry["line"] for entry in timeline if entry["event"] == "questions_asked")
    assert "Is it the same when empty, half full and full?" in asked


async def test_a_third_round_is_a_conflict_that_names_the_way_on(house: RunningHouse) -> None:
    number = await checked(house)
    for name in ("load", "display"):
        await house.post(f"/cases/{number}/questions", questions=[name], **ASK)
        await house.post(f"/cases/{number}/answers", answers={name: "yes"})
    refused = await house.refused(f"/cases/{number}/questions", questions=["floor"], **ASK)
    assert (refused.status_code, refused.json()["code"]) == (409, "rounds_used_up")
    assert "“Remote diagnosis”" in refused.json()["detail"]


async def test_a_product_nobody_named_has_the_general_questions_until_somebody_does(
    house: RunningHouse,
) -> None:
    number = await house.opened(scenario="product_fault")
    assert (await house.get(f"/cases/{number}/questions"))["family"] == "any"
    await house.post(f"/cases/{number}/product", family="coffee_machine")
    assert (await house.get(f"/cases/{number}/questions"))["family"] == "coffee_machine"


async def test_an_unknown_product_is_refused_with_the_known_ones(house: RunningHouse) -> None:
    number = await house.opened()
    opening: dict[str, Any] = {"customer": {"name": "Ms Sun"}, "title": "t", "product": "rocket"}
    for refused in (
        await house.refused(f"/cases/{number}/product", family="rocket"),
        await house.refused("/cases", **opening),
    ):
        assert (refused.status_code, refused.json()["code"]) == (422, "unknown_product")
        assert "washing_machine" in refused.json()["detail"]


async def test_a_standard_case_has_no_questions_unless_its_product_is_named(
    house: RunningHouse,
) -> None:
    number = await house.opened()
    assert (await house.get(f"/cases/{number}/questions"))["questions"] == []
    assert (await house.get(f"/cases/{number}/questions"))["rounds"] is None


async def test_what_confirming_would_promise_can_be_told_before_and_is_promised_then(
    house: RunningHouse,
) -> None:
    number = await confirmable(house)
    told = await house.items(f"/cases/{number}/milestones", complexity="medium")
    assert {each["status"] for each in told} == {"proposed"}
    low = await house.items(f"/cases/{number}/milestones", complexity="low")
    assert low[-1]["latest_by"] < told[-1]["latest_by"]
    await house.post(f"/cases/{number}/confirm", **house.notice())
    promised = await house.items(f"/cases/{number}/milestones")
    assert [p["subject"] for p in promised] == [t["subject"] for t in told]
    assert [p["promise"] for p in promised] == ["p2", "p3", "p4"]
    assert {p["status"] for p in promised} == {"open"}
    assert "the case was confirmed as complex" in promised[0]["explanation"]
    assert "sops.product_fault.milestones.diagnose" in promised[0]["explanation"]
    assert (await house.get(f"/cases/{number}"))["milestones"] == promised


async def test_milestones_agreed_otherwise_are_given_with_the_confirmation(
    house: RunningHouse,
) -> None:
    number = await confirmable(house)
    agreed = [{"subject": "the new pump", "latest_by": at("Thu 12:00"), "stage": "implement"}]
    await house.post(f"/cases/{number}/confirm", **house.notice(), milestones=agreed)
    (milestone,) = await house.items(f"/cases/{number}/milestones")
    assert (milestone["subject"], milestone["stage"]) == ("the new pump", "implement")
    (listed,) = (p for p in await house.items(f"/cases/{number}/promises") if p["stage"])
    assert listed["kind"] == "milestone"


@pytest.mark.parametrize(
    ("language", "check", "milestone"),
    [
        ("en", "1. Switch it off", "1. what causes the fault: by "),
        ("zh-CN", "1. 关掉", "1. 故障出"),
    ],
)
async def test_drafts_tell_the_safe_checks_and_the_milestones(
    house: RunningHouse, language: str, check: str, milestone: str
) -> None:
    number = await house.opened(**FAULT, language=language)
    first = await house.get(f"/cases/{number}/draft", occasion="first_answer")
    assert check in first["parts"]["what_comes_next"]
    notice = await house.get(f"/cases/{number}/draft", occasion="confirmation")
    assert milestone in notice["parts"]["what_comes_next"]


async def test_a_newer_policy_at_confirmation_leaves_the_product_as_it_was_named(
    house: RunningHouse,
) -> None:
    number = await confirmable(house)
    await house.post(f"/cases/{number}/product", family="coffee_machine")
    await house.skip("1 day")  # another day, another cut of the calendar: the plan is pinned anew
    await house.post(f"/cases/{number}/confirm", **house.notice("Wed 10:00"))
    assert (await house.get(f"/cases/{number}/questions"))["family"] == "coffee_machine"
