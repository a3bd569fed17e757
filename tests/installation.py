"""`followthrough up` as a user starts it: real processes in a folder of their own, on free ports."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2

from rig.ports import free_ports

ROOT = Path(__file__).parents[1]
PATIENCE = timedelta(seconds=150)
"""Longer than the minute's grace after an outage, on a busy machine."""


@dataclass
class Installation:
    """A running product. `process` is the supervisor; its children are the pieces."""

    process: subprocess.Popen[str]
    folder: Path
    api_port: int
    temporal_port: int
    ui_port: int
    http: httpx2.Client

    def ask(self, path: str, key: str | None = None, **body: Any) -> httpx2.Response:
        headers = {"Prefer": "recorded"} | ({"Idempotency-Key": key} if key else {})
        return self.http.post(f"/v1/{path}", json=body, headers=headers)

    def get(self, path: str, **params: Any) -> dict[str, Any]:
        answer = self.http.get(f"/v1/{path}", params=params)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def events(self, number: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.get(f"cases/{number}/timeline")["items"]
        return items

    def command(
        self, *words: str, temporal_port: int, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        """`followthrough` beside the running product, with its keys and perhaps other settings."""
        environment = os.environ | {
            "FOLLOWTHROUGH_DATA_DIR": str(self.folder / ".data"),
            "FOLLOWTHROUGH_TEMPORAL_ADDRESS": f"127.0.0.1:{temporal_port}",
            **{f"FOLLOWTHROUGH_{name.upper()}": value for name, value in settings.items()},
        }
        return subprocess.run(
            [sys.executable, "-m", "cli", *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def piece(self, name: str) -> int:
        """The process id of the worker or the API."""
        for pid in _children(self.process.pid):
            if f"cli\0{name}" in Path(f"/proc/{pid}/cmdline").read_text():
                return pid
        raise LookupError(f"no {name} is running")

    @contextmanager
    def without_worker(self) -> Iterator[None]:
        """The worker is killed; nobody starts it again until the end of the block."""
        self.process.send_signal(signal.SIGSTOP)
        os.kill(self.piece("worker"), signal.SIGKILL)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def eventually(self, what: str, seen: Callable[[], Any]) -> Any:
        """Wait until something is seen; the message says what never was."""
        until = time.monotonic() + PATIENCE.total_seconds()
        while time.monotonic() < until:
            found = seen()
            if found:
                return found
            time.sleep(0.2)
        raise AssertionError(f"never seen: {what}")


@contextmanager
def installation(folder: Path, *words: str) -> Iterator[Installation]:
    """Start everything, wait until it says that it runs, and stop it as Ctrl-C does.

    `words` are another command than `up` and its flags.
    """
    api, temporal, ui = ports = free_ports(3)
    process, data = start(folder, *words, ports=ports), folder / ".data"
    try:
        key = _wait_for_key(process, folder / "up.log", data / "first-key")
        with httpx2.Client(
            base_url=f"http://127.0.0.1:{api}",
            headers={"Authorization": f"Bearer {key}"},
            timeout=30,
            trust_env=False,
        ) as http:
            yield Installation(process, folder, api, temporal, ui, http)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0


def start(folder: Path, *words: str, ports: Sequence[int] = ()) -> subprocess.Popen[str]:
    """Start everything in a folder and return at once; what it says goes into `up.log` there."""
    api, temporal, ui = ports or free_ports(3)
    command = [sys.executable, "-m", "cli", *(words or ("up",))]
    command += ["--data-dir", str(folder / ".data"), "--api-port", str(api)]
    command += ["--temporal-port", str(temporal), "--temporal-ui-port", str(ui)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("FOLLOWTHROUGH_")}
    with (folder / "up.log").open("w") as log:
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, text=True
        )


def _wait_for_key(process: subprocess.Popen[str], log: Path, key: Path) -> str:
    until = time.monotonic() + PATIENCE.total_seconds()
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        if "Everything runs" in log.read_text():
            return key.read_text().strip()
        time.sleep(0.1)
    raise AssertionError(f"it never ran:\n{log.read_text()}")


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


def in_time(**lengths: float) -> str:
    """A moment from now, as the API takes it."""
    return (datetime.now(UTC) + timedelta(**lengths)).isoformat()


def walk_through() -> str:
    """The shell lines of the README that a newcomer pastes."""
    text = (ROOT / "README.md").read_text()
    found = re.search(r"<!-- walk-through.*?-->\n```sh\n(.*?)```", text, re.DOTALL)
    assert found, "README.md has no walk-through"
    return found.group(1)
