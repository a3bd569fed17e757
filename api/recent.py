"""What costs something to find out and need not be of this second: asked for once, and given to all who ask meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from datetime import timedelta
from time import monotonic
from typing import Any, TypeVar

Found = TypeVar("Found")
MOST = 200
"""Answers kept at once; the oldest go first."""


class Recent:
    """Answers by what was asked. An error is nobody's but the asker's: the next one asks again. What is costly takes
    `turn` to be found out: one at a time in a process, so that the others keep their connections."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self.turn = asyncio.Semaphore(1)
        self._asked: dict[Hashable, tuple[float, asyncio.Future[Any]]] = {}

    async def get(
        self, key: Hashable, kept: timedelta, find: Callable[[], Awaitable[Found]]
    ) -> Found:
        """The answer under a key, at most so old; found anew where there is none."""
        at, answer = self._asked.get(key, (float("-inf"), None))
        if answer is None or at + kept.total_seconds() < self._clock() or _has_failed(answer):
            answer = asyncio.ensure_future(find())
            self._asked.pop(key, None)
            self._asked[key] = self._clock(), answer
            while len(self._asked) > MOST:
                del self._asked[next(iter(self._asked))]
        # whoever goes away leaves the answer to the others
        found: Found = await asyncio.shield(answer)
        return found


def _has_failed(answer: "asyncio.Future[Any]") -> bool:
    return answer.done() and (answer.cancelled() or answer.exception() is not None)
