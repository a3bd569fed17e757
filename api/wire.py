"""What the wire models of all features are made of, and the few that several of them share.

Times are aware ISO 8601; lengths keep a typo from becoming a novel.
"""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Query
from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from api.field_errors import wrong
from db.pages import MAX_LIMIT

Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
"""A title, subject or reason: it goes into the history, encrypted."""
HAS_TEXT = {"pattern": r"\S"}
"""For the document: blanks alone are no text."""
Filled = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    Field(json_schema_extra=HAS_TEXT),
]
Fact = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
"""What a stage yields; it goes into the history, encrypted."""
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000),
    Field(json_schema_extra=HAS_TEXT),
]
"""Somebody's words: they stay in our database, encrypted."""
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]*$", max_length=60)]
"""Something the policy or the case has a name or an id for."""


def _written(value: object) -> object:
    """A time is written out: seconds since 1970 are nobody's word for one."""
    if isinstance(value, str | datetime) and not str(value).strip().lstrip("-+.").isdecimal():
        return value
    raise wrong("datetime_type")


Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_written),
    Field(
        ge=datetime(2000, 1, 1, tzinfo=UTC),
        lt=datetime(2100, 1, 1, tzinfo=UTC),
        json_schema_extra={"pattern": "^20"},
    ),
]
"""An aware time within reach: at the ends of the calendar a change of zone would fall off."""
MANY = 50
"""Entries of one list or form; nobody has more to say at once."""
Handle = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]

LONGEST_CURSOR = 2_000
"""It holds what a list is sorted by, a title at the longest."""
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many at most")]
Cursor = Annotated[
    str | None, Query(description="`next` of the page before", max_length=LONGEST_CURSOR)
]


class In(BaseModel):
    model_config = ConfigDict(extra="forbid")


def example(**fields: Any) -> ConfigDict:
    """The example the API's pages show; it works when pasted. For its times see `api.examples`."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [fields]})


class ReasonIn(In):
    model_config = example(reason="the customer found what was missing")

    reason: Short = ""


def spoken(**words: str | None) -> dict[str, str]:
    """Somebody's words by what they are; those that nobody said are left out."""
    return {name: text for name, text in words.items() if text}
