"""The one shape every record of the core has."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer


class Frozen(BaseModel):
    """An immutable, strictly named record: an unknown field is an error, not a surprise."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Record = TypeVar("Record", bound=Frozen)


def changed(record: Record, change: Mapping[str, Any]) -> Record:
    """As `model_copy(update=change)`, in a third of the time: a case is copied for each of its events."""
    made = object.__new__(type(record))
    object.__setattr__(made, "__dict__", {**record.__dict__, **change})
    object.__setattr__(made, "__pydantic_fields_set__", record.model_fields_set | change.keys())
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", None)
    return made


class Compact(Frozen):
    """A part of a plan: what has its default value isn't written, because a plan must stay small."""

    @model_serializer(mode="wrap")
    def _without_defaults(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        defaults = type(self).model_fields
        written: dict[str, Any] = handler(self)
        return {
            name: value
            for name, value in written.items()
            if getattr(self, name) != defaults[name].default
        }
