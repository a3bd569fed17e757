"""What other systems are told, by a real server to a real receiver: in order, at least once, signed."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any

import pytest
from temporalio.worker import Replayer

from products import RunningProduct
from receivers import Answer, Receiver, a_receiver, documented_verify
from workflows.sandbox import WORKFLOWS, sandbox
from workflows.webhook_contract import webhook_workflow_id


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with a_receiver() as up:
        yield up


async def subscribed(product: RunningProduct, receiver: Receiver, **fields: Any) -> Any:
    return await product.post("/webhooks", by="wang.fang", url=receiver.url, **fields)


async def whole(product: RunningProduct, webhook: Any) -> Any:
    return await product.get(f"/webhooks/{webhook['id']}")


async def paused(product: RunningProduct, webhook: Any) -> Any:
    """Wait until a subscription is paused; the whole of it."""
    for _ in range(200):  # × 50 ms
        seen = await whole(product, webhook)
        if seen["status"] == "paused":
            return seen
        await asyncio.sleep(0.05)
    raise AssertionError("not paused in ten seconds")


def assert_in_order(receiver: Receiver, *numbers: str) -> None:
    """Within a case, nothing came before what is before it was taken."""
    taken: dict[str, int] = defaultdict(int)
    for message in receiver.heard:
        said = message.json
        if said["number"] in numbers:
            assert said["sequence"] <= taken[said["number"]] + 1, (
                f"{message.id} came before {said['number']}:{taken[said['number']] + 1}"
            )
            if message.status == 200:
                taken[said["number"]] = max(taken[said["number"]], said["sequence"])


async def all_taken(product: RunningProduct, receiver: Receiver, number: str) -> None:
    """Wait until every event of a case has been taken."""
    await product.quiet(number)
    wanted = {f"{number}:{n}" for n in range(1, len(await product.happened(number)) + 1)}
    await receiver.until(lambda: wanted <= set(receiver.taken))


async def replays(product: RunningProduct, webhook: Any) -> None:
    """The history of the subscription's workflow replays."""
    run = product.client.get_workflow_handle(webhook_workflow_id(webhook["id"]))
    replayer = Replayer(
        workflows=list(WORKFLOWS),
        workflow_runner=sandbox(),
        data_converter=product.client.data_converter,
    )
    await replayer.replay_workflow(await run.fetch_history())


async def test_every_event_of_a_case_arrives_signed_and_in_order(
    product: RunningProduct, receiver: Receiver
) -> None:
    webhook = await subscribed(product, receiver)
    number = await product.confirmed()
    await all_taken(product, receiver, number)
    assert_in_order(receiver, number)
    verify = documented_verify()
    for message in receiver.heard:
        assert verify(webhook["secret"], message.headers, message.body)
        assert message.headers["webhook-id"] == message.id
        assert message.headers["user-agent"].startswith("Followthrough")
        assert not verify(webhook["secret"], message.headers, message.body + b" ")
    first = receiver.heard[0].json
    assert (first["event"], first["case"]["owner"]) == ("case_opened", "li.min")
    assert "Strange noise" not in b"".join(m.body for m in receiver.heard).decode()
    seen = await whole(product, webhook)
    assert (seen["waiting"], seen["status"], seen["failing_since"]) == (0, "active", None)
    await replays(product, webhook)


