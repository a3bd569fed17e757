"""A customer who writes after the end is heard: the message is marked, or the case reopens (REQ E3)."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from builders import at
from products import PARTS, RunningProduct


async def content(product: RunningProduct, number: str) -> None:
    """From verification on to a close, the customer content."""
    await product.contact(number)
    await product.post(f"/cases/{number}/verification", outcome="fixed")
    await product.post(f"/cases/{number}/resolve", basis="customer_confirmed")
    await product.skip("1 day", number)
    await product.post(f"/cases/{number}/revisits", outcome="content")
    await product.ended(number)


async def closed(product: RunningProduct) -> str:
    """Closed on the first Tuesday at nine."""
    number = await product.verifying()
    await content(product, number)
    return number


async def said(
    product: RunningProduct, number: str, text: str = "It rattles again", **fields: Any
) -> None:
    await product.post(
        f"/cases/{number}/messages", by="wecom", channel="wecom", text=text, **fields
    )
    await product.eventually(number, "message_received")
    await product.quiet(number)


async def mark(product: RunningProduct, number: str, verdict: str, message: str = "m1") -> Any:
    return await product.post(f"/cases/{number}/messages/{message}/mark", verdict=verdict)


async def test_a_reopened_case_goes_on_with_its_own_clock_to_a_second_close(
    product: RunningProduct,
) -> None:
    number = await closed(product)
    first = await product.get(f"/cases/{number}")
    await product.skip("20 days")
    await said(product, number)
    waiting = await product.get(f"/cases/{number}")
    assert waiting["phase"] == "closed"
    (owed,) = await product.items("/agenda", by="li.min")
    assert (owed["kind"], owed["id"]) == ("mark", "m1")
    assert owed["due_at"] == waiting["messages"][0]["mark_by"]

    await mark(product, number, "reopen")
    again = await product.get(f"/cases/{number}")
    assert (again["stage"], again["reopens"], again["tier"]) == ("diagnose", 1, 2)
    assert again["closings"] == [first["closing"]]
    red_line = next(clock for clock in again["clocks"] if clock["name"] == "follow_up")
    begun, reopened = (
        datetime.fromisoformat(at) for at in (red_line["started_at"], again["reopened_at"])
    )
    assert timedelta(0) <= reopened - begun < timedelta(seconds=1)  # since we heard of it
    assert again["next_promise_due"] < again["red_line"]
    assert "the case has been reopened" in (await product.titles("chen.jie", number))[-1]

    call = next(p["id"] for p in again["promises"] if p["status"] == "open")
    await product.contact(number, covers=[call])
    await product.complete(number, "diagnose", findings="heard it", root_cause="product/part")
    await product.complete(number, "plan", to="implement", solution="new drum", kind="cure")
    await product.complete(number, "implement", done="drum replaced")
    await content(product, number)
    seen = await product.get(f"/cases/{number}")
    assert (seen["phase"], seen["reopens"], len(seen["closings"])) == ("closed", 1, 2)
    assert (await product.names(number)).count("follow_up_started") == 2


async def test_unmarked_for_four_working_hours_a_message_reopens_the_case(
    product: RunningProduct,
) -> None:
    number = await closed(product)
    await product.until("Mon+3 09:30")
    await said(product, number)
    await product.until("Mon+3 14:25", number)
    assert (await product.get(f"/cases/{number}"))["phase"] == "closed"
    await product.until("Mon+3 14:35", number)
    reopened = next(e for e in await product.happened(number) if e.name == "case_reopened")
    assert reopened.by == "system"
    assert abs(reopened.at - at("Mon+3 14:30")) < timedelta(minutes=1)
    for person in ("li.min", "chen.jie"):
        assert any("has been reopened" in title for title in await product.titles(person, number))
    summaries = await product.summaries(number, "timer_started")
    assert summaries[0].startswith(
        "Message of Mon 23 Mar 09:30 to be marked by li.min, else the case reopens, due"
    )


async def test_thanks_end_the_run_again(product: RunningProduct) -> None:
    number = await closed(product)
    await product.skip("2 days")
    await said(product, number, "Thank you all")
    answer = await mark(product, number, "thanks")
    assert answer["events"] == ["message_marked"]
    assert await product.ended(number) == f"{number} ended: the customer is content"
    seen = await product.get(f"/cases/{number}")
    assert seen["messages"][0]["verdict"] == "thanks"
    assert seen["messages"][0]["words"] == {"said": "Thank you all"}
    no = await product.refused(f"/cases/{number}/messages/m1/mark", verdict="thanks")
    assert no.json()["code"] == "message_marked"


async def test_thanks_that_were_none_wake_the_case_and_their_customer_is_heard(
    product: RunningProduct,
) -> None:
    number = await closed(product)
    await product.skip("2 days")
    await said(product, number, "It leaks, please help")
    wrote = (await product.get(f"/cases/{number}"))["messages"][0]
    await mark(product, number, "thanks")
    await product.ended(number)
    first = await product.described(number)
    await product.skip("3 days")
    ways = {w["place"]: w for w in await product.items(f"/cases/{number}/ways", by="li.min")}
    way = ways["messages/m1/mark"]
    assert way["open"]
    assert {shut["value"] for shut in way["shut_choices"]} == {"thanks", "answer"}
    again = await mark(product, number, "reopen")
    assert again["events"][:2] == ["message_marked", "case_reopened"]
    assert (await product.described(number)).execution.run_id != first.execution.run_id
    case = await product.get(f"/cases/{number}")
    assert (case["phase"], case["reopens"]) == ("open", 1)
    message = case["messages"][0]
    assert (message["verdict"], message["awaits_answer"]) == ("reopen", True)
    response = next(clock for clock in case["clocks"] if clock["name"] == "response")
    assert response["started_at"] == wrote["occurred_at"]
    lines = [line["line"] for line in await product.items(f"/cases/{number}/timeline", limit=200)]
    assert any("it was no thanks, and the case is to be reopened" in line for line in lines)


async def test_what_a_case_at_rest_refuses_starts_no_run(product: RunningProduct) -> None:
    number = await closed(product)
    await said(product, number, "Thank you all")
    await mark(product, number, "thanks")
    await product.ended(number)
    before = (await product.described(number)).execution.run_id
    for message, verdict, code in (
        ("m1", "thanks", "message_marked"),
        ("m1", "answer", "message_on_closed_case"),
        ("m9", "reopen", "unknown_message"),
    ):
        path, key = f"/cases/{number}/messages/{message}/mark", f"{message}-{verdict}"
        no = await product.refused(path, key=key, verdict=verdict)
        assert no.json()["code"] == code
        assert (await product.get(f"/commands/{key}", by="li.min"))["status"] == "refused"
    assert (await product.described(number)).execution.run_id == before


async def test_two_who_put_thanks_right_at_once_reopen_the_case_once(
    product: RunningProduct,
) -> None:
    number = await closed(product)
    await said(product, number, "It leaks, please help")
    await mark(product, number, "thanks")
    await product.ended(number)
    path = f"/cases/{number}/messages/m1/mark"
    answers = await asyncio.gather(
        *(
            product.ask("POST", path, {"verdict": "reopen"}, by=who)
            for who in ("li.min", "chen.jie", "li.min")
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert (await product.names(number)).count("case_reopened") == 1


async def test_with_no_worker_alive_thanks_are_put_right_once_there_is_one(
    forgetful_product: RunningProduct,
) -> None:
    product = forgetful_product
    number = await closed(product)
    await said(product, number, "It leaks, please help")
    await mark(product, number, "thanks")
    await product.ended(number)
    path = f"/cases/{number}/messages/m1/mark"
    async with product.no_worker():
        answer = await product.ask("POST", path, {"verdict": "reopen"}, key="again")
        assert answer.status_code == 202
    await product.eventually(number, "case_reopened")
    repeated = await product.ask("POST", path, {"verdict": "reopen"}, key="again")
    assert repeated.status_code == 200
    assert (await product.names(number)).count("case_reopened") == 1


async def test_thanks_that_were_a_new_matter_wake_a_case_that_goes_to_rest_again(
    product: RunningProduct,
) -> None:
    number = await closed(product)
    await said(product, number, "The dryer hums")
    await mark(product, number, "thanks")
    await product.ended(number)
    await mark(product, number, "new")
    await product.ended(number)
    ((link),) = (await product.get(f"/cases/{number}"))["links"]
    no = await product.refused(f"/cases/{number}/messages/m1/mark", verdict="reopen")
    assert no.json()["code"] == "message_went_on"
    assert link["number"] in no.json()["detail"]


async def test_on_an_open_case_an_answer_is_owed_again(product: RunningProduct) -> None:
    number = await product.confirmed()
    await said(product, number, "Please call me")
    await mark(product, number, "thanks")
    seen = await product.get(f"/cases/{number}")
    assert not seen["messages"][0]["awaits_answer"]
    ways = {w["place"]: w for w in await product.items(f"/cases/{number}/ways", by="li.min")}
    shut = {no["value"]: no["code"] for no in ways["messages/m1/mark"]["shut_choices"]}
    assert shut == {
        "thanks": "message_marked",
        "reopen": "message_on_open_case",
        "new": "message_on_open_case",
    }
    await mark(product, number, "answer")
    seen = await product.get(f"/cases/{number}")
    assert (seen["messages"][0]["awaits_answer"], seen["messages"][0]["verdict"]) == (True, None)
    owed = {o["kind"]: o for o in await product.items("/agenda", by="li.min")}
    assert owed["response"]["number"] == number


async def test_a_mark_is_for_staff_and_for_messages_that_wait(product: RunningProduct) -> None:
    number = await closed(product)
    await said(product, number)
    path = f"/cases/{number}/messages"
    assert (await product.refused(f"{path}/m1/mark", by="wecom", verdict="new")).status_code == 403
    assert (await product.refused(f"{path}/m9/mark", verdict="new")).status_code == 404
    await mark(product, number, "reopen")
    no = await product.refused(f"{path}/m1/mark", verdict="thanks")
    assert (no.status_code, no.json()["code"]) == (409, "message_marked")


async def test_a_new_matter_is_a_case_of_its_own_linked_both_ways(product: RunningProduct) -> None:
    number = await closed(product)
    await said(product, number, "The dryer hums")
    await mark(product, number, "new")
    await product.ended(number)
    old = await product.get(f"/cases/{number}")
    ((link),) = old["links"]
    new = await product.get(f"/cases/{link['number']}")
    product.numbers.append(link["number"])
    (came_from,) = new["links"]
    assert came_from == {
        "number": number,
        "relation": "comes_from",
        "message": "m1",
        "by": "li.min",
    }
    assert (new["stage"], new["owner"], new["description"]) == (
        "respond",
        "li.min",
        "The dryer hums",
    )
    assert new["customer"] == old["customer"]
    assert "this case is yours" in (await product.titles("li.min", link["number"]))[0]
    await product.contact(link["number"], parts=PARTS)


@pytest.mark.trial("A22")
async def test_a_message_after_thirty_days_opens_a_linked_case_by_itself(
    product: RunningProduct,
) -> None:
    number = await closed(product)
    await product.skip("31 days")
    await product.post(f"/cases/{number}/messages", by="wecom", channel="wecom", text="Hello again")
    await product.eventually(number, "case_linked")
    await product.ended(number)
    old = await product.get(f"/cases/{number}")
    assert (old["phase"], old["messages"][0]["mark_by"]) == ("closed", None)
    linked = old["links"][0]["number"]
    product.numbers.append(linked)
    new = await product.get(f"/cases/{linked}")
    assert new["description"] == "Hello again"
    assert abs(datetime.fromisoformat(new["opened_at"]) - product.now()) < timedelta(minutes=1)
    await product.skip("10 min")
    await product.post(f"/cases/{number}/messages", by="wecom", channel="wecom", text="Anybody?")
    await product.eventually(linked, "message_received")
    await product.ended(number)
    old = await product.get(f"/cases/{number}")
    assert [(x["number"], x["message"]) for x in old["links"]] == [(linked, "m1"), (linked, "m2")]
    (message,) = (await product.get(f"/cases/{linked}"))["messages"]
    assert (message["words"], message["channel"]) == ({"said": "Anybody?"}, "wecom")
    assert {c["number"] for c in await product.items("/cases")} == {number, linked}
    (notice,) = [
        n
        for n in await product.items("/inbox", by="li.min")
        if n["ref"] == "m1" and n["number"] == linked
    ]
    assert "has been in touch" in notice["title"]


@pytest.mark.trial("A21", "A19")
async def test_twelve_messages_in_a_row_are_one_notice_and_thanks_need_no_answer(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    for n in range(12):
        text = "谢谢，都好了" if n == 11 else f"line {n}"
        await product.post(f"/cases/{number}/messages", by="wecom", channel="wechat", text=text)
    await product.quiet(number)
    seen = await product.get(f"/cases/{number}")
    assert len(seen["messages"]) == 12
    told = [
        n
        for n in await product.items("/inbox", by="li.min", limit=200)
        if n["about"] == "customer_said"
    ]
    (notice,) = told
    assert "12 messages" in notice["body"]
    owed = {o["kind"]: o for o in await product.items("/agenda", by="li.min")}
    assert owed["response"]["says"] == "Answer Ms Sun, who has written again."
    assert [m["awaits_answer"] for m in seen["messages"]] == [True] * 12
    await mark(product, number, "thanks", "m12")
    seen = await product.get(f"/cases/{number}")
    assert [m["awaits_answer"] for m in seen["messages"]] == [False] * 12
    assert "response" not in {o["kind"] for o in await product.items("/agenda", by="li.min")}
    await product.until("Tue 09:59", number)
    assert "response_overdue" not in await product.names(number)


@pytest.mark.trial("A32")
async def test_something_without_words_arrives_and_is_told_as_such(product: RunningProduct) -> None:
    number = await product.confirmed()
    path = f"/cases/{number}/messages"
    await product.post(path, by="wecom", channel="wechat", text="\u200b \u3164")
    await product.quiet(number)
    (message,) = (await product.get(f"/cases/{number}"))["messages"]
    assert message["words"] == {}
    lines = [line["line"] for line in await product.items(f"/cases/{number}/timeline", limit=200)]
    assert any("something without words" in line for line in lines)
    (notice,) = [n for n in await product.items("/inbox", by="li.min") if n["ref"] == "m1"]
    assert "something without words" in notice["body"]
