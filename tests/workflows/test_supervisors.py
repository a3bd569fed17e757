"""What a supervisor reads in Temporal UI, and what nobody reads there (REQ I1, I2)."""

import json
from datetime import UTC
from typing import Any

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.failure.v1 import Failure
from temporalio.api.history.v1 import HistoryEvent

from builders import at
from products import PARTS, RunningProduct
from workflows import attributes as a

TITLE = "Strange noise from the washing machine"


async def test_timers_and_activities_read_as_sentences(product: RunningProduct) -> None:
    number = await product.confirmed("Tue 10:00")
    await product.until("Tue 09:10", number)
    timers = await product.summaries(number, "timer_started")
    assert timers[0] == "Answer to the customer by li.min, due Mon 2 Mar 14:00"
    assert "Remind li.min of the promise about “first feedback”, Tue 3 Mar 09:00" in timers
    assert timers[-1].startswith("Promised callback by li.min about “first feedback”, due Tue 3")
    activities = await product.summaries(number, "activity_task_scheduled")
    assert activities[0].startswith("Write down: opened by li.min")
    assert "Tell li.min: promise due soon, “first feedback” (due Tue 3 Mar 10:00)" in activities
    for line in (*timers, *activities):
        assert line
        assert not any(raw in line for raw in ("_", "{", "None", "+00:00")), line


async def test_the_history_reads_as_a_story(product: RunningProduct) -> None:
    number = await product.confirmed()
    accepted = [
        event.workflow_execution_update_accepted_event_attributes.accepted_request.input.name
        for event in await product.history(number)
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED
    ]
    assert accepted == ["open_case", "log_contact", "triage", "confirm_complex"]


async def test_a_refusal_says_in_the_history_who_was_refused_what_and_why(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    await product.quiet(number)
    await product.refused(f"/cases/{number}/resume")
    await product.quiet(number)
    (message,) = [
        failure.message
        for event in await product.history(number)
        if event.HasField("workflow_execution_update_completed_event_attributes")
        and (failure := await opened(product, event))
    ]
    assert message == f"Case {number} is not paused; its clocks are running."
    recorded = (await product.summaries(number, "activity_task_scheduled"))[-1]
    assert recorded == "Write down: refused li.min: resume the case (Not paused)"


async def opened(product: RunningProduct, event: HistoryEvent) -> Failure | None:
    """How an update failed, as the UI shows it with the codec; None when it didn't."""
    outcome = event.workflow_execution_update_completed_event_attributes.outcome
    if not outcome.HasField("failure"):
        return None
    failure = outcome.failure
    assert failure.message == "Encoded failure"
    codec = product.client.data_converter.payload_codec
    assert codec
    (payload,) = await codec.decode([failure.encoded_attributes])
    return Failure(message=json.loads(payload.data)["message"])


async def test_a_case_is_found_by_its_search_attributes(product: RunningProduct) -> None:
    number = await product.confirmed("Tue 10:00", customer={"name": "Ms Sun", "level": "vip"})
    found = (await product.run_of(number).describe()).typed_search_attributes
    seen = await product.get(f"/cases/{number}")
    keywords = (a.PRIORITY, a.STAGE, a.OWNER, a.TEAM, a.COMPLEXITY, a.CUSTOMER_LEVEL, a.SLA_STATE)
    assert [found[key] for key in keywords] == [
        "P2",
        "diagnose",
        "li.min",
        "after_sales",
        "medium",
        "vip",
        "on_track",
    ]
    assert (found[a.TIER], found[a.REOPENS], found[a.CORE]) == (1, 0, seen["core"])
    assert found[a.NEXT_PROMISE_DUE] == at("Tue 10:00")
    assert found[a.RED_LINE].astimezone(UTC).isoformat()[:19] == seen["red_line"][:19]


@pytest.mark.trial("A7")
async def test_what_burns_is_found_by_its_search_attribute_and_by_the_filter(
    product: RunningProduct,
) -> None:
    number = await product.opened(priority="P0")
    await product.skip("15 min", number)
    found = (await product.run_of(number).describe()).typed_search_attributes
    assert found[a.SLA_STATE] == "unanswered"
    burning: dict[str, Any] = {"sla_state": ["unanswered", "unacknowledged", "broken"]}
    assert number in [case["number"] for case in (await product.get("/cases", **burning))["items"]]
    await product.post(f"/cases/{number}/contacts", channel="phone", parts=PARTS)
    await product.quiet(number)
    found = (await product.run_of(number).describe()).typed_search_attributes
    assert found[a.SLA_STATE] == "on_track"


async def test_what_no_longer_holds_leaves_the_search_attributes(product: RunningProduct) -> None:
    number = await product.withdrawn()
    found = (await product.described(number)).search_attributes.indexed_fields
    assert json.loads(found[a.STAGE.name].data) in ("closed", ["closed"])
    for gone in (a.NEXT_PROMISE_DUE, a.RED_LINE):
        assert gone.name not in found or found[gone.name].data in (b"", b"null", b"[null]")


async def test_search_attributes_are_upserted_only_when_they_changed(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    upserts = EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES
    before = sum(e.event_type == upserts for e in await product.history(number))
    await product.post(f"/cases/{number}/contacts", channel="phone", reached=False, covers=[])
    after = sum(e.event_type == upserts for e in await product.history(number))
    assert after == before


async def test_the_current_details_tell_where_the_case_stands(product: RunningProduct) -> None:
    number = await product.confirmed("Tue 10:00")
    details = await product.details(number)
    assert details.startswith(f"## {number} {TITLE}")
    assert "**Stage** Finding the cause" in details
    assert "li.min about “first feedback”, by Tue 3 Mar 10:00" in details
    assert "### What comes due next" in details


async def test_nothing_private_can_be_read_in_a_history(product: RunningProduct) -> None:
    number = await product.confirmed()
    await product.post(f"/cases/{number}/escalations", reason="threatens to go to the newspaper")
    await product.post(
        f"/cases/{number}/messages", channel="wechat", text="My address is Nanjing Road"
    )
    await product.quiet(number)
    history = await product.run_of(number).fetch_history()
    raw = b"".join(event.SerializeToString() for event in history.events)
    described = (await product.run_of(number).describe()).raw_description.SerializeToString()
    # long enough that ids and sealed bytes can't hold them by chance
    phone = ("138 0013 8000", "13800138000")
    for words in (TITLE, "newspaper", "Nanjing", "Ms Sun", *phone, "first feedback", "Tell li.min"):
        assert words.encode() not in raw + described, words


async def test_a_long_chinese_title_opens_as_any_other(product: RunningProduct) -> None:
    title = "洗衣机脱水时发出很大的异响，已经持续了三天，客户非常着急" * 7
    number = await product.opened(title=title)
    described = (await product.run_of(number).describe()).raw_description
    summary = described.execution_config.user_metadata.summary
    assert (await product.clear(summary)).startswith(f"{number} 洗衣机")
    assert summary.ByteSize() <= 400, "a real server takes no more"
