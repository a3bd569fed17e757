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
    """`said_in` is the customer's word since it was made, after which somebody let go of it: a message or a conversation;
    "" where a lead did without one, None where a rule did. Where a step did, `rests_on` is when the customer said, was told, or
    was tried in vain for, what the step rests on."""

    kind: Literal["promise_released"] = "promise_released"
    promise: str
    reason: str
    said_in: str | None = None
    rests_on: tuple[datetime, ...] = ()


class PromiseReminded(Event):
    kind: Literal["promise_reminded"] = "promise_reminded"
    promise: str


class PromiseBroken(Event):
    """Only `latest_by` breaks, or the last renegotiation too many. `unseen_since` names an outage."""

    kind: Literal["promise_broken"] = "promise_broken"
    promise: str
    cause: Literal["overdue", "renegotiated_too_often"] = "overdue"
    unseen_since: datetime | None = None


class AttemptDisproved(Event):
    """What had ended a promise never took place, as came to light later: nobody kept it. Past its time it counts as
    broken; while that is ahead it is let go of, and another stands in its place. `contact` is the try, the arrival or
    the conversation that counts no more, also one in which the customer said that they need no call; nor do those of the same
    moment in `also`. Empty: it was let go of with an end of the case that was an error. `reason` is how it is known."""

    kind: Literal["attempt_disproved"] = "attempt_disproved"
    promise: str
    contact: str
    reason: str
    also: tuple[str, ...] = ()


class BreakCorrected(Event):
    """A contact proven in time came to light after the break was announced. `stood_in_for` names the promise that it
    kept, where this one was only the call in its place, and broke in its turn."""

    kind: Literal["break_corrected"] = "break_corrected"
    promise: str
    contact: str
    stood_in_for: str | None = None
