"""A conversation logged in the wrong case, taken back over HTTP."""

import asyncio
from typing import Any

from db import people
from db.access import create_key
from db.said import said_last
from products import PARTS, TEAM, RunningProduct

WHY = "that was the customer of C-000017"
HE_YUN = people.Person("he.yun", "He Yun", "agent", frozenset({"agent"}), TEAM, "en")


async def wrongly_logged(product: RunningProduct, **fields: Any) -> tuple[str, str]:
    """A confirmed case whose promise was kept in a conversation with somebody else; its number, and the conversation."""
    number = await product.confirmed()
    await product.skip("1 minute", number)
    receipt = await product.contact(number, **fields)
    await product.recorded(number)
    return number, receipt["contacts"][0]


async def take_back(product: RunningProduct, number: str, contact: str, **fields: Any) -> Any:
    given = {"by": "chen.jie", "reason": WHY, **fields}
    return await product.post(f"/cases/{number}/contacts/{contact}/disprove", **given)


async def test_it_stays_on_record_and_counts_for_nothing(product: RunningProduct) -> None:
    number, contact = await wrongly_logged(product, emotion="angry")
    await take_back(product, number, contact)
    await product.recorded(number)
    case = await product.get(f"/cases/{number}")
    shown = next(each for each in case["contacts"] if each["id"] == contact)
    assert (shown["disproved"], shown["reached"], shown["emotion"]) == (True, False, None)
    assert shown["words"], "what was claimed can still be read"
    assert not {"ended", "digest"} & shown.keys()
    assert case["emotion"] == "calm"
    promises = {p["id"]: (p["status"], p["follows"]) for p in case["promises"]}
    assert promises["p1"] == ("released", None)
    assert ("open", "p1") in promises.values()
    lines = await product.items(f"/cases/{number}/timeline", about="customer", limit=100)
    assert any(WHY in each["line"] for each in lines if each["event"] == "contact_disproved")


async def test_a_message_awaits_its_answer_again(product: RunningProduct) -> None:
    number = await product.confirmed()
    await product.post(f"/cases/{number}/messages", by="wecom", channel="wecom", text="Any news?")
    await product.quiet(number)
    await product.skip("1 minute", number)
    receipt = await product.contact(number)
    await product.recorded(number)
    messages = (await product.get(f"/cases/{number}"))["messages"]
    assert not messages[-1]["awaits_answer"]
    await take_back(product, number, receipt["contacts"][0])
    await product.recorded(number)
    messages = (await product.get(f"/cases/{number}"))["messages"]
    assert messages[-1]["awaits_answer"]
    assert "waited_since" not in messages[-1]
    await product.quiet(number)
    told = await product.items("/inbox", by="li.min")
    assert any(each["about"] == "contact_disproved" and each["number"] == number for each in told)


async def test_an_agent_asks_a_lead_and_a_lead_says_how_they_know(product: RunningProduct) -> None:
    number, contact = await wrongly_logged(product)
    place = f"/cases/{number}/contacts/{contact}/disprove"
    assert (await product.refused(place, by="li.min", reason=WHY)).json()["code"] == "role_required"
    for reason in (" ", "\u200b", "N/A"):
        answer = await product.refused(place, by="chen.jie", reason=reason)
        assert answer.status_code == 422, reason
        assert [each["field"] for each in answer.json()["errors"]] == ["reason"]
    answer = await product.refused(place, by="chen.jie", reason="长" * 60_000)
    assert answer.status_code == 422


