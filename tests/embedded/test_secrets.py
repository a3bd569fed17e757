"""The keys an embedded installation makes for itself."""

from datetime import date
from pathlib import Path

import pytest

from embedded.secrets import ensure_secrets, fresh_keys, write_private
from settings import Place, load_settings

TODAY = date(2026, 3, 2)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.chdir(tmp_path)
    return Place(data_dir=tmp_path / "data")


def test_only_the_owner_can_read_the_keys(place: Place) -> None:
    ensure_secrets(place, TODAY)

    assert place.secrets_file.stat().st_mode & 0o777 == 0o600
    assert place.data_dir.stat().st_mode & 0o777 == 0o700


def test_the_keys_are_made_once(place: Place) -> None:
    assert ensure_secrets(place, TODAY)
    made = place.secrets_file.read_text()

    assert not ensure_secrets(place, TODAY)
    assert place.secrets_file.read_text() == made


def test_the_settings_find_the_keys_beside_the_data(place: Place) -> None:
    ensure_secrets(place, TODAY)

    settings = load_settings(data_dir=place.data_dir)

    assert settings.vault().newest_key == "k20260302"


def test_no_two_keys_are_alike() -> None:
    assert len({key for _ in range(3) for key in fresh_keys(TODAY).values()}) == 6


def test_a_private_file_replaces_the_old_one_whole(tmp_path: Path) -> None:
    file = tmp_path / "first-key"
    file.write_text("old")

    write_private(file, ["new"])

    assert file.read_text() == "new\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]
