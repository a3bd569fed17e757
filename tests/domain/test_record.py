"""The fingerprint of a record: what a replay is compared by."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter

from builders import at
from domain import events as e
from domain import record


class Later(e.PromiseReminded):
    """The event as a later version of the code has it, with a field more."""

    told_again: int = 0
    every: timedelta | None = None


def fingerprint(event: e.Event) -> str:
    events: Any = (event,)
    return record.digest(record.Record.model_construct(number="C-1", first=3, events=events))


def test_a_field_that_events_get_later_leaves_the_fingerprint_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    common = {"at": at("Mon 09:00"), "by": "li.min", "promise": "p1"}
    before = fingerprint(e.PromiseReminded.model_validate(common))
    monkeypatch.setattr(record, "EVENT", TypeAdapter(Later))

    assert fingerprint(Later.model_validate(common)) == before
    assert fingerprint(Later.model_validate({**common, "told_again": 1})) != before


def test_the_kind_the_number_and_every_given_value_count() -> None:
    common = {"at": at("Mon 09:00"), "by": "li.min", "promise": "p1"}
    reminded = e.PromiseReminded.model_validate(common)
    other = {
        fingerprint(reminded),
        fingerprint(e.PromiseReleased.model_validate({**common, "reason": ""})),
        fingerprint(reminded.model_copy(update={"promise": "p2"})),
        fingerprint(reminded.model_copy(update={"at": at("Mon 09:01")})),
    }
    assert len(other) == 4