async def test_twice_it_is_said_that_it_is_done_and_nothing_else_happens(
    product: RunningProduct,
) -> None:
    number, contact = await wrongly_logged(product)
    await take_back(product, number, contact)
    place = f"/cases/{number}/contacts/{contact}/disprove"
    answer = await product.refused(place, by="chen.jie", reason=WHY)
    assert (answer.status_code, answer.json()["code"]) == (409, "contact_disproved")
    answer = await product.refused(
        f"/cases/{number}/contacts/c99/disprove", by="chen.jie", reason=WHY
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_contact")
    assert (await product.names(number)).count("contact_disproved") == 1


async def test_what_can_be_taken_back_is_offered_to_leads_alone(product: RunningProduct) -> None:
    number, contact = await wrongly_logged(product)
    ways = await product.items(f"/cases/{number}/ways", by="chen.jie")
    offered = {way["entry"] for way in ways if way["verb"] == "disprove" and way["open"]}
    assert contact in offered
    ways = await product.items(f"/cases/{number}/ways", by="li.min")
    assert "disprove" not in {way["verb"] for way in ways}
    await take_back(product, number, contact)
    await product.recorded(number)
    ways = await product.items(f"/cases/{number}/ways", by="chen.jie")
    assert contact not in {way["entry"] for way in ways}


async def test_lists_speak_of_it_no_more(product: RunningProduct) -> None:
    number, contact = await wrongly_logged(product, said="My dishwasher leaks")
    await take_back(product, number, contact)
    await product.recorded(number)
    said = await said_last(product.database, {number})
    assert "dishwasher" not in said[number].words


async def closed(product: RunningProduct) -> tuple[str, str]:
    """A case whose revisit says that all is well, and whose run has ended; its number, and that conversation."""
    number = await product.verifying()
    await product.skip("1 minute", number)
    await product.contact(number)
    case = f"/cases/{number}"
    await product.post(f"{case}/verification", outcome="fixed")
    await product.post(f"{case}/resolve", basis="customer_confirmed")
    await product.recorded(number)
    owed = [p["id"] for p in (await product.get(case))["promises"] if p["status"] == "open"]
    receipt = await product.post(
        f"{case}/revisits", outcome="content", early="customer_asked", covers=owed
    )
    assert await product.ended(number)
    return number, receipt["contacts"][0]


async def test_a_case_closed_by_another_customers_revisit_goes_on(product: RunningProduct) -> None:
    """Its run has ended, and a new one takes it up; nobody counts it as reopened."""
    number, contact = await closed(product)
    place = f"/cases/{number}/contacts/{contact}/disprove"
    assert (await product.refused(place, by="li.min", reason=WHY)).json()["code"] == "role_required"
    ways = await product.items(f"/cases/{number}/ways", by="chen.jie")
    offered = {way["entry"] for way in ways if way["verb"] == "disprove" and way["open"]}
    assert offered == {contact}
    receipt = await take_back(product, number, contact)
    assert receipt["events"][:3] == ["contact_disproved", "revisit_disproved", "stage_entered"]
    await product.recorded(number)
    case = await product.get(f"/cases/{number}")
    assert (case["phase"], case["stage"], case["closing"]) == ("resolved", "resolved", None)
    assert (case["reopens"], case["reopened_at"]) == (0, None)
    assert [closing["disproved"] for closing in case["closings"]] == [True]
    assert [each["disproved"] for each in case["revisits"]] == [True]
    (owed,) = (p for p in case["promises"] if (p["kind"], p["status"]) == ("revisit", "open"))
    agenda = await product.items("/agenda", by="li.min", limit=100)
    assert owed["id"] in {entry["id"] for entry in agenda if entry["number"] == number}
    await product.quiet(number)
    (told,) = (
        each
        for each in await product.items("/inbox", by="li.min")
        if (each["about"], each["number"]) == ("contact_disproved", number)
    )
    assert "the customer is to be called by" in told["body"]
    answer = await product.refused(place, by="chen.jie", reason=WHY)
    assert (answer.status_code, answer.json()["code"]) == (409, "contact_disproved")


async def test_a_case_at_rest_is_not_woken_for_a_plain_conversation(
    product: RunningProduct,
) -> None:
    number, _ = await closed(product)
    answer = await product.refused(
        f"/cases/{number}/contacts/c1/disprove", by="chen.jie", reason=WHY
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "case_closed")
    assert len(await product.runs_of(number)) == 1


async def test_two_leads_at_once_take_it_back_once(product: RunningProduct) -> None:
    number, contact = await closed(product)
    place = f"/cases/{number}/contacts/{contact}/disprove"
    leads = ("chen.jie", "wang.fang")
    answers = await asyncio.gather(
        *(product.ask("POST", place, {"reason": WHY}, by=lead) for lead in leads)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert (await product.names(number)).count("revisit_disproved") == 1


async def test_what_a_stranger_answered_is_shown_as_noted_and_asked_again(
    product: RunningProduct,
) -> None:
    number = await product.opened(scenario="product_fault", product="washing_machine")
    await product.contact(number)
    await product.complete(number, "safe_checks", checked="nothing in the drum")
    round_: dict[str, Any] = {"questions": ["load"], "channel": "phone", "parts": PARTS}
    receipt = await product.post(f"/cases/{number}/questions", **round_)
    await product.post(f"/cases/{number}/answers", answers={"load": "even when empty"})
    refused = await product.refused(f"/cases/{number}/questions", **round_)
    assert refused.json()["code"] == "question_answered"
    await take_back(product, number, receipt["contacts"][0])
    await product.recorded(number)
    asked = (await product.get(f"/cases/{number}"))["questions"]["questions"]
    (load,) = (each for each in asked if each["name"] == "load")
    assert (load["asked_in"], load["answer"]) == ([], None)
    assert load["disproved"] == "even when empty"
    await product.post(f"/cases/{number}/questions", **round_)


async def test_what_was_agreed_on_around_it_is_named_to_the_lead_and_to_whoever_looks_after_the_case(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    await product.skip("1 minute", number)
    promises = f"/cases/{number}/promises"
    let_go, moved = [
        (await product.post(promises, subject=subject, latest_by=by))["promises"][0]
        for subject, by in (
            ("the invoice", "2026-03-04T15:00:00+08:00"),
            ("the part", "2026-03-05T15:00:00+08:00"),
        )
    ]
    await product.skip("1 minute", number)
    contact = (await product.contact(number, covers=[]))["contacts"][0]
    await product.post(f"{promises}/{let_go}/release", reason="has it")
    until = "2026-03-06T16:00:00+08:00"
    await product.post(
        f"/cases/{number}/pause", reason="waiting_on_parts", until=until, channel="phone"
    )
    later = {"latest_by": "2026-03-06T15:00:00+08:00", "reason": "the laboratory"}
    moved = (await product.post(f"{promises}/{moved}/renegotiate", **later))["promises"][0]
    await product.recorded(number)
    shown = (await product.get(f"/cases/{number}", by="chen.jie"))["contacts"]
    around = next(each["around"] for each in shown if each["id"] == contact)
    assert around.pop("agreed") == [{"what": "paused", "ref": "", "until": "2026-03-06T08:00:00Z"}]
    assert around == {"let_go": [], "moved": [moved], "promised": [], "noted": []}
    await take_back(product, number, contact)
    await product.recorded(number)
    case = await product.get(f"/cases/{number}")
    owed = {p["follows"]: p["status"] for p in case["promises"]}
    assert owed[let_go] == "open", "the customer never said that they have it"
    assert not {"told_at", "said_in", "rests_on"} & case["promises"][0].keys()
    await product.quiet(number)
    told = await product.items("/inbox", by="li.min")
    (body,) = (
        each["body"]
        for each in told
        if (each["about"], each["number"]) == ("contact_disproved", number)
    )
    assert "the invoice" in body and "the part" in body
    assert "the case waits until Fri 6 Mar 16:00" in body
    lines = await product.items(f"/cases/{number}/timeline", limit=100)
    (line,) = (each["line"] for each in lines if each["event"] == "contact_disproved")
    assert "the part" in line


async def test_a_colleague_who_owes_again_is_told_and_who_has_left_is_not(
    product: RunningProduct,
) -> None:
    await people.put(product.database, HE_YUN)
    made = await create_key(product.database, "he.yun", label="test", now=product.now())
    product.keys["he.yun"] = made.clear
    number = await product.confirmed()
    promises = f"/cases/{number}/promises"
    theirs, _ = [
        (
            await product.post(
                promises,
                subject=subject,
                latest_by="2026-03-05T15:00:00+08:00",
                owner="zhou.yan",
            )
        )["promises"][0]
        for subject in ("the invoice", "the part")
    ]
    await product.skip("1 minute", number)
    kept = await product.contact(number, by="he.yun", covers=[theirs])
    await product.recorded(number)
    await people.deactivate(product.database, "he.yun")
    await take_back(product, number, kept["contacts"][0])
    await product.recorded(number)
    await product.quiet(number)
    told = await product.items("/inbox", by="zhou.yan")
    (body,) = (each["body"] for each in told if each["about"] == "contact_disproved")
    assert "the invoice" in body and "the part" not in body
    about = [each["about"] for each in await product.items("/inbox", by="chen.jie")]
    assert "delivery_failed" not in about
