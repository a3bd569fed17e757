"""What a subscription is, and how it lies in its row: address and secrets sealed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.models import WebhookRow
from db.models.webhooks import WebhookStatus
from db.private import seal_json, unseal, unseal_json
from domain.frozen import Frozen
from vault import Vault


class Secret(Frozen):
    """What signs. `until` is when it stops to, None for the newest; `asked` names the request that made
    it, so that a repeat finds it."""

    key: str
    until: datetime | None = None
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A subscription. No `events` or `teams` mean all of them."""

    id: str
    url: str
    label: str
    events: tuple[str, ...]
    teams: tuple[str, ...]
    with_words: bool
    status: WebhookStatus
    paused_because: str
    secrets: tuple[Secret, ...]
    created_by: str
    created_at: datetime
    changed_by: str
    changed_at: datetime
    asked_digest: str
    failures: int = 0
    failing_since: datetime | None = None
    retry_at: datetime | None = None

    def signing(self, now: datetime) -> tuple[str, ...]:
        """The secrets that sign now, the newest first."""
        return tuple(s.key for s in self.secrets if s.until is None or s.until > now)


@dataclass(frozen=True, slots=True)
class Change:
    """Who did what to a subscription."""

    at: datetime
    by: str
    what: str
    details: dict[str, Any]


def seal_secrets(vault: Vault, webhook: str, known: Sequence[Secret]) -> bytes:
    """The secrets of a subscription as its row holds them."""
    plain = [json.loads(secret.model_dump_json()) for secret in known]
    return seal_json(vault, plain, "webhooks.secrets", webhook)


def open_secrets(vault: Vault, row: WebhookRow) -> list[Secret]:
    """The newest first."""
    found = unseal_json(vault, row.secrets, "webhooks.secrets", row.id)
    return [Secret.model_validate(secret) for secret in found]


def opened(vault: Vault, row: WebhookRow) -> Webhook:
    """The subscription that a row holds."""
    status: Any = row.status
    return Webhook(
        id=row.id,
        url=unseal(vault, row.url, "webhooks.url", row.id),
        label=row.label,
        events=tuple(row.events),
        teams=tuple(row.teams),
        with_words=row.with_words,
        status=status,
        paused_because=row.paused_because,
        secrets=tuple(open_secrets(vault, row)),
        created_by=row.created_by,
        created_at=row.created_at,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
        asked_digest=row.asked_digest,
        failures=row.failures,
        failing_since=row.failing_since,
        retry_at=row.retry_at,
    )
