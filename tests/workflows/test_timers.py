"""Waiting costs no events: one timer, for the earliest deadline, armed again only when that moves."""

from temporalio.api.enums.v1 import EventType as Type

from builders import at
from products import RunningProduct


async def count(product: RunningProduct, number: str, kind: int) -> int:
    return sum(event.event_type == kind for event in await product.history(number))


async def open_timers(product: RunningProduct, number: str) -> int:
    started = await count(product, number, Type.EVENT_TYPE_TIMER_STARTED)
    fired = await count(product, number, Type.EVENT_TYPE_TIMER_FIRED)
    return started - fired - await count(product, number, Type.EVENT_TYPE_TIMER_CANCELED)


async def test_there_is_one_timer_however_many_deadlines(product: RunningProduct) -> None:
    number = await product.confirmed()
    for hour in (10, 11, 12):
        await product.post(
            f"/cases/{number}/promises", subject=f"at {hour}", latest_by=at(f"Thu {hour}:00")
        )
    assert len((await product.get(f"/cases/{number}/deadlines"))["items"]) > 6
    assert await open_timers(product, number) == 1


async def test_commands_that_leave_the_earliest_deadline_alone_arm_no_timer(
    product: RunningProduct,
) -> None:
    number = await product.confirmed("Tue 10:00")
    before = await count(product, number, Type.EVENT_TYPE_TIMER_STARTED)
    for hour in (10, 11, 12, 13):
        await product.post(
            f"/cases/{number}/promises", subject=f"at {hour}", latest_by=at(f"Thu {hour}:00")
        )
        await product.post(f"/cases/{number}/contacts", channel="phone", reached=False, covers=[])
    assert await count(product, number, Type.EVENT_TYPE_TIMER_STARTED) == before


async def test_an_earlier_promise_moves_the_timer(product: RunningProduct) -> None:
    number = await product.confirmed("Tue 17:00")
    await product.post(f"/cases/{number}/promises", subject="noise test", latest_by=at("Mon 15:00"))
    last = (await product.summaries(number, "timer_started"))[-1]
    assert last == "Remind li.min of the promise about “noise test”, Mon 2 Mar 14:00"
    assert await open_timers(product, number) == 1


async def test_a_paused_case_writes_no_history_while_it_waits(product: RunningProduct) -> None:
    number = await product.confirmed("Fri 17:00")
    await product.post(
        f"/cases/{number}/pause", reason="waiting_on_parts", channel="phone", until=at("Fri 18:00")
    )
    await product.quiet(number)
    before = len(await product.history(number))
    await product.until("Fri 15:00", number)
    assert len(await product.history(number)) == before


async def test_a_closed_case_leaves_no_timer_behind(product: RunningProduct) -> None:
    number = await product.withdrawn()
    assert await open_timers(product, number) == 0
