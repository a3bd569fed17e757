"""How SQLite is opened and spoken to.

Its driver hands each call to a thread of the connection. That is right for what may wait: the disk, another process's
write. Most of our statements come in a transaction that has begun and holds the file already; they take some
hundredths of a millisecond, and three or four trips to the thread and back would take ten times that.
"""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import aiosqlite
from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import await_only

BUSY_TIMEOUT = 5_000  # ms SQLite waits for another process's write; ours take about one
SYNCHRONOUS = "FULL"
"""What SQLite has answered is on the disk: a power cut takes back nothing that was acknowledged. With NORMAL,
WAL keeps the file whole and may lose the last commits (REQ J3; docs/performance.md has the price)."""
ROWS_AT_ONCE = 64
SHARED = {"check_same_thread": False}
"""A connection is used by two threads, never by both at once: whoever asked one waits for its answer."""
WAITS = ("commit", "rollback")
"""What goes to the disk at the end of a transaction."""


class Near(aiosqlite.Connection):
    """Does at once, in the loop's own thread, what neither waits nor works for long: the statements of a write
    transaction that has begun, and the opening and closing of cursors. All else goes to the connection's thread."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connect, ROWS_AT_ONCE)
        # as the engine has it: a connection that is forgotten keeps no process
        self._thread.daemon = True

    async def _execute(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        if self._connection is not None and self._running and self._is_quick(fn):
            return fn(*args, **kwargs)
        return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]

    def _is_quick(self, fn: Any) -> bool:
        if fn.__name__ == "cursor" or (fn.__name__ == "close" and fn.__self__ is not self._conn):
            return True
        return self._conn.in_transaction and fn.__name__ not in WAITS


def connecting(url: URL) -> Callable[..., Awaitable[aiosqlite.Connection]]:
    """What opens a connection, for the engine: the file and the options that its URL names."""
    (file, *more), named = url.get_dialect()().create_connect_args(url)
    return lambda *_args, **_kwargs: Near(
        partial(sqlite3.connect, file, *more, **{**named, **SHARED})
    )


def _write_ahead(cursor: Any) -> None:
    """Write-ahead logging. On a new file this changes the file itself, and SQLite doesn't wait for another
    who is at it, whatever the busy timeout."""
    until = time.monotonic() + BUSY_TIMEOUT / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            await_only(asyncio.sleep(0.02))
        else:
            return


def tune(engine: AsyncEngine, *, writes: bool, foreign_keys: bool) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; `begin` below does
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT}",
            f"synchronous = {SYNCHRONOUS}",
            f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
            f"query_only = {'OFF' if writes else 'ON'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        _write_ahead(cursor)
        cursor.close()

    if writes:

        @event.listens_for(engine.sync_engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
