"""What people read over HTTP calls people by name and things by what they are; the fields beside it keep the codes."""

import pytest

from builders import at
from products import RunningProduct
from reading import found_in

CHINESE = {"Accept-Language": "zh-CN"}


async def lines(product: RunningProduct, number: str, language: str) -> list[str]:
    asked = await product.ask(
        "GET", f"/cases/{number}/timeline?limit=200", headers={"Accept-Language": language}
    )
    return [item["line"] for item in asked.json()["items"]]


@pytest.mark.trial("A51")
async def test_the_timeline_and_the_inbox_speak_of_people_by_name(product: RunningProduct) -> None:
    number = await product.confirmed()
    promises = f"/cases/{number}/promises"
    await product.post(promises, subject="noise test", latest_by=at("Mon 14:00"))
    await product.post(f"/cases/{number}/escalations", reason="nobody answers")
    await product.post(
        f"/cases/{number}/assign", by="chen.jie", owner="zhou.yan", reason="shift ends"
    )
    await product.quiet(number)

    english = await lines(product, number, "en")
    assert "Li Min is to contact the customer about “noise test” by Mon 2 Mar 14:00." in english
    assert "Chen Jie handed the case to Zhou Yan: shift ends." in english
    handles = ("li.min", "chen.jie", "zhou.yan")
    for line in (*english, *await lines(product, number, "zh-CN")):
        assert not any(handle in line for handle in handles), line
    for person in handles:
        for notice in await product.items("/inbox", by=person, limit=200):
            if notice["number"] == number:
                said = notice["title"] + notice["body"]
                assert not any(handle in said for handle in handles), said
    items = await product.items(f"/cases/{number}/timeline", limit=200)
    assert {"li.min", "chen.jie"} <= {item["by"] for item in items}


@pytest.mark.trial("A51")
async def test_a_refusal_speaks_to_people_and_keeps_its_codes_for_programs(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    promised = f"/cases/{number}/promises/p1"
    release = {"reason": "settled"}
    await product.contact(number, covers=[])
    await product.post(f"{promised}/release", **release)
    problem = (await product.ask("POST", f"{promised}/release", release, headers=CHINESE)).json()
    assert problem["code"] == "promise_ended"
    assert not found_in(problem["detail"], "zh-CN", (number,))
    assert problem["params"] == {"promise": "p1", "status": "released"}
