"""What a browser sends, made into the body that the API takes.

Nothing is judged here: what can't be read goes on as it was typed, and the API says what is wrong with it.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from fastapi import Request

from console.forms.fields import Field

LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
"""A time as a browser's field has it."""
MOST_FIELDS = 400
"""Of one form; no form of ours has a quarter of it."""


class Posted:
    """The values of a form by name, in the order in which they came."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.values: dict[str, list[str]] = {}
        for name, value in pairs:
            self.values.setdefault(name, []).append(value.replace("\r\n", "\n"))

    def one(self, name: str) -> str:
        """The last value of a name; empty when there is none."""
        return self.values.get(name, [""])[-1]

    def all(self, name: str) -> list[str]:
        """The values of a name that are not empty."""
        return [value for value in self.values.get(name, ()) if value.strip()]

    def pairs(self) -> list[tuple[str, str]]:
        return [(name, value) for name, several in self.values.items() for value in several]


async def posted(request: Request) -> Posted:
    """The form of a request. One that is none at all has no values."""
    try:
        pairs = parse_qsl(
            (await request.body()).decode("utf-8", "replace"),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        pairs = []
    return Posted(pairs)


def body_of(form: Posted, fields: Iterable[Field], zone: str) -> dict[str, Any]:
    """The JSON of a form. What was left empty is left out; a part without anything is, too."""
    body: dict[str, Any] = {}
    for field in fields:
        value = _value(form, field, zone)
        if value is None:
            continue
        *parts, last = field.name.split(".")
        place = body
        for part in parts:
            place = place.setdefault(part, {})
        place[last] = value
    return body


def _value(form: Posted, field: Field, zone: str) -> Any:
    """What was filled in for a field; None for nothing."""
    match field.kind:
        case "tick":
            return bool(form.all(field.name))
        case "many":
            return form.all(field.name) or None
        case "moments":
            return [at_in(zone, each) for each in form.all(field.name)] or None
        case "facts":
            start = f"{field.name}."
            given = {
                name.removeprefix(start): _fact(zone, form.one(name))
                for name in form.values
                if name.startswith(start)
            }
            return {name: value for name, value in given.items() if value.strip()}
        case "moment":
            times = form.all(field.name)  # one of those offered, and what was typed beside them
            return at_in(zone, times[-1].strip()) if times else None
        case "number":
            typed = form.one(field.name).strip()
            return (
                int(typed) if typed.lstrip("-").isdecimal() and len(typed) < 10 else typed or None
            )
    typed = form.one(field.name)
    return typed if typed.strip() or field.required else None


def _fact(zone: str, typed: str) -> str:
    """What was said of a fact; a time as a browser's field has it, with its offset."""
    return at_in(zone, typed) if LOCAL.fullmatch(typed) else typed


def at_in(zone: str, typed: str) -> str:
    """A time as a browser's field has it, with the offset of the zone in which people read it."""
    try:
        at = datetime.fromisoformat(typed)
    except ValueError:
        return typed
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).isoformat()


def typed_in(zone: str, at: str) -> str:
    """An instant as a browser's field has it."""
    return f"{datetime.fromisoformat(at).astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"
