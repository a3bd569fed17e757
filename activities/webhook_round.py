"""One round of deliveries to one receiver: several cases side by side, within a case one after the other.

A delivery is marked after it was answered. Whoever dies in between sends it again: at least once. Before each message the
subscription is looked at: what people have been told that they changed holds for every message begun later.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pydantic import ValidationError

from activities.signatures import signed_headers
from activities.webhook_bodies import bodies
from activities.webhook_notices import WebhookNotices
from activities.webhook_patience import (
    GIVE_UP_AFTER,
    SILENT,
    SILENT_WHEN_ASKED,
    TELL_AFTER,
    is_about_the_event,
    next_wait,
    silent_wait,
)
from activities.webhook_sender import GONE, Answer, Sender
from db import deliveries, webhooks
from db.deliveries import Delivery
from db.models.webhooks import DeliveryStatus
from db.session import Database
from db.webhooks import Webhook
from vault import VaultError

SIDE_BY_SIDE = 8
"""Cases delivered at the same time: some hundred events a second to a receiver that answers in 20 ms."""
PICKED = 200
"""Cases picked at a time; to find them takes longer the more of them wait."""
IN_LANE = 50
"""Events of one case delivered before others have their turn."""
LENGTH = timedelta(seconds=20)
"""After so long a round ends, for the workflow to look up."""
SYSTEM = "system"
UNREADABLE = "unreadable"
"""An event that we can't open (a key taken off the ring): no fault of the receiver."""


