"""Values of JSON, looked through."""

from collections.abc import Iterator
from typing import Any


def strings(value: Any) -> Iterator[str]:
    """All text in it, however deep."""
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from strings(each)
        case list() | tuple():
            for each in value:
                yield from strings(each)
