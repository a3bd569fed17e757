"""What runs that were ended from outside leave to the next one (REQ J3).

A run that ends by itself has recorded all it was sent and said. One that somebody terminated in Temporal UI
has not, and whoever starts the next one, the reconciliation or a message of the customer's, may be ended in its
turn before it has decided anything. So the next run asks for all of them, back to one that ended by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from typing import Protocol

from db.cases import load_events
from db.reconcile import undecided, unsettled
from db.records import put
from db.session import Database
from domain.book import AnyCommand, AnyEvent
from domain.evolve import evolve, fold
from domain.late_refusals import CommandRefused
from domain.receipt import Outcome
from domain.record import Record, record_of
from domain.taking_up import EndedRun

Who = tuple[str, str]
"""Principal and key."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a run was started with, the commands it was sent, the oldest first, what it answered, and how it ended,
    if that was from outside. `told` are those of the commands that nobody waited for, `records` all that it had decided when
    it last answered, in the order of its history."""

    shift: timedelta
    commands: tuple[AnyCommand, ...]
    told: frozenset[Who] = frozenset()
    answered: tuple[Outcome, ...] = ()
    records: tuple[Record, ...] = ()
    ended: EndedRun | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What the next run is to know: commands that are not settled, answers that are not recorded, how the last of
    the runs ended that told something, and whether one after it was overtaken (`workflows.case`). `webhooks` wait for what
    was recorded for those runs now. `gone` when the server has no more of the run before."""

    undecided: tuple[AnyCommand, ...] = ()
    answered: tuple[Outcome, ...] = ()
    ended: EndedRun | None = None
    overtaken: bool = False
    webhooks: tuple[str, ...] = ()
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
    events = await load_events(database, number) if earlier else []
    webhooks: tuple[str, ...] = ()
    for run in oldest_first:
        record = await decided_by(database, number, events, run.records)
        if record:
            webhooks += (await put(database, record)).webhooks
            events = [*events, *record.events]
    told = frozenset[Who]().union(*(run.told for run in earlier))
    noted = {(event.by, event.key) for event in events if isinstance(event, CommandRefused)}
    sent = [command for run in oldest_first for command in run.commands]
    open_still = await undecided(database, sent, to_tell=told - noted)
    keys = {_who(command) for command in open_still}
    first: dict[Who, Outcome] = {}
    for outcome in (outcome for run in oldest_first for outcome in run.answered):
        first.setdefault((outcome.principal, outcome.key), outcome)
    endings = [run.ended for run in earlier if run.ended]
    refused = {who for who, outcome in first.items() if outcome.problem} - told
    return Left(
        undecided=tuple(command for command in open_still if _who(command) not in refused),
        answered=tuple(outcome for who, outcome in first.items() if who in keys),
        ended=next((ended for ended in endings if ended.ending != "failed"), None),
        overtaken=bool(endings) and endings[0].ending == "failed",
        webhooks=tuple(dict.fromkeys(webhooks)),
    )


async def decided_by(
    database: Database, number: str, events: Sequence[AnyEvent], records: Sequence[Record]
) -> Record | None:
    """What an ended run had decided when it last answered and the database doesn't know, exactly as it was decided; None
    when that is nothing. Its own last record may be on its way still: it stores the same.

    A run that had been reset, or was overtaken by another, has decided what can't be recorded any more. What it had answered is
    asked anew.
    """
    decided = {n: event for each in records for n, event in enumerate(each.events, each.first)}
    if any(decided.get(n, event) != event for n, event in enumerate(events, 1)):
        return None
    fresh: list[AnyEvent] = []
    while following := decided.get(len(events) + len(fresh) + 1):
        fresh.append(following)
    reached = len(events) + len(fresh)
    outcomes = await unsettled(
        database,
        [
            outcome
            for each in records
            for outcome in each.outcomes
            if outcome.receipt is None or outcome.receipt.version <= reached
        ],
    )
    if not fresh and not outcomes:
        return None
    before = fold(number, events)
    return record_of(before, reduce(evolve, fresh, before), fresh, outcomes)


def _who(command: AnyCommand) -> Who:
    return command.actor.handle, command.key
