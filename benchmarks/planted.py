"""Many open cases in a moment: their events in the database, and a run for each that goes on from there,
as after a continue-as-new."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks import ours
from benchmarks.bench import Bench
from benchmarks.life import Life
from db.records import store
from domain.case import Case
from domain.decide import CORE
from domain.record import record_of
from workflows.contract import CASE_WORKFLOW, SHELL, CaseStart, workflow_id

Tick = Callable[[str, int, int], None]
"""Hears what is being done, how many are done, and of how many."""
AT_ONCE = 16


@dataclass(frozen=True)
class Planted:
    """A case that is open, and how many events it had."""

    number: str
    version: int


async def plant(
    bench: Bench, lives: Sequence[Life], tick: Callable[[], None] = lambda: None
) -> list[Planted]:
    """Store these lives and start their runs."""
    installation, waiting = bench.installation, iter(lives)

    async def one() -> None:
        life = next(waiting)
        case = life.case
        record = record_of(Case(number=case.number, core=CORE), case, life.events)
        await store(installation.database, record)
        await installation.client.start_workflow(
            CASE_WORKFLOW,
            CaseStart(number=case.number, core=CORE, shell=SHELL, case=case),
            id=workflow_id(case.number),
            task_queue=installation.settings.task_queue,
        )
        tick()

    await ours.side_by_side(len(lives), AT_ONCE, one)
    return [Planted(life.number, life.case.version) for life in lives]


def counter(what: str, count: int, tick: Tick) -> Callable[[], None]:
    """What tells `tick` of one more each time it is called."""
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        tick(what, done, count)

    return step
