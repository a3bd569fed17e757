"""Sessions: one transaction, no locks lost, nothing private in clear."""

import asyncio
import sqlite3
import sys
import threading
import time
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy import Executable, delete, event, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from builders import Played, at
from databases import VAULT, on_server
from db import access, customers, inbox, openings, people, texts
from db import session as session_room
from db.models import InboxRow, PersonRow, TextRow
from db.people import Person
from db.records import store
from db.session import Database, DatabaseDown, with_driver
from disk import SHIPPED
from domain.command import Actor
from domain.escalations import Escalate
from domain.intake import OpenCase
from recording import batch

pytestmark = pytest.mark.anyio


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    file = tmp_path / "one.db"
    file.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{file}"


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:///x.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite"),
        ("postgresql://u:p@h/d", "postgresql+asyncpg"),
        ("postgresql+psycopg://u:p@h/d", "postgresql+asyncpg"),
    ],
)
def test_a_url_gets_the_driver_of_its_database(given: str, driver: str) -> None:
    assert with_driver(given).drivername == driver


def test_another_database_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="mysql"):
        Database("mysql://h/d", VAULT)


async def test_an_error_undoes_the_whole_write(database: Database) -> None:
    await people.put(database, a_person("li.min"))
    nobody = inbox_row("nobody")
    with pytest.raises(IntegrityError):
        await delete_people_and_add(database, nobody)
    assert await people.get(database, "li.min")


@pytest.mark.parametrize(
    "change", [delete(PersonRow), text("UPDATE people SET team = 'x'")], ids=["orm", "text"]
)
async def test_the_database_refuses_a_change_in_a_read_session(
    database: Database, change: Executable
) -> None:
    await people.put(database, a_person("li.min"))
    async with database.read() as session:
        with pytest.raises(DBAPIError, match=r"read-?only"):
            await session.execute(change)
    kept = await people.get(database, "li.min")
    assert kept
    assert kept.team == a_person("li.min").team


async def backends(database: Database) -> set[int]:
    """Which of the server's processes serve three sessions at once."""
    pid = text("SELECT pg_backend_pid()")
    async with AsyncExitStack() as stack:
        sessions = [
            await stack.enter_async_context(look())
            for look in (database.read, database.read, database.write)
        ]
        return {await session.scalar(pid) or 0 for session in sessions}


@pytest.mark.postgres
async def test_a_pooled_connection_that_its_server_ended_is_replaced(
    postgresql_migrated: str,
) -> None:
    database = Database(postgresql_migrated, VAULT)
    before = await backends(database)
    for pid in before:
        end = f"SELECT pg_terminate_backend({pid}, 5000)"  # waits until it has ended
        await asyncio.to_thread(on_server, postgresql_migrated, end)
    await asyncio.sleep(0.1)
    after = await backends(database)
    assert len(before) == len(after) == 3
    assert not before & after
    await database.close()


