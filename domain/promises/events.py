"""What happens to promises."""

from datetime import datetime
from typing import Literal

from domain.case.promises import Promise
from domain.event import Event


class PromiseMade(Event):
    kind: Literal["promise_made"] = "promise_made"
    promise: Promise


class PromiseJoined(Event):
    """Somebody gave a promise once more that stands: a second click."""

    kind: Literal["promise_joined"] = "promise_joined"
    promise: str


class PromiseKept(Event):
    kind: Literal["promise_kept"] = "promise_kept"
    promise: str
    contact: str


class PromiseAttempted(Event):
    kind: Literal["promise_attempted"] = "promise_attempted"
    promise: str
    contact: str


class PromiseRenegotiated(Event):
    kind: Literal["promise_renegotiated"] = "promise_renegotiated"
    promise: str
    reason: str
    told_at: datetime


class PromiseReleased(Event):
    kind: Literal["promise_released"] = "promise_released"
    promise: str
    reason: str


class PromiseReminded(Event):
    kind: Literal["promise_reminded"] = "promise_reminded"
    promise: str


class PromiseBroken(Event):
    """Only `latest_by` breaks, or the last renegotiation too many. `unseen_since` names an outage."""

    kind: Literal["promise_broken"] = "promise_broken"
    promise: str
    cause: Literal["overdue", "renegotiated_too_often"] = "overdue"
    unseen_since: datetime | None = None


class BreakCorrected(Event):
    """A contact proven in time came to light after the break was announced."""

    kind: Literal["break_corrected"] = "break_corrected"
    promise: str
    contact: str
