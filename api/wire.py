"""What the wire models of all features are made of, and the few that several of them share.

Times are aware ISO 8601; lengths keep a typo from becoming a novel.
"""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from db.pages import MAX_LIMIT

Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
"""A title, subject or reason: it goes into the history, encrypted."""
Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Fact = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
"""What a stage yields; it goes into the history, encrypted."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
"""Somebody's words: they stay in our database, encrypted."""
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]*$", max_length=60)]
"""Something the policy or the case has a name or an id for."""
Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC))
]
"""An aware time within reach: at the ends of the calendar a change of zone would fall off."""
MANY = 50
"""Entries of one list or form; nobody has more to say at once."""
Handle = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many at most")]
Cursor = Annotated[str | None, Query(description="`next` of the page before")]


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
