"""What the wire models of all features are made of, and the few that several of them share.

Times are aware ISO 8601; lengths keep a typo from becoming a novel. Texts that people type are plain
(`domain.plain`): whatever arrives can be kept, sealed, sent and shown again on both databases.
"""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Query
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
)

from api.field_errors import HANDLE, NAME, wrong
from db.pages import MAX_LIMIT
from domain.plain import NUL, has_words, on_one_line, plain
from messages.letters.brackets import left_open


def _typed(value: object) -> object:
    """What somebody of ours types. A NUL comes from a broken program, who can mend it; the brackets of our own
    drafts stand for what is still to be said (REQ C3)."""
    if isinstance(value, str) and NUL in value:
        raise wrong("nul_character")
    if isinstance(value, str) and (place := left_open(value)):
        raise wrong("draft_left_open", place=place)
    return plain(value) if isinstance(value, str) else value


def _heard(value: object) -> object:
    """What a customer sent is taken as it is; what can't be kept becomes U+FFFD (REQ E3)."""
    text = "" if value is None else value
    return plain(text) if isinstance(text, str) else text


def filled(text: str) -> str:
    """Refuse a text in which nothing can be read."""
    if not has_words(text):
        raise wrong("no_words")
    return text


NO_NUL: dict[str, JsonValue] = {"pattern": r"^[^\x00]*$"}
Plain = Annotated[str, BeforeValidator(_typed), Field(json_schema_extra=NO_NUL)]
"""A text that people type. Every other text of theirs is made of it."""
Typed = Annotated[Plain, StringConstraints(strip_whitespace=True)]
"""What is typed in the heat, with somebody on the line: kept, and cut only where it is shown (REQ A2)."""
Short = Annotated[Plain, StringConstraints(strip_whitespace=True, max_length=200)]
"""A title, subject or reason: it goes into the history, encrypted."""
HAS_TEXT: dict[str, JsonValue] = {"pattern": r"^[^\x00]*[^\x00\s][^\x00]*$"}
"""For the document: blanks alone are no text."""
Filled = Annotated[
    Plain,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(filled),
    AfterValidator(on_one_line),
    Field(json_schema_extra=HAS_TEXT),
]
"""A subject, or a reason that has to be given: it stands within sentences of ours."""
Fact = Annotated[Plain, StringConstraints(strip_whitespace=True, max_length=500)]
"""What a stage yields; it goes into the history, encrypted."""
Words = Annotated[
    Plain,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000),
    AfterValidator(filled),
    Field(json_schema_extra=HAS_TEXT),
]
"""Somebody's words: they stay in our database, encrypted."""
Heard = Annotated[str, BeforeValidator(_heard)]
"""What a customer said, kept whole up to the limit of a request: their words always arrive (REQ E3)."""
Name = Annotated[str, StringConstraints(pattern=NAME, max_length=60)]
"""Something the policy or the case has a name or an id for."""


def _written(value: object) -> object:
    """A time is written out: seconds since 1970 are nobody's word for one."""
    if isinstance(value, str | datetime) and not str(value).strip().lstrip("-+.").isdecimal():
        return value
    raise wrong("datetime_type")


EARLIEST, TOO_LATE = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""Within reach of every calendar and zone; outside it a clock was never set."""

Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_written),
    Field(
        ge=EARLIEST,
        lt=TOO_LATE,
        json_schema_extra={"pattern": "^20"},
    ),
    AfterValidator(lambda at: at.astimezone(UTC)),
]
"""An aware time within reach: at the ends of the calendar a change of zone would fall off."""


def _by_a_clock(value: object) -> object:
    """None for a time out of reach. What can't be read as a time is the asker's mistake and stays."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value
    reaches = not isinstance(at, datetime) or at.tzinfo is None or EARLIEST <= at < TOO_LATE
    return value if reaches else None


SaidAt = Annotated[Moment | None, BeforeValidator(_by_a_clock)]
"""When a customer said something, by the clock of their channel. One that stands at 1970 turns no word away: its time
is that of receipt (REQ E3)."""
MANY = 50
"""Entries of one list or form; nobody has more to say at once."""
Handle = Annotated[str, StringConstraints(pattern=HANDLE)]

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
