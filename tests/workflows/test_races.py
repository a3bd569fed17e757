"""Messages that race the close, on the real server: none is lost, none counts twice (REQ E3, J3)."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable

import pytest
from temporalio.api.enums.v1 import WorkflowExecutionStatus as Status

from db.cases import load_case
from db.marks import missing
from domain.command import Actor
from domain.customer_messages.commands import CustomerSaid
from domain.customer_messages.events import MessageReceived
from domain.endings import Withdraw
from products import PATIENCE, RunningProduct, running_product
from workflows.client import Done, Received

pytestmark = pytest.mark.real

CASES = 40
WORDS = 8


@pytest.fixture(scope="module")
async def real_product(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningProduct]:
    async with running_product(tmp_path_factory.mktemp("product"), real=True) as opened:
        yield opened


def said(product: RunningProduct, key: str) -> CustomerSaid:
    """The customer's words as the API hands them on; their id in the database tells them apart."""
    now = product.now()
    return CustomerSaid(
        actor=Actor(handle="wecom"),
        received_at=now,
        occurred_at=now,
        key=key,
        digest=key,
        channel="wecom",
        text=key,
    )


def withdraw(product: RunningProduct, key: str) -> Withdraw:
    return Withdraw(
        actor=Actor(handle="li.min", line="lead"),  # nobody is told of it, and the run ends at once
        received_at=product.now(),
        key=key,
        digest=key,
        reason="never mind",
    )


async def race(product: RunningProduct, number: str, way: int) -> None:
    """One close and eight messages, in one of several orders."""

    def words(first: int, last: int = WORDS) -> list[Awaitable[object]]:
        return [
            product.cases.signal(number, said(product, f"{number}.{n}")) for n in range(first, last)
        ]

    close = product.cases.submit(number, withdraw(product, f"{number}.close"))
    match way:
        case 0:  # all in one moment
            closed, *_ = await asyncio.gather(close, *words(0))
        case 1:  # some were heard before
            await asyncio.gather(*words(0, 4))
            await product.quiet(number)
            *_, closed = await asyncio.gather(*words(4), close)
        case 2:  # some come just as the run is about to end
            closed, *_ = await asyncio.gather(close, *words(0, 2))
            await asyncio.gather(*words(2))
        case 3:  # it has ended
            closed = await close
            await product.ended(number)
            await asyncio.gather(*words(0))
        case (
            _
        ):  # nobody but the last actions holds the run: the others come about when it has ended
            closed = await close
            if isinstance(closed, Done):
                mark = {number: closed.receipt.version}
                assert not await missing(product.database, mark, PATIENCE)
            for n in range(WORDS):
                await asyncio.gather(*words(n, n + 1))
                await asyncio.sleep(0.02)
    assert isinstance(closed, Done | Received), closed


async def heard(product: RunningProduct, number: str) -> list[str]:
    events = await product.happened(number)
    return [v.message.text for v in events if isinstance(v, MessageReceived)]


async def all_heard(product: RunningProduct, number: str, wanted: set[str]) -> list[str]:
    found: list[str] = []
    for _ in range(1200):  # × 50 ms: a minute
        found = await heard(product, number)
        if set(found) == wanted:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"{number} lost {sorted(wanted - set(found))}")


async def test_320_messages_that_race_40_closes_are_each_heard_once(
    real_product: RunningProduct,
) -> None:
    product = real_product
    numbers = [await product.opened(title=f"case {n}") for n in range(CASES)]
    first_runs = {number: (await product.described(number)).execution.run_id for number in numbers}
    await asyncio.gather(*(race(product, number, n % 5) for n, number in enumerate(numbers)))

    late, woken = 0, 0
    for number in numbers:
        wanted = {f"{number}.{n}" for n in range(WORDS)}
        assert Counter(await all_heard(product, number, wanted)) == Counter(wanted)
        await settled(product, number)
        case = await load_case(product.database, number)
        assert case
        assert case.is_closed
        run = await product.described(number)
        expected = (
            Status.WORKFLOW_EXECUTION_STATUS_RUNNING
            if case.unmarked
            else Status.WORKFLOW_EXECUTION_STATUS_COMPLETED
        )
        assert run.status == expected, number
        late += sum(m.mark.anchor == "message_received" for m in case.unmarked if m.mark)
        woken += run.execution.run_id != first_runs[number]
    assert 0 < late < CASES * WORDS, "that was no race"
    assert woken, "no message came after a run's end"

    # each of them once more, as a client does that got no answer: nothing happens
    await asyncio.gather(*(repeat(product, number) for number in numbers))
    for number in numbers:
        await settled(product, number)
        assert len(await heard(product, number)) == WORDS

    for number in numbers:
        case = await load_case(product.database, number)
        for message in case.unmarked if case else ():
            await product.post(f"/cases/{number}/messages/{message.id}/mark", verdict="thanks")
    for number in numbers:
        assert await product.ended(number) == f"{number} ended: withdrawn by the customer"
    runs = [run async for run in product.client.list_workflows('ExecutionStatus="Failed"')]
    assert runs == []


async def repeat(product: RunningProduct, number: str) -> None:
    for n in range(WORDS):
        await product.cases.signal(number, said(product, f"{number}.{n}"))


async def settled(product: RunningProduct, number: str) -> None:
    """Wait until the newest run has nothing left to do: ended, or waiting for a mark."""
    for _ in range(
        1200
    ):  # × 50 ms: a minute, for a turn that is lost on a busy machine comes again after ten seconds
        run = await product.described(number)
        if run.status != Status.WORKFLOW_EXECUTION_STATUS_RUNNING:
            return
        if (await product.idle(number)).idle:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{number} is still busy")
