"""A customer who writes after the end is heard: the message is marked, or the case reopens (REQ E3)."""

from datetime import datetime, timedelta
from typing import Any

from builders import at
from houses import PARTS, RunningHouse


async def content(house: RunningHouse, number: str) -> None:
    """From verification on to a close, the customer content."""
    await house.contact(number)
    await house.post(f"/cases/{number}/verification", outcome="fixed")
    await house.post(f"/cases/{number}/resolve", basis="customer_confirmed")
    await house.skip("1 day", number)
    await house.post(f"/cases/{number}/revisits", outcome="content")
    await house.ended(number)


async def closed(house: RunningHouse) -> str:
    """Closed on the first Tuesday at nine."""
    number = await house.verifying()
    await content(house, number)
    return number


async def said(
    house: RunningHouse, number: str, text: str = "It rattles again", **fields: Any
) -> None:
    await house.post(f"/cases/{number}/messages", by="wecom", channel="wecom", text=text, **fields)
    await house.eventually(number, "message_received")
    await house.quiet(number)


async def mark(house: RunningHouse, number: str, verdict: str, message: str = "m1") -> Any:
    return await house.post(f"/cases/{number}/messages/{message}/mark", verdict=verdict)


async def test_a_reopened_case_goes_on_with_its_own_clock_to_a_second_close(
    house: RunningHouse,
) -> None:
    number = await closed(house)
    first = await house.get(f"/cases/{number}")
    await house.skip("20 days")
    await said(house, number)
    waiting = await house.get(f"/cases/{number}")
    assert waiting["phase"] == "closed"
    (owed,) = await house.items("/agenda", by="li.min")
    assert (owed["kind"], owed["id"]) == ("mark", "m1")
    assert owed["due_at"] == waiting["messages"][0]["mark_by"]

    await mark(house, number, "reopen")
    again = await house.get(f"/cases/{number}")
    assert (again["stage"], again["reopens"], again["tier"]) == ("diagnose", 1, 2)
    assert again["closings"] == [first["closing"]]
    red_line = next(clock for clock in again["clocks"] if clock["name"] == "follow_up")
    assert red_line["started_at"] == again["reopened_at"]
    assert again["next_promise_due"] < again["red_line"]
    assert "the case has been reopened" in (await house.titles("chen.jie", number))[-1]

    call = next(p["id"] for p in again["promises"] if p["status"] == "open")
    await house.contact(number, covers=[call])
    await house.complete(number, "diagnose", findings="heard it", root_cause="product/part")
    await house.complete(number, "plan", to="implement", solution="new drum", kind="cure")
    await house.complete(number, "implement", done="drum replaced")
    await content(house, number)
    seen = await house.get(f"/cases/{number}")
    assert (seen["phase"], seen["reopens"], len(seen["closings"])) == ("closed", 1, 2)
    assert (await house.names(number)).count("follow_up_started") == 2


async def test_unmarked_for_four_working_hours_a_message_reopens_the_case(
    house: RunningHouse,
) -> None:
    number = await closed(house)
    await house.until("Mon+3 09:30")
    await said(house, number)
    await house.until("Mon+3 14:25", number)
    assert (await house.get(f"/cases/{number}"))["phase"] == "closed"
    await house.until("Mon+3 14:35", number)
    reopened = next(e for e in await house.happened(number) if e.name == "case_reopened")
    assert reopened.by == "system"
    assert abs(reopened.at - at("Mon+3 14:30")) < timedelta(minutes=1)
    for person in ("li.min", "chen.jie"):
        assert any("has been reopened" in title for title in await house.titles(person, number))
    summaries = await house.summaries(number, "timer_started")
    assert summaries[0].startswith("Message m1 to be marked by li.min, else the case reopens, due")


async def test_thanks_end_the_run_again(house: RunningHouse) -> None:
    number = await closed(house)
    await house.skip("2 days")
    await said(house, number, "Thank you all")
    answer = await mark(house, number, "thanks")
    assert answer["events"] == ["message_marked"]
    assert await house.ended(number) == f"{number} ended: the customer is content"
    seen = await house.get(f"/cases/{number}")
    assert seen["messages"][0]["verdict"] == "thanks"
    assert seen["messages"][0]["words"] == {"said": "Thank you all"}
    no = await house.refused(f"/cases/{number}/messages/m1/mark", verdict="reopen")
    assert no.json()["code"] == "case_closed"


async def test_a_mark_is_for_staff_and_for_messages_that_wait(house: RunningHouse) -> None:
    number = await closed(house)
    await said(house, number)
    path = f"/cases/{number}/messages"
    assert (await house.refused(f"{path}/m1/mark", by="wecom", verdict="new")).status_code == 403
    assert (await house.refused(f"{path}/m9/mark", verdict="new")).status_code == 404
    await mark(house, number, "reopen")
    no = await house.refused(f"{path}/m1/mark", verdict="thanks")
    assert (no.status_code, no.json()["code"]) == (409, "message_marked")


async def test_a_new_matter_is_a_case_of_its_own_linked_both_ways(house: RunningHouse) -> None:
    number = await closed(house)
    await said(house, number, "The dryer hums")
    await mark(house, number, "new")
    await house.ended(number)
    old = await house.get(f"/cases/{number}")
    ((link),) = old["links"]
    new = await house.get(f"/cases/{link['number']}")
    house.numbers.append(link["number"])
    assert new["links"] == [{"number": number, "relation": "comes_from", "message": "m1"}]
    assert (new["stage"], new["owner"], new["description"]) == (
        "respond",
        "li.min",
        "The dryer hums",
    )
    assert new["customer"] == old["customer"]
    assert "this case is yours" in (await house.titles("li.min", link["number"]))[0]
    await house.contact(link["number"], parts=PARTS)


async def test_a_message_after_thirty_days_opens_a_linked_case_by_itself(
    house: RunningHouse,
) -> None:
    number = await closed(house)
    await house.skip("31 days")
    await house.post(f"/cases/{number}/messages", by="wecom", channel="wecom", text="Hello again")
    await house.eventually(number, "case_linked")
    await house.ended(number)
    old = await house.get(f"/cases/{number}")
    assert (old["phase"], old["messages"][0]["mark_by"]) == ("closed", None)
    linked = old["links"][0]["number"]
    house.numbers.append(linked)
    new = await house.get(f"/cases/{linked}")
    assert new["description"] == "Hello again"
    assert abs(datetime.fromisoformat(new["opened_at"]) - house.now()) < timedelta(minutes=1)
