"""The activity `record`: what Temporal sees of a batch stored, of a conflict and of a gap."""

from datetime import timedelta

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.contract import REMEMBERED, Loaded
from activities.records import Records
from builders import Played, at
from db.session import Database
from domain.errors import Problem
from domain.receipt import Outcome
from domain.record import Record, digest
from recording import batch

pytestmark = pytest.mark.anyio


def a_record() -> Record:
    played = Played()
    return batch(played.events)


async def test_the_activity_answers_with_the_digest_of_what_is_stored(database: Database) -> None:
    record = a_record()
    assert await ActivityEnvironment().run(Records(database).record, record) == digest(record)


async def test_a_conflict_is_not_tried_again(database: Database) -> None:
    record = a_record()
    records = Records(database)
    await ActivityEnvironment().run(records.record, record)
    other = record.events[0].model_copy(update={"by": "somebody.else"})
    changed = record.model_copy(update={"events": (other, *record.events[1:])})
    with pytest.raises(ApplicationError) as caught:
        await ActivityEnvironment().run(records.record, changed)
    assert (caught.value.type, caught.value.non_retryable) == ("record_conflict", True)


async def test_a_gap_is_tried_again(database: Database) -> None:
    record = a_record().model_copy(update={"first": 5})
    with pytest.raises(ApplicationError) as caught:
        await ActivityEnvironment().run(Records(database).record, record)
    assert (caught.value.type, caught.value.non_retryable) == ("record_gap", False)


def an_outcome(n: int) -> Outcome:
    return Outcome(
        principal="li.min",
        key=f"k{n:03}",
        digest="d",
        command="resume",
        received_at=at("Mon 09:00") + timedelta(seconds=n),
        status="refused",
        problem=Problem(code="not_paused", params={"number": "C-000001"}),
    )


async def test_a_case_is_loaded_with_what_became_of_its_newest_commands(
    database: Database,
) -> None:
    known = [an_outcome(n) for n in range(REMEMBERED + 3)]
    record = a_record().model_copy(update={"outcomes": tuple(reversed(known))})
    await ActivityEnvironment().run(Records(database).record, record)
    loaded: Loaded = await ActivityEnvironment().run(Records(database).load_case, "C-000001")
    assert loaded.case
    assert loaded.case.version == len(record.events)
    assert list(loaded.outcomes) == known[3:]


async def test_of_a_case_that_nobody_recorded_nothing_is_loaded(database: Database) -> None:
    loaded = await ActivityEnvironment().run(Records(database).load_case, "C-000009")
    assert loaded == Loaded()


def test_histories_from_before_outcomes_were_loaded_can_be_read() -> None:
    case = Played().case
    assert Loaded.model_validate_json(case.model_dump_json()) == Loaded(case=case)
