"""What a case asks to have recorded: its new events, how lists show it now, and what became of commands."""

import hashlib
from collections.abc import Sequence
from typing import Any, cast, get_args

from pydantic import TypeAdapter, field_serializer, field_validator

from domain.book import BOOK, AnyEntry, AnyEvent
from domain.case import FIRST_CORE, Case
from domain.frozen import Frozen, changed
from domain.receipt import Outcome
from domain.room.rules import PastPutAway
from domain.summary import CaseSummary, summary

EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)
NOTHING_YET = {
    name: None
    for name, field in CaseSummary.model_fields.items()
    if type(None) in get_args(field.annotation)
}
"""What a summary may leave open."""


class Record(Frozen):
    """A batch. `first` is the sequence number of `events[0]`; `summary` is the case after the last, and
    `entries` are its parts that are new or another than before."""

    number: str
    first: int
    events: tuple[AnyEvent, ...] = ()
    summary: CaseSummary | None = None
    entries: tuple[AnyEntry, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @field_serializer("events", "entries")
    def _without_defaults(self, parts: tuple[AnyEvent | AnyEntry, ...]) -> list[dict[str, Any]]:
        """A history keeps every record for ever; what has its default value is no news."""
        return [
            {"kind": part.kind, **part.model_dump(mode="json", exclude_defaults=True)}
            for part in parts
        ]

    @field_serializer("summary")
    def _without_nones(self, summary: CaseSummary | None) -> dict[str, Any] | None:
        return summary.model_dump(mode="json", exclude_none=True) if summary else None

    @field_validator("summary", mode="before")
    @classmethod
    def _with_nones(cls, value: object) -> object:
        return {**NOTHING_YET, **value} if isinstance(value, dict) else value

    @property
    def version(self) -> int:
        """The version of the case after the last event."""
        return self.first + len(self.events) - 1


def record_of(
    before: Case, now: Case, events: Sequence[AnyEvent], outcomes: Sequence[Outcome] = ()
) -> Record:
    """What is to be recorded of the way from one state of a case to another."""
    return Record(
        number=now.number,
        first=now.version - len(events) + 1,
        events=tuple(events),
        summary=summary(now) if now.is_opened else None,
        entries=cast(tuple[AnyEntry, ...], BOOK.entries(before, _with_past(before, now, events))),
        outcomes=tuple(outcomes),
    )


def _with_past(before: Case, now: Case, events: Sequence[AnyEvent]) -> Case:
    """The case with what these events put away: lists are to show how that ended."""
    if not any(isinstance(event, PastPutAway) for event in events):
        return now
    case = before if before.is_opened else Case(number=now.number, core=FIRST_CORE)
    for event in events:
        stays = isinstance(event, PastPutAway)
        case = changed(case, {"version": case.version + 1}) if stays else BOOK.evolve(case, event)
    return case


def digest(record: Record) -> str:
    """A fingerprint of the events under their sequence numbers.

    The database returns that of what it stored; the workflow compares it with its own, so a replay
    checks state and not only the order of commands. What has its default value doesn't count: a field
    that events get later leaves the fingerprints of histories as they were.
    """
    whole = hashlib.sha256()
    for sequence, event in enumerate(record.events, record.first):
        whole.update(b"%d:%s:" % (sequence, event.kind.encode()))
        whole.update(EVENT.dump_json(event, exclude_defaults=True))
    return whole.hexdigest()[:32]
