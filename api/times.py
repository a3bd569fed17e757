"""Times on the wire: ISO 8601 with one offset, that of UTC, written Z."""

import re
from datetime import UTC, datetime
from typing import Any

_WRITTEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d")


def written(at: datetime) -> str:
    """An aware time as the API writes all of them."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def alike(value: Any) -> Any:
    """A JSON value whose times all have that one offset, whatever they were given with."""
    match value:
        case dict():
            return {name: alike(each) for name, each in value.items()}
        case list() | tuple():
            return [alike(each) for each in value]
        case str() if _WRITTEN.fullmatch(value):
            return written(datetime.fromisoformat(value))
    return value
