"""A case that was closed in error, opened again by a lead over HTTP."""

import asyncio
from typing import Any

from products import RunningProduct

WHY = "it was withdrawn on a call with the customer of C-000017"


async def reopen(product: RunningProduct, number: str, **fields: Any) -> Any:
    return await product.post(
        f"/cases/{number}/reopen", **{"by": "chen.jie", "reason": WHY, **fields}
    )


async def test_it_goes_on_though_its_run_has_ended(product: RunningProduct) -> None:
    number = await product.withdrawn()
    receipt = await reopen(product, number)
    assert receipt["events"][:2] == ["closing_disproved", "stage_entered"]
    await product.recorded(number)
    case = await product.get(f"/cases/{number}")
    assert (case["phase"], case["stage"], case["closing"]) == ("open", "diagnose", None)
    assert (case["reopens"], case["reopened_at"]) == (0, None)
    assert [closing["disproved"] for closing in case["closings"]] == [True]
    owed = {p["id"] for p in case["promises"] if p["status"] == "open"}
    agenda = await product.items("/agenda", by="li.min", limit=100)
    assert owed & {entry["id"] for entry in agenda if entry["number"] == number}
    await product.quiet(number)
    (told,) = (
        each
        for each in await product.items("/inbox", by="li.min")
        if (each["about"], each["number"]) == ("closing_disproved", number)
    )
    assert WHY in told["body"]
    lines = await product.items(f"/cases/{number}/timeline", about="stages", limit=100)
    assert any(WHY in each["line"] for each in lines if each["event"] == "closing_disproved")


async def test_a_lead_says_how_they_know_and_nobody_else_may(product: RunningProduct) -> None:
    number = await product.withdrawn()
    place = f"/cases/{number}/reopen"
    assert (await product.refused(place, by="li.min", reason=WHY)).json()["code"] == "role_required"
    for reason in (" ", "\u200b", "N/A", "长" * 60_000):
        answer = await product.refused(place, by="chen.jie", reason=reason)
        assert answer.status_code == 422, reason
        assert [each["field"] for each in answer.json()["errors"]] == ["reason"]
    assert len(await product.runs_of(number)) == 1, "nobody woke it to say no"


async def test_it_is_offered_while_the_case_is_closed(product: RunningProduct) -> None:
    number = await product.withdrawn()

    async def offered(by: str) -> list[bool]:
        ways = await product.items(f"/cases/{number}/ways", by=by)
        return [way["open"] for way in ways if way["verb"] == "reopen"]

    assert (await offered("chen.jie"), await offered("li.min")) == ([True], [])
    await reopen(product, number)
    await product.recorded(number)
    assert await offered("chen.jie") == [False]


async def test_two_leads_at_once_open_it_once(product: RunningProduct) -> None:
    number = await product.withdrawn()
    answers = await asyncio.gather(
        *(
            product.ask("POST", f"/cases/{number}/reopen", {"reason": WHY}, by=lead)
            for lead in ("chen.jie", "wang.fang")
        )
    )
    assert min(answer.status_code for answer in answers) in (200, 202)
    await product.recorded(number)
    await product.quiet(number)
    assert (await product.names(number)).count("closing_disproved") == 1
    answer = await product.refused(f"/cases/{number}/reopen", by="chen.jie", reason=WHY)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_closed")


async def test_a_stranger_in_it_is_taken_back_afterwards(product: RunningProduct) -> None:
    number = await product.confirmed()
    await product.skip("1 minute", number)
    receipt = await product.contact(number)
    await product.post(f"/cases/{number}/withdraw", by="chen.jie", reason="they said so")
    assert await product.ended(number)
    place = f"/cases/{number}/contacts/{receipt['contacts'][0]}/disprove"
    answer = await product.refused(place, by="chen.jie", reason=WHY)
    assert (answer.status_code, answer.json()["code"]) == (409, "case_closed")
    await reopen(product, number)
    await product.post(place, by="chen.jie", reason=WHY)
