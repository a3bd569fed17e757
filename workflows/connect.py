"""Finding the Temporal server."""

from collections.abc import Mapping

from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.envconfig import ClientConfigProfile

from settings import Settings, process_environment


class NoServer(RuntimeError):
    """No Temporal server answers; the text says where, and the way out."""


async def connect(
    settings: Settings,
    data_converter: DataConverter,
    *,
    environment: Mapping[str, str] | None = None,
) -> Client:
    """A client for the server that Temporal's own configuration names, else for the settings'.

    Temporal's configuration (`TEMPORAL_*`, TOML profiles, TLS, API keys) wins: a cluster or Temporal
    Cloud is reached with what its users have already. `environment` replaces the process's.
    Raises NoServer.
    """
    profile = ClientConfigProfile.load(
        override_env_vars=environment if environment is not None else process_environment()
    )
    found = profile.to_client_connect_config()
    found.setdefault("target_host", settings.temporal_address)
    found.setdefault("namespace", settings.temporal_namespace)
    try:
        return await Client.connect(**found, data_converter=data_converter)
    except RuntimeError as error:
        raise NoServer(
            f"no Temporal server answers at {found['target_host']}: start it (`followthrough up` brings "
            "its own), or say where it is with FOLLOWTHROUGH_TEMPORAL_ADDRESS or TEMPORAL_ADDRESS "
            f"({error})"
        ) from error
