"""The one shape every record of the core has."""

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer


class Frozen(BaseModel):
    """An immutable, strictly named record: an unknown field is an error, not a surprise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, without what was worked out of the fields that it has no longer."""
        return changed(super().model_copy(deep=True) if deep else self, update or {})


Record = TypeVar("Record", bound=Frozen)


def changed(record: Record, change: Mapping[str, Any]) -> Record:
    """As `model_copy(update=change)`, in a fifth of the time: a case is copied for each of its events. What the
    record has worked out of its fields (`cached_property`) is left behind: the copy's may be others."""
    made, put = object.__new__(type(record)), object.__setattr__
    values = {**record.__dict__, **change}
    if len(values) > len(type(record).__pydantic_fields__):
        values = {name: values[name] for name in type(record).__pydantic_fields__}
    names = record.__pydantic_fields_set__
    if not change.keys() <= names:
        names = names | change.keys()
    put(made, "__dict__", values)
    put(made, "__pydantic_fields_set__", names)
    put(made, "__pydantic_extra__", None)
    put(made, "__pydantic_private__", None)
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
