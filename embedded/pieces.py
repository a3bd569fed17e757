"""Our own pieces of an embedded installation: the worker and the API, as the CLI starts them."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import httpx2
from temporalio.client import Client
from temporalio.service import RPCError

from db.session import Database, DatabaseDown
from db.signs import name_of, silence
from embedded.supervise import IsAlive, IsHealthy, Piece
from embedded.temporal import NO_PROFILES
from settings import PREFIX, Settings, process_environment
from workflows.polling import is_polled

SILENT = timedelta(seconds=25)
"""A worker that has given no sign of life for so long stands still, or can't write, which comes to the same."""


def worker(settings: Settings, environment: Mapping[str, str], client: Client) -> Piece:
    """The worker; it is well when it asks the server for work."""

    async def is_healthy(since: datetime) -> bool:
        try:
            return await is_polled(client, settings.task_queue, since)
        except RPCError:  # the server itself is down: the supervisor brings it back
            return False

    async def is_alive(pid: int) -> bool:
        """By its signs of life; a database that doesn't answer says nothing about it."""
        database = Database(settings.database_url.get_secret_value(), settings.vault())
        try:
            silent = await silence(database, "worker", name_of("worker", pid))
        except DatabaseDown:
            return True
        finally:
            await database.close()
        return silent is None or silent < SILENT

    return _our_own("worker", settings, environment, is_healthy, is_alive)


def api(settings: Settings, environment: Mapping[str, str]) -> Piece:
    """The API; it is well when it answers."""
    host = "127.0.0.1" if settings.api_host == "0.0.0.0" else settings.api_host  # noqa: S104

    async def is_healthy(_since: datetime) -> bool:
        # nothing is encrypted here, and reading all certificates takes 60 ms, every time
        async with httpx2.AsyncClient(trust_env=False, verify=False) as client:
            try:
                answer = await client.get(f"http://{host}:{settings.api_port}/healthz")
            except httpx2.TransportError:  # nobody listens yet
                return False
        return answer.status_code == httpx2.codes.OK

    async def is_alive(_pid: int) -> bool:
        return await is_healthy(datetime.now(UTC))

    return _our_own("api", settings, environment, is_healthy, is_alive)


def _our_own(
    name: str,
    settings: Settings,
    environment: Mapping[str, str],
    is_healthy: IsHealthy,
    is_alive: IsAlive,
) -> Piece:
    return Piece(
        name=name,
        command=[sys.executable, "-m", "cli", name],
        log=settings.data_dir / "logs" / f"{name}.log",
        environment=environment,
        is_healthy=is_healthy,
        is_alive=is_alive,
    )


def environment_of_pieces(settings: Settings) -> dict[str, str]:
    """What the pieces see: this process's environment, led to the server and places of this `up`.

    Secrets are not handed on: each piece reads them where this process did.
    """
    inherited = {
        name: value
        for name, value in process_environment().items()
        if not name.startswith("TEMPORAL_")
    }
    return inherited | {
        **NO_PROFILES,
        f"{PREFIX}DATA_DIR": str(settings.data_dir),
        f"{PREFIX}API_HOST": settings.api_host,
        f"{PREFIX}API_PORT": str(settings.api_port),
        f"{PREFIX}TEMPORAL_ADDRESS": settings.temporal_address,
        f"{PREFIX}TEMPORAL_UI_PORT": str(settings.temporal_ui_port),
        f"{PREFIX}TEMPORAL_UI_URL": settings.temporal_ui_url
        or f"http://127.0.0.1:{settings.temporal_ui_port}",
        f"{PREFIX}LOCAL_UI": "true",
    }
