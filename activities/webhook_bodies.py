"""What a receiver is told of an event: the same bytes for each try, whenever that is.

The body follows from the recorded events alone: the event's facts, and the summary of the case right after
it. Nobody's name, number or message is in there, for events carry only their ids. Short words that people
wrote (titles, reasons, notes) go only to subscriptions that ask for them.
"""

import json
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from db.cases import load_events
from db.session import Database
from domain.book import AnyEvent
from domain.case import FIRST_CORE, Case
from domain.evolve import evolve
from domain.summary import summary

_NAMES = """about acknowledged_by action anchor approval by calendar code command contact covers customer
    department engineer escalation follows held_in id left made_by marked_by mentions message moved_into number on
    owner policy promise raised_by receiver ref rule said_in stage task team to visit what"""
NAMES = frozenset(_NAMES.split())
"""Fields of text that hold an id, a handle or a name from the policy. A text not named here counts as
somebody's words, so that a new one is not sent by mistake; words of ours (literals) always are."""

NEVER = frozenset(("plan", "text", "key", "kind", "at", "by"))
"""Facts left out for everybody: eight kilobytes of policy, ids of private texts, a command's own key,
and what stands beside the facts."""


def kinds() -> dict[str, type[BaseModel]]:
    """The kinds of events there are, each with its record."""
    members = get_args(get_args(AnyEvent)[0])
    return {str(member.model_fields["kind"].default): member for member in members}


async def bodies(
    database: Database, number: str, sequences: tuple[int, ...], *, with_words: bool
) -> dict[int, bytes]:
    """The bodies of some of a case's events. One that is not there any more is left out."""
    wanted, found = set(sequences), dict[int, bytes]()
    case = Case(number=number, core=FIRST_CORE)
    for sequence, event in enumerate(await load_events(database, number), 1):
        case = evolve(case, event)
        if sequence in wanted:
            found[sequence] = body(case, sequence, event, with_words=with_words)
    return found


def body(case: Case, sequence: int, event: AnyEvent, *, with_words: bool) -> bytes:
    """One event, as it is sent. `case` is the case right after it."""
    head = event.model_dump(mode="json", include={"at", "by"})
    shown = summary(case).model_dump(
        mode="json", exclude={"core"} if with_words else {"core", "title"}
    )
    whole = {
        "id": f"{case.number}:{sequence}",
        "event": event.kind,
        "number": case.number,
        "sequence": sequence,
        **head,
        "facts": facts(event, with_words=with_words, never=NEVER),
        "case": shown,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def facts(
    record: BaseModel, *, with_words: bool, never: frozenset[str] = frozenset(("text",))
) -> dict[str, Any]:
    """What may be told of a record, in plain JSON. What is None is left out."""
    return dict(_facts(record, record.model_dump(mode="json"), with_words, never))


def _facts(
    record: BaseModel, dumped: dict[str, Any], with_words: bool, never: frozenset[str]
) -> Iterator[tuple[str, Any]]:
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if name in never or value is None or name not in dumped:
            continue
        if isinstance(value, BaseModel):
            yield name, facts(value, with_words=with_words)
        elif isinstance(value, tuple) and all(isinstance(each, BaseModel) for each in value):
            yield name, [facts(each, with_words=with_words) for each in value]
        elif with_words or name in NAMES or not _holds_text(field.annotation):
            yield name, dumped[name]


def fact_names(record: type[BaseModel], inside: str = "") -> Iterator[tuple[str, bool]]:
    """The facts a kind of record may bring, such as "promise.id", and whether it takes `with_words`."""
    for name, field in record.model_fields.items():
        if name in (("text",) if inside else NEVER):
            continue
        parts = [part for part in _parts(field.annotation) if isinstance(part, type)]
        inner = [part for part in parts if issubclass(part, BaseModel)]
        for part in inner:
            yield from fact_names(part, f"{inside}{name}.")
        if not inner:
            yield f"{inside}{name}", name not in NAMES and _holds_text(field.annotation)


def _parts(annotation: Any) -> Iterator[Any]:
    """The types a type is made of."""
    inner = get_args(annotation)
    if not inner:
        yield annotation
    for each in inner:
        yield from _parts(each)


def _holds_text(annotation: Any) -> bool:
    """Whether a type has room for any text; a literal has only our own words."""
    parts = get_args(annotation)
    return annotation is str or annotation is Any or any(map(_holds_text, parts))
