"""A short chaos run of real processes on each database; then real damage, to see that it would be found."""

import sqlite3
from pathlib import Path

import pytest

from chaos.checker import check
from chaos.faults import BY_HAND, KINDS, Fault
from chaos.installation import ProxiedInstallation
from chaos.report import summary
from chaos.run import Orders, Outcome, running_under_faults
from chaos.seen import read
from rig.installation import DatabaseKind
from workflows.contract import workflow_id

pytestmark = [pytest.mark.processes, pytest.mark.real]


def short(kind: DatabaseKind) -> Orders:
    """Half a minute; short faults, and promises that fall due within seconds, so that rest comes soon."""
    return Orders(
        seed=11,
        seconds=25,
        kind=kind,
        clients=5,
        cases=30,
        soon=5,
        gap=(1.0, 3.0),
        longest=3.0,
        copies=1,
        kinds=tuple(kind for kind in KINDS if kind not in BY_HAND),  # found missing after minutes
    )


def verdict(outcome: Outcome, log: list[str]) -> None:
    """No word was broken, and there was something to break it."""
    assert not outcome.violations, "\n".join((*log, summary(outcome)))
    assert len(outcome.faults) >= 4
    assert outcome.words["done"] >= 3  # a busy machine does little in half a minute
    assert outcome.words["done"] + outcome.words["received"] >= 10
    assert len(outcome.seen.runs) >= 5


async def test_nothing_is_lost_or_done_twice_on_sqlite_and_damage_would_be_found(
    tmp_path: Path,
) -> None:
    log: list[str] = []

    def tell(fault: Fault) -> None:
        log.append(str(fault))

    async with running_under_faults(short("sqlite"), tmp_path, log.append, tell) as (
        installation,
        outcome,
    ):
        verdict(outcome, log)
        await damage_is_found(installation, outcome)


@pytest.mark.postgres
async def test_nothing_is_lost_or_done_twice_on_postgresql(tmp_path: Path) -> None:
    log: list[str] = []

    def tell(fault: Fault) -> None:
        log.append(str(fault))

    async with running_under_faults(short("postgresql"), tmp_path, log.append, tell) as (
        _,
        outcome,
    ):
        verdict(outcome, log)


async def damage_is_found(installation: ProxiedInstallation, outcome: Outcome) -> None:
    """Hurt what is recorded, in the file itself and in Temporal, and look again."""
    cases, notice = list(outcome.seen.events), outcome.seen.inbox[0]
    done = next(sent for sent in outcome.crowd.sent if sent.receipts)
    open_case = next(n for n, run in outcome.seen.runs.items() if run.status == "RUNNING")
    file = installation.settings.database_url.get_secret_value().partition("///")[2]
    with sqlite3.connect(file, timeout=10) as connection:
        connection.execute("DELETE FROM inbox WHERE id = ?", (notice.id,))
        connection.execute("DELETE FROM commands WHERE key = ?", (done.key,))
        connection.execute("UPDATE cases SET owner = 'nobody' WHERE number = ?", (cases[0],))
        connection.execute("DELETE FROM events WHERE number = ? AND sequence = 2", (cases[1],))
    connection.close()
    await installation.client.get_workflow_handle(workflow_id(open_case)).terminate("a test")

    crowd = outcome.crowd
    seen = await read(installation.client, installation.database, crowd.sent)
    found = {(v.kind, v.about) for v in check(crowd.sent, crowd.reads, seen)}

    assert notice.number
    assert {
        ("unannounced", notice.number),
        ("lost", done.key),
        ("drift", cases[0]),
        ("gap", cases[1]),
        ("run", open_case),
    } <= found
