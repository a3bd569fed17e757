"""Waiting costs no events: one timer, for the earliest deadline, armed again only when that moves."""

from temporalio.api.enums.v1 import EventType as Type

from builders import at
from houses import RunningHouse


async def count(house: RunningHouse, number: str, kind: int) -> int:
    return sum(event.event_type == kind for event in await house.history(number))


async def open_timers(house: RunningHouse, number: str) -> int:
    started = await count(house, number, Type.EVENT_TYPE_TIMER_STARTED)
    fired = await count(house, number, Type.EVENT_TYPE_TIMER_FIRED)
    return started - fired - await count(house, number, Type.EVENT_TYPE_TIMER_CANCELED)


async def test_there_is_one_timer_however_many_deadlines(house: RunningHouse) -> None:
    number = await house.confirmed()
    for hour in (10, 11, 12):
        await house.post(
            f"/cases/{number}/promises", subject=f"at {hour}", latest_by=at(f"Thu {hour}:00")
        )
    assert len((await house.get(f"/cases/{number}/deadlines"))["items"]) > 6
    assert await open_timers(house, number) == 1


async def test_commands_that_leave_the_earliest_deadline_alone_arm_no_timer(
    house: RunningHouse,
) -> None:
    number = await house.confirmed("Tue 10:00")
    before = await count(house, number, Type.EVENT_TYPE_TIMER_STARTED)
    for hour in (10, 11, 12, 13):
        await house.post(
            f"/cases/{number}/promises", subject=f"at {hour}", latest_by=at(f"Thu {hour}:00")
        )
        await house.post(f"/cases/{number}/contacts", channel="phone", reached=False, covers=[])
    assert await count(house, number, Type.EVENT_TYPE_TIMER_STARTED) == before


async def test_an_earlier_promise_moves_the_timer(house: RunningHouse) -> None:
    number = await house.confirmed("Tue 17:00")
    await house.post(f"/cases/{number}/promises", subject="test", latest_by=at("Mon 15:00"))
    last = (await house.summaries(number, "timer_started"))[-1]
    assert last == "Remind li.min of the promise about “test”, Mon 2 Mar 14:00"
    assert await open_timers(house, number) == 1


async def test_a_paused_case_writes_no_history_while_it_waits(house: RunningHouse) -> None:
    number = await house.confirmed("Fri 17:00")
    await house.post(f"/cases/{number}/pause", reason="waiting_on_parts", until=at("Fri 18:00"))
    before = len(await house.history(number))
    await house.until("Fri 15:00", number)
    assert len(await house.history(number)) == before


async def test_a_closed_case_leaves_no_timer_behind(house: RunningHouse) -> None:
    number = await house.withdrawn()
    assert await open_timers(house, number) == 0
