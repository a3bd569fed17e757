"""The fingerprint of a record: what a replay is compared by."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from builders import Played, at
from domain import record
from domain.event import Event
from domain.frozen import changed
from domain.promises.events import PromiseReleased, PromiseReminded
from domain.record import Record
from recording import batch


class Later(PromiseReminded):
    """The event as a later version of the code has it, with a field more."""

    repeats: int = 0
    every: timedelta | None = None


def fingerprint(event: Event) -> str:
    events: Any = (event,)
    return record.digest(record.Record.model_construct(number="C-1", first=3, events=events))


def test_a_field_that_events_get_later_leaves_the_fingerprint_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    common = {"at": at("Mon 09:00"), "by": "li.min", "promise": "p1"}
    before = fingerprint(PromiseReminded.model_validate(common))
    monkeypatch.setattr(record, "EVENT", TypeAdapter(Later))

    assert fingerprint(Later.model_validate(common)) == before
    assert fingerprint(Later.model_validate({**common, "repeats": 1})) != before


def test_the_kind_the_number_and_every_given_value_count() -> None:
    common = {"at": at("Mon 09:00"), "by": "li.min", "promise": "p1"}
    reminded = PromiseReminded.model_validate(common)
    other = {
        fingerprint(reminded),
        fingerprint(PromiseReleased.model_validate({**common, "reason": ""})),
        fingerprint(reminded.model_copy(update={"promise": "p2"})),
        fingerprint(reminded.model_copy(update={"at": at("Mon 09:01")})),
    }
    assert len(other) == 4


def test_a_changed_record_equals_a_copy_and_leaves_the_first_as_it_was() -> None:
    before = Played().case
    change = {"tier": 3, "owner": "sun.yu"}

    made = changed(before, change)

    assert made == before.model_copy(update=change)
    assert made.model_fields_set == before.model_copy(update=change).model_fields_set
    assert made.model_dump_json() == before.model_copy(update=change).model_dump_json()
    assert (before.tier, before.owner) == (1, "li.min")
    with pytest.raises(ValidationError):
        made.tier = 2  # type: ignore[misc]


def test_a_record_travels_without_what_is_a_default_and_comes_back_whole() -> None:
    whole = batch(Played().confirmed().events)
    sent = whole.model_dump_json()
    assert "null" not in sent
    assert Record.model_validate_json(sent) == whole
