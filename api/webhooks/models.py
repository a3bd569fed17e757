"""Wire models of subscriptions: what is asked for, what is shown."""

from datetime import datetime
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    model_validator,
)

from activities.webhook_bodies import kinds
from api.field_errors import wrong
from api.problem_codes import Either
from api.wire import In, Moment, Name, Plain, example
from db.deliveries import Delivery, Outlook
from db.models.webhooks import DeliveryStatus, WebhookStatus
from db.replays import Replay
from db.webhooks import Change, Webhook

MOST_TEAMS = 50
OLD_SECRET_HOURS = 24
"""A day for the receiver to take up the new secret, without anybody in a hurry."""
LONGEST_OLD_SECRET = 24 * 7


def _known(kind: str) -> str:
    if kind not in kinds():
        near = get_close_matches(kind, kinds(), n=1)
        hint = (
            Either(f"did you mean {near[0]}?", f"是不是 {near[0]}？")
            if near
            else Either("docs/reference/events.md lists them", "见 docs/reference/events.md")
        )
        raise wrong("unknown_event", kind=kind, near=hint)
    return kind


Url = Annotated[Plain, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
Label = Annotated[Plain, StringConstraints(strip_whitespace=True, max_length=100)]
Events = Annotated[
    list[
        Annotated[
            str,
            Field(max_length=60, json_schema_extra={"enum": sorted(kinds())}),
            AfterValidator(_known),
        ]
    ],
    Field(max_length=200, description="Kinds of events; all when empty"),
]
Teams = Annotated[
    list[Name], Field(max_length=MOST_TEAMS, description="Whose cases; all when empty")
]
WithWords = Annotated[
    bool, Field(description="Send titles, subjects, reasons and notes too: words that people wrote")
]


class WebhookIn(In):
    """A subscription. With the URL alone it gets every event of every case, without people's words."""

    model_config = example(
        url="https://hooks.example.com/followthrough",
        label="ERP",
        events=["case_opened", "promise_broken", "case_closed"],
    )

    url: Url
    label: Label = ""
    events: Events = []
    teams: Teams = []
    with_words: WithWords = False


class WebhookPatch(In):
    """What is to be different. Applies to events recorded from then on; the address to all that waits."""

    url: Url | None = None
    label: Label | None = None
    events: Events | None = None
    teams: Teams | None = None
    with_words: WithWords | None = None


class RotateIn(In):
    """A new secret. Until the old one ends, each message carries a signature with either."""

    model_config = example(keep_old_hours=24)

    keep_old_hours: Annotated[int, Field(ge=0, le=LONGEST_OLD_SECRET)] = OLD_SECRET_HOURS


SINCE_OR_NUMBER: list[JsonValue] = [
    {"required": [one], "properties": {one: {"type": "string"}, other: {"type": "null"}}}
    for one, other in (("since", "number"), ("number", "since"))
]


class ReplayIn(In):
    """Events once more: all since a moment, or those of one case from a sequence number on."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"since": "now-24h"}], "oneOf": SINCE_OR_NUMBER},
    )

    since: Moment | None = None
    number: Name | None = None
    from_sequence: Annotated[int, Field(ge=1, lt=2**31)] = 1

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "ReplayIn":
        if (self.since is None) == (self.number is None):
            raise wrong("since_or_number")
        return self


class ChangeOut(BaseModel):
    at: datetime
    by: str
    what: str
    details: dict[str, Any]

    @classmethod
    def of(cls, change: Change) -> "ChangeOut":
        return cls(at=change.at, by=change.by, what=change.what, details=change.details)


class ReplayOut(BaseModel):
    """`found` counts the events put in line so far; `done_at` is there once all are."""

    id: int
    since: datetime | None
    number: str | None
    from_sequence: int
    asked_by: str
    asked_at: datetime
    found: int
    done_at: datetime | None

    @classmethod
    def of(cls, replay: Replay) -> "ReplayOut":
        known = {name: getattr(replay, name, None) for name in cls.model_fields}
        return cls.model_validate({**known, "from_sequence": replay.sequence})


class WebhookOut(BaseModel):
    """`paused_because`: asked, silent (nothing taken for three days) or gone (it answered 410).
    `failing_since` is there while nothing gets through."""

    id: str
    url: str
    label: str
    events: list[str]
    teams: list[str]
    with_words: bool
    status: WebhookStatus
    paused_because: str
    created_by: str
    created_at: datetime
    changed_by: str
    changed_at: datetime
    failing_since: datetime | None
    old_secret_until: datetime | None

    @classmethod
    def of(cls, webhook: Webhook, **more: Any) -> "WebhookOut":
        known = {name: getattr(webhook, name, None) for name in cls.model_fields}
        old = next((secret.until for secret in webhook.secrets if secret.until), None)
        return cls.model_validate({**known, "old_secret_until": old, **more})


class WebhookMade(WebhookOut):
    """`secret` is shown this once: keep it where the receiver finds it."""

    secret: str


class WebhookWhole(WebhookOut):
    """A subscription with what waits for it, what was done to it, and its newest replays."""

    waiting: int
    waiting_cases: int
    next_try_at: datetime | None
    history: list[ChangeOut]
    replays: list[ReplayOut]

    @classmethod
    def whole(
        cls,
        webhook: Webhook,
        ahead: Outlook,
        changes: tuple[Change, ...],
        replays: tuple[Replay, ...],
    ) -> "WebhookWhole":
        known = WebhookOut.of(webhook).model_dump()
        return cls(
            **known,
            waiting=ahead.waiting,
            waiting_cases=ahead.cases,
            next_try_at=webhook.retry_at or ahead.due_at,
            history=[ChangeOut.of(change) for change in changes],
            replays=[ReplayOut.of(replay) for replay in replays],
        )


class WebhookList(BaseModel):
    items: list[WebhookOut]


class DeliveryOut(BaseModel):
    """`id` is the event's, sent as `webhook-id`. `answer` is how the last answer began; `error` says why
    it was no good: refused (not 2xx), timed_out, unknown_host, unreachable, broken_off, forbidden; skipped
    when somebody let it go."""

    id: str
    number: str
    sequence: int
    event: str
    at: datetime
    status: DeliveryStatus
    attempts: int
    due_at: datetime | None
    failing_since: datetime | None
    tried_at: datetime | None
    done_at: datetime | None
    answer_code: int | None
    answer_ms: int | None
    answer: str | None
    error: str | None

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryOut":
        known = {name: getattr(delivery, name, None) for name in cls.model_fields}
        return cls.model_validate({**known, "event": delivery.kind})


class DeliveryPage(BaseModel):
    items: list[DeliveryOut]
    next: str | None


class TriedOut(BaseModel):
    """What the receiver made of a trial; `text` says why it was no good."""

    id: str
    delivered: bool
    code: int | None
    ms: int
    answer: str
    error: str | None
    text: str
