"""What a case asks to have recorded: its new events, its face, and what became of commands."""

import hashlib

from pydantic import TypeAdapter

from domain.book import AnyEvent
from domain.frozen import Frozen
from domain.receipt import Outcome
from domain.summary import CaseSummary

EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)


class Record(Frozen):
    """A batch. `first` is the sequence number of `events[0]`; `face` is the case after the last."""

    number: str
    first: int
    events: tuple[AnyEvent, ...] = ()
    face: CaseSummary | None = None
    outcomes: tuple[Outcome, ...] = ()


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
