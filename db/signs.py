"""Signs of life: each process says every few seconds that it works, and that it can write (REQ J3).

Temporal notices a worker that stands still only when its poll is over, after a minute; the database itself
answers questions on a full disk. Times are the database's own where it has a clock: those of two
machines differ.
"""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import delete, func, select

from db.models import SignRow
from db.session import Database, DatabaseDown, with_driver
from db.upsert import dialect_of, replacing

Kind = Literal["worker", "api"]

BEAT = timedelta(seconds=5)
SILENT_AFTER = timedelta(seconds=20)
"""Three beats may be late, on a busy machine; a process that stands still is told within half a minute."""
FORGOTTEN_AFTER = timedelta(days=1)
"""A process that was killed leaves its row behind."""
LEAST_ROOM = 50_000_000
"""Bytes free on the disk of an SQLite file below which it counts as full: a busy minute takes some."""


def name_of(kind: Kind, pid: int | None = None) -> str:
    """What a process of this machine is called, this one without a `pid`."""
    return f"{kind}:{socket.gethostname()}:{os.getpid() if pid is None else pid}"


async def give(database: Database, kind: Kind) -> None:
    """Say that this process works; it is written, so it also tells whether anything can be. Raises
    DatabaseDown."""
    async with database.write() as session:
        dialect = dialect_of(session)
        now = func.now() if dialect == "postgresql" else datetime.now(UTC)
        row = {"process": name_of(kind), "kind": kind, "seen_at": now}
        await session.execute(replacing(SignRow, dialect).values(row))


async def withdraw(database: Database, kind: Kind) -> None:
    """This process ends as it should; rows that others left behind go too. Raises DatabaseDown."""
    async with database.write() as session:
        now = func.now() if dialect_of(session) == "postgresql" else datetime.now(UTC)
        mine = SignRow.process == name_of(kind)
        await session.execute(
            delete(SignRow).where(mine | (SignRow.seen_at < now - FORGOTTEN_AFTER))
        )


async def silence(database: Database, kind: Kind, process: str | None = None) -> timedelta | None:
    """How long ago the newest sign of such processes was, or of one of them; None where none ever gave
    one. Raises DatabaseDown."""
    query = select(func.max(SignRow.seen_at)).where(SignRow.kind == kind)
    if process is not None:
        query = query.where(SignRow.process == process)
    async with database.read() as session:
        seen: datetime | None = await session.scalar(query)
        now = datetime.now(UTC)
        if dialect_of(session) == "postgresql":
            now = await session.scalar(select(func.now())) or now
    return now - seen if seen else None


@asynccontextmanager
async def beating(database: Database, kind: Kind) -> AsyncIterator[None]:
    """Give a sign every few seconds, from the loop that does the work: one that stands still gives none."""

    async def beat() -> None:
        while True:
            with suppress(DatabaseDown):
                await give(database, kind)
            await asyncio.sleep(BEAT.total_seconds())

    beats = asyncio.create_task(beat(), name=f"signs of life of the {kind}")
    try:
        yield
    finally:
        beats.cancel()
        with suppress(asyncio.CancelledError):
            await beats
        with suppress(DatabaseDown):
            await withdraw(database, kind)


def room_left(url: str) -> int | None:
    """Bytes free on the disk of an SQLite file; None for a database elsewhere, whose disk others watch."""
    parsed = with_driver(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    with suppress(OSError):
        return shutil.disk_usage(Path(parsed.database).parent).free
    return None
