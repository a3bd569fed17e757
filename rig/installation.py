"""The product as real processes: Temporal server, database, workers, APIs, and people with keys."""

import dataclasses
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from temporalio.client import Client

from db import people
from db.access import create_key
from db.migrate import upgrade
from db.people import Person, Role
from db.session import Database
from embedded.pieces import api, environment_of_pieces, worker
from embedded.secrets import ensure_secrets
from embedded.supervise import Backoff, Piece, Say, Supervisor
from embedded.temporal import NO_PROFILES, connect_embedded, dev_server
from rig.ports import free_ports
from rig.postgres import Postgres
from settings import PREFIX, Settings, load_place, load_settings
from workflows.connect import connect
from workflows.converter import make_data_converter
from workflows.setup import prepare_namespace

DatabaseKind = Literal["sqlite", "postgresql"]
TEAM = "after_sales"
LINES: Mapping[str, tuple[Role, ...]] = {
    "agent": ("agent",),
    "lead": ("agent", "lead"),
    "supervisor": ("agent", "lead", "supervisor"),
    "executive": ("agent", "lead", "supervisor", "executive"),
    "department": ("department",),
}
STAFF = (
    Person("li.min", "李敏", "agent", frozenset(LINES["agent"]), TEAM),
    Person("zhou.yan", "周岩", "agent", frozenset(LINES["agent"]), TEAM, "en"),
    Person("sun.yu", "孙宇", "agent", frozenset(LINES["agent"]), TEAM),
    Person("chen.jie", "陈洁", "lead", frozenset(LINES["lead"]), TEAM),
    Person("wang.fang", "王芳", "supervisor", frozenset(LINES["supervisor"]), TEAM, "en"),
    Person("zhao.lei", "赵磊", "executive", frozenset(LINES["executive"]), TEAM),
    Person("sun.lei", "孙蕾", "department", frozenset(LINES["department"]), "quality"),
    Person("he.yun", "何芸", "department", frozenset(LINES["department"]), "legal"),
)
"""The line and the posts that the shipped policy names, and agents."""

Lead = Callable[[str, int], Awaitable[int]]
"""Leads a named connection to a port of this machine; answers with the port to use in its place."""


async def straight(_name: str, target: int) -> int:
    """No detour."""
    return target


@dataclass
class Installation:
    """Everything up. `database` and `client` are ours, for looking; the pieces have their own."""

    settings: Settings
    supervisor: Supervisor
    database: Database
    client: Client
    kind: DatabaseKind
    copies: int
    """How many workers and how many APIs."""
    keys: dict[str, str] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    """Where clients find the API: one address for each copy."""
    pieces: dict[str, Piece] = field(default_factory=dict)
    """What the supervisor was given, to start it again."""
    postgres: Postgres | None = None

    @property
    def processes(self) -> list[str]:
        """What can be killed and frozen."""
        own = [f"{what} {n}" for what in ("worker", "API") for n in range(1, self.copies + 1)]
        return [*own, "Temporal server", *(["PostgreSQL"] if self.postgres else [])]

    def process_ids(self, name: str) -> list[int]:
        """A piece's process and, if it is a database, its children; none while it doesn't run."""
        pid = self.supervisor.process_id(name)
        if pid is None:
            return []
        return [pid, *(_children(pid) if name == "PostgreSQL" else [])]

    def signal(self, name: str, number: signal.Signals) -> bool:
        """Send a signal to a piece; False when it doesn't run."""
        found = self.process_ids(name)
        for one in found:
            with suppress(ProcessLookupError):
                os.kill(one, number)
        return bool(found)


@asynccontextmanager
async def running(
    folder: Path,
    kind: DatabaseKind,
    say: Say,
    *,
    copies: int = 1,
    lead: Lead = straight,
    backoff: Backoff | None = None,
    disk: Path | None = None,
) -> AsyncIterator[Installation]:
    """Start everything, the connections of the pieces as `lead` leads them; it is gone again
    afterwards, but for what lies in the folder. PostgreSQL's files go to `disk`, if that is given."""
    server, ui, database_port, *apis = free_ports(3 + copies)
    postgres = Postgres(database_port, disk) if kind == "postgresql" else None
    ensure_secrets(load_place(folder), date.today())  # noqa: DTZ011  (a name for people here)
    settings = load_settings(
        data_dir=folder,
        temporal_address=f"127.0.0.1:{server}",
        temporal_ui_port=ui,
        database_url=postgres.url(database_port) if postgres else None,
    )
    database = Database(settings.database_url.get_secret_value(), settings.vault())
    supervisor = Supervisor(say, backoff or Backoff())
    try:
        environment = environment_of_pieces(settings)
        await supervisor.start(patient(dev_server(settings, environment)))
        if postgres:
            await supervisor.start(postgres.piece(folder / "logs" / "postgres.log", database))
        await upgrade(settings.database_url.get_secret_value())
        temporal = await connect_embedded(settings)
        await prepare_namespace(temporal, settings.retention, settings.task_queue)
        client = await connect(
            settings, make_data_converter(settings.vault()), environment=NO_PROFILES
        )
        installation = Installation(
            settings, supervisor, database, client, kind, copies, postgres=postgres
        )
        await _add_staff(installation)
        for n, port in enumerate(apis, 1):
            await _start_copy(installation, n, port, lead)
        yield installation
    finally:
        await database.close()  # first: PostgreSQL waits for its clients before it stops
        await supervisor.stop()
        if postgres:
            postgres.remove()


async def _add_staff(installation: Installation) -> None:
    await people.put(installation.database, *STAFF)
    for person in STAFF:
        made = await create_key(
            installation.database, person.handle, label="rig", now=datetime.now(UTC)
        )
        installation.keys[person.handle] = made.clear


async def _start_copy(installation: Installation, n: int, port: int, lead: Lead) -> None:
    """A worker and an API, each with connections of its own."""
    settings = installation.settings.model_copy(update={"api_port": port})
    beside = await connect_embedded(installation.settings)
    for piece in (
        worker(settings, await piece_environment(installation, f"worker {n}", lead), beside),
        api(settings, await piece_environment(installation, f"API {n}", lead, port)),
    ):
        name = f"{'API' if piece.name == 'api' else piece.name} {n}"
        log = piece.log.with_stem(f"{piece.name}-{n}")
        installation.pieces[name] = patient(dataclasses.replace(piece, name=name, log=log))
        await installation.supervisor.start(installation.pieces[name])
    installation.addresses.append(f"http://127.0.0.1:{await lead(f'clients → API {n}', port)}")


def patient(piece: Piece) -> Piece:
    """What is frozen on purpose stays so until whoever froze it has had enough."""
    return dataclasses.replace(piece, is_alive=None)


async def piece_environment(
    installation: Installation, name: str, lead: Lead = straight, port: int | None = None
) -> dict[str, str]:
    """What a piece sees: Temporal and PostgreSQL as they are led to."""
    settings = installation.settings
    server = int(settings.temporal_address.rpartition(":")[2])
    through = await lead(f"{name} → Temporal", server)
    environment = environment_of_pieces(settings) | {
        f"{PREFIX}TEMPORAL_ADDRESS": f"127.0.0.1:{through}"
    }
    if port:
        environment[f"{PREFIX}API_PORT"] = str(port)
    if installation.postgres:
        through = await lead(f"{name} → PostgreSQL", installation.postgres.port)
        environment[f"{PREFIX}DATABASE_URL"] = installation.postgres.url(through)
    return environment


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(child) for child in text.split()]
    return []
