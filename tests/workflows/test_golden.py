"""Cases as earlier code carried them replay with today's (REQ I3). A failure here is a manual: read it.

Nothing is played and no server runs: the histories are files, made by `python -m stories.golden`.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.case import Case
from domain.derivation import Derivation
from domain.promises import rhythm
from stories import golden
from workflows.replaying import replay

KEPT = golden.kept()


def test_each_shipped_story_has_a_golden_history_of_the_newest_core() -> None:
    missing = [
        str(golden.place(story)) for story in golden.STORIES if golden.place(story) not in KEPT
    ]
    assert not missing, "`python -m stories.golden` makes them"


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
async def test_a_golden_history_replays_with_the_code_at_hand(path: Path) -> None:
    for run in await golden.replay_kept(path):
        assert run.ok, run.text


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
async def test_the_lines_beside_a_golden_history_are_its_own(path: Path) -> None:
    beside = golden.lines_beside(path)
    written = beside.read_text(encoding="utf-8") if beside.exists() else ""
    assert written == await golden.lines(golden.load(path)), (
        f"{beside.name} and {path.name} belong together: `python -m stories.golden` makes both"
    )


async def test_a_rhythm_an_hour_longer_is_found_though_no_command_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Temporal alone replays it cleanly, for it doesn't compare how long a timer is."""
    due = rhythm.next_due

    def later(case: Case, now: datetime, **more: Any) -> tuple[datetime, Derivation]:
        at, why = due(case, now, **more)
        return at + timedelta(hours=1), why

    monkeypatch.setattr(rhythm, "next_due", later)
    found = [run for path in KEPT for run in await golden.replay_kept(path) if not run.ok]

    assert {run.verdict for run in found} == {"state differs"}
    assert "promise_made" in found[0].reason
    assert "raise CORE by one" in found[0].text


async def test_a_command_that_can_no_longer_be_read_is_told_as_that() -> None:
    """And not as another order of commands, though Temporal sees no more than an update refused."""
    run = golden.load(KEPT[0])[0]
    opening = next(
        event.workflow_execution_update_accepted_event_attributes
        for event in run.events
        if event.HasField("workflow_execution_update_accepted_event_attributes")
    ).accepted_request.input.args.payloads[0]
    (command,) = await golden.converter().decode([opening], [dict[str, Any]])
    del command["title"]
    (older,) = await golden.converter().encode([command])
    opening.CopyFrom(older)

    replayed = await replay(run, golden.converter())
    assert replayed.verdict == "other"
    assert replayed.reason == "the OpenCase of the history can't be read: title: Field required"
    assert "Give\n  what is new a default" in replayed.text
