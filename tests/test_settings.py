"""What can be set, what is said when it is wrong, and that `.env.example` tells the truth."""

from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from dotenv import dotenv_values

from activities.hosts import Hosts
from settings import PREFIX, Assisting, Settings, SettingsError, load_settings, process_environment

EXAMPLE = Path(__file__).parents[1] / ".env.example"
KEY = b64encode(b"k" * 32).decode()


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder and environment, with keys."""
    monkeypatch.chdir(tmp_path)
    for name in process_environment():
        if name.startswith((PREFIX, "TEMPORAL_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv(f"{PREFIX}ENCRYPTION_KEYS", f"new:{KEY},old:{KEY}")
    monkeypatch.setenv(f"{PREFIX}BLIND_INDEX_KEY", KEY)
    return tmp_path


def test_every_setting_is_explained_and_every_explanation_is_a_setting() -> None:
    explained = set(dotenv_values(EXAMPLE))

    known = {*Settings.model_fields, *Assisting.model_fields}
    assert explained == {PREFIX + name.upper() for name in known}


def test_the_example_shows_the_defaults(elsewhere: Path) -> None:
    defaults = load_settings()

    (elsewhere / ".env").write_text(EXAMPLE.read_text())

    assert load_settings() == defaults


def test_every_explanation_stands_above_its_setting() -> None:
    blocks = EXAMPLE.read_text().strip().split("\n\n")

    assert [block for block in blocks if not block.startswith("# ")] == []


def test_a_missing_key_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(f"{PREFIX}BLIND_INDEX_KEY")

    with pytest.raises(
        SettingsError, match=r"^FOLLOWTHROUGH_BLIND_INDEX_KEY is not set\. `followthrough keys`"
    ):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("ENCRYPTION_KEYS", KEY, "ENCRYPTION_KEYS: an encryption key is written id:base64key"),
        ("ENCRYPTION_KEYS", f"a:{KEY},a:{KEY}", "an id appears twice in a, a"),
        ("BLIND_INDEX_KEY", "c2hvcnQ=", "BLIND_INDEX_KEY: a key is 32 bytes, this one has 5"),
        ("BLIND_INDEX_KEY", "no base64", "BLIND_INDEX_KEY: a key is base64"),
        ("RETENTION", "400", "RETENTION: a length of time is a number and a unit"),
        ("TRUSTED_PROXIES", "*", "TRUSTED_PROXIES: a trusted proxy is its address or network"),
        ("TRUSTED_PROXIES", "10.0.0.7, proxy.lan", "'proxy.lan' does not appear to be"),
        ("TRUSTED_PROXIES", "10.20.0.1/24", "has host bits set"),
        ("API_PORT", "99999", "^FOLLOWTHROUGH_API_PORT: Input should be less than"),
        ("DATABSE_URL", "x", "no setting FOLLOWTHROUGH_DATABSE_URL; did you mean FOLLOWTHROUGH_DATABASE_URL"),
        ("COLOUR", "x", "no setting FOLLOWTHROUGH_COLOUR; .env.example lists them all"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_the_way_out(
    name: str, value: str, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREFIX + name, value)

    with pytest.raises(SettingsError, match=complaint):
        load_settings()


def test_trusted_proxies_are_addresses_and_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().trusted_proxies == ()
    monkeypatch.setenv(f"{PREFIX}TRUSTED_PROXIES", " 10.0.0.7, 10.20.0.0/24 ,fd00::1,")
    assert load_settings().trusted_proxies == ("10.0.0.7/32", "10.20.0.0/24", "fd00::1/128")


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", "postgresql://ft:hunter2@db/ft")
    monkeypatch.setenv(f"{PREFIX}CODEC_TOKEN", "hunter2")

    shown = repr(load_settings()) + str(load_settings().encryption_keys)

    assert "hunter2" not in shown
    assert "kkkk" not in shown
    assert KEY not in shown


def test_the_first_key_seals_and_all_open() -> None:
    vault = load_settings().vault()

    assert vault.newest_key == "new"


def test_the_environment_wins_over_dotenv_and_dotenv_over_the_keys_beside_the_data(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / ".data").mkdir()
    (elsewhere / ".data" / "secrets.env").write_text(
        f"{PREFIX}CODEC_TOKEN=beside\n{PREFIX}TASK_QUEUE=beside\n{PREFIX}API_PORT=1\n"
    )
    (elsewhere / ".env").write_text(f"{PREFIX}TASK_QUEUE=dotenv\n{PREFIX}API_PORT=2\n")
    monkeypatch.setenv(f"{PREFIX}API_PORT", "3")

    settings = load_settings()

    assert settings.codec_token is not None
    assert settings.codec_token.get_secret_value() == "beside"
    assert (settings.task_queue, settings.api_port) == ("dotenv", 3)


def test_a_flag_wins_over_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}API_PORT", "3")

    assert load_settings(api_port=4).public_url == "http://127.0.0.1:4"
    assert load_settings(api_port=None).api_port == 3


def test_the_database_lives_in_the_data_directory_unless_it_is_named(elsewhere: Path) -> None:
    url = load_settings(data_dir=elsewhere / "there").database_url

    assert url.get_secret_value() == f"sqlite+aiosqlite:///{elsewhere}/there/followthrough.db"


def test_a_length_of_time_is_written_with_its_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}UPDATE_TIMEOUT", "2 min")

    assert load_settings().update_timeout == timedelta(minutes=2)


def test_hosts_of_the_companys_own_are_read_and_a_slip_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert load_settings().webhook_hosts == Hosts()
    monkeypatch.setenv(f"{PREFIX}WEBHOOK_HOSTS", "erp.example.lan, 10.20.0.0/16")
    load_settings().webhook_hosts.check("https://10.20.1.1/")
    monkeypatch.setenv(f"{PREFIX}WEBHOOK_HOSTS", "https://erp.example.lan")
    with pytest.raises(SettingsError, match=r"WEBHOOK_HOSTS: .* neither a host"):
        load_settings()


def test_what_temporal_reads_may_stand_in_dotenv_too(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / ".env").write_text("TEMPORAL_ADDRESS=a:1\nTEMPORAL_NAMESPACE=n\n")
    monkeypatch.setenv("TEMPORAL_ADDRESS", "b:2")

    found = process_environment()

    assert (found["TEMPORAL_ADDRESS"], found["TEMPORAL_NAMESPACE"]) == ("b:2", "n")
