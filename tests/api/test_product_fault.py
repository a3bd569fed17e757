"""A product fault over HTTP: safe checks, questions, and the milestone plan (REQ B1, B2)."""

from typing import Any

import pytest

from builders import at
from products import PARTS, RunningProduct

FAULT: dict[str, Any] = {"scenario": "product_fault", "product": "washing_machine"}
ASK: dict[str, Any] = {"channel": "phone", "parts": PARTS}


async def checked(product: RunningProduct, **opening: Any) -> str:
    """A fault in triage, its safe checks done."""
    number = await product.opened(**{**FAULT, **opening})
    await product.contact(number)
    await product.complete(number, "safe_checks", checked="no coin in the drum")
    return number


async def confirmable(product: RunningProduct) -> str:
    number = await checked(product)
    await product.post(
        f"/cases/{number}/triage",
        priority="P2",
        traits=["needs_time_to_verify"],
        yields={"product": "W-7", "occurred": "yesterday"},
    )
    return number


async def test_the_agent_gets_the_products_questions_in_the_cases_language(
    product: RunningProduct,
) -> None:
    number = await checked(product, language="zh-CN")
    found = await product.get(f"/cases/{number}/questions")
    assert (found["family"], found["label"]) == ("washing_machine", "洗衣机")
    assert found["questions"][0]["text"].startswith("在哪个阶段出现")
    assert (found["rounds"], found["rounds_used"], found["then"]) == (2, 0, "diagnose")
    assert (await product.get(f"/cases/{number}"))["questions"] == found


async def test_what_was_asked_and_answered_stands_beside_the_question(
    product: RunningProduct,
) -> None:
    number = await checked(product)
    await product.post(f"/cases/{number}/questions", questions=["load", "display"], **ASK)
    await product.post(f"/cases/{number}/answers", answers={"load": "only when full"})
    questions = (await product.get(f"/cases/{number}/questions"))["questions"]
    assert {q["name"]: (q["asked_in"], q["answer"]) for q in questions if q["asked_in"]} == {
        "load": (["q1"], "only when full"),
        "display": (["q1"], None),
    }
    timeline = await product.items(f"/cases/{number}/timeline")
    (asked,) = (entry["line"] for entry in timeline if entry["event"] == "questions_asked")
    assert "Is it the same when empty, half full and full?" in asked


async def test_a_third_round_is_a_conflict_that_names_the_way_on(product: RunningProduct) -> None:
    number = await checked(product)
    for name in ("load", "display"):
        await product.post(f"/cases/{number}/questions", questions=[name], **ASK)
        await product.post(f"/cases/{number}/answers", answers={name: "yes"})
    refused = await product.refused(f"/cases/{number}/questions", questions=["floor"], **ASK)
    assert (refused.status_code, refused.json()["code"]) == (409, "rounds_used_up")
    assert "“Remote diagnosis”" in refused.json()["detail"]


async def test_a_product_nobody_named_has_the_general_questions_until_somebody_does(
    product: RunningProduct,
) -> None:
    number = await product.opened(scenario="product_fault")
    assert (await product.get(f"/cases/{number}/questions"))["family"] == "any"
    await product.post(f"/cases/{number}/product", family="coffee_machine")
    assert (await product.get(f"/cases/{number}/questions"))["family"] == "coffee_machine"


async def test_an_unknown_product_is_refused_with_the_known_ones(product: RunningProduct) -> None:
    number = await product.opened()
    opening: dict[str, Any] = {"customer": {"name": "Ms Sun"}, "title": "t", "product": "rocket"}
    for refused in (
        await product.refused(f"/cases/{number}/product", family="rocket"),
        await product.refused("/cases", **opening),
    ):
        assert (refused.status_code, refused.json()["code"]) == (422, "unknown_product")
        assert "washing_machine" in refused.json()["detail"]


async def test_a_standard_case_has_no_questions_unless_its_product_is_named(
    product: RunningProduct,
) -> None:
    number = await product.opened()
    assert (await product.get(f"/cases/{number}/questions"))["questions"] == []
    assert (await product.get(f"/cases/{number}/questions"))["rounds"] is None


async def test_what_confirming_would_promise_can_be_told_before_and_is_promised_then(
    product: RunningProduct,
) -> None:
    number = await confirmable(product)
    proposed = await product.items(f"/cases/{number}/milestones", complexity="medium")
    assert {each["status"] for each in proposed} == {"proposed"}
    low = await product.items(f"/cases/{number}/milestones", complexity="low")
    assert low[-1]["latest_by"] < proposed[-1]["latest_by"]
    await product.post(f"/cases/{number}/confirm", **product.notice())
    promised = await product.items(f"/cases/{number}/milestones")
    assert [p["subject"] for p in promised] == [t["subject"] for t in proposed]
    assert [p["promise"] for p in promised] == ["p2", "p3", "p4"]
    assert {p["status"] for p in promised} == {"open"}
    assert "the case was confirmed as complex" in promised[0]["explanation"]
    assert "sops.product_fault.milestones.diagnose" in promised[0]["explanation"]
    assert (await product.get(f"/cases/{number}"))["milestones"] == promised


async def test_milestones_agreed_otherwise_are_given_with_the_confirmation(
    product: RunningProduct,
) -> None:
    number = await confirmable(product)
    agreed = [{"subject": "the new pump", "latest_by": at("Thu 12:00"), "stage": "implement"}]
    await product.post(f"/cases/{number}/confirm", **product.notice(), milestones=agreed)
    (milestone,) = await product.items(f"/cases/{number}/milestones")
    assert (milestone["subject"], milestone["stage"]) == ("the new pump", "implement")
    (listed,) = (p for p in await product.items(f"/cases/{number}/promises") if p["stage"])
    assert listed["kind"] == "milestone"


@pytest.mark.parametrize(
    ("language", "check", "milestone"),
    [
        ("en", "1. Switch it off", "1. what causes the fault: by "),
        ("zh-CN", "1. 关掉", "1. 故障出"),
    ],
)
async def test_drafts_tell_the_safe_checks_and_the_milestones(
    product: RunningProduct, language: str, check: str, milestone: str
) -> None:
    number = await product.opened(**FAULT, language=language)
    first = await product.get(f"/cases/{number}/draft", occasion="first_answer")
    assert check in first["parts"]["what_comes_next"]
    notice = await product.get(f"/cases/{number}/draft", occasion="confirmation")
    assert milestone in notice["parts"]["what_comes_next"]


async def test_a_newer_policy_at_confirmation_leaves_the_product_as_it_was_named(
    product: RunningProduct,
) -> None:
    number = await confirmable(product)
    await product.post(f"/cases/{number}/product", family="coffee_machine")
    await product.skip("1 day")  # another day, another cut of the calendar: the plan is pinned anew
    await product.post(f"/cases/{number}/confirm", **product.notice("Wed 10:00"))
    assert (await product.get(f"/cases/{number}/questions"))["family"] == "coffee_machine"
