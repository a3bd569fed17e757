"""Bringing a database to the newest schema; the migrations travel in the package.

`python -m db.migrate "what changed"` drafts the next migration from the difference between the
models and the migrations so far. Read it, name its constraints, then commit it.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from db.models import Base
from db.session import one_error, open_engine

HERE = Path(__file__).parent / "migrations"
LOCK = 0x0F01_10EE  # any number of our own: two processes must not migrate PostgreSQL at once

_COPIED: list[bytes] = []
"""What `new_file` has made; nothing else keeps it."""

Result = TypeVar("Result")


async def upgrade(url: str) -> None:
    """Bring the database to the newest schema, in one transaction; a current one is left alone. Raises DatabaseDown."""
    await _run(url, lambda connection: command.upgrade(_config(connection), "head"))


async def new_file(path: Path) -> str:
    """Write a SQLite file of the newest schema, and give its URL. A process migrates one and copies that."""
    if not _COPIED:
        with tempfile.TemporaryDirectory() as folder:
            first = Path(folder) / "first.db"
            await upgrade(f"sqlite:///{first}")
            _COPIED.append(first.read_bytes())
    path.write_bytes(_COPIED[0])  # noqa: ASYNC240  (a megabyte at most)
    return f"sqlite:///{path}"


async def differences(url: str) -> list[Any]:
    """What an upgraded database lacks or has too much of, compared with the models."""
    return await _run(url, _compare)


async def draft(message: str) -> None:
    """Write the next migration from what the models have and the migrations lack."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/draft.db"
        await upgrade(url)
        await _run(url, lambda conn: command.revision(_config(conn), message, autogenerate=True))


async def _run(url: str, work: Callable[[Connection], Result]) -> Result:
    engine = open_engine(url, foreign_keys=False, patience=None)
    try:
        with one_error():
            return await _in_one_transaction(engine, work)
    finally:
        await engine.dispose()


async def _in_one_transaction(engine: AsyncEngine, work: Callable[[Connection], Result]) -> Result:
    async with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        return await connection.run_sync(work)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _compare(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


if __name__ == "__main__":
    asyncio.run(draft(" ".join(sys.argv[1:]) or "unnamed"))
