"""How far the record of a case has come: what a read waits for that is to show one's own writes."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from db.models import CaseRow
from db.session import Database

FIRST_LOOK, LONGEST_PAUSE = 0.005, 0.05
"""Seconds between looks: each is twice as long as the one before. A record takes a hundredth of a second or two."""
MOST_WAITED = 500
"""Cases that one of those who ask waits for at once. Whoever comes with more is told what there is, without a wait."""
AT_ONCE = 5_000
"""Numbers in one statement."""


async def reached(database: Database, numbers: Collection[str]) -> dict[str, int]:
    """The version up to which each case is recorded; one of which nothing is recorded is left out."""
    found: dict[str, int] = {}
    asked = list(numbers)
    async with database.read() as session:
        for n in range(0, len(asked), AT_ONCE):
            some = asked[n : n + AT_ONCE]
            query = select(CaseRow.number, CaseRow.version).where(CaseRow.number.in_(some))
            found |= {row.number: row.version for row in await session.execute(query)}
    return found


async def missing(
    database: Database, marks: Mapping[str, int], patience: timedelta
) -> dict[str, int]:
    """Wait until each case is recorded up to its version; those that were not when patience came to its end."""
    return await Looks(database).missing(marks, patience)


@dataclass(eq=False)
class _Wait:
    """One that waits, until then by the loop's clock, for `marks` that are not reached yet."""

    whose: str
    marks: dict[str, int]
    until: float
    is_over: asyncio.Future[None] = field(default_factory=asyncio.Future)


class Looks:
    """One look for all that wait in a process: however many they are, the database is asked once in a few milliseconds, and
    not at all while nobody waits."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waits: list[_Wait] = []
        self._news = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None

    async def missing(
        self, marks: Mapping[str, int], patience: timedelta, whose: str = ""
    ) -> dict[str, int]:
        """Wait until each case is recorded up to its version; those that were not when patience came to its end. `whose`
        waits are bounded (`MOST_WAITED`)."""
        if not marks:
            return {}
        waited = {number for wait in self._waits if wait.whose == whose for number in wait.marks}
        may_wait = len(waited.union(marks)) <= MOST_WAITED
        now = asyncio.get_running_loop().time()
        wait = _Wait(whose, dict(marks), now + patience.total_seconds() if may_wait else now)
        self._waits.append(wait)
        self._news.set()
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
            self._looking.add_done_callback(self._stopped)
        try:
            await wait.is_over
        finally:
            if wait in self._waits:  # whoever asked has gone away
                self._waits.remove(wait)
        return wait.marks

    async def _look(self) -> None:
        pause = FIRST_LOOK
        while asked := list(self._waits):
            self._news.clear()
            seen = await reached(self._database, {n for wait in asked for n in wait.marks})
            now = asyncio.get_running_loop().time()
            for wait in asked:
                wait.marks = {
                    n: version for n, version in wait.marks.items() if seen.get(n, 0) < version
                }
                if not wait.marks or wait.until <= now:
                    self._end(wait)
            if self._waits:
                until = min(wait.until for wait in self._waits)
                pause = await self._pause(min(pause, max(until - now, 0)), pause)

    async def _pause(self, span: float, pause: float) -> float:
        """How long the next one is; whoever comes meanwhile is looked for at once."""
        try:
            await asyncio.wait_for(self._news.wait(), span)
        except TimeoutError:
            return min(2 * pause, LONGEST_PAUSE)
        return FIRST_LOOK

    def _stopped(self, looking: asyncio.Task[None]) -> None:
        """All who wait are told why nobody looks any more; the next one begins anew."""
        error = None if looking.cancelled() else looking.exception()
        for wait in tuple(self._waits):
            self._end(wait, error)

    def _end(self, wait: _Wait, error: BaseException | None = None) -> None:
        if wait in self._waits:
            self._waits.remove(wait)
        if wait.is_over.done():
            return
        if error:
            wait.is_over.set_exception(error)
        else:
            wait.is_over.set_result(None)
