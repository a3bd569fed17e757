"""A closed case: its run is Completed, and the customer is still heard (REQ E3)."""

import asyncio

from temporalio.api.enums.v1 import WorkflowExecutionStatus

from db import commands
from domain.command import Actor
from domain.customer_messages.commands import CustomerSaid
from domain.customer_messages.events import WordsUnanswered
from domain.endings import Withdraw
from products import RunningProduct
from workflows.client import Refused


async def test_a_run_ends_completed_with_a_readable_outcome(product: RunningProduct) -> None:
    number = await product.withdrawn()
    assert await product.ended(number) == f"{number} ended: withdrawn by the customer"
    status = (await product.described(number)).status
    assert status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED


async def test_a_command_for_a_closed_case_is_refused(product: RunningProduct) -> None:
    number = await product.withdrawn()
    for path, body in (("resume", {}), ("escalations", {"reason": "too late"})):
        no = await product.refused(f"/cases/{number}/{path}", **body)
        assert (no.status_code, no.json()["code"]) == (409, "case_closed")


async def test_what_a_closed_case_refused_is_not_done_once_it_is_open_again(
    product: RunningProduct,
) -> None:
    """The twin of a refused request was held up on its way, past the API, until the customer's word had
    the case reopened."""
    number = await product.withdrawn()
    await product.refused(f"/cases/{number}/withdraw", key="w", reason="never mind")
    settled = await commands.find(product.database, "li.min", "w")
    assert settled and settled.outcome.problem
    assert (await product.get("/commands/w", by="li.min"))["status"] == "refused"

    await product.post(f"/cases/{number}/messages", by="wecom", channel="wecom", text="It's back")
    await product.eventually(number, "message_received")
    await product.post(f"/cases/{number}/messages/m1/mark", verdict="reopen")
    twin = Withdraw(
        actor=Actor(handle="li.min"),
        received_at=settled.outcome.received_at,
        key="w",
        digest=settled.outcome.digest,
        reason="never mind",
    )
    first = settled.outcome
    assert first.problem
    assert await product.cases.submit(number, twin) == Refused(
        first.problem.again(first.received_at)
    )
    await product.post(f"/cases/{number}/withdraw", reason="changed their mind again")


async def test_a_customers_message_reaches_the_owner_of_a_closed_case(
    product: RunningProduct,
) -> None:
    number = await product.withdrawn()
    before = await product.described(number)
    await product.skip("20 days")
    await product.post(
        f"/cases/{number}/messages", by="wecom", key="m", channel="wecom", text="It rattles again"
    )
    await product.eventually(number, "message_received")
    await product.quiet(number)
    assert "a message on a closed case" in (await product.titles("li.min", number))[-1]
    await product.post(f"/cases/{number}/messages/m1/mark", verdict="thanks")
    outcome = await product.ended(number)
    assert (await product.described(number)).execution.run_id != before.execution.run_id
    assert outcome == f"{number} ended: withdrawn by the customer"
    seen = await product.get(f"/cases/{number}")
    assert [m["words"] for m in seen["messages"]] == [{"said": "It rattles again"}]
    assert (await product.get("/commands/m", by="wecom"))["status"] == "done"


async def test_a_repeated_message_to_a_closed_case_arrives_once(product: RunningProduct) -> None:
    number = await product.withdrawn()
    body = {"channel": "wecom", "text": "It rattles again"}
    for _ in range(2):
        await product.ask("POST", f"/cases/{number}/messages", body, by="wecom", key="m")
    await product.eventually(number, "message_received")
    await product.post(f"/cases/{number}/messages/m1/mark", verdict="thanks")
    await product.ended(number)
    again = await product.ask("POST", f"/cases/{number}/messages", body, by="wecom", key="m")
    assert again.json()["events"] == ["message_received"]
    assert (await product.names(number)).count("message_received") == 1


async def test_a_repeat_that_slips_past_the_apis_look_at_its_key_wakes_the_case_in_vain(
    product: RunningProduct,
) -> None:
    """The run that took the message ends between the API's look and its signal: the run that the repeat
    starts knows from the database what was done, by whom and with which answer."""
    number = await product.withdrawn()
    now = product.now()
    message = CustomerSaid(
        actor=Actor(handle="wecom"),
        received_at=now,
        key="m",
        digest="d",
        channel="wecom",
        occurred_at=now,
        text="t1",
    )
    await product.cases.signal(number, message)
    await product.eventually(number, "message_received")
    await product.post(f"/cases/{number}/messages/m1/mark", verdict="thanks", key="thanks")
    await product.ended(number)
    before, first = await product.names(number), (await product.described(number)).execution.run_id

    await product.cases.signal(number, message)
    assert await product.ended(number) == f"{number} ended: withdrawn by the customer"
    assert (await product.described(number)).execution.run_id != first
    assert await product.names(number) == before


async def test_messages_that_race_the_close_all_arrive(product: RunningProduct) -> None:
    number = await product.confirmed()
    said = [
        product.post(f"/cases/{number}/messages", by="wecom", channel="wecom", text=f"word {n}")
        for n in range(12)
    ]
    await asyncio.gather(
        *said[:6],
        product.post(f"/cases/{number}/withdraw", by="chen.jie", reason="never mind"),
        *said[6:],
    )
    await product.quiet(number)
    for message in (await product.get(f"/cases/{number}"))["messages"]:
        if message["mark_by"]:
            await product.post(f"/cases/{number}/messages/{message['id']}/mark", verdict="thanks")
    await product.ended(number)
    assert (await product.names(number)).count("message_received") == 12
    await product.quiet(number)
    told = await product.words_told("li.min", number)
    left = [v.messages for v in await product.happened(number) if isinstance(v, WordsUnanswered)]
    # what the case was closed over is told once more, as something to mark
    assert 12 <= told <= 12 + sum(map(len, left))


async def test_a_command_that_meets_a_reloading_case_is_refused_and_its_sender_told(
    forgetful_product: RunningProduct,
) -> None:
    product = forgetful_product
    number = await product.withdrawn()
    async with product.no_worker():
        await product.post(f"/cases/{number}/messages", by="wecom", channel="wecom", text="Hello?")
        answer = await product.ask("POST", f"/cases/{number}/resume", {}, key="k", by="zhou.yan")
        assert answer.status_code == 202
    await product.eventually(number, "command_refused")
    await product.post(f"/cases/{number}/messages/m1/mark", verdict="thanks")
    await product.ended(number)
    settled = await product.get("/commands/k", by="zhou.yan")
    assert (settled["status"], settled["outcome"]["problem"]["code"]) == (
        "refused",
        "message_unmarked",
    )
    assert [n["about"] for n in await product.items("/inbox", by="zhou.yan")] == ["command_refused"]
    assert (await product.names(number)).count("message_received") == 1
