"""Our own pieces of an embedded installation: the worker and the API, as the CLI starts them."""

import sys
from collections.abc import Mapping
from datetime import datetime

import httpx2
from temporalio.client import Client
from temporalio.service import RPCError

from embedded.supervise import IsHealthy, Piece
from embedded.temporal import NO_PROFILES
from settings import PREFIX, Settings, process_environment
from workflows.polling import is_polled


def worker(settings: Settings, environment: Mapping[str, str], client: Client) -> Piece:
    """The worker; it is well when it asks the server for work."""

    async def is_healthy(since: datetime) -> bool:
        try:
            return await is_polled(client, settings.task_queue, since)
        except RPCError:  # the server itself is down: the supervisor brings it back
            return False

    return _our_own("worker", settings, environment, is_healthy)


def api(settings: Settings, environment: Mapping[str, str]) -> Piece:
    """The API; it is well when it answers."""
    host = "127.0.0.1" if settings.api_host == "0.0.0.0" else settings.api_host  # noqa: S104

    async def is_healthy(_since: datetime) -> bool:
        async with httpx2.AsyncClient(trust_env=False) as client:
            try:
                answer = await client.get(f"http://{host}:{settings.api_port}/healthz")
            except httpx2.TransportError:  # nobody listens yet
                return False
        return answer.status_code == httpx2.codes.OK

    return _our_own("api", settings, environment, is_healthy)


def _our_own(
    name: str, settings: Settings, environment: Mapping[str, str], is_healthy: IsHealthy
) -> Piece:
    return Piece(
        name=name,
        command=[sys.executable, "-m", "cli", name],
        log=settings.data_dir / "logs" / f"{name}.log",
        environment=environment,
        is_healthy=is_healthy,
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
        f"{PREFIX}LOCAL_UI": "true",
    }
