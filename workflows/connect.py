"""Finding the Temporal server."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.envconfig import ClientConfigProfile

from settings import Settings, process_environment

PATIENCE = timedelta(seconds=10)
"""For a first connection; a server at work answers in milliseconds."""


class NoServer(RuntimeError):
    """No Temporal server answers; the text says where, and the way out."""


@asynccontextmanager
async def answering(within: timedelta) -> AsyncIterator[None]:
    """Calls that a server answers in time, or not at all: frozen, cut off, or never connected to.

    Raises NoServer; an RPCError passes as it is.
    """
    try:
        async with asyncio.timeout(within.total_seconds()):
            yield
    except TimeoutError as error:
        raise NoServer(f"no answer within {within.total_seconds():g} s") from error
    except RuntimeError as error:
        # the SDK has no type for a first connection that fails
        if not str(error).startswith("Failed client connect"):
            raise
        raise NoServer(str(error)) from error


async def connect(
    settings: Settings,
    data_converter: DataConverter,
    *,
    environment: Mapping[str, str] | None = None,
    lazy: bool = False,
) -> Client:
    """A client for the server that Temporal's own configuration names, else for the settings'.

    Temporal's configuration (`TEMPORAL_*`, TOML profiles, TLS, API keys) wins: a cluster or Temporal
    Cloud is reached with what its users have already. `environment` replaces the process's.
    A lazy client connects with the first call, and again with the next one while nobody answers
    (see `answering`); a worker can't have one. Raises NoServer.
    """
    profile = ClientConfigProfile.load(
        override_env_vars=environment if environment is not None else process_environment()
    )
    found = profile.to_client_connect_config()
    found.setdefault("target_host", settings.temporal_address)
    found.setdefault("namespace", settings.temporal_namespace)
    try:
        async with answering(PATIENCE):
            return await Client.connect(**found, data_converter=data_converter, lazy=lazy)
    except NoServer as error:
        raise NoServer(
            f"no Temporal server answers at {found['target_host']}: start it (`followthrough up` brings "
            "its own), or say where it is with FOLLOWTHROUGH_TEMPORAL_ADDRESS or TEMPORAL_ADDRESS "
            f"({error})"
        ) from error
