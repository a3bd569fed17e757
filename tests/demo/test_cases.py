"""The shipped cases: readable at any moment, different from each other, and going as told."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from demo.errors import NotSeeded
from demo.read import CASES, beginning, everybody, looks, read_case, read_cases
from policies.load import load
from stories.mistakes import StoryError
from stories.parts import CUSTOMER, SeePart
from stories.play import play_story
from stories.story import Story

POLICY = load(today=datetime(2026, 6, 1, tzinfo=UTC).date())
WEDNESDAY = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
MONDAY_MORNING = datetime(2026, 11, 23, 9, 5, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
MOST_SKIPS = 200  # of one run; the server refuses more
PATHS = sorted(CASES.glob("*.yaml"))

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    return read_cases(WEDNESDAY, POLICY)


@pytest.mark.trial("A54")
@pytest.mark.parametrize(
    ("page", "word"),
    [("README.md", "thirty-six"), ("README.zh-CN.md", "三十六"), ("docs/demo.md", "thirty-six")],
)
def test_the_pages_say_how_many_there_are(page: str, word: str) -> None:
    assert len(PATHS) == 36
    assert word in (Path(__file__).parents[2] / page).read_text(encoding="utf-8")


def end(story: Story) -> SeePart:
    """How a case stands now; each file says it."""
    see = story.steps[-1].see
    assert see, f"{story.file.name} doesn't say how the case stands now"
    return see


@settings(max_examples=5, deadline=None)  # all the files each time
@given(st.integers(0, 300 * 24 * 60))
def test_every_case_can_be_read_at_any_moment(minutes: int) -> None:
    """In order and in the past, which reading itself sees to."""
    now = datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert len(read_cases(beginning(now), POLICY)) == len(PATHS)


def test_the_department_has_work_of_every_kind(stories: list[Story]) -> None:
    stages = Counter(end(story).stage for story in stories)
    states = Counter(end(story).sla_state for story in stories)
    assert len(stories) >= 24
    assert {"respond", "triage", "confirm", "diagnose", "plan", "collaborate"} <= set(stages)
    assert {"implement", "verify", "resolved", "closed", "safe_checks", "ask"} <= set(stages)
    assert max(stages.values()) < len(stories) / 2
    assert states["paused"] >= 3
    assert states["overdue"] >= 2
    assert states["warned"] >= 1
    assert {end(story).tier for story in stories} == {1, 2, 3}
    assert {story.setting.language for story in stories} == {"zh-CN", "en"}
    assert 4 <= sum(1 for story in stories if looks(story)) <= 16


def test_the_scenarios_with_rounds_visits_and_choices_have_cases(stories: list[Story]) -> None:
    acts = [story.steps[0].act for story in stories]
    shown = {act.body.get("scenario", "standard") for act in acts if act}
    assert {"standard", "product_fault", "on_site_repair"} <= shown <= set(POLICY.sops)


def test_promises_fall_due_within_the_next_minutes_and_hours(stories: list[Story]) -> None:
    due = [
        see.next_promise.due - WEDNESDAY
        for see in map(end, stories)
        if see.next_promise and see.next_promise.due
    ]
    assert sum(1 for length in due if length.total_seconds() < 3600) >= 2
    assert sum(1 for length in due if length.total_seconds() < 5 * 3600) >= 6


def test_everybody_says_that_they_are_made_up(stories: list[Story]) -> None:
    acts = [story.steps[0].act for story in stories]
    customers = [act.body["customer"] for act in acts if act]
    names = [part.name for part in everybody().values()]
    names += [customer["name"] for customer in customers]
    names += [customer["company"] for customer in customers if "company" in customer]
    assert [name for name in names if "演示" not in name and "(demo)" not in name] == []
    assert not any("phone" in customer or "email" in customer for customer in customers)
    accounts = [customer["account"] for customer in customers]
    assert len(set(accounts)) == len(stories)


def test_each_works_for_the_department_and_no_case_is_skipped_too_often(
    stories: list[Story],
) -> None:
    departments = {part.team for part in everybody().values() if part.line == "department"}
    assert len(departments) == 3
    for story in stories:
        assert len(story.steps) < MOST_SKIPS / 5  # each step skips over the timers before it
        people = {step.act.by for step in story.steps if step.act}
        assert people <= {CUSTOMER, *everybody()}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
async def test_a_case_stands_as_its_file_says_on_an_early_monday(path: Path) -> None:
    """When most of what is recent happened before the weekend."""
    story, out = read_case(path, beginning(MONDAY_MORNING), POLICY), StringIO()
    result = await play_story(story, out=Console(file=out, width=200))
    assert result.ok, out.getvalue()


def a_case(folder: Path, steps: str) -> Path:
    path = folder / "told.yaml"
    path.write_text(f"name: A case\nstarts: D-2 09:00\nsteps:\n{steps}", encoding="utf-8")
    return path


OPENED = "  - by: li.min\n    open: {customer: {name: x}, title: y}\n"


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ("  - at: D-2 10:00\n    see: {stage: respond}\n", "told.yaml:4: .*no case has been"),
        (f"{OPENED}{OPENED}    as: other\n", "told.yaml:6: a file has one case"),
        (f"{OPENED}  - at: D+1 10:00\n    case: the case\n", "told.yaml:6: this has not happened"),
        (f"{OPENED}  - at: D-3 10:00\n    case: the case\n", "told.yaml:6: D-3 10:00 is earlier"),
        ("  - by: nobody\n    open: {customer: {name: x}, title: y}\n", "told.yaml:4: nobody here"),
    ],
)
def test_a_slip_in_a_case_is_told_with_its_line(tmp_path: Path, steps: str, why: str) -> None:
    with pytest.raises(StoryError, match=why):
        read_case(a_case(tmp_path, steps), WEDNESDAY, POLICY)


def test_a_folder_without_cases_is_no_demo(tmp_path: Path) -> None:
    with pytest.raises(NotSeeded, match="no case in"):
        read_cases(WEDNESDAY, POLICY, tmp_path)
