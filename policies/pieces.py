"""A policy's values as they were read, piece by piece. What is no table or list counts as an empty one: its own model says
so."""

from collections.abc import Iterable, Iterator
from typing import Any

Found = Iterator[tuple[str, str]]
"""Places in the policy with what is wrong there."""


def check_known(place: str, what: str, name: str, known: Iterable[str]) -> Found:
    names = list(known)
    if name not in names:
        yield place, f"unknown {what} {name!r}; known: {', '.join(names) or 'none'}"


def check_each(place: str, what: str, names: Iterable[str], known: Iterable[str]) -> Found:
    for name in names:
        yield from check_known(place, what, name, known)


def table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def items_of(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
