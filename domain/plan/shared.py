"""Equal plans are one object in a process: thousands of cases stand on a handful of plans, and one takes a tenth of a
megabyte and two milliseconds to read or to write."""

import json
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from threading import Lock
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, SerializationInfo

MOST = 500
"""Plans held; a team has one for each scenario and language. Beyond that the one that was longest not asked for goes; whoever
has it keeps it."""

Model = TypeVar("Model", bound=BaseModel)
Written = dict[str, Any]
Way = tuple[bool | None, ...]
"""What is left out of what is written."""


class Shared(Generic[Model]):
    """Models by what they look like as JSON, and that JSON by the model."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._models: OrderedDict[bytes, Model] = OrderedDict()
        self._written: dict[int, dict[Way, Written]] = {}
        """By the identity of each model held, and by what is left out."""
        self._lock = Lock()

    def read(self, value: Any, make: Callable[[Any], Model]) -> Model:
        """The model that looks like this; made only when there is none yet. What isn't JSON is made anew."""
        try:
            looks = json.dumps(value, separators=(",", ":"))
        except (TypeError, ValueError, RecursionError):
            return make(value)
        key = blake2b(looks.encode(), digest_size=20).digest()
        with self._lock:
            if known := self._models.get(key):
                self._models.move_to_end(key)
                return known
        made = make(value)
        with self._lock:
            return self._held(key, made)

    def _held(self, key: bytes, made: Model) -> Model:
        if first := self._models.get(key):  # another thread was faster
            return first
        self._models[key], self._written[id(made)] = made, {}
        if len(self._models) > self._most:
            _, oldest = self._models.popitem(last=False)
            del self._written[id(oldest)]
        return made

    def written(
        self, model: Model, info: SerializationInfo, write: Callable[[], Written]
    ) -> Written:
        """A model as JSON, not to be changed; written only once for one that is shared."""
        way = (info.exclude_defaults, info.exclude_none, info.exclude_unset, info.by_alias)
        known = self._written.get(id(model))
        if known is None or info.mode != "json" or info.include or info.exclude:
            return write()
        if way not in known:
            known[way] = write()
        return known[way]
