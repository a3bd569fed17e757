"""What a folder knows of the demo in it, and what is never touched."""

from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from demo.errors import NotADemo
from demo.show import demo
from demo.state import Shown, State, load_state, save_state, wipe
from embedded.secrets import fresh_keys
from settings import PREFIX, Settings, load_settings

pytestmark = pytest.mark.anyio


def test_a_folder_without_anything_has_no_demo(tmp_path: Path) -> None:
    assert load_state(tmp_path) is None


def test_what_is_saved_is_there_and_private(tmp_path: Path) -> None:
    state = State(stage="seeded", keys={"li.min": "ft_x"}, cases=(Shown(number="C-1", name="a"),))
    save_state(tmp_path, state)
    assert load_state(tmp_path) == state
    assert (tmp_path / "demo.json").stat().st_mode & 0o077 == 0


def test_a_folder_of_up_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "followthrough.db").write_text("somebody's cases")
    with pytest.raises(NotADemo, match="not of a demo"):
        load_state(tmp_path)
    assert (tmp_path / "followthrough.db").read_text() == "somebody's cases"


def test_a_state_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text("{}x")
    with pytest.raises(NotADemo, match="can't be read"):
        load_state(tmp_path)


def test_wiping_takes_what_a_demo_made_and_nothing_else(tmp_path: Path) -> None:
    made = ["followthrough.db", "followthrough.db-wal", "temporal.db", "temporal.db-shm"]
    others = ["secrets.env", "up.lock", "letter.txt"]
    for name in (*made, *others, "first-key"):
        (tmp_path / name).write_text("x")
    save_state(tmp_path, State())
    wipe(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(others)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "postgresql+asyncpg://production/cases"),
        ("default_policy", "/srv/rules"),
    ],
)
async def test_a_demo_is_not_seeded_into_anything_of_somebodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    for key, secret in fresh_keys(date(2026, 3, 2)).items():
        monkeypatch.setenv(key, secret)
    monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)
    settings: Settings = load_settings(data_dir=tmp_path / "demo")
    with pytest.raises(NotADemo, match=name.upper()):
        await demo(settings, lambda _: None, Console(quiet=True))
    assert not (tmp_path / "demo").exists()
