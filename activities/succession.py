"""Telling cases who the people are now (REQ D1, J6)."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog
from temporalio.service import RPCError

from db.succession import Concerned
from domain.command import SYSTEM, Actor
from domain.succession import FollowPeople

MOST = 500
"""Cases told at a time, those in which somebody is called first; the others a minute later."""
AT_ONCE = 8
"""Side by side; each takes the server a few milliseconds."""
AGAIN = timedelta(hours=1)
"""After which a case that has not followed is told again: the signal may have been lost with its run. Sooner would pile them up
in a case that stands still."""

Send = Callable[[str, FollowPeople], Awaitable[None]]
"""Makes the command durable for a case's open run."""

log = structlog.get_logger(__name__)


class Succession:
    """Tells each case once, and again if it has not followed after a while."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._told: dict[str, tuple[Concerned, datetime]] = {}

    async def tell(self, concerned: Sequence[Concerned], now: datetime) -> int:
        """Tell those cases; how many were told. One that can't be reached is told the next time."""
        still = {one.number for one in concerned}
        self._told = {number: told for number, told in self._told.items() if number in still}
        news = [one for one in concerned if self._is_news(one, now)][:MOST]
        gate = asyncio.Semaphore(AT_ONCE)

        async def one_case(one: Concerned) -> bool:
            async with gate:
                try:
                    await self._send(one.number, command_for(one, now))
                except (
                    RPCError
                ) as error:  # closed, or on its way into another run: the next look tells
                    log.info("not_told_of_people", number=one.number, status=error.status.name)
                    return False
            self._told[one.number] = (one, now)
            return True

        return sum(await asyncio.gather(*(one_case(one) for one in news)))

    def on_its_way(
        self, concerned: Sequence[Concerned], now: datetime
    ) -> frozenset[tuple[str, str]]:
        """Handle and case of whatever is going over to somebody else just now: nobody has to see to it, unless its case
        has been told and has not followed for a while."""
        return frozenset(
            (gone, one.number)
            for one in concerned
            if not self._is_stuck(one, now)
            for gone in {*one.heirs, *one.engineers}
        )

    def _is_stuck(self, one: Concerned, now: datetime) -> bool:
        _, at = self._told.get(one.number, (None, now))
        return now - at >= AGAIN

    def _is_news(self, one: Concerned, now: datetime) -> bool:
        known, _ = self._told.get(one.number, (None, now))
        return known != one or self._is_stuck(one, now)


def command_for(one: Concerned, now: datetime) -> FollowPeople:
    """What a case is told. The key makes it survive a run that is ended before it has decided it."""
    return FollowPeople(
        actor=Actor(handle=SYSTEM),
        received_at=now,
        key=f"people-{uuid.uuid4()}",
        digest="people",
        line=one.line,
        gone=one.gone,
        heirs=dict(one.heirs),
        engineers=dict(one.engineers),
    )
