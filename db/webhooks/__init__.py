"""Subscriptions: who else is told of events, where, and signed with which secrets."""

from db.webhooks.changing import (
    KeyReused,
    change,
    create,
    end,
    give_up,
    note,
    pause,
    resume,
    rotate,
    set_health,
)
from db.webhooks.lookup import SOMEBODY_LISTENS, changes, get, list_interested, list_webhooks
from db.webhooks.subscription import Change, Webhook

__all__ = [
    "SOMEBODY_LISTENS",
    "Change",
    "KeyReused",
    "Webhook",
    "change",
    "changes",
    "create",
    "end",
    "get",
    "give_up",
    "list_interested",
    "list_webhooks",
    "note",
    "pause",
    "resume",
    "rotate",
    "set_health",
]
