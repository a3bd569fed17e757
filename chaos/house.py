"""The product as real processes, every connection between them through a proxy that can be made bad."""

import dataclasses
import os
import signal
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

from temporalio.client import Client

from chaos.postgres import Postgres
from chaos.proxy import Proxy
from db import people
from db.access import create_key
from db.migrate import upgrade
from db.people import Person, Role
from db.session import Database, open_database
from embedded.pieces import api, environment_of_pieces, worker
from embedded.secrets import ensure_secrets
from embedded.supervise import Backoff, Piece, Say, Supervisor
from embedded.temporal import NO_PROFILES, connect_embedded, dev_server
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
}
STAFF = (
    Person("li.min", "李敏", "agent", frozenset(LINES["agent"]), TEAM),
    Person("zhou.yan", "周岩", "agent", frozenset(LINES["agent"]), TEAM, "en"),
    Person("sun.yu", "孙宇", "agent", frozenset(LINES["agent"]), TEAM),
    Person("chen.jie", "陈洁", "lead", frozenset(LINES["lead"]), TEAM),
    Person("wang.fang", "王芳", "supervisor", frozenset(LINES["supervisor"]), TEAM, "en"),
    Person("zhao.lei", "赵磊", "executive", frozenset(LINES["executive"]), TEAM),
)
"""The line that the shipped policy names, and agents."""


@dataclass
class House:
    """Everything up. `database` and `client` go past the proxies: they are for looking, not for work."""

    settings: Settings
    supervisor: Supervisor
    database: Database
    client: Client
    kind: DatabaseKind
    copies: int
    """How many workers and how many APIs."""
    proxies: dict[str, Proxy] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    postgres: Postgres | None = None

    @property
    def doors(self) -> list[str]:
        """Where clients find the API: one address for each copy."""
        return [
            f"http://127.0.0.1:{self.proxies[f'clients → API {n}'].port}"
            for n in range(1, self.copies + 1)
        ]

    @property
    def processes(self) -> list[str]:
        """What can be killed and frozen."""
        own = [f"{what} {n}" for what in ("worker", "API") for n in range(1, self.copies + 1)]
        return [*own, "Temporal server", *(["PostgreSQL"] if self.postgres else [])]

    def signal(self, name: str, number: signal.Signals) -> bool:
        """Send a signal to a piece and, if it is a database, to its children; False when none runs."""
        pid = self.supervisor.process_id(name)
        if pid is None:
            return False
        children = _children(pid) if name == "PostgreSQL" else []
        for one in (pid, *children):
            with suppress(ProcessLookupError):
                os.kill(one, number)
        return True


@asynccontextmanager
async def running(
    folder: Path, kind: DatabaseKind, say: Say, *, copies: int | None = None
) -> AsyncIterator[House]:
    """Start everything; it is gone again afterwards, but for what lies in the folder.

    One worker and one API on SQLite, two of each on PostgreSQL, unless `copies` says otherwise.
    """
    copies = copies or (2 if kind == "postgresql" else 1)
    server, ui, database_port, *apis = free_ports(3 + copies)
    postgres = Postgres(database_port) if kind == "postgresql" else None
    ensure_secrets(load_place(folder), date.today())  # noqa: DTZ011  (a name for people here)
    settings = load_settings(
        data_dir=folder,
        temporal_address=f"127.0.0.1:{server}",
        temporal_ui_port=ui,
        database_url=postgres.url(database_port) if postgres else None,
    )
    database = open_database(settings.database_url.get_secret_value(), settings.vault())
    # patience grows to four seconds only: pieces die young here, and the load must go on
    supervisor = Supervisor(say, Backoff(longest=timedelta(seconds=4)))
    proxies: dict[str, Proxy] = {}
    try:
        environment = environment_of_pieces(settings)
        await supervisor.start(dev_server(settings, environment))
        if postgres:
            await supervisor.start(postgres.piece(folder / "logs" / "postgres.log", database))
        await upgrade(settings.database_url.get_secret_value())
        temporal = await connect_embedded(settings)
        await prepare_namespace(temporal, settings.retention, settings.task_queue)
        client = await connect(
            settings, make_data_converter(settings.vault()), environment=NO_PROFILES
        )
        house = House(
            settings, supervisor, database, client, kind, copies, proxies, postgres=postgres
        )
        await _hire(house)
        for n, port in enumerate(apis, 1):
            await _start_copy(house, n, port)
        yield house
    finally:
        await database.close()  # first: PostgreSQL waits for its clients before it stops
        await supervisor.stop()
        for proxy in proxies.values():
            await proxy.stop()
        if postgres:
            postgres.remove()


async def _hire(house: House) -> None:
    await people.put(house.database, *STAFF)
    for person in STAFF:
        made = await create_key(house.database, person.handle, label="chaos", now=datetime.now(UTC))
        house.keys[person.handle] = made.clear


async def _start_copy(house: House, n: int, port: int) -> None:
    """A worker and an API, each with proxies of its own."""
    settings = house.settings.model_copy(update={"api_port": port})
    beside = await connect_embedded(house.settings)
    for piece in (
        worker(settings, await _environment(house, f"worker {n}"), beside),
        api(settings, await _environment(house, f"API {n}", port)),
    ):
        name = f"{'API' if piece.name == 'api' else piece.name} {n}"
        log = piece.log.with_stem(f"{piece.name}-{n}")
        await house.supervisor.start(_patient(dataclasses.replace(piece, name=name, log=log)))
    await _proxy(house, f"clients → API {n}", port)


def _patient(piece: Piece) -> Piece:
    """Starting takes longer when the machine is busy and the connections are bad."""
    return dataclasses.replace(piece, start_within=timedelta(minutes=3))


async def _environment(house: House, name: str, port: int | None = None) -> dict[str, str]:
    """What a piece sees: Temporal and PostgreSQL by way of proxies."""
    settings = house.settings
    server = int(settings.temporal_address.rpartition(":")[2])
    through = await _proxy(house, f"{name} → Temporal", server)
    environment = environment_of_pieces(settings) | {
        f"{PREFIX}TEMPORAL_ADDRESS": f"127.0.0.1:{through}"
    }
    if port:
        environment[f"{PREFIX}API_PORT"] = str(port)
    if house.postgres:
        through = await _proxy(house, f"{name} → PostgreSQL", house.postgres.port)
        environment[f"{PREFIX}DATABASE_URL"] = house.postgres.url(through)
    return environment


async def _proxy(house: House, name: str, target: int) -> int:
    proxy = Proxy(name, target)
    await proxy.start()
    house.proxies[name] = proxy
    return proxy.port


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens on; they may be taken before they are used."""
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports: list[int] = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(child) for child in text.split()]
    return []
