"""What one case of ours did is read from its history, and asked of raw."""

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from benchmarks.planted import counter
from benchmarks.raw_open import Step
from benchmarks.raw_planted import SIGNAL, TIMER, counted, told

STARTED = ["WORKFLOW_EXECUTION_STARTED", "WORKFLOW_TASK_COMPLETED"]
SHOWN = ["UPSERT_WORKFLOW_SEARCH_ATTRIBUTES", "TIMER_STARTED"]
RECORDED = ["ACTIVITY_TASK_SCHEDULED", "ACTIVITY_TASK_COMPLETED", "WORKFLOW_TASK_COMPLETED"]


def _events(*kinds: str) -> list[HistoryEvent]:
    return [HistoryEvent(event_type=EventType.Value(f"EVENT_TYPE_{kind}")) for kind in kinds]


def test_what_was_done_before_it_was_woken_is_counted_apart() -> None:
    events = _events(
        *STARTED, *SHOWN, *RECORDED, TIMER, "WORKFLOW_TASK_COMPLETED", *SHOWN, *RECORDED, *RECORDED
    )

    assert counted(events, TIMER) == (
        Step(turns=2, activities=1, timers=1, upserts=1),
        Step(turns=3, activities=2, timers=1, upserts=1),
    )


def test_what_nobody_woke_is_not_counted() -> None:
    with pytest.raises(ValueError, match=SIGNAL):
        counted(_events(*STARTED, *SHOWN), SIGNAL)


def test_a_note_tells_what_was_counted_and_who_was_first() -> None:
    note = told(Step(turns=4, activities=2, timers=1, upserts=1), Step(turns=3, activities=2))

    assert "2 activities" in note
    assert "ours in 4 turns, raw in 3" in note
    assert note.endswith("Raw was measured first, then ours.")


def test_a_counter_tells_of_each_one_more() -> None:
    heard: list[tuple[str, int, int]] = []
    step = counter("planting", 2, lambda *told: heard.append(told))

    step()
    step()

    assert heard == [("planting", 1, 2), ("planting", 2, 2)]