@pytest.mark.postgres
async def test_after_the_server_said_nothing_no_earlier_connection_is_relied_on(
    postgresql_migrated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(postgresql_migrated, VAULT)
    before = await backends(database)
    assert await backends(database) == before
    monkeypatch.setattr("db.session.PATIENCE", 0.2)
    with pytest.raises(DatabaseDown):
        async with database.read() as session:
            await session.execute(text("SELECT pg_sleep(2)"))
    monkeypatch.undo()
    assert not before & await backends(database)
    await database.close()


@pytest.mark.postgres
async def test_a_connection_that_was_made_while_another_session_gave_up_is_good(
    postgresql_migrated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(postgresql_migrated, VAULT)
    connect = asyncpg.connect

    async def slowly(*args: Any, **named: Any) -> Any:
        await asyncio.sleep(0.6)
        return await connect(*args, **named)

    await database.ping()
    monkeypatch.setattr(asyncpg, "connect", slowly)
    connecting = asyncio.create_task(backends(database))
    await asyncio.sleep(0.2)
    monkeypatch.setattr("db.session.PATIENCE", 0.2)
    while not connecting.done():
        with suppress(DatabaseDown):
            await database.ping()  # its connection is new as well, and too slow for it
    assert len(await connecting) == 3
    await database.close()


@pytest.mark.postgres
async def test_a_server_that_ends_each_new_connection_is_away(
    postgresql_migrated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(postgresql_migrated, VAULT)
    connect = asyncpg.connect

    async def doomed(*args: Any, **named: Any) -> Any:
        made = await connect(*args, **named)
        made.terminate()
        return made

    monkeypatch.setattr(asyncpg, "connect", doomed)
    with pytest.raises(DatabaseDown):  # while the connection is set up
        await database.ping()
    monkeypatch.undo()
    event.listen(
        database._reading.sync_engine, "connect", lambda made, _: made.driver_connection.terminate()
    )
    with pytest.raises(DatabaseDown):  # once it is
        await database.ping()
    await database.close()


async def test_a_naive_time_is_refused(database: Database) -> None:
    naive = texts.Text("t1", "note", {}, "li.min", datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001
    with pytest.raises(StatementError, match="no time zone"):
        await texts.put(database, naive)


async def test_times_come_back_in_utc(database: Database) -> None:
    moment = at("Mon 09:00").astimezone(datetime.fromisoformat("2026-03-02T09:00+08:00").tzinfo)
    await texts.put(database, texts.Text("t1", "note", {}, "li.min", moment))
    async with database.read() as session:
        stored = await session.scalar(select(TextRow.created_at))
    assert stored == moment
    assert stored
    assert stored.tzinfo is UTC


async def test_sqlite_is_set_up_for_two_processes(sqlite_url: str) -> None:
    database = Database(sqlite_url, VAULT)
    async with database.read() as session:
        pragmas = [
            await session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    await database.close()
    assert pragmas == ["wal", 0, 1, 5_000], "nothing in a test must last"


@pytest.mark.trial("R10")
async def test_what_sqlite_has_acknowledged_is_on_the_disk(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.sqlite.SYNCHRONOUS", SHIPPED)
    database = Database(sqlite_url, VAULT)
    async with database.write() as session:
        assert await session.scalar(text("PRAGMA synchronous")) == 2, "FULL"
    await database.close()


async def test_many_sessions_reading_then_writing_at_once_all_succeed(database: Database) -> None:
    """A plain BEGIN failed "locked" in more than half of such tries on SQLite."""
    other = Database(database.url, VAULT)

    async def read_then_write(which: Database, name: str) -> None:
        async with which.write() as session:
            seen = len((await session.scalars(select(TextRow.id))).all())
            session.add(
                TextRow(id=name, kind=str(seen), body=b"", author="x", created_at=at("Mon 09:00"))
            )

    async with asyncio.TaskGroup() as group:
        for n in range(60):
            group.create_task(read_then_write((database, other)[n % 2], f"t{n}"))
    async with database.read() as session:
        assert len((await session.scalars(select(TextRow.id))).all()) == 60
    await other.close()


async def test_writes_that_queue_behind_another_processs_long_one_give_up_together(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them waiting for all before it, the last would be told after minutes."""
    monkeypatch.setattr("db.sqlite.BUSY_TIMEOUT", 300)
    monkeypatch.setattr("db.session.TURN_TIMEOUT", 0.3)
    database = Database(sqlite_url, VAULT)
    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    a_text = texts.Text("t1", "note", {}, "li.min", at("Mon 09:00"))
    began = time.monotonic()
    failed = await asyncio.gather(
        *(texts.put(database, a_text) for _ in range(20)), return_exceptions=True
    )
    took = time.monotonic() - began
    holder.execute("ROLLBACK")
    holder.close()
    assert all(isinstance(error, DatabaseDown) for error in failed)
    assert took < 20 * 0.3 / 3
    await texts.put(database, a_text)
    await database.close()


async def test_a_long_queue_of_writes_that_moves_is_waited_for(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.session.TURN_TIMEOUT", 0.2)
    database = Database(sqlite_url, VAULT)

    async def slowly(name: str) -> None:
        async with database.write() as session:
            session.add(
                TextRow(id=name, kind="n", body=b"", author="x", created_at=at("Mon 09:00"))
            )
            await asyncio.sleep(0.05)

    await asyncio.gather(*(slowly(f"t{n}") for n in range(20)))
    await database.close()


WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from db import texts
from db.session import Database
from vault import Vault

async def main(url, name):
    database = Database(url, Vault([("test", b"k" * 32)], b"i" * 32))
    for n in range(150):
        await texts.put(database, texts.Text(f"{name}{n}", "note", {}, "x", datetime.now(UTC)))
    await database.close()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_two_processes_writing_at_once_never_find_it_locked(sqlite_url: str) -> None:
    root = Path(__file__).parents[2]
    writers = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", WRITER, sqlite_url, name, cwd=root, stderr=asyncio.subprocess.PIPE
        )
        for name in ("a", "b")
    ]
    for writer in writers:
        _, errors = await writer.communicate()
        assert writer.returncode == 0, errors.decode()
    database = Database(sqlite_url, VAULT)
    async with database.read() as session:
        assert len((await session.scalars(select(TextRow.id))).all()) == 300
    await database.close()


async def test_nothing_private_is_in_the_file_in_clear(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url, VAULT)
    private = [
        "WANGXIAOMING", "13800138000", "wang@example.com", "ACC-7788", "Haier Lane 7",
        "THE-WORDS", "TITLE-OF-CASE", "SUBJECT-OF-PROMISE", "WHY-IT-ESCALATED", "PERSON-NAME",
        "INBOX-TITLE", "INBOX-BODY", "INBOX-PARAM",
    ]  # fmt: skip
    now = at("Mon 09:00")
    await customers.recognise_or_create(
        database, name="WANGXIAOMING", phone="13800138000", email="wang@example.com",
        account="ACC-7788", company="Haier Lane 7", now=now,
    )  # fmt: skip
    words = texts.Text("t1", "note", {"text": "THE-WORDS"}, "li.min", now)
    await texts.put(database, words)
    played = Played(title="TITLE-OF-CASE").confirmed()
    played.promise("Wed 10:00", subject="SUBJECT-OF-PROMISE")
    played.ask(Escalate, reason="WHY-IT-ESCALATED")
    await store(
        database,
        batch(played.events),
    )
    await people.put(database, a_person("li.min", name="PERSON-NAME"))
    await inbox.put(
        database,
        inbox.InboxItem(
            id="C-000001:a1", person="li.min", number="C-000001", about="x", title="INBOX-TITLE",
            body="INBOX-BODY", params={"p": "INBOX-PARAM"}, ref=None, created_at=now,
        ),
    )  # fmt: skip
    key = await access.create_key(database, "li.min", label="laptop", now=now)
    await openings.claim(
        database, "li.min", "k1", "d1", command=opening_command(played), now=now, texts=[words]
    )
    await database.close()
    raw = everything_in(tmp_path)
    assert b"li.min" in raw
    assert [secret for secret in [*private, key.clear] if secret.encode() in raw] == []
    assert [secret for secret in private if secret.encode("utf-16-le") in raw] == []


def everything_in(folder: Path) -> bytes:
    """All bytes of the database and what SQLite keeps beside it."""
    return b"".join(file.read_bytes() for file in folder.glob("one.db*"))


def inbox_row(person: str) -> InboxRow:
    return InboxRow(id="x", person=person, about="x", content=b"", created_at=at("Mon 09:00"))


async def delete_people_and_add(database: Database, row: InboxRow) -> None:
    async with database.write() as session:
        await session.execute(delete(PersonRow))
        session.add(row)


def opening_command(played: Played) -> OpenCase:
    return OpenCase(
        actor=Actor(handle="li.min"), received_at=played.now, plan=played.case.rules,
        title="TITLE-OF-CASE", customer="k1", channel="phone", owner="li.min", spoke_at=played.now,
    )  # fmt: skip


def a_person(handle: str, **fields: Any) -> Person:
    usual: dict[str, Any] = {
        "handle": handle, "name": handle, "line": "agent", "roles": frozenset({"agent"}), "team": "t"
    }  # fmt: skip
    return Person(**{**usual, **fields})


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_locks_of_a_process_that_is_frozen_are_taken_from_it(database: Database) -> None:
    """Frozen between two statements it says nothing at all: the server itself ends its transaction. (A writer of
    SQLite that is frozen holds the file.)"""
    engine = session_room.open_engine(database.url, patience=0.5)
    async with engine.connect() as frozen:
        await frozen.execute(text("LOCK TABLE events IN SHARE ROW EXCLUSIVE MODE"))
        began = time.monotonic()
        await store(database, batch(Played().confirmed().events, number="C-000001"))
        assert time.monotonic() - began < session_room.PATIENCE
        with pytest.raises(DBAPIError) as ended:
            await frozen.execute(text("SELECT 1"))
        assert session_room._is_away(ended.value)
        await frozen.invalidate()
    await engine.dispose()


async def test_what_is_called_off_comes_home_before_the_database_is_closed(
    sqlite_url: str,
) -> None:
    """A session that is called off ends in the background: left behind, its connection keeps a thread and the file."""

    async def ask(database: Database) -> None:
        while True:
            async with database.read() as session:
                await session.execute(text("SELECT 1"))

    for turns in range(40):
        database = Database(sqlite_url, VAULT)
        asking = [asyncio.create_task(ask(database)) for _ in range(4)]
        await asyncio.sleep(0.02)
        for _ in range(turns % 20):
            await asyncio.sleep(0)
        for each in asking:
            each.cancel()
        await database.close()
        await asyncio.gather(*asking, return_exceptions=True)
    for thread in threading.enumerate():
        if "_connection_worker" in thread.name:
            thread.join(5)  # it was told to end
            assert not thread.is_alive()


async def test_what_the_address_of_a_sqlite_file_says_besides_is_heard(sqlite_url: str) -> None:
    database = Database(
        f"{sqlite_url.replace('sqlite:///', 'sqlite:///file:')}?mode=ro&uri=true", VAULT
    )
    with pytest.raises(DatabaseDown, match="readonly"):
        async with database.write() as session:
            await session.execute(delete(TextRow))
    await database.close()
