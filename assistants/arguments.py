"""What a tool takes: the body of the command it asks, or the filters of the list, with words for each field."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any

from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import BaseModel, StringConstraints, ValidationError, create_model

from api.field_errors import field_error
from api.main import bare_app
from api.routes import CASE, Route, table
from api.wire import In, Name
from assistants.confirming import LONGEST
from assistants.words import WORDS
from console.speech import Speech

Number = Annotated[str, StringConstraints(pattern=r"^C-\d{1,12}$")]
Token = Annotated[str, StringConstraints(max_length=LONGEST)]


class OfCase(In):
    """One case."""

    number: Number


@cache
def commands() -> dict[str, Route]:
    """The commands of a case by their verbs."""
    under = f"/v1{CASE}/"
    routes = table(bare_app().routes)
    return {each.name: each for each in routes if each.is_command and each.path.startswith(under)}


@cache
def of_command(verb: str, *, confirmed: bool) -> type[BaseModel]:
    """The body of a command with the names in its address, and the confirmation where it takes one."""
    route = commands()[verb]
    assert route.body is not None
    fields: dict[str, Any] = {"number": (Number, ...)}
    if "{promise}" in route.path:
        fields["promise"] = (Name, ...)
    if confirmed:
        fields["confirmation"] = (Token | None, None)
    return create_model(f"{verb}_arguments", __base__=route.body, **fields)


@cache
def of_query(path: str, *names: str) -> type[BaseModel]:
    """Some of what may be named in the query of a list."""
    for context in iter_route_contexts(bare_app().routes):
        route = context.original_route
        if (
            isinstance(route, APIRoute)
            and context.path == path
            and "GET" in (context.methods or ())
        ):
            known = {it.alias: it.field_info for it in route.dependant.query_params}
            fields: dict[str, Any] = {name: (known[name].annotation, known[name]) for name in names}
            return create_model("query", __base__=In, **fields)
    raise LookupError(f"no list at {path}")


def wrong(model: type[BaseModel], arguments: Mapping[str, Any], t: Speech) -> list[tuple[str, str]]:
    """Field and sentence of everything that is wrong with these arguments, as the API would say it."""
    try:
        model.model_validate(arguments)
    except ValidationError as error:
        found = error.errors(include_url=False)
        named = [field_error({**each, "loc": ("body", *each["loc"])}, t.language) for each in found]
        return [(each["field"], each["message"]) for each in named]
    return []


def schema(model: type[BaseModel], verb: str, t: Speech) -> dict[str, Any]:
    """The JSON schema of a tool's arguments; each field is called as the forms of the workbench call it."""
    made = model.model_json_schema()
    known = made.get("$defs", {})
    for owner, name, place in _properties(made, known, ""):
        said = owner["properties"][name]
        own = WORDS.get(f"argument.{place}")
        words = own.text(t.language) if own else t.field(verb, place)
        if t.language != "en" or "description" not in said:  # the API's own are in English
            said["description"] = words
    for owner in (made, *known.values()):
        for left_out in ("title", "examples", "description"):
            owner.pop(left_out, None)
    return made


def _properties(
    owner: dict[str, Any], known: dict[str, Any], prefix: str
) -> Iterator[tuple[dict[str, Any], str, str]]:
    for name, said in owner.get("properties", {}).items():
        said.pop("title", None)
        yield owner, name, f"{prefix}{name}"
        for given in (said, *said.get("anyOf", ()), *said.get("allOf", ())):
            if "$ref" in given:
                inner = known[given["$ref"].rpartition("/")[2]]
                yield from _properties(inner, known, f"{prefix}{name}.")
