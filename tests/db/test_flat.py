"""What leads look at is found by indexes of what they ask for, and nothing is unsealed but what is shown."""

import re
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from builders import Played, at
from db import people
from db.agenda import list_owed, list_unowned
from db.board import BoardFilter, what_burns
from db.leaving import count_left, held_by
from db.load import load_by_person
from db.people import Person
from db.records import store
from db.session import Database
from domain.policy.board import Silence
from domain.promises.commands import MakePromise, NextPromise
from recording import batch
from vault import Vault

pytestmark = pytest.mark.anyio
NOW = at("Tue 10:01")
SILENCES = (Silence("priority", "P0", at("Mon 09:00")), Silence("any", "", at("Mon 08:00")))


async def of_li_min(database: Database) -> object:
    wanted = BoardFilter(teams=("after_sales",), person="li.min")
    return await what_burns(database, NOW, SILENCES, wanted)


async def unowned(database: Database) -> object:
    gone = Person("he.na", "He Na", "agent", frozenset({"agent"}), "after_sales", active=False)
    await people.put(database, gone)
    return await list_unowned(database, ("after_sales",), limit=2)


async def load(database: Database) -> object:
    return await load_by_person(database, NOW, NOW + timedelta(hours=8), teams=("after_sales",))


ASKED: dict[str, Callable[[Database], Awaitable[object]]] = {
    "agenda": lambda database: list_owed(database, "li.min", limit=2),
    "unowned": unowned,
    "load": load,
    "board": of_li_min,
    "held": lambda database: held_by(database, "li.min", limit=1),
    "counted": lambda database: count_left(database, "li.min"),
}
GROWING = (
    "promises USING INDEX ix_promises_status_latest_by (status=?)",
    "cases USING INDEX ix_cases_owner_phase_priority_number (owner=?)",
    "cases USING COVERING INDEX ix_cases_owner_phase_priority_number (owner=?)",
    "cases USING INDEX ix_cases_phase_opened_at_number (phase=? AND opened_at<?)",
    "cases USING INDEX ix_cases_team_opened_at_number (team=?)",
)
"""By what is open with anybody, by all that somebody ever had, by all that is old."""
SMALL = re.compile(
    r"SCAN (people|anon_\d+|CONSTANT ROW|\d+ CONSTANT ROWS)$|SUBQUERY|\(subquery-\d+\)"
)
"""What may be looked through: people, and what was found before."""


@pytest.fixture
def unsealed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Whatever was unsealed."""
    opened: list[bytes] = []
    unseal = Vault.open

    def counted(vault: Vault, sealed: bytes, context: bytes = b"") -> bytes:
        opened.append(sealed)
        return unseal(vault, sealed, context)

    monkeypatch.setattr(Vault, "open", counted)
    return opened


def plans(database: Database, file: str) -> tuple[list[str], Callable[..., None]]:
    """The steps of the plan of each statement, as it is asked."""
    steps: list[str] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        with sqlite3.connect(file) as connection:
            rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps.extend(row[3] for row in rows)

    event.listen(database._reading.sync_engine, "before_cursor_execute", note)
    return steps, note


@pytest.mark.parametrize("asked", ASKED)
async def test_nothing_is_looked_through_that_grows_with_all_cases(
    database: Database, asked: str
) -> None:
    if database.dialect != "sqlite":
        pytest.skip("PostgreSQL plans by how much there is")
    await with_promises(database, 1, at("Mon 15:00"))
    steps, note = plans(database, database.url.removeprefix("sqlite:///"))
    await ASKED[asked](database)
    event.remove(database._reading.sync_engine, "before_cursor_execute", note)
    assert steps
    assert not [step for step in steps if "SCAN" in step and not SMALL.search(step)]
    assert not [step for step in steps if step.removeprefix("SEARCH ") in GROWING]


async def with_promises(database: Database, count: int, due: datetime) -> Played:
    played = Played().confirmed()
    for n in range(count):
        promise = NextPromise(subject=f"part {n}", latest_by=due + timedelta(minutes=n))
        played.ask(MakePromise, promise=promise)
    await store(database, batch(played.events))
    return played


async def test_what_burns_is_counted_without_being_unsealed(
    database: Database, unsealed: list[bytes]
) -> None:
    played = await with_promises(database, 3, at("Mon 15:00"))
    unsealed.clear()
    (fire,) = await what_burns(database, NOW, SILENCES, None, ("broken",), limit=1)
    assert fire.counts.total() == len(played.case.open_promises) == 4
    assert unsealed == []
    assert [each.subject for each in fire.page.items] == ["part 0"]
    assert len(unsealed) == 1


async def test_an_agenda_unseals_what_it_shows(database: Database, unsealed: list[bytes]) -> None:
    await with_promises(database, 3, at("Mon 15:00"))
    unsealed.clear()
    page = await list_owed(database, "li.min", limit=1)
    assert len(page.items) == 1
    assert page.next
    assert len(unsealed) <= 2
