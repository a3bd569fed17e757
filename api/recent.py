"""What costs something to find out and need not be of this second: asked for once, and given to all who ask meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any, TypeVar

Found = TypeVar("Found")
MOST = 200
"""Answers kept at once; the oldest go first."""


@dataclass
class _Answer:
    """Found out at a time, and what is to follow it while others are still given it."""

    at: float
    found: "asyncio.Future[Any]"
    coming: "asyncio.Future[Any] | None" = None

    def is_good(self) -> bool:
        return self.found.done() and not _has_failed(self.found)


class Recent:
    """Answers by what was asked. An error is nobody's but the asker's: the next one asks again. What is costly takes
    `turn` to be found out: one at a time in a process, so that the others keep their connections."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self.turn = asyncio.Semaphore(1)
        self._asked: dict[Hashable, _Answer] = {}

    async def get(
        self,
        key: Hashable,
        kept: timedelta,
        find: Callable[[], Awaitable[Found]],
        *,
        meanwhile: timedelta = timedelta(0),
    ) -> Found:
        """The answer under a key, at most so old; found anew where there is none. One that is older by up to `meanwhile`
        is given as well, while it is found anew behind the asker's back: so only the first of a long time waits."""
        answer, age = self._asked.get(key), float("inf")
        if answer:
            age = self._clock() - answer.at
        if answer is None or _has_failed(answer.found) or age > kept.total_seconds():
            late = (kept + meanwhile).total_seconds()
            if answer and answer.is_good() and age <= late:
                self._renew(answer, find)
            else:
                answer = self._keep(key, find)
        # whoever goes away leaves the answer to the others
        found: Found = await asyncio.shield(answer.found)
        return found

    def _keep(self, key: Hashable, find: Callable[[], Awaitable[Any]]) -> _Answer:
        answer = _Answer(self._clock(), asyncio.ensure_future(find()))
        self._asked.pop(key, None)
        self._asked[key] = answer
        while len(self._asked) > MOST:
            del self._asked[next(iter(self._asked))]
        return answer

    def _renew(self, answer: _Answer, find: Callable[[], Awaitable[Any]]) -> None:
        """Find it anew, once for all who ask meanwhile. One that fails leaves the old one until it is too old."""
        if answer.coming:
            return
        began = self._clock()

        def came(found: "asyncio.Future[Any]") -> None:
            answer.coming = None
            if not _has_failed(found):
                answer.at, answer.found = began, found

        answer.coming = asyncio.ensure_future(find())
        answer.coming.add_done_callback(came)


def _has_failed(answer: "asyncio.Future[Any]") -> bool:
    return answer.done() and (answer.cancelled() or answer.exception() is not None)
