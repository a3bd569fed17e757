"""The activity `record`: what Temporal sees of a batch stored, of a conflict and of a gap."""

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.records import Records
from builders import Played
from db.session import Database
from domain.face import face
from domain.record import Record, digest

pytestmark = pytest.mark.anyio


def a_record() -> Record:
    played = Played()
    return Record(number="C-000001", first=1, events=tuple(played.events), face=face(played.case))


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
