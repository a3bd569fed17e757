"""Examples that work when pasted: their times are counted from now.

In wire models a time is written as "now", "now-5m", "now+24h" or "now+3d"; the API's document is given
with the times that this means at the moment it is asked for.
"""

from datetime import datetime
from typing import Any

from api.times import written
from domain.spans import parse_shift


def at(now: datetime, example: Any) -> Any:
    """An example with its times written out."""
    match example:
        case dict():
            return {name: at(now, value) for name, value in example.items()}
        case list():
            return [at(now, value) for value in example]
        case str() if moment := _moment(now, example):
            return written(moment.replace(microsecond=0))
    return example


def _moment(now: datetime, text: str) -> datetime | None:
    """The time a text means; None when it is no time but words."""
    if not text.startswith("now"):
        return None
    if text == "now":
        return now
    try:
        shift = parse_shift(text.removeprefix("now"))
        amount = shift.span.clock_time()
    except ValueError:
        return None
    return now + amount if shift.ahead else now - amount


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
