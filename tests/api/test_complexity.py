"""How complex a case is, judged over HTTP."""

from datetime import datetime, timedelta
from typing import Any

from products import RunningProduct

FACTORS = {"issue": "to_diagnose", "resources": "task_force", "verification": "some_days"}
WHY = "a whole batch may have it"


async def to_confirm(product: RunningProduct, **fields: Any) -> tuple[str, dict[str, Any]]:
    """A triaged case, and what confirms it."""
    number = await product.triaged()
    told = {"channel": "phone", "told_at": product.now().isoformat(), "answer": "agreed"}
    first = (await product.items(f"/cases/{number}/times", by="li.min"))[0]["at"]
    return number, {**told, "first_feedback_at": first, **fields}


async def test_confirmed_by_factors_it_says_what_each_did(product: RunningProduct) -> None:
    number, body = await to_confirm(product, factors=FACTORS)
    case = await product.get(f"/cases/{number}", by="li.min")
    offered = {each["name"]: [it["value"] for it in each["choices"]] for each in case["factors"]}
    assert offered.keys() == FACTORS.keys()
    assert all(FACTORS[name] in values for name, values in offered.items())
    await product.post(f"/cases/{number}/confirm", **body)
    await product.recorded(number)
    case = await product.get(f"/cases/{number}", by="li.min")
    assert case["complexity"] == "high"
    effects = {each["factor"]: each["effect"] for each in case["weighed"]}
    assert effects == {
        "issue": "sets",
        "verification": "sets",
        "resources": "raises",
        "emotion": "keeps",
    }
    (line,) = (
        each["line"]
        for each in await product.items(f"/cases/{number}/timeline", about="stages", limit=100)
        if each["event"] == "complex_confirmed"
    )
    assert "raises it by one" in line


async def test_what_is_missing_is_named_with_its_choices(product: RunningProduct) -> None:
    number, body = await to_confirm(product)
    answer = await product.refused(f"/cases/{number}/confirm", **body)
    assert (answer.status_code, answer.json()["code"]) == (422, "factors_missing")
    assert [each["field"] for each in answer.json()["errors"]] == [
        "factors.issue",
        "factors.resources",
        "factors.verification",
    ]
    wrong = {**FACTORS, "issue": "huge"}
    answer = await product.refused(f"/cases/{number}/confirm", **{**body, "factors": wrong})
    assert (answer.status_code, answer.json()["code"]) == (422, "factor_unknown")
    assert "to_diagnose" in answer.json()["params"]["known_factors"]
    assert "a whole batch" in answer.json()["detail"]


async def test_judged_anew_and_its_red_line_set_by_a_lead(product: RunningProduct) -> None:
    number = await product.confirmed()
    await product.post(f"/cases/{number}/complexity", factors=FACTORS, reason=WHY)
    answer = await product.refused(
        f"/cases/{number}/red-line", by="li.min", working_days=20, reason=WHY
    )
    assert answer.json()["code"] == "role_required"
    await product.post(f"/cases/{number}/red-line", by="chen.jie", working_days=20, reason=WHY)
    await product.recorded(number)
    case = await product.get(f"/cases/{number}")
    assert case["complexity"] == "high"
    await product.quiet(number)
    told = [
        each["about"]
        for each in await product.items("/inbox", by="li.min")
        if each["number"] == number
    ]
    assert "red_line_set" in told
    for days in (0, 251, True, "many"):
        answer = await product.refused(
            f"/cases/{number}/red-line", by="chen.jie", working_days=days, reason=WHY
        )
        assert answer.status_code == 422
        assert [each["field"] for each in answer.json()["errors"]] == ["working_days"]


async def test_a_level_that_a_human_named_is_told_with_their_reason(
    product: RunningProduct,
) -> None:
    low = {"issue": "simple", "resources": "service_team", "verification": "at_once"}
    number, body = await to_confirm(product, factors=low, complexity="high", reason=WHY)
    await product.post(f"/cases/{number}/confirm", **body)
    await product.recorded(number)
    case = await product.get(f"/cases/{number}", by="li.min")
    assert case["named"] == {
        "by": "li.min",
        "reason": WHY,
        "come_to": "low",
        "told": "The factors come to low; Li Min named high in spite of that.",
    }
    assert {each["effect_label"] for each in case["weighed"]} == {
        "would set it",
        "would change nothing",
    }
    await product.post(f"/cases/{number}/complexity", factors=FACTORS, reason=WHY)
    await product.recorded(number)
    assert (await product.get(f"/cases/{number}", by="li.min"))["named"] is None


async def test_while_a_case_waits_its_red_line_is_told_as_one_that_stands_still(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    await product.post(f"/cases/{number}/complexity", factors=FACTORS, reason=WHY)
    await product.post(f"/cases/{number}/red-line", by="chen.jie", working_days=20, reason=WHY)
    told = {"channel": "phone", "told_at": product.now().isoformat()}
    until = product.now() + timedelta(days=2)
    waits = {"reason": "waiting_on_parts", "until": until.isoformat()}
    await product.post(f"/cases/{number}/pause", **waits, **told)
    await product.recorded(number)
    case = await product.get(f"/cases/{number}", by="li.min")
    assert case["red_line"] is None
    line = case["red_line_now"]
    assert datetime.fromisoformat(line["waits_until"]) == until
    assert (line["anchor"], line["set_by"]) == ("confirmed_at", "chen.jie")
    assert "stands still while the case waits" in line["told"]
    assert "Chen Jie set it." in line["told"]
    await product.post(f"/cases/{number}/resume")
    await product.recorded(number)
    (due,) = (
        each
        for each in (await product.get(f"/cases/{number}/deadlines", by="li.min"))["items"]
        if each["kind"] == "red_line"
    )
    assert due["set_by"] == "chen.jie"
    assert "Chen Jie set it." in due["explanation"]
    assert "by_lead" not in due["explanation"]


async def test_four_factors_are_told_which_of_them_nobody_judges(
    product: RunningProduct,
) -> None:
    number, body = await to_confirm(product, factors={**FACTORS, "emotion": "calm"})
    answer = await product.refused(f"/cases/{number}/confirm", **body)
    assert answer.json()["code"] == "factor_unknown"
    assert "how the customer feels, which the case knows by itself" in answer.json()["detail"]


async def test_a_shut_way_says_why(product: RunningProduct) -> None:
    number = await product.confirmed()
    ways = await product.items(f"/cases/{number}/ways", by="chen.jie")
    (line,) = (way for way in ways if way["verb"] == "set_red_line")
    assert not line["open"]
    assert line["refusal"]["code"] == "red_line_fixed"
    (judge,) = (way for way in ways if way["verb"] == "judge_complexity")
    assert judge["open"]
