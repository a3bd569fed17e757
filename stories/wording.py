"""What pydantic says of a story, in the words of somebody who wrote one."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from stories.lines import Place

FEW = 30
"""Names that are still a help when listed."""


def reason(details: ErrorDetails, part: type[BaseModel], also: Iterable[str]) -> str:
    """Why a part of a story isn't one; `also` are names that are known besides its fields."""
    name = details["loc"][-1] if details["loc"] else ""
    if details["type"] == "extra_forbidden":
        return f"unknown key {str(name)!r}{hint(str(name), (*_names(part), *also))}"
    if details["type"] == "missing":
        return f"{str(name)!r} is missing"
    message = str(details["msg"])
    if message.startswith("Value error, "):
        return message.removeprefix("Value error, ")
    return f"{name}: {message}, not {details['input']!r}"


def hint(name: str, known: Iterable[str]) -> str:
    """The name that was probably meant, or those there are when they are few."""
    names = sorted(set(known))
    near = get_close_matches(name, names, n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; known: {', '.join(names)}" if len(names) <= FEW else ""


def within(values: Any, loc: tuple[int | str, ...]) -> Place:
    """The part of an error's place that is really written there; the rest is pydantic's own."""
    place: list[int | str] = []
    for name in loc:
        written = (isinstance(values, dict) and name in values) or (
            isinstance(values, list) and isinstance(name, int) and name < len(values)
        )
        if written:
            values = values[name]
            place.append(name)
    return tuple(place)


def _names(part: type[BaseModel]) -> Iterator[str]:
    """What a part and those within it call their fields."""
    for name, field in part.model_fields.items():
        yield field.alias or name
        for inner in _parts(field.annotation):
            yield from _names(inner)


def _parts(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _parts(inner)
