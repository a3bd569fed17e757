"""The tables. One file for each family of nouns; importing this package loads them all."""

from db.models.base import Base
from db.models.cases import (
    CaseRow,
    ContactRow,
    CustomerMessageRow,
    EscalationRow,
    EventRow,
    PromiseRow,
)
from db.models.customers import CustomerRow, TextRow
from db.models.people import ApiKeyRow, InboxRow, PersonRow
from db.models.requests import CommandRow, OpeningRow
from db.models.visits import FailedRepairRow, VisitRow
from db.models.webhooks import (
    WebhookChangeRow,
    WebhookDeliveryRow,
    WebhookReplayRow,
    WebhookRow,
)

__all__ = [
    "ApiKeyRow",
    "Base",
    "CaseRow",
    "CommandRow",
    "ContactRow",
    "CustomerMessageRow",
    "CustomerRow",
    "EscalationRow",
    "EventRow",
    "FailedRepairRow",
    "InboxRow",
    "OpeningRow",
    "PersonRow",
    "PromiseRow",
    "TextRow",
    "VisitRow",
    "WebhookChangeRow",
    "WebhookDeliveryRow",
    "WebhookReplayRow",
    "WebhookRow",
]
