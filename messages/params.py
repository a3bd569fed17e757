"""From what the core hands over to what people read.

Refusals and actions carry plain text: instants in ISO form, names of stages, lines, causes. What each
param means is told by its name, by the feature whose word it is; a name that is not in the book is
said as it is (numbers, ids, people's own words).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from domain.event import Event

if TYPE_CHECKING:
    from messages.voice import Voice


def readable(params: Mapping[str, str], voice: Voice) -> dict[str, str]:
    """The same params, each as people read it."""
    values = {name: _read(name, value, voice) for name, value in params.items()}
    if "subject" in params:
        values["subject"] = voice.subject(params["subject"], params.get("kind", "callback"))
    return values


def fields(event: Event, voice: Voice) -> dict[str, object]:
    """An event's own fields, each as people read it; `due` is when something was due."""
    values: dict[str, object] = {}
    for name, value in event:
        if isinstance(value, datetime):
            values[name] = voice.moment(value)
        else:
            values[name] = _read(name, value, voice) if isinstance(value, str) else value
    values.setdefault("due", values.get("due_at"))
    return values


def _read(name: str, value: str, voice: Voice) -> str:
    read = voice.book.readers.get(name)
    return read(voice, value) if read else value
