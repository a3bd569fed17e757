"""What goes into a subscription's workflow. Durable: names and fields never change meaning."""

from datetime import datetime

from domain.frozen import Frozen

WEBHOOK_WORKFLOW = "webhook"
WAKE_SIGNAL = "wake"
TEST_UPDATE = "test"


class WebhookStart(Frozen):
    """The input of a run. `tidied_at` is when old deliveries were last forgotten."""

    webhook: str
    tidied_at: datetime | None = None


def webhook_workflow_id(webhook: str) -> str:
    """One workflow for each subscription: it alone delivers, which keeps the order."""
    return f"webhook-{webhook}"
