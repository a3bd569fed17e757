"""Words that say nothing, refused wherever words are what keeps, ends or proves something (REQ C3, E1).

One rule for every command, by the name of the field; a test holds each free text of the API to it:

- `MUST_SAY`: a text without which nobody knows in a month what was meant. "N/A", "无", "待填" and "{name}" are none.
- `MAY_BE_NONE`: an answer that may honestly be "none" ("Is there a code on the display?"). Only what was never
  filled in is refused.
- `LEFT_OUT`: what may be left out, so that "none" is the same as leaving it out; a command that needs it says so.
- `AS_GIVEN`: the customer's own words and talk among ourselves, which prove nothing by themselves.

What a stage yields has to say something unless its form says otherwise: a field that may be left out, or has
`may_be_none` in the policy (a machine without a serial number). Choices are the policy's own words.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from db.recognition import Recognition
from domain.case.contacts import PARTS
from domain.plan import Plan

MUST_SAY = frozenset(
    {"reason", "subject", "reply", "outside_route", "insist", "report", "address", *PARTS}
)
YIELDS = "yields"
MAY_BE_NONE = frozenset({"answers", "said"})
LEFT_OUT = "note"
AS_GIVEN = frozenset({"text"})

Place = tuple[str | int, ...]


def left_unsaid(body: Any, reads: Recognition) -> Iterator[tuple[Place, str]]:
    """The texts of a body that say nothing and had to, each with its place. Those of a stage's yield are among
    them; whether they may be none is for `may_be_none` to say."""
    for place, text in _texts(body):
        rule = next((name for name in place if name in _RULED), None)
        is_open = text.strip() != "" and reads.is_unfilled(text)
        if rule in MUST_SAY or rule == YIELDS:
            is_open = is_open or (text.strip() != "" and reads.is_nothing(text))
        if rule is not None and is_open:
            yield place, text


_RULED = MUST_SAY | MAY_BE_NONE | {YIELDS, LEFT_OUT}


def may_be_none(plan: Plan | None, place: Place, text: str, reads: Recognition) -> bool:
    """Whether a form takes a text that says nothing: one of its choices, or what may honestly be none."""
    fields = [f for stage in plan.sop.stages for f in stage.yields] if plan else []
    asked = [field for field in fields if field.name == place[-1]]
    if any(field.kind == "choice" for field in asked):
        return True
    honest = any(field.may_be_none or not field.required for field in asked)
    return honest and not reads.is_unfilled(text)


def _texts(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """All texts of a body with their places."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _texts(each, (*place, name))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _texts(each, (*place, at))