@dataclass
class Rounds:
    """What a round needs. `now` is the workflow's time, `true_now` what the receiver's clock shows."""

    database: Database
    sender: Sender
    notices: WebhookNotices
    webhook: Webhook
    now: Callable[[], datetime]
    true_now: Callable[[], datetime]
    alive: Callable[[], bool]
    """Says that the round goes on; False when it is to end soon."""

    delivered: int = 0
    tries: int = 0
    error: str = ""
    stopped: bool = False
    failures: int = field(init=False)
    failing_since: datetime | None = field(init=False)
    retry_at: datetime | None = field(init=False)

    def __post_init__(self) -> None:
        self.failures = self.webhook.failures
        self.failing_since = self.webhook.failing_since
        self.retry_at = self.webhook.retry_at
        self._ends = self.now() + LENGTH
        self._health = asyncio.Lock()

    @property
    def silent(self) -> bool:
        """Whether the receiver takes nothing, from whatever case."""
        return self.failures >= SILENT

    async def run(self) -> None:
        """Deliver what is due, until nothing is, or the receiver falls silent, or time is up."""
        if self.silent:
            if self.retry_at and self.retry_at > self.now():
                return
            head = await deliveries.probe(self.database, self.webhook.id)
            if head is None or not await self._deliver_each(head.number, most=1):
                return
        await self._lanes()

    async def _lanes(self) -> None:
        waiting: deque[Delivery] = deque()
        busy: dict[str, asyncio.Task[bool]] = {}
        try:
            while not self.stopped and self.alive() and self.now() < self._ends:
                if not waiting and len(busy) < SIDE_BY_SIDE:
                    waiting.extend(
                        await deliveries.heads(
                            self.database,
                            self.webhook.id,
                            self.now(),
                            limit=PICKED,
                            except_cases=set(busy),
                        )
                    )
                while waiting and len(busy) < SIDE_BY_SIDE:
                    number = waiting.popleft().number
                    busy[number] = asyncio.create_task(self._deliver_each(number, most=IN_LANE))
                if not busy:
                    return
                await asyncio.wait(busy.values(), timeout=1, return_when="FIRST_COMPLETED")
                busy = _still(busy)
            self.stopped = True
            await asyncio.gather(*busy.values())
        finally:
            self.stopped = True
            # each is in the middle of one message, ten seconds at most
            while unfinished := [task for task in busy.values() if not task.done()]:
                self.alive()
                await asyncio.wait(unfinished, timeout=1)

    async def _deliver_each(self, number: str, *, most: int) -> bool:
        """Deliver what waits of one case, in order, up to the first that fails."""
        line = await deliveries.lane(self.database, self.webhook.id, number, most)
        try:
            found = await bodies(
                self.database,
                number,
                tuple(one.sequence for one in line),
                with_words=self.webhook.with_words,
            )
        except (VaultError, ValidationError):
            found = {}
        with_words = self.webhook.with_words
        for delivery in line:
            if not await self._look():
                return False
            if self.webhook.with_words != with_words:
                return True  # what is left is put into words anew
            body, asked = found.get(delivery.sequence), self.webhook
            answer = (
                await self._send(asked, delivery.id, body)
                if body
                else Answer(None, 0, error=UNREADABLE)
            )
            if not answer.is_good and await self._is_another(asked):
                return False  # it says nothing of the receiver that there is now
            if not await self._settle(delivery, answer) or self.stopped:
                return False
        return True

    async def _look(self) -> bool:
        """Go on with the subscription as it is now. False when nothing is to be delivered any more."""
        now = await webhooks.get(self.database, self.webhook.id)
        if now is None or now.status != "active":
            self.stopped = True
            return False
        if now.url != self.webhook.url:
            self.failures, self.error = now.failures, ""
            self.failing_since, self.retry_at = now.failing_since, now.retry_at
        self.webhook = now
        return True

    async def _is_another(self, asked: Webhook) -> bool:
        """Whether the message went to a subscription that is no more: paused, ended, or with another address."""
        return not await self._look() or self.webhook.url != asked.url

    async def _send(self, webhook: Webhook, message: str, body: bytes) -> Answer:
        at = self.true_now()
        headers = signed_headers(webhook.signing(at), message, at, body)
        return await self.sender.post(webhook.url, body, headers)

    async def _settle(self, delivery: Delivery, answer: Answer) -> bool:
        """Mark what came of a try. True when the next of the case may follow."""
        self.tries += 1
        if not answer.is_good:
            return await self._failed(delivery, answer)
        self.delivered += 1
        await self._mark(delivery, answer, "delivered")
        if self.failing_since:
            was_silent = self.silent
            self.failures, self.failing_since, self.retry_at, self.error = 0, None, None, ""
            await self._keep_health()
            if was_silent:
                await deliveries.all_due(self.database, self.webhook.id)
        return True

    async def _failed(self, delivery: Delivery, answer: Answer) -> bool:
        """Put off or give up what was not taken. True when it is given up: then the next may follow."""
        now = self.now()
        pause = "" if answer.error == UNREADABLE else await self._unwell(delivery, answer, now)
        since = delivery.failing_since or now
        given_up = not pause and now - since >= GIVE_UP_AFTER
        wait = next_wait(delivery.attempts + 1)
        if now < (hour := since + TELL_AFTER):
            wait = min(wait, hour - now)  # so that somebody hears of it in time
        wait = max(wait, answer.wait or timedelta(0))
        await self._mark(
            delivery, answer, "failed" if given_up else "waiting", None if given_up else now + wait
        )
        if pause:
            if await webhooks.give_up(
                self.database, self.webhook, because=pause, by=SYSTEM, now=self.true_now()
            ):
                await self.notices.paused(self.webhook, pause, now)
        elif given_up:
            await self.notices.given_up(self.webhook, delivery, answer, now)
        elif self._is_only_this(answer, since):
            if now + wait >= since + TELL_AFTER:
                await self.notices.held_up(self.webhook, delivery, answer, since, now)
        elif self.failing_since and self._failing_for(now) >= TELL_AFTER:
            await self.notices.silent(self.webhook, self.error, self.failing_since, now)
        return given_up

    def _is_only_this(self, answer: Answer, since: datetime) -> bool:
        """Whether one event is refused and not all: the answer says so, or another was taken since."""
        taken_since = self.failing_since is None or self.failing_since > since
        return not self.silent and (is_about_the_event(answer.code) or taken_since)

    async def _unwell(self, delivery: Delivery, answer: Answer, now: datetime) -> str:
        """Keep in mind that the receiver did not take something; the reason to pause it, if there is.

        While that is stored another case may succeed: then nothing is failing any more.
        """
        self.error = answer.error or ""
        self.failing_since = self.failing_since or now
        if self.silent or not delivery.attempts:
            self.failures += 1
            if answer.wait and self.failures >= SILENT_WHEN_ASKED:
                self.failures = max(self.failures, SILENT)
        if self.silent:
            wait = max(silent_wait(self.failures), answer.wait or timedelta(0))
            self.retry_at, self.stopped = now + wait, True
        await self._keep_health()
        long = self._failing_for(now) >= GIVE_UP_AFTER and (
            self.silent or not is_about_the_event(answer.code)
        )
        pause = "gone" if answer.code == GONE else "silent" if long else ""
        self.stopped = self.stopped or bool(pause)
        return pause

    def _failing_for(self, now: datetime) -> timedelta:
        return now - self.failing_since if self.failing_since else timedelta(0)

    async def _mark(
        self,
        delivery: Delivery,
        answer: Answer,
        status: DeliveryStatus,
        due_at: datetime | None = None,
    ) -> None:
        await deliveries.mark_tried(
            self.database,
            delivery,
            status=status,
            now=self.now(),
            due_at=due_at,
            code=answer.code,
            ms=answer.ms,
            answer=answer.text,
            error=answer.error,
        )

    async def _keep_health(self) -> None:
        """One after the other: on PostgreSQL what an earlier case found could be stored last."""
        async with self._health:
            await webhooks.set_health(
                self.database,
                self.webhook,
                failures=self.failures,
                failing_since=self.failing_since,
                retry_at=self.retry_at,
            )


def _still(busy: dict[str, asyncio.Task[bool]]) -> dict[str, asyncio.Task[bool]]:
    """Those that are not done; what one of them died of is raised."""
    for task in busy.values():
        if task.done():
            task.result()
    return {number: task for number, task in busy.items() if not task.done()}
