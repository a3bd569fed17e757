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

    sections = await measure(tmp_path, "sqlite", TINY, ["compare", "due", "cold"], tick)

    history, alone, crowded, due, cold = sections
    assert history.rows[0].what == "events"
    ours, raw = history.figures["ours"], history.figures["raw"]
    updates, activities = "WORKFLOW_EXECUTION_UPDATE_COMPLETED", "ACTIVITY_TASK_SCHEDULED"
    assert ours[updates] == raw[updates]
    # commands so close together that they share a record need one less
    assert raw[activities] - 2 <= ours[activities] <= raw[activities]
    assert [row.what for row in alone.rows][:2] == ["cases per second", "command p50"]
    assert crowded.title == "2 at a time"
    assert all(round_["rate"] > 0 for round_ in alone.figures["ours"])
    for late in (due.figures["ours"], due.figures["raw"]):
        assert len(late["decided"]) == TINY.promises
        assert 0 <= min(late["decided"]) <= max(late["decided"])
        assert late["recorded"] > 0
    for found in (cold.figures["ours"], cold.figures["raw"]):
        assert 0 < found["up"] < found["touched"]
    assert cold.figures["raw"]["worker"] > 0
    for section in (due, cold):
        assert section.columns == ("ours", "raw")
        assert all(row.other and row.ratio for row in section.rows if "server" not in row.what)
        assert any("Raw was measured first, then ours." in note for note in section.notes)
    assert "1 at a time, ours and raw in turn" in steps
    assert markdown(sections).count("|---|---|---|---|---|") == len(sections)
