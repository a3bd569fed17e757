"""The containers' files are read by the tools that will read them: hadolint and Compose itself."""

import json
import os
import subprocess
import sys
from fnmatch import fnmatch
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import yaml

from workflows.dev_server import DYNAMIC

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
GIVEN = {
    "POSTGRES_PASSWORD": "secret",
    "FOLLOWTHROUGH_ENCRYPTION_KEYS": "k1:a2V5",
    "FOLLOWTHROUGH_BLIND_INDEX_KEY": "a2V5",
}


def compose(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [str(TOOLS / "docker-compose"), "--env-file", os.devnull, "config", *words],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def found() -> dict[str, Any]:
    """The whole file, as Compose reads it."""
    answer = compose(GIVEN, "--format", "json")
    assert answer.returncode == 0, answer.stderr
    read: dict[str, Any] = json.loads(answer.stdout)
    return read


def services() -> dict[str, Any]:
    read: dict[str, Any] = found()["services"]
    return read


def test_hadolint_has_nothing_to_say() -> None:
    answer = subprocess.run(
        [str(TOOLS / "hadolint"), "Dockerfile"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (0, "")


def test_compose_reads_its_file_and_starts_things_in_order() -> None:
    known = services()
    assert known["worker"]["deploy"]["replicas"] == 2
    for ours in ("api", "worker"):
        assert known[ours]["depends_on"].keys() == {"migrate", "prepare"}
        for before in known[ours]["depends_on"].values():
            assert before["condition"] == "service_completed_successfully"


def test_only_this_machine_reaches_the_published_ports() -> None:
    published = {
        (name, port.get("host_ip"))
        for name, service in services().items()
        for port in service.get("ports", ())
    }
    assert published == {("api", "127.0.0.1"), ("temporal-ui", "127.0.0.1")}


def test_a_proxy_on_the_host_is_believed_and_nobody_else() -> None:
    (network,) = found()["networks"]["default"]["ipam"]["config"]
    trusted = services()["api"]["environment"]["FOLLOWTHROUGH_TRUSTED_PROXIES"]
    assert trusted == network["gateway"]
    assert ip_address(trusted) in ip_network(network["subnet"])


def test_every_setting_named_there_exists() -> None:
    from settings import PREFIX, Settings

    known = {PREFIX + name.upper() for name in Settings.model_fields}
    given = {name for name in services()["api"]["environment"] if name.startswith(PREFIX)}
    assert given <= known


def test_the_temporal_server_hands_work_on_as_fast_as_the_embedded_one() -> None:
    (content,) = [config["content"] for config in found()["configs"].values()]
    pace = "history.transferProcessorMaxPollRPS"
    ((value,),) = [each.values() for each in yaml.safe_load(content)[pace]]
    assert f"{pace}={value}" in DYNAMIC


def test_a_missing_secret_is_said_with_the_way_out() -> None:
    answer = compose({})
    assert answer.returncode != 0
    assert "followthrough keys" in answer.stderr


def test_the_image_holds_every_room_that_the_project_ships() -> None:
    import tomllib

    shipped = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    copied = {
        word.removeprefix("./")
        for line in (ROOT / "Dockerfile").read_text().splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for word in line.split()[1:-1]
    }
    sent = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    for name in shipped["only-include"]:
        assert name in copied, f"{name} is not copied into the image"
    for name in copied:
        assert any(fnmatch(name, pattern) for pattern in sent), f"{name} is kept from the build"
