"""The OpenAPI document as the doors make it true: what every route answers besides what it says itself.

FastAPI knows of a route's success and its fields. Who is turned away, with what and how much may be sent, is
decided at the door (`api.doors`) and so is written into the document here, for all routes alike.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from api.auth import LONGEST_NAME
from api.problems import MEDIA_TYPE

METHODS = frozenset({"get", "post", "put", "patch", "delete"})
NO_CONTROL = r"^[^\x00-\x1f\x7f-\x9f]*$"
SOURCE = re.compile(r"\s*\(REQ [^)]*\)")
FASTAPIS_OWN = "Validation Error"
IDEMPOTENCY = "idempotency-key"

MEANINGS: dict[int, str] = {
    400: "The body, or a token in `Read-After`, can't be read; the problem says where",
    401: "No API key, or one that is not valid",
    403: "Not with your role, or not yours to do",
    404: "Nothing there by that name",
    405: "Not in this way; `Allow` has those that there are",
    409: "Not possible as the case stands",
    413: "Larger than 4 MB",
    415: "A body that is no JSON",
    422: "Not with these values; `errors` names the fields",
    429: "Too many tries without a valid key; see `Retry-After`",
    500: "Something went wrong on our side",
    503: "Nobody knows whether it was kept: repeat with the same key. Of a read: it can't be shown yet. See `Retry-After`",
}
HEADERS: dict[int, dict[str, str]] = {
    401: {"WWW-Authenticate": "`Bearer`"},
    405: {"Allow": "The methods that this address takes"},
    429: {"Retry-After": "Seconds"},
    503: {"Retry-After": "Seconds"},
}


class FieldProblem(BaseModel):
    """One thing wrong with a request: the field, and, where the request itself is at fault, why."""

    field: str
    message: str | None = None
    type: str | None = None


class ProblemOut(BaseModel):
    """A problem (RFC 9457). `code` is stable; docs/reference/problems.md lists them all. `params`
    are what a refusal's sentence is made of, as codes: ids, names of stages and choices. With `first_received_at` it is an answer given once more: nothing was tried again (see `Idempotency-Key`)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str
    first_received_at: datetime | None = None
    params: dict[str, str] = {}
    errors: list[FieldProblem] = []


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """The document with every problem that its routes answer, and the bounds of what they take."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    whole = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(whole.pop("$defs"))
    schemas["ProblemOut"] = whole
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    _close(document)
    _say_plainly(document)
    for operation in _operations(document):
        for parameter in operation.get("parameters", ()):
            _bound(parameter["schema"])
        for status in _statuses(operation):
            operation["responses"].setdefault(str(status), _problem(status))
        if operation["responses"].get("422", {}).get("description") == FASTAPIS_OWN:
            operation["responses"]["422"] = _problem(422)
        operation["responses"] = dict(sorted(operation["responses"].items()))
    return document


def _close(place: Any) -> None:
    """A form whose names follow a pattern takes no others."""
    if isinstance(place, dict):
        if "patternProperties" in place:
            place.setdefault("additionalProperties", False)
        for each in place.values():
            _close(each)
    elif isinstance(place, list):
        for each in place:
            _close(each)


def _say_plainly(place: Any) -> None:
    """Without the sources of rules: they are ours to look up, and mean nothing to who reads this."""
    if isinstance(place, dict):
        for name, each in place.items():
            if name in ("description", "summary") and isinstance(each, str):
                place[name] = SOURCE.sub("", each)
            else:
                _say_plainly(each)
    elif isinstance(place, list):
        for each in place:
            _say_plainly(each)


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for ways in document["paths"].values():
        yield from (operation for method, operation in ways.items() if method in METHODS)


def _statuses(operation: dict[str, Any]) -> Iterator[int]:
    parameters = operation.get("parameters", ())
    yield from (405, 500)
    if operation.get("security"):
        yield from (401, 403, 422, 429, 503)
    if operation.get("security") and not operation.get("requestBody"):
        yield 400
    if any(each["in"] == "path" for each in parameters):
        yield 404
    if operation.get("requestBody"):
        yield from (400, 413, 415, 422)
    if any(each["name"] == IDEMPOTENCY for each in parameters):
        yield from (400, 404, 409, 413)


def _problem(status: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": MEANINGS[status],
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}},
    }
    if status in HEADERS:
        found["headers"] = {
            name: {"description": why, "schema": {"type": "string"}}
            for name, why in HEADERS[status].items()
        }
    return found


def _bound(schema: dict[str, Any]) -> None:
    """A text in an address or a header is as long as the door lets pass."""
    for each in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        if each.get("type") == "string" and not {"format", "enum", "const"} & each.keys():
            each.setdefault("maxLength", LONGEST_NAME)
            each.setdefault("pattern", NO_CONTROL)
        if each.get("type") == "array":
            each.setdefault("maxItems", 100)
