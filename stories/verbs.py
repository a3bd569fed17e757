"""What people can do in a story, and the request each of them is: the API's commands, by their names."""

import re
from dataclasses import dataclass
from itertools import chain

from pydantic import BaseModel

from api.book import FEATURES
from api.routes import table
from api.wire import In

OPEN = "open"


@dataclass(frozen=True)
class Verb:
    """A POST to `path` (below /v1). Names in braces are taken from the verb's own fields, `number` is
    the case spoken of; the other fields are the body, whose model is the API's own."""

    path: str
    body: type[BaseModel]

    @property
    def in_path(self) -> tuple[str, ...]:
        """The fields that go into the path."""
        return tuple(name for name in re.findall(r"{(\w+)}", self.path) if name != "number")

    def address(self, number: str, fields: dict[str, str]) -> str:
        """The path with its names filled in."""
        given = {name: fields.get(name, "-") for name in self.in_path}
        return self.path.format(number=number, **given)


def _verbs() -> dict[str, Verb]:
    found: dict[str, Verb] = {}
    for route in chain.from_iterable(table(router.routes) for router in FEATURES):
        if route.is_command:
            if route.name in found:
                raise ValueError(f"two commands are named {route.name!r}")
            found[route.name] = Verb(route.path, route.body or In)
    return found


VERBS = _verbs()