async def test_an_installation_without_subscriptions_has_nothing_to_deliver(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    await product.quiet(number)
    assert (await product.get("/webhooks"))["items"] == []


async def test_a_receiver_that_was_down_gets_everything_afterwards_in_order(
    product: RunningProduct, receiver: Receiver
) -> None:
    webhook = await subscribed(product, receiver)
    await receiver.die()
    first, second = await product.confirmed(), await product.opened()
    for number in (first, second):
        await product.quiet(number)
    await asyncio.sleep(0.3)
    await product.skip("40 min")
    assert (await whole(product, webhook))["waiting"] > 10
    await receiver.start()
    await product.skip("1 h")
    for number in (first, second):
        await all_taken(product, receiver, number)
    assert_in_order(receiver, first, second)
    await replays(product, webhook)


async def test_a_case_that_is_refused_does_not_hold_up_another(
    product: RunningProduct, receiver: Receiver
) -> None:
    webhook = await subscribed(product, receiver)
    stubborn: set[str] = set()

    async def mood(said: Any) -> Answer:
        return 500 if said["number"] in stubborn else 200

    receiver.mood = mood
    first = await product.opened()
    await all_taken(product, receiver, first)
    stubborn.add(first)
    await product.contact(first)
    await receiver.until(lambda: receiver.heard[-1].status == 500)
    second = await product.opened()
    await all_taken(product, receiver, second)
    failing = await product.items(f"/webhooks/{webhook['id']}/deliveries", status="waiting")
    tried = [one for one in failing if one["attempts"]]
    assert [(one["number"], one["answer_code"], one["answer"]) for one in tried] == [
        (first, 500, "answer 500")
    ]
    stubborn.clear()
    await product.skip("10 min")
    await all_taken(product, receiver, first)
    assert_in_order(receiver, first, second)


async def test_an_event_refused_for_three_days_is_given_up_and_told_and_the_next_follows(
    product: RunningProduct, receiver: Receiver
) -> None:
    webhook = await subscribed(product, receiver, events=["case_opened", "contact_logged"])
    poison: list[str] = []

    async def mood(said: Any) -> Answer:
        return 422 if said["id"] in poison else 200

    receiver.mood = mood
    number = await product.opened()
    await receiver.until(lambda: len(receiver.taken) == 1)
    poison.append(f"{number}:{len(await product.happened(number)) + 1}")
    for emotion in ("calm", "uneasy"):
        await product.contact(number, emotion=emotion)
    for _ in range(7):  # others are taken all along
        other = await product.opened()
        await receiver.until(lambda other=other: f"{other}:1" in receiver.taken)  # type: ignore[misc]
        await product.skip("13 h")
    listed = await product.items(f"/webhooks/{webhook['id']}/deliveries", status="failed")
    assert [one["id"] for one in listed] == poison
    contacts = [m.json for m in receiver.heard if m.json["event"] == "contact_logged"]
    assert [said["number"] for said in contacts if said["id"] not in poison] == [number]
    refused = [t for t in await product.titles("wang.fang") if "refused" in t]
    assert refused == [f"127.0.0.1 refused {poison[0]} for three days"]
    poison_id = poison.pop()
    await product.post(
        f"/webhooks/{webhook['id']}/deliveries/{poison_id}/redeliver", by="wang.fang"
    )
    await receiver.until(lambda: poison_id in receiver.taken)


async def test_a_receiver_that_is_gone_for_days_is_paused_told_and_loses_nothing(
    product: RunningProduct, receiver: Receiver
) -> None:
    webhook = await subscribed(product, receiver, label="ERP")
    receiver.answering(503)
    number = await product.confirmed("Fri 10:00")
    await receiver.until(lambda: bool(receiver.heard))
    await product.skip("2 h")
    await product.skip("4 days")
    seen = await paused(product, webhook)
    assert (seen["status"], seen["paused_because"]) == ("paused", "silent")
    titles = [title for title in await product.titles("wang.fang") if "ERP" in title]
    assert titles == [
        "ERP has taken nothing for an hour",
        "ERP is paused: it has taken nothing for three days",
    ]
    assert len(receiver.heard) < 600, "a silent receiver is asked every ten minutes at most"
    receiver.mood = receiver.glad
    await product.post(f"/webhooks/{webhook['id']}/resume", by="wang.fang")
    await all_taken(product, receiver, number)
    assert_in_order(receiver, number)


async def test_410_pauses_at_once(product: RunningProduct, receiver: Receiver) -> None:
    webhook = await subscribed(product, receiver)
    receiver.answering(410)
    await product.opened()
    seen = await paused(product, webhook)
    assert seen["paused_because"] == "gone"
    assert len(receiver.heard) == 1
    assert [each["what"] for each in seen["history"]] == ["paused", "created"]
    assert any("asked us to stop" in title for title in await product.titles("wang.fang"))


async def test_a_worker_that_goes_in_the_middle_of_a_delivery_loses_nothing(
    forgetful_product: RunningProduct, receiver: Receiver
) -> None:
    product = forgetful_product
    await subscribed(product, receiver)
    held = asyncio.Event()

    async def mood(said: Any) -> Answer:
        if said["sequence"] == 3 and not held.is_set():
            held.set()
            await asyncio.sleep(3)
        return 200

    receiver.mood = mood
    number = await product.opened()
    await asyncio.wait_for(held.wait(), 10)
    async with product.no_worker():
        await asyncio.sleep(0.1)
    await product.contact(number)
    await all_taken(product, receiver, number)
    assert_in_order(receiver, number)


async def test_a_paused_subscription_collects_and_delivers_when_resumed(
    product: RunningProduct, receiver: Receiver
) -> None:
    webhook = await subscribed(product, receiver)
    place = f"/webhooks/{webhook['id']}"
    await product.post(f"{place}/pause", by="root")
    number = await product.confirmed()
    await product.quiet(number)
    await asyncio.sleep(0.5)
    assert not receiver.heard
    seen = await whole(product, webhook)
    assert seen["waiting"] == len(await product.happened(number))
    await product.post(f"{place}/resume", by="root")
    await all_taken(product, receiver, number)
    assert_in_order(receiver, number)


async def test_a_replay_sends_a_case_again_under_the_same_ids_and_with_the_same_bytes(
    product: RunningProduct, receiver: Receiver
) -> None:
    number = await product.confirmed()
    await product.quiet(number)
    webhook = await subscribed(product, receiver)
    place = f"/webhooks/{webhook['id']}"
    since = "2026-01-01T00:00:00Z"
    first = await product.post(f"{place}/replay", by="wang.fang", key="all", since=since)
    again = await product.post(f"{place}/replay", by="wang.fang", key="all", since=since)
    assert first["id"] == again["id"]
    await all_taken(product, receiver, number)
    before = list(receiver.heard)
    receiver.heard.clear()
    await product.post(f"{place}/replay", by="wang.fang", number=number, from_sequence=5)
    await receiver.until(lambda: len(receiver.heard) == len(before) - 4)
    assert [(m.id, m.body) for m in receiver.heard] == [(m.id, m.body) for m in before[4:]]
    seen = (await whole(product, webhook))["replays"]
    assert [one["found"] for one in seen] == [len(before) - 4, len(before)]
    assert all(one["done_at"] for one in seen)


async def test_a_rotation_is_made_once_and_its_secret_signs(
    product: RunningProduct, receiver: Receiver
) -> None:
    webhook = await subscribed(product, receiver)
    place = f"/webhooks/{webhook['id']}"
    rotated = await product.post(f"{place}/rotate", by="root", key="r1", keep_old_hours=0)
    repeat = await product.post(f"{place}/rotate", by="root", key="r1", keep_old_hours=0)
    assert rotated["secret"] == repeat["secret"] != webhook["secret"]
    await product.opened()
    await receiver.until(lambda: bool(receiver.heard))
    verify, heard = documented_verify(), receiver.heard[0]
    assert verify(rotated["secret"], heard.headers, heard.body)
    assert not verify(webhook["secret"], heard.headers, heard.body)


async def test_a_trial_says_what_the_receiver_made_of_it(
    product: RunningProduct, receiver: Receiver
) -> None:
    webhook = await subscribed(product, receiver)
    place = f"/webhooks/{webhook['id']}"
    tried = await product.post(f"{place}/test", by="wang.fang")
    assert (tried["delivered"], tried["code"], tried["answer"]) == (True, 200, "answer 200")
    (heard,) = receiver.heard
    assert heard.json["event"] == "webhook_test"
    assert documented_verify()(webhook["secret"], heard.headers, heard.body)
    receiver.answering(302, location="http://127.0.0.1:1/elsewhere")
    tried = await product.post(f"{place}/test", by="wang.fang")
    assert (tried["delivered"], tried["error"]) == (False, "refused")
    assert tried["text"] == "it answered 302"
    await receiver.die()
    tried = await product.post(f"{place}/test", by="wang.fang")
    assert (tried["code"], tried["error"]) == (None, "unreachable")


async def test_only_wanted_events_are_sent(product: RunningProduct, receiver: Receiver) -> None:
    await subscribed(product, receiver, events=["complex_confirmed"])
    await subscribed(
        product, receiver, label="others", teams=["after_sales"], events=["case_opened"]
    )
    number = await product.confirmed()
    await receiver.until(lambda: len(receiver.heard) == 2)
    assert [m.json["event"] for m in receiver.heard] == ["case_opened", "complex_confirmed"]
    await product.quiet(number)


async def test_a_deleted_subscription_hears_nothing_more(
    product: RunningProduct, receiver: Receiver
) -> None:
    webhook = await subscribed(product, receiver)
    number = await product.opened()
    await all_taken(product, receiver, number)
    answer = await product.ask("DELETE", f"/webhooks/{webhook['id']}", by="root")
    assert answer.status_code == 204
    heard = len(receiver.heard)
    await product.contact(number)
    await product.quiet(number)
    await asyncio.sleep(0.3)
    assert len(receiver.heard) == heard
    answer = await product.ask("GET", f"/webhooks/{webhook['id']}", by="root")
    assert answer.json()["code"] == "webhook_not_found"
