"""Opening the database, and the two kinds of sessions on it.

A write session is one transaction: committed at the end of its block, undone by an error. It is
short and awaits nothing but the database. A read session changes nothing, and each of its statements
stands for itself: no more than PostgreSQL's READ COMMITTED transactions gave, and without two round
trips to begin and end one.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import URL, event, make_url, text
from sqlalchemy.exc import (
    DBAPIError,
    DisconnectionError,
    InterfaceError,
    InvalidRequestError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.pool import QueuePool

from db import sqlite
from db.models.base import to_json
from vault import Vault

TURN_TIMEOUT = 5.0  # seconds in which a queue of writes to SQLite must get one done
PATIENCE = 10.0
"""Seconds for a whole session on PostgreSQL, most of which take some milliseconds. A server that was
frozen or cut off says nothing at all, and whoever waits for it holds a connection of the pool."""
SILENT: dict[str, Any] = {"hide_parameters": True}
"""A statement that fails is logged without its values: hashes and handles stand in them."""
CONNECTIONS = 10
"""To PostgreSQL for one process to read with, and as many to write with: all are kept once they are
made, since making one costs more than most sessions. The sum over all processes has to stay below the
server's `max_connections`."""
AWAY = ("08", "53", "57", "25P03")
"""SQLSTATE classes of a server that can't serve now: connection lost, no resources, shutting down or
starting up, and what it ended because we took too long. The driver calls some of them no more than an error."""
AWAY_ERRORS = (
    OperationalError,
    InterfaceError,
    # the driver's own, where a connection dies while it is still being set up
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)
POOL_GAVE_UP = "This connection is closed"
"""What the pool says, by no class of its own, when a new connection is refused as the old one was."""
MADE_AT = "made_at"
SQLALCHEMYS = ("prepared_statement", "async_")
"""What of a URL only SQLAlchemy knows."""
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


class DatabaseDown(Exception):
    """The database does not answer; what was asked of it may or may not have been done."""


class Database:
    """The database behind `sqlite:///path` or `postgresql://…` (a driver in the URL is not needed), and the
    vault for its private columns. Connections are made when they are needed; `close` gives them back."""

    def __init__(self, url: str, vault: Vault) -> None:
        self.vault = vault
        self.url = url
        self._reading, self._writing = open_engine(url, writes=False), open_engine(url)
        self._readers = async_sessionmaker(self._reading, expire_on_commit=False)
        self._writers = async_sessionmaker(self._writing, expire_on_commit=False)
        # SQLite has one writer. Our own queue here is fair and wakes at once; its busy handler,
        # which other processes meet, sleeps and tries again.
        self._turn = asyncio.Semaphore(1 if self.dialect == "sqlite" else 1_000)
        self._written = 0
        self._wrote_at = float("-inf")
        self._gave_up_at = 0.0
        if self.dialect == "postgresql":
            for engine in (self._reading, self._writing):
                event.listen(engine.sync_engine, "connect", _note_when)
                event.listen(engine.sync_engine, "checkout", self._refuse_the_dead)

    @property
    def dialect(self) -> str:
        """sqlite or postgresql."""
        return self._writing.dialect.name

    def connecting(self) -> dict[str, Any]:
        """How a connection of one's own to PostgreSQL is made, as the driver calls it."""
        given = self._reading.dialect.create_connect_args(with_driver(self.url))[1]
        return {name: each for name, each in given.items() if not name.startswith(SQLALCHEMYS)}

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading; the database refuses to change anything in it."""
        with one_error():
            async with self._in_time(), self._readers() as session:
                yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One write transaction. On SQLite it begins immediate: a read before the write can't fail it."""
        with one_error():
            async with self._in_time(), self._my_turn(), self._writers.begin() as session:
                yield session

    @asynccontextmanager
    async def _my_turn(self) -> AsyncIterator[None]:
        """A long queue is no reason to give up; one that stands still is: another process holds SQLite,
        and each write of ours would wait for all before it in vain."""
        seen = self._written
        while True:
            try:
                async with asyncio.timeout(TURN_TIMEOUT):
                    await self._turn.acquire()
                break
            except TimeoutError as error:
                if seen == self._written:
                    text = f"nothing could be written for {TURN_TIMEOUT:g} s"
                    raise TimeoutError(text) from error
                seen = self._written
        try:
            yield
            self._written += 1
            self._wrote_at = time.monotonic()
        finally:
            self._turn.release()

    @asynccontextmanager
    async def _in_time(self) -> AsyncIterator[None]:
        """SQLite has a patience of its own, and its thread can't be called back."""
        try:
            async with asyncio.timeout(PATIENCE if self.dialect == "postgresql" else None):
                yield
        except TimeoutError:
            self._gave_up_at = time.monotonic()
            raise

    def _refuse_the_dead(self, connection: Any, record: Any, _proxy: object) -> None:
        """A pooled connection may have died since it was last used. One that the system says is closed is
        replaced before use, and so is one older than the last silence of the server: what lies on the
        way may have forgotten them all. To ask the server each time (`pool_pre_ping`) takes three round
        trips, more than most of our sessions themselves, and one that says nothing makes both wait."""
        driver = connection.driver_connection
        silent = record.info[MADE_AT] < self._gave_up_at
        if driver.is_closed() or driver.is_in_transaction() or silent:
            raise DisconnectionError("not to be relied on any more")

    def wrote_within(self, lately: timedelta) -> bool:
        """Whether this process has written something so lately."""
        return time.monotonic() - self._wrote_at < lately.total_seconds()

    async def ping(self) -> None:
        """Raises DatabaseDown when the database does not answer a query."""
        async with self.read() as session:
            await session.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Give all connections back, once those still at work have come home: a session that was called off
        ends its statement in the background, and the pool lets go of whatever is out when it is disposed of."""
        until = time.monotonic() + PATIENCE
        while any(map(_out, (self._reading, self._writing))) and time.monotonic() < until:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        await self._reading.dispose()
        await self._writing.dispose()


def _out(engine: AsyncEngine) -> int:
    """How many connections somebody has."""
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    return pool.checkedout()


def _note_when(_connection: object, record: Any) -> None:
    """When a connection was there, not when it was asked for: that may take seconds, and others give up
    in the meantime."""
    record.info[MADE_AT] = time.monotonic()


@contextmanager
def one_error() -> Iterator[None]:
    """A connection that can't be made or breaks is one error, whatever the driver calls it."""
    try:
        yield
    except (*AWAY_ERRORS, PoolTimeout, OSError) as error:
        raise DatabaseDown(f"the database does not answer: {str(error) or 'timed out'}") from error
    except InvalidRequestError as error:
        if str(error) != POOL_GAVE_UP:
            raise
        raise DatabaseDown(f"the database does not answer: {error}") from error
    except DBAPIError as error:
        if not _is_away(error):
            raise
        raise DatabaseDown(f"the database does not answer: {error}") from error


