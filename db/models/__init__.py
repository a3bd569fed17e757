"""Tables that belong to no single feature. Those of a feature stand beside its queries; `db.book` loads them all."""

from db.models.base import Base
from db.models.cases import (
    CaseRow,
    EventRow,
)
from db.models.customers import CustomerRow, TextRow
from db.models.people import ApiKeyRow, InboxRow, PersonRow
from db.models.requests import ClaimRow, CommandRow, OpeningRow
from db.models.search import SearchKeyRow
from db.models.sign_in import PasswordRow, SessionRow, SignInLinkRow
from db.models.signs import SignRow
from db.models.views import ViewRow
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
    "ClaimRow",
    "CommandRow",
    "CustomerRow",
    "EventRow",
    "InboxRow",
    "OpeningRow",
    "PasswordRow",
    "PersonRow",
    "SearchKeyRow",
    "SessionRow",
    "SignInLinkRow",
    "SignRow",
    "TextRow",
    "ViewRow",
    "WebhookChangeRow",
    "WebhookDeliveryRow",
    "WebhookReplayRow",
    "WebhookRow",
]
