"""One `up` in a data directory, and where it is."""

from datetime import date
from pathlib import Path

import pytest

from embedded.alone import alone_in, public_url
from embedded.errors import CannotStart
from embedded.secrets import ensure_secrets
from settings import Place, Settings, load_settings


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    ensure_secrets(Place(data_dir=tmp_path), date(2026, 3, 2))
    return tmp_path


def of_another_command(place: Path, **flags: object) -> Settings:
    """What a command reads beside it that was not given its flags."""
    return load_settings(data_dir=place, **flags)


def test_whoever_asks_beside_it_is_told_its_address_while_it_runs(place: Path) -> None:
    usual = public_url(of_another_command(place))
    with alone_in(load_settings(data_dir=place, api_port=8321)):
        assert public_url(of_another_command(place)) == "http://127.0.0.1:8321"
    assert public_url(of_another_command(place)) == usual == "http://127.0.0.1:8000"


def test_what_an_installation_says_itself_wins(place: Path) -> None:
    with alone_in(load_settings(data_dir=place, api_port=8321)):
        told = of_another_command(place, public_url="https://desk.example")
        assert public_url(told) == "https://desk.example"


def test_a_second_one_is_told_of_the_first_and_changes_nothing(place: Path) -> None:
    first = load_settings(data_dir=place, api_port=8321)
    with alone_in(first):
        with pytest.raises(CannotStart, match=r"\(process \d+\) uses"), alone_in(first):
            pass
        assert public_url(of_another_command(place)) == first.public_url