def _is_away(error: DBAPIError) -> bool:
    """Whether it is the server that can't serve, not the statement that is wrong."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return error.connection_invalidated or state.startswith(AWAY)


def open_engine(
    url: str,
    *,
    writes: bool = True,
    foreign_keys: bool = True,
    patience: float | None = PATIENCE,
) -> AsyncEngine:
    """An engine set up the way this room needs it; one that doesn't write can't.

    Migrations go without foreign keys on SQLite, and without a limit of `patience` in seconds.
    """
    full = with_driver(url)
    alone: dict[str, Any] = {}
    if not writes:
        alone = {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
    if full.get_backend_name() == "sqlite":
        creator = sqlite.connecting(full)
        engine = create_async_engine(
            full, **alone, **SILENT, json_serializer=to_json, async_creator=creator
        )
        sqlite.tune(engine, writes=writes, foreign_keys=foreign_keys)
        return engine
    return create_async_engine(
        full,
        **alone,
        **SILENT,
        json_serializer=to_json,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=patience or PATIENCE,
        connect_args={
            "timeout": PATIENCE,
            # also for what goes on after a session was given up: a rollback that nobody hears
            "command_timeout": patience,
            "server_settings": {
                "default_transaction_read_only": "off" if writes else "on",
                **(_limits(patience) if patience else {}),
            },
        },
    )


def _limits(patience: float) -> dict[str, str]:
    """The same patience, kept by the server: a process of ours that is frozen in the middle of a transaction, or whose machine
    is gone, can't keep it, and every other one would wait for its locks."""
    at_once = max(1, round(patience / 3))
    return {
        "statement_timeout": f"{patience * 1000:.0f}",
        "idle_in_transaction_session_timeout": f"{patience * 1000:.0f}",
        "tcp_keepalives_idle": str(at_once),
        "tcp_keepalives_interval": str(at_once),
        "tcp_keepalives_count": "2",
        "tcp_user_timeout": f"{patience * 1000:.0f}",
    }


def with_driver(url: str) -> URL:
    """The URL with the asynchronous driver of its database. Raises ValueError for any other database."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend not in DRIVERS:
        raise ValueError(f"database {backend!r} is not supported: use {' or '.join(DRIVERS)}")
    return parsed.set(drivername=DRIVERS[backend])
