"""The fields of a form, as the schema of a body has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel

Kind = Literal["line", "text", "choice", "many", "moment", "moments", "tick", "number", "facts"]
A_LINE = 300
"""Characters: what may be longer is typed into an area of several lines."""


@dataclass(frozen=True)
class Field:
    """`name` is its place in the body, with dots: `parts.care`. `facts` is a table whose names the case knows. A number lies
    between `least` and `most`, where both are said."""

    name: str
    kind: Kind
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None

    @property
    def last(self) -> str:
        """Its name within the part of the body it belongs to."""
        return self.name.rpartition(".")[2]


@cache
def fields_of(body: type[BaseModel]) -> dict[str, Field]:
    """Every field of a body that a form can have, by its place."""
    schema = body.model_json_schema()
    found = _of(schema, schema.get("$defs", {}), "", True)
    return {field.name: field for field in found}


def _of(
    schema: dict[str, Any], known: dict[str, Any], place: str, is_needed: bool
) -> Iterator[Field]:
    needed = schema.get("required", ())
    for name, said in schema.get("properties", {}).items():
        rule = _plain(said, known)
        where = f"{place}{name}"
        required = is_needed and name in needed
        if "properties" in rule:
            yield from _of(rule, known, f"{where}.", required)
        elif kind := _kind(rule, known):
            choices, between = (
                tuple(_choices(rule, known)),
                (rule.get("minimum"), rule.get("maximum")),
            )
            yield Field(where, kind, required, said.get("default"), choices, *between)


def _plain(said: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """A rule without its references, and without the null that stands for nothing."""
    if "$ref" in said:
        return _plain({**known[said["$ref"].rpartition("/")[2]], **_beside(said)}, known)
    if "allOf" in said:
        return _plain({**said["allOf"][0], **_beside(said)}, known)
    if "properties" in said:  # what such a one says of any of its fields is no shape of its own
        return said
    given = [each for each in said.get("anyOf", ()) if each.get("type") != "null"]
    return _plain({**given[0], **_beside(said)}, known) if given else said


def _beside(said: dict[str, Any]) -> dict[str, Any]:
    return {name: rule for name, rule in said.items() if name not in ("$ref", "anyOf", "allOf")}


def _kind(rule: dict[str, Any], known: dict[str, Any]) -> Kind | None:
    """What people fill in for it; None for what no plain form can hold."""
    if "enum" in rule or "const" in rule:
        return "choice"
    match rule.get("type"):
        case "array":
            each = _plain(rule.get("items", {}), known)
            if each.get("type") == "object":
                return None
            return "moments" if each.get("format") == "date-time" else "many"
        case "string":
            if rule.get("format") == "date-time":
                return "moment"
            return "text" if (rule.get("maxLength") or A_LINE + 1) > A_LINE else "line"
        case other:
            return SIMPLE.get(str(other))


SIMPLE: dict[str, Kind] = {
    "boolean": "tick",
    "integer": "number",
    "number": "number",
    "object": "facts",
}


def _choices(rule: dict[str, Any], known: dict[str, Any]) -> tuple[str, ...]:
    if rule.get("type") == "array":
        return _choices(_plain(rule.get("items", {}), known), known)
    found = rule.get("enum") or ([rule["const"]] if "const" in rule else [])
    return tuple(str(each) for each in found)
