"""`followthrough up`: everything on this machine, started in order and looked after until Ctrl-C."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Protocol

from db.access import FIRST_PERSON
from db.migrate import upgrade
from embedded.alone import alone_in
from embedded.errors import CannotStart
from embedded.first_key import first_key_file, first_link, keep_first_key
from embedded.pieces import api, environment_of_pieces, worker
from embedded.ports import Wanted, check_ports
from embedded.search import make_findable
from embedded.supervise import Say, Supervisor
from embedded.temporal import connect_embedded, dev_server
from settings import PREFIX, Settings
from workflows.setup import NamespaceUnfit, prepare_namespace

_LOCAL = ("127.0.0.1", "localhost")
_ALL_RUNS = "Everything runs. Ctrl-C stops it; the data stays."


class Extras(Protocol):
    """What somebody adds to `up`: the demo its three weeks."""

    def prepare(self) -> None:
        """Before anything starts, alone in the data directory."""
        ...

    async def finish(self) -> str:
        """When everything runs; its text is added to the welcome."""
        ...


async def up(settings: Settings, say: Say, extras: Extras | None = None) -> None:
    """Start everything, say where it is, keep it running until SIGINT or SIGTERM, stop it all.

    Raises CannotStart; whatever was started is stopped by then.
    """
    _check_server_is_ours(settings)
    with alone_in(settings):
        check_ports(_wanted_ports(settings))
        if extras:
            extras.prepare()
        stop = _stop_signal()
        supervisor = Supervisor(say)
        told: list[str] = []

        async def begin() -> None:
            await _start_all(settings, supervisor)
            told.extend(_welcome(settings, await first_link(settings)))
            if extras:
                told.append(await extras.finish())

        try:
            if await _before(stop, begin()):
                say("\n".join((*told, _ALL_RUNS)))
                await stop.wait()
        finally:
            say("stopping …")
            await supervisor.stop()
        say(f"stopped; the data is in {settings.data_dir}")


async def _start_all(settings: Settings, supervisor: Supervisor) -> None:
    environment = environment_of_pieces(settings)
    url = settings.database_url.get_secret_value()
    await _together(supervisor.start(dev_server(settings, environment)), upgrade(url))
    client = await connect_embedded(settings)
    try:
        await _together(
            prepare_namespace(client, settings.retention, settings.task_queue),
            keep_first_key(settings),
            make_findable(settings),
        )
    except NamespaceUnfit as error:
        raise CannotStart(str(error)) from error
    await _together(
        supervisor.start(worker(settings, environment, client)),
        supervisor.start(api(settings, environment)),
    )


def _welcome(settings: Settings, link: str | None) -> tuple[str, ...]:
    file = first_key_file(settings)
    host, _, _ = settings.temporal_address.rpartition(":")
    key = (
        f"{file.read_text().strip()}  (of {FIRST_PERSON}, who may do everything; kept in {file})"
        if file.exists()
        else "followthrough key create HANDLE makes one for a person"
    )
    sign_in = (
        f"{link}  (as {FIRST_PERSON}; lets in once, within a day)"
        if link
        else f"{settings.public_url}/sign-in  (followthrough person link HANDLE makes a way in)"
    )
    return (
        "",
        f"  Sign in      {sign_in}",
        f"  API          {settings.public_url}/docs",
        f"  Temporal UI  http://{host}:{settings.temporal_ui_port}",
        f"  API key      {key}",
        f"  Logs         {settings.data_dir / 'logs'}",
        "",
    )


def _check_server_is_ours(settings: Settings) -> None:
    host, _, port = settings.temporal_address.rpartition(":")
    if host not in _LOCAL or not port.isdigit():
        raise CannotStart(
            f"`up` starts a Temporal server on this machine, but {PREFIX}TEMPORAL_ADDRESS is"
            f" {settings.temporal_address}. To use that server, run `followthrough worker` and"
            " `followthrough api`; to use `up`, set it to 127.0.0.1:7233 or leave it out."
        )


def _wanted_ports(settings: Settings) -> list[Wanted]:
    host, _, port = settings.temporal_address.rpartition(":")

    def way_out(flag: str, setting: str, variable: str) -> str:
        return f"`--{flag}`, {PREFIX}{setting} or, with make, {variable}="

    return [
        Wanted(
            settings.api_host,
            settings.api_port,
            "the API",
            way_out("api-port", "API_PORT", "PORT"),
        ),
        Wanted(
            host,
            int(port),
            "the Temporal server",
            way_out("temporal-port", "TEMPORAL_ADDRESS", "TEMPORAL_PORT"),
        ),
        Wanted(
            host,
            settings.temporal_ui_port,
            "Temporal UI",
            way_out("temporal-ui-port", "TEMPORAL_UI_PORT", "UI_PORT"),
        ),
        *_metrics_port(settings),
    ]


def _metrics_port(settings: Settings) -> list[Wanted]:
    if settings.metrics_port is None:
        return []
    name = f"{PREFIX}METRICS_PORT"
    return [Wanted(settings.api_host, settings.metrics_port, "the worker's counters", name)]


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def _before(stop: asyncio.Event, work: Coroutine[None, None, None]) -> bool:
    """Do the work unless stopped first; True when it was done."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if working.done():
        working.result()
        return True
    working.cancel()
    await asyncio.wait((working,))
    return False


async def _together(*steps: Coroutine[None, None, None]) -> None:
    """Do the steps side by side; the first failure ends the others and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(step)
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None
