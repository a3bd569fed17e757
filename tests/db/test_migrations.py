"""Migrations and models say the same, on both databases."""

import asyncio
import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from builders import at
from databases import on_server
from db import migrate, people
from db.access import Scope, authenticate, create_key, list_keys, revoke_key
from db.models import Base
from db.people import Person
from db.session import Database

pytestmark = pytest.mark.anyio
NOW = at("Mon 09:00")


async def test_migrations_and_models_agree(url: str) -> None:
    assert await migrate.differences(url) == []


async def test_upgrading_again_changes_nothing(url: str) -> None:
    await migrate.upgrade(url)
    assert await migrate.differences(url) == []


async def test_an_empty_database_lacks_everything(tmp_path: Path) -> None:
    assert await migrate.differences(f"sqlite:///{tmp_path / 'empty.db'}")


async def test_several_may_upgrade_a_new_file_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'both.db'}"
    await asyncio.gather(*(migrate.upgrade(url) for _ in range(4)))
    assert await migrate.differences(url) == []


@pytest.mark.postgres
async def test_two_may_upgrade_a_new_postgresql_at_once(postgresql_server: str) -> None:
    await asyncio.to_thread(on_server, postgresql_server, 'CREATE DATABASE "both"')
    url = postgresql_server.replace("/postgres?", "/both?")
    await asyncio.gather(migrate.upgrade(url), migrate.upgrade(url))
    assert await migrate.differences(url) == []


def test_constraints_of_models_and_migrations_agree(tmp_path: Path, sqlite_template: Path) -> None:
    """Alembic does not compare check constraints, so we do."""
    made = tmp_path / "models.db"
    engine = create_engine(f"sqlite:///{made}")
    Base.metadata.create_all(engine)
    engine.dispose()
    assert constraints(sqlite_template) == constraints(made)


def constraints(file: Path) -> dict[str, set[str]]:
    """The named constraints of each table, as SQLite keeps their text."""
    with sqlite3.connect(file) as connection:
        tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        found = {
            name: {line.strip(" \t,") for line in sql.splitlines() if "CONSTRAINT" in line}
            for name, sql in tables
            if not name.startswith(("sqlite_", "alembic_"))
        }
    connection.close()
    return found


def test_every_constraint_of_the_models_has_a_name() -> None:
    for table in Base.metadata.tables.values():
        ddl = str(CreateTable(table).compile(dialect=sqlite.dialect()))
        clauses = ("CHECK", "UNIQUE", "FOREIGN KEY", "PRIMARY KEY")
        unnamed = [line for line in ddl.splitlines() if line.strip().startswith(clauses)]
        assert not unnamed, f"{table.name}: {unnamed}"


def test_the_migrations_travel_with_the_package() -> None:
    assert (migrate.HERE / "script.py.mako").is_file()
    assert sorted((migrate.HERE / "versions").glob("0001_*.py"))


async def test_a_draft_lands_among_the_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "migrations"
    shutil.copytree(migrate.HERE, copy)
    monkeypatch.setattr(migrate, "HERE", copy)
    await migrate.draft("nothing new")
    assert list((copy / "versions").glob("*_nothing_new.py"))


async def test_going_back_widens_no_key(database: Database) -> None:
    """A key that was for some things alone is shut out, for good; the others go on."""
    await people.put(database, Person("li.min", "Li", "agent", frozenset({"agent"}), "after_sales"))
    made = {
        label: await create_key(database, "li.min", label=label, now=NOW, scopes=scopes)
        for label, scopes in (
            ("whole", None),
            ("reads", frozenset[Scope]({"read"})),
            ("nothing", frozenset[Scope]()),
            ("lost", frozenset[Scope]({"work"})),
        )
    }
    await revoke_key(database, made["lost"].id, now=NOW)
    await migrate._run(database.url, lambda conn: command.downgrade(migrate._config(conn), "0016"))
    await migrate.upgrade(database.url)
    again = {key.label: key.revoked_at for key in await list_keys(database)}
    assert again["whole"] is None
    assert again["lost"] == NOW
    assert again["reads"] is not None
    assert again["nothing"] is not None
    assert await authenticate(database, made["whole"].clear)
    assert not await authenticate(database, made["reads"].clear)
