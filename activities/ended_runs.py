"""What runs that were ended from outside leave to the next one (REQ J3).

A run that ends by itself has recorded all it was sent and said. One that somebody terminated in Temporal UI
has not, and whoever starts the next one, the reconciliation or a message of the customer's, may be ended in its
turn before it has decided anything. So the next run asks for all of them, back to one that ended by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from db.reconcile import undecided
from db.session import Database
from domain.book import AnyCommand
from domain.receipt import Outcome
from domain.taking_up import EndedRun

Who = tuple[str, str]
"""Principal and key."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a run was started with, the commands it was sent, the oldest first, what it answered, and how it ended,
    if that was from outside. `told` are those of the commands that nobody waited for."""

    shift: timedelta
    commands: tuple[AnyCommand, ...]
    told: frozenset[Who] = frozenset()
    answered: tuple[Outcome, ...] = ()
    ended: EndedRun | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What the next run is to know: commands that are not settled, answers that are not recorded, how the last of
    the runs ended that told something, and whether one after it was overtaken (`workflows.case`). `gone` when the server
    has no more of the run before."""

    undecided: tuple[AnyCommand, ...] = ()
    answered: tuple[Outcome, ...] = ()
    ended: EndedRun | None = None
    overtaken: bool = False
    gone: bool = False


class EndedRuns(Protocol):
    """What is asked of the Temporal server; `workflows.runs` does it."""

    async def cut_off(self, number: str, but: str = "") -> Sequence[str] | None:
        """The runs of a case since one that ended by itself, the newest first, without the run `but`. None when the
        server has no more of the one before `but`."""
        ...

    async def earlier(self, number: str, run_id: str) -> Earlier:
        """What a run was started with, sent and answered."""
        ...


async def left_behind(database: Database, runs: EndedRuns, number: str, run_id: str) -> Left:
    """What is left to the run `run_id`, which asks.

    A command that was refused to somebody who waited is not asked anew. One that nobody waited for is: it is refused
    again under its key, and so its sender hears of it.
    """
    cut_off = await runs.cut_off(number, but=run_id)
    if cut_off is None:
        return Left(gone=True)
    earlier = [await runs.earlier(number, one) for one in cut_off]
    oldest_first = earlier[::-1]
    sent = [command for run in oldest_first for command in run.commands]
    open_still = await undecided(database, sent)
    keys = {_who(command) for command in open_still}
    first: dict[Who, Outcome] = {}
    for outcome in (outcome for run in oldest_first for outcome in run.answered):
        first.setdefault((outcome.principal, outcome.key), outcome)
    told = frozenset[Who]().union(*(run.told for run in earlier))
    endings = [run.ended for run in earlier if run.ended]
    refused = {who for who, outcome in first.items() if outcome.problem} - told
    return Left(
        undecided=tuple(command for command in open_still if _who(command) not in refused),
        answered=tuple(outcome for who, outcome in first.items() if who in keys),
        ended=next((ended for ended in endings if ended.ending != "failed"), None),
        overtaken=bool(endings) and endings[0].ending == "failed",
    )


def _who(command: AnyCommand) -> Who:
    return command.actor.handle, command.key
