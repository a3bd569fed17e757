"""Opening the database, and the two kinds of sessions on it.

A write session is one transaction: committed at the end of its block, undone by an error. It is
short and awaits nothing but the database. A read session changes nothing; on PostgreSQL each of its
statements stands for itself, which is what its transactions (READ COMMITTED) gave too, without two
round trips to begin and end one.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy import URL, Connection, event, make_url, text
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import ORMExecuteState, Session

from vault import Vault

BUSY_TIMEOUT = 5_000  # ms SQLite waits for another process's write; ours take about one
TURN_TIMEOUT = 5.0  # seconds in which a queue of writes to SQLite must get one done
PATIENCE = 10.0
"""Seconds for a whole session on PostgreSQL, most of which take some milliseconds. A server that was
frozen or cut off says nothing at all, and whoever waits for it holds a connection of the pool."""
CONNECTIONS = 15
"""To PostgreSQL, for one process: all are kept once they are made, since making one costs more than
most sessions. The sum over all processes has to stay below the server's `max_connections`."""
AWAY = ("08", "53", "57P")
"""SQLSTATE classes of a server that can't serve now: connection lost, no resources, shutting down or
starting up. The driver calls some of them no more than an error."""
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


class DatabaseDown(Exception):
    """The database does not answer; what was asked of it may or may not have been done."""


class Reading(Session):
    """What a read session is made of: a change asked of it is a mistake of ours, told at once."""


@event.listens_for(Reading, "before_flush")
def _flush_nothing(*_: object) -> None:
    raise RuntimeError("a read session changes nothing: use `Database.write`")


@event.listens_for(Reading, "do_orm_execute")
def _only_read(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        _flush_nothing()


class Database:
    """The database and the vault for its private columns. Made by `open_database`."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self.vault = vault
        self._engine = engine
        alone = {"isolation_level": "AUTOCOMMIT"} if engine.dialect.name == "postgresql" else {}
        self._readers = async_sessionmaker(
            engine.execution_options(**alone), expire_on_commit=False, sync_session_class=Reading
        )
        self._writers = async_sessionmaker(
            engine.execution_options(writes=True), expire_on_commit=False
        )
        # SQLite has one writer. Our own queue here is fair and wakes at once; its busy handler,
        # which other processes meet, sleeps and tries again.
        self._turn = asyncio.Semaphore(1 if engine.dialect.name == "sqlite" else 1_000)
        self._written = 0

    @property
    def dialect(self) -> str:
        """sqlite or postgresql."""
        return self._engine.dialect.name

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading. Raises RuntimeError where something is to be changed with it."""
        with _told_plainly():
            async with self._in_time(), self._readers() as session:
                yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One write transaction. On SQLite it begins immediate: a read before the write can't fail it."""
        with _told_plainly():
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
        finally:
            self._turn.release()

    def _in_time(self) -> asyncio.Timeout:
        """SQLite has a patience of its own, and its thread can't be called back."""
        return asyncio.timeout(PATIENCE if self.dialect == "postgresql" else None)

    async def ping(self) -> None:
        """Raises DatabaseDown when the database does not answer a query."""
        async with self.read() as session:
            await session.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Give all connections back."""
        await self._engine.dispose()


@contextmanager
def _told_plainly() -> Iterator[None]:
    """A connection that can't be made or breaks is one error, whatever the driver calls it."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout, OSError) as error:
        raise DatabaseDown(f"the database does not answer: {str(error) or 'timed out'}") from error
    except DBAPIError as error:
        if not _is_away(error):
            raise
        raise DatabaseDown(f"the database does not answer: {error}") from error


def _is_away(error: DBAPIError) -> bool:
    """Whether it is the server that can't serve, not the statement that is wrong."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return error.connection_invalidated or state.startswith(AWAY)


def open_database(url: str, vault: Vault) -> Database:
    """The database behind `sqlite:///path` or `postgresql://…`; a driver in the URL is not needed."""
    return Database(open_engine(url), vault)


def open_engine(
    url: str, *, foreign_keys: bool = True, patience: float | None = PATIENCE
) -> AsyncEngine:
    """An engine set up the way this room needs it.

    Migrations go without foreign keys on SQLite, and without a limit of `patience` in seconds.
    """
    full = with_driver(url)
    if full.get_backend_name() == "sqlite":
        engine = create_async_engine(full)
        _tune_sqlite(engine, foreign_keys=foreign_keys)
        return engine
    engine = create_async_engine(
        full,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=patience or PATIENCE,
        # also for what goes on after a session was given up: a rollback that nobody hears
        connect_args={"timeout": PATIENCE, "command_timeout": patience},
    )
    _replace_the_dead(engine)
    return engine


def with_driver(url: str) -> URL:
    """The URL with the asynchronous driver of its database. Raises ValueError for any other database."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend not in DRIVERS:
        raise ValueError(f"database {backend!r} is not supported: use {' or '.join(DRIVERS)}")
    return parsed.set(drivername=DRIVERS[backend])


def _replace_the_dead(engine: AsyncEngine) -> None:
    """A pooled connection may have died with its server since it was last used. The driver was told so
    by the system; to ask the server each time (`pool_pre_ping`) takes three round trips, more than
    most of our sessions themselves, and a server that says nothing makes both wait."""

    @event.listens_for(engine.sync_engine, "checkout")
    def look(connection: Any, _record: object, _proxy: object) -> None:
        if connection.driver_connection.is_closed():
            raise DisconnectionError("closed since it was last used")


def _tune_sqlite(engine: AsyncEngine, *, foreign_keys: bool) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; `begin` below does
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT}",  # first: the next one may meet another process
            "journal_mode = WAL",
            "synchronous = NORMAL",
            f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
