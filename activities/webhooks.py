"""Telling other systems what happened (REQ J5): rounds of deliveries, and trials."""

import json
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from temporalio import activity

from activities.hosts import Hosts
from activities.signatures import signed_headers
from activities.webhook_contract import (
    DELIVER,
    TEST,
    Delivered,
    Round,
    Trial,
    Tried,
)
from activities.webhook_notices import WebhookNotices, place
from activities.webhook_round import LENGTH, Rounds
from activities.webhook_sender import PATIENCE, Sender, make_tls
from db import deliveries, replays, webhooks
from db.session import Database
from db.webhooks import Webhook


class Webhooks:
    """The activities of subscriptions."""

    def __init__(
        self,
        database: Database,
        hosts: Hosts,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        patience: float = PATIENCE,
    ) -> None:
        self._database = database
        self._hosts = hosts
        self._now = now
        self._patience = patience
        self._tls: ssl.SSLContext | None = None

    @activity.defn(name=DELIVER)
    async def deliver(self, given: Round) -> Delivered:
        """Deliver what is due to one subscription. A repeat goes on where the last one died."""
        webhook = await webhooks.get(self._database, given.webhook)
        if webhook is None:
            return Delivered(status="deleted")
        if webhook.status == "paused":
            return Delivered(status="paused", place=place(webhook))
        began = time.monotonic()

        def now() -> datetime:
            return given.now + timedelta(seconds=time.monotonic() - began)

        unfinished = await self._replay(webhook)
        if given.tidy:
            await deliveries.tidy(self._database, webhook.id, now())
        async with self._sender() as sender:
            rounds = Rounds(
                self._database,
                sender,
                WebhookNotices(self._database),
                webhook,
                now=now,
                true_now=self._now,
                alive=_alive,
            )
            await rounds.run()
        after = await webhooks.get(self._database, given.webhook)
        ahead = await deliveries.outlook(self._database, given.webhook)
        due_at = rounds.retry_at if rounds.silent else ahead.due_at
        return Delivered(
            status=after.status if after else "deleted",
            place=place(webhook),
            delivered=rounds.delivered,
            tries=rounds.tries,
            waiting=ahead.waiting,
            cases=ahead.cases,
            again=unfinished
            or (ahead.waiting > 0 and not rounds.silent and (not due_at or due_at <= now())),
            due_at=due_at if ahead.waiting else None,
            silent=rounds.silent,
            error=rounds.error,
        )

    @activity.defn(name=TEST)
    async def test(self, given: Trial) -> Tried:
        """Send a trial, once, and say what the receiver made of it."""
        webhook = await webhooks.get(self._database, given.webhook)
        if webhook is None:
            return Tried(delivered=False, code=None, ms=0, answer="", error="deleted")
        at = self._now()
        trial = {"id": given.id, "event": "webhook_test", "webhook": webhook.id}
        body = json.dumps({**trial, "at": at.isoformat()}).encode()
        async with self._sender() as sender:
            headers = signed_headers(webhook.signing(at), given.id, at, body)
            answer = await sender.post(webhook.url, body, headers)
        return Tried(
            delivered=answer.is_good,
            code=answer.code,
            ms=answer.ms,
            answer=answer.text,
            error=answer.error,
        )

    async def _replay(self, webhook: Webhook) -> bool:
        """Put in line what is to be sent again, for a while. True when there is more of it."""
        ends = time.monotonic() + LENGTH.total_seconds()
        while await replays.advance(self._database, webhook, self._now()):
            if not _alive() or time.monotonic() > ends:
                return True
        return False

    def _sender(self) -> Sender:
        self._tls = self._tls or make_tls()  # reading the authorities takes longer than a message
        return Sender(self._hosts, self._tls, patience=self._patience)


def _alive() -> bool:
    activity.heartbeat()
    return not activity.is_worker_shutdown()
