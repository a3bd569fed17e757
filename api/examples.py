"""Examples that work when pasted: their times are counted from now.

In wire models a time is written as "now", "now-5m", "now+24h" or "now+3d"; the API's document is given
with the times that this means at the moment it is asked for.
"""

import re
from datetime import datetime, timedelta
from typing import Any

_TIME = re.compile(r"now(?:([+-]\d+)([mhd]))?")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def at(now: datetime, example: Any) -> Any:
    """An example with its times written out."""
    match example:
        case dict():
            return {name: at(now, value) for name, value in example.items()}
        case list():
            return [at(now, value) for value in example]
        case str() if found := _TIME.fullmatch(example):
            count, unit = found.groups()
            moment = now + int(count) * _UNITS[unit] if count else now
            return moment.isoformat(timespec="seconds")
    return example


def refresh(document: dict[str, Any], now: datetime) -> dict[str, Any]:
    """An OpenAPI document with the examples of its schemas put into the present."""
    schemas = document.get("components", {}).get("schemas", {})
    fresh = {
        name: {**schema, "examples": at(now, schema["examples"])}
        if "examples" in schema
        else schema
        for name, schema in schemas.items()
    }
    return {**document, "components": {**document.get("components", {}), "schemas": fresh}}
