"""Three weeks of a department into an installation that runs: its people, then its cases side by side.

The reconciliation is paused meanwhile: an opening dated three weeks back looks lost to it at the moment
it is made, and a case it started would begin today.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from datetime import datetime

from temporalio.client import ScheduleHandle

from db import people
from db.access import create_key
from db.people import Person
from db.session import Database
from demo.read import everybody
from demo.timeline import Ground, Timeline
from domain.plan.terms import Language
from stories.parts import CUSTOMER
from stories.running import person_of
from stories.story import Story
from workflows.reconciled import SCHEDULE

AT_ONCE = 8
"""Cases played side by side: enough to keep two cores busy, few enough for each to be answered soon."""
NOTE = "the demo is being seeded"
BETWEEN_LOOKS = 0.2
"""Seconds between two questions whether a reconciliation still runs."""
LANGUAGE: Language = "zh-CN"

Advance = Callable[[], None]


async def add_people(database: Database, team: str, now: datetime) -> dict[str, str]:
    """The demo's people, and a fresh key for each by handle; the customer's is that of the channels."""
    staff = [person_of(handle, part, team, LANGUAGE) for handle, part in everybody().items()]
    channels = Person(
        CUSTOMER, "客户渠道（演示）", "department", frozenset({"service"}), team, LANGUAGE
    )
    await people.put(database, *staff, channels)
    return {
        person.handle: (await create_key(database, person.handle, label="demo", now=now)).clear
        for person in (*staff, channels)
    }


async def seed(stories: Iterable[Story], ground: Ground, advance: Advance) -> list[Timeline]:
    """Play the stories and bring every case to now. Raises NotSeeded.

    They are opened one after the other, so that the numbers tell which case came first.
    """
    schedule = ground.client.get_schedule_handle(SCHEDULE)
    await _pause(schedule)
    lines = [Timeline(story, ground) for story in stories]
    for line in lines:
        await line.open()
        advance()
    gate = asyncio.Semaphore(AT_ONCE)

    async def play(line: Timeline) -> None:
        async with gate:
            await line.play(advance)

    await _together(play(line) for line in lines)
    await schedule.unpause()
    return lines


def steps_in(stories: Iterable[Story]) -> int:
    """How often `seed` calls `advance`: for each step, and for each arrival at now."""
    return sum(len(story.steps) + 1 for story in stories)


async def _together(plays: Iterable[Coroutine[None, None, None]]) -> None:
    """All of them; the first failure ends the others and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            for play in plays:
                group.create_task(play)
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None


async def _pause(schedule: ScheduleHandle) -> None:
    """No reconciliation from here on; one that has begun is waited for."""
    await schedule.pause(note=NOTE)
    while True:
        if not (await schedule.describe()).info.running_actions:
            return
        await asyncio.sleep(BETWEEN_LOOKS)
