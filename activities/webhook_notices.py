"""Telling people how a subscription does: its owner, or the admins once that person has left."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from activities.webhook_sender import Answer
from db import inbox, people
from db.deliveries import Delivery
from db.people import Person, UnknownPerson
from db.session import Database
from db.webhooks import Webhook
from messages.webhooks import error_words, webhook_notice


class WebhookNotices:
    """Puts notices into inboxes, each once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def silent(self, webhook: Webhook, error: str, since: datetime, now: datetime) -> None:
        """Nothing was taken for an hour."""
        await self._tell(webhook, "silent", since.isoformat(), now, error=error)

    async def paused(self, webhook: Webhook, because: str, now: datetime) -> None:
        """We don't try any more."""
        await self._tell(webhook, f"paused_{because}", now.isoformat(), now)

    async def held_up(
        self,
        webhook: Webhook,
        delivery: Delivery,
        answer: Answer,
        since: datetime,
        now: datetime,
    ) -> None:
        """One event is refused, and the rest of its case waits behind it."""
        await self._tell(
            webhook,
            "held_up",
            f"{delivery.id}:{since.isoformat()}",
            now,
            number=delivery.number,
            event=delivery.id,
            error=answer.error or "",
            code=answer.code,
        )

    async def given_up(
        self, webhook: Webhook, delivery: Delivery, answer: Answer, now: datetime
    ) -> None:
        """One event was refused too long."""
        await self._tell(
            webhook,
            "given_up",
            f"{delivery.id}:{now.isoformat()}",
            now,
            number=delivery.number,
            event=delivery.id,
            error=answer.error or "",
            code=answer.code,
        )

    async def _tell(
        self,
        webhook: Webhook,
        about: str,
        once: str,
        now: datetime,
        *,
        number: str | None = None,
        event: str = "",
        error: str = "",
        code: int | None = None,
    ) -> None:
        params = {
            "webhook": webhook.id,
            "place": place(webhook),
            "event": event,
            "number": number or "",
        }
        for person in await self._who(webhook):
            text = webhook_notice(
                about,
                person.language,
                **params,
                error=error_words(error, person.language, code) if error else "",
            )
            item = inbox.InboxItem(
                id=f"{webhook.id}:{about}:{once}:{person.handle}",
                person=person.handle,
                number=number,
                about=f"webhook_{about}",
                title=text.title,
                body=text.detail,
                params=params,
                ref=webhook.id,
                created_at=now,
            )
            try:
                await inbox.put(self._database, item)
            except UnknownPerson:
                continue  # left between our two looks; the others know

    async def _who(self, webhook: Webhook) -> Iterable[Person]:
        owner = await people.get(self._database, webhook.created_by)
        if owner and owner.active:
            return (owner,)
        everybody = await people.list_people(self._database)
        return tuple(person for person in everybody if "admin" in person.roles)


def place(webhook: Webhook) -> str:
    """What a subscription is called: its label, or its host; the whole address may hold a secret."""
    return webhook.label or urlsplit(webhook.url).hostname or webhook.id
