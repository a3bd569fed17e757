"""The whole benchmark with next to nothing to do, on real processes."""

from pathlib import Path

import pytest

from benchmarks.run import TINY, measure
from benchmarks.table import markdown

pytestmark = [pytest.mark.processes, pytest.mark.real]


async def test_a_tiny_run_measures_both_and_counts_the_same_work(tmp_path: Path) -> None:
    steps: set[str] = set()

    def tick(what: str, _done: int, _of: int) -> None:
        steps.add(what)

    sections = await measure(tmp_path, "sqlite", TINY, ["compare", "due"], tick)

    history, alone, crowded, due = sections
    assert history.rows[0].what == "events"
    for kind in ("ACTIVITY_TASK_SCHEDULED", "WORKFLOW_EXECUTION_UPDATE_COMPLETED"):
        assert history.figures["ours"][kind] == history.figures["raw"][kind]
    assert [row.what for row in alone.rows][:2] == ["cases per second", "command p50"]
    assert crowded.title == "2 at a time"
    assert all(round_["rate"] > 0 for round_ in alone.figures["ours"])
    assert len(due.figures["decided"]) == TINY.promises
    assert min(due.figures["decided"]) >= 0
    assert "1 at a time, ours and raw in turn" in steps
    assert markdown(sections).count("|---|---|---|---|---|") == len(sections)
