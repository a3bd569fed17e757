"""`followthrough demo` as a user starts it: a small one, on real processes and the real dev server."""

import asyncio
import json
import re
import shutil
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from db import links
from db.session import Database
from demo.read import CASES
from installation import Installation, installation, start
from settings import load_settings
from workflows.contract import workflow_id

pytestmark = [pytest.mark.processes, pytest.mark.real]

SMALL = (
    "dryer-due-in-minutes",
    "lift-desk-parts",
    "washing-machine-milestones",
    "washing-machine-new-message",
)
A_MOMENT = timedelta(seconds=10)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with four of the shipped cases."""
    folder = tmp_path_factory.mktemp("cases")
    for name in SMALL:
        shutil.copy(CASES / f"{name}.yaml", folder)
    return folder


@pytest.fixture(scope="module")
def shown(cases: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("demo"), "demo", "--cases", str(cases)) as running:
        running.http.headers["Authorization"] = f"Bearer {state(running)['keys']['wang.fang']}"
        yield running


def state(running: Installation) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((running.folder / ".data" / "demo.json").read_text())
    return found


def numbers(running: Installation) -> dict[str, str]:
    """The number of each case by a word of its name."""
    names = {
        "干衣机": "dryer",
        "升降桌": "desk",
        "震动": "plan",
        "已结束": "closed",
    }
    known = state(running)["cases"]
    return {
        short: case["number"]
        for word, short in names.items()
        for case in known
        if word in case["name"]
    }


def next_promise(running: Installation, number: str) -> dict[str, Any]:
    due = running.get(f"cases/{number}/deadlines")["items"]
    return next(item for item in due if item["kind"] == "promise")


def due_at(item: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(item["due_at"])


def test_each_case_stands_as_its_file_says_and_goes_on_in_real_time(shown: Installation) -> None:
    known = numbers(shown)
    summaries = {name: shown.get(f"cases/{number}") for name, number in known.items()}
    now = datetime.now(UTC)
    assert {name: summary["stage"] for name, summary in summaries.items()} == {
        "dryer": "diagnose",
        "desk": "implement",
        "plan": "implement",
        "closed": "closed",
    }
    assert summaries["desk"]["sla_state"] == "paused"
    assert sorted(known.values()) == ["C-000001", "C-000002", "C-000003", "C-000004"]
    assert known["closed"] == "C-000001"  # numbers tell which case came first
    for name in ("dryer", "desk", "plan"):
        assert due_at(next_promise(shown, known[name])) > now
    ends = [e for e in shown.events(known["desk"]) if e["event"] == "case_paused"]
    assert (
        now - timedelta(days=30) < datetime.fromisoformat(ends[0]["at"]) < now - timedelta(days=1)
    )


def test_each_role_gets_a_link_that_lets_in_somebody_who_has_it(shown: Installation) -> None:
    printed = re.findall(
        rf"as (\w+) +http://127\.0\.0\.1:{shown.api_port}/sign-in/link/(\S+)  \((.+)\)",
        (shown.folder / "up.log").read_text(),
    )
    roles = [role for role, _, _ in printed]
    assert roles == ["agent", "lead", "supervisor", "executive", "department"]
    settings = load_settings(data_dir=shown.folder / ".data")

    async def people_behind() -> list[links.Link | None]:
        database = Database(settings.database_url.get_secret_value(), settings.vault())
        try:
            now = datetime.now(UTC)
            return [await links.find(database, token, now=now) for _, token, _ in printed]
        finally:
            await database.close()

    for (role, _, handle), link in zip(printed, asyncio.run(people_behind()), strict=True):
        assert link
        assert (link.person.handle, link.person.line) == (handle, role)


def test_nothing_was_told_late(shown: Installation) -> None:
    """Nor does anything wait that should have happened."""
    for number in numbers(shown).values():
        events = shown.events(number)
        assert [e["event"] for e in events if e["facts"].get("unseen_since")] == []
        waiting = shown.get(f"cases/{number}/deadlines")["items"]
        assert [d for d in waiting if due_at(d) < datetime.now(UTC)] == []


def test_a_promise_made_now_is_kept_at_the_time_on_the_wall(shown: Installation) -> None:
    number = numbers(shown)["plan"]
    latest = datetime.now(UTC) + timedelta(seconds=6)
    made = shown.ask(
        f"cases/{number}/promises", subject="a moment from now", latest_by=latest.isoformat()
    )
    assert made.status_code == 200, made.text
    broken = shown.eventually(
        "the break of a promise",
        lambda: [e for e in shown.events(number) if e["event"] == "promise_broken"],
    )
    at = datetime.fromisoformat(broken[0]["at"])
    assert timedelta(0) <= at - latest < A_MOMENT
    assert abs(datetime.now(UTC) - at) < A_MOMENT
    assert broken[0]["facts"].get("unseen_since") is None


def test_the_reconciliation_finds_nothing_and_every_case_replays(shown: Installation) -> None:
    looked = shown.command("reconcile", temporal_port=shown.temporal_port)
    assert "4 open runs looked at: nothing to mend" in looked.stdout, looked.stdout + looked.stderr
    replayed = shown.command("replay", temporal_port=shown.temporal_port)
    assert "4 cases replayed, all as they went" in replayed.stdout, replayed.stderr


async def client_of(shown: Installation) -> Client:
    return await Client.connect(f"127.0.0.1:{shown.temporal_port}")


async def test_a_case_taken_up_again_goes_on_at_its_time(shown: Installation) -> None:
    """Though the run that had been played forward is gone."""
    number = numbers(shown)["desk"]
    before = next_promise(shown, number)
    client = await client_of(shown)
    await client.get_workflow_handle(workflow_id(number)).terminate("by a test")
    looked = shown.command("reconcile", temporal_port=shown.temporal_port)
    assert looked.returncode == 0, looked.stdout
    asked_at = datetime.now(UTC)
    resumed = shown.ask(f"cases/{number}/resume", note="the motors are here")
    assert resumed.status_code == 200, resumed.text
    (event,) = [e for e in shown.events(number) if e["event"] == "case_resumed"]
    assert abs(datetime.fromisoformat(event["at"]) - asked_at) < A_MOMENT
    assert next_promise(shown, number)["due_at"] == before["due_at"]


def test_a_new_matter_after_the_end_opens_a_case_that_begins_now(shown: Installation) -> None:
    number = numbers(shown)["closed"]
    marked = shown.ask(f"cases/{number}/messages/m1/mark", verdict="new", note="another machine")
    assert marked.status_code == 200, marked.text
    linked = shown.eventually(
        "the linked case",
        lambda: [e for e in shown.events(number) if e["event"] == "case_linked"],
    )
    new = shown.get(f"cases/{linked[0]['facts']['link']['number']}")
    assert abs(datetime.now(UTC) - datetime.fromisoformat(new["opened_at"])) < A_MOMENT


@pytest.mark.trial("A54")
def test_an_interrupted_seeding_begins_anew_and_a_whole_one_goes_on(
    cases: Path, tmp_path: Path
) -> None:
    words = ("demo", "--cases", str(cases))
    process = start(tmp_path, *words)
    log, data = tmp_path / "up.log", tmp_path / ".data"
    until = time.monotonic() + 100
    while "playing three weeks" not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < until
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0
    assert json.loads((data / "demo.json").read_text())["stage"] == "seeding"

    with installation(tmp_path, *words) as running:
        assert "its seeding was interrupted" in log.read_text()
        first = state(running)
        assert len(running.get("cases")["items"]) == len(SMALL)
    with installation(tmp_path, *words) as running:
        assert "is there already and goes on" in log.read_text()
        assert state(running) == first
        assert len(running.get("cases")["items"]) == len(SMALL)
        assert "As they stand now" in log.read_text()
        for case in filter(lambda case: case["look"], first["cases"]):
            title = running.get(f"cases/{case['number']}")["title"]
            assert f"{case['number']}  {title}: " in log.read_text()
            assert case["look"] not in log.read_text()


def test_a_folder_of_up_is_left_alone(tmp_path: Path, cases: Path) -> None:
    (tmp_path / ".data").mkdir()
    (tmp_path / ".data" / "followthrough.db").write_text("somebody's")
    process = start(tmp_path, "demo", "--fresh", "--cases", str(cases))
    assert process.wait(timeout=60) == 1
    assert "holds the data of `followthrough up`" in (tmp_path / "up.log").read_text()
    assert (tmp_path / ".data" / "followthrough.db").read_text() == "somebody's"
