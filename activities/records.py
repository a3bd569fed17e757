"""Recording what happened to a case."""

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contract import (
    CONFLICT,
    REMEMBERED,
    Loaded,
    PieceOf,
    is_carried,
    newest_of,
    pieces_of,
)
from activities.ended_runs import EndedRuns, Left, left_behind
from activities.webhook_contract import Wake
from db import commands
from db.cases import load_events
from db.records import RecordConflict, RecordGap, put
from db.session import Database
from domain.evolve import fold
from domain.late_refusals import CommandRefused
from domain.record import Record
from domain.taking_up import EndedRun

RECORD = "record"
LOAD_CASE = "load_case"
LOAD_PIECE = "load_piece"
GAP = "record_gap"


class Records:
    """The activity that keeps the database in step with the cases."""

    def __init__(
        self, database: Database, wake: Wake | None = None, runs: EndedRuns | None = None
    ) -> None:
        self._database = database
        self._wake = wake
        self._runs = runs

    @activity.defn(name=RECORD)
    async def record(self, record: Record) -> str:
        """Store a batch; the digest of what is stored under its sequence numbers.

        A conflict is not retried: another outcome is recorded already, and a person must look. A gap
        is: once the missing records are stored again, the next try passes. Those who are told elsewhere
        wait in the database from that moment on; waking them can't fail the record.
        """
        try:
            stored = await put(self._database, record)
        except RecordConflict as error:
            raise ApplicationError(str(error), type=CONFLICT, non_retryable=True) from error
        except RecordGap as error:
            raise ApplicationError(str(error), type=GAP) from error
        if stored.webhooks and self._wake:
            await self._wake(stored.webhooks)
        return stored.digest

    @activity.defn(name=LOAD_CASE)
    async def load_case(self, number: str) -> Loaded:
        """The case as its recorded events lead to it, with what it remembers of commands; neither when
        nothing of it was ever recorded. And what runs that were ended from outside left to this one."""
        left = Left()
        if self._runs:  # first: what such a run still got recorded is loaded then
            run_id = activity.info().workflow_run_id
            left = await left_behind(self._database, self._runs, number, run_id or "")
            if left.webhooks and self._wake:
                await self._wake(left.webhooks)
        events = await load_events(self._database, number)
        newest = await commands.newest(self._database, number, limit=REMEMBERED)
        told = [f"{v.by}:{v.key}" for v in events if isinstance(v, CommandRefused)]
        case = fold(number, events) if events else None
        # of a closed case the server forgets the run after a while; one that is open had one until now
        is_lost = left.gone and case is not None and not case.is_closed
        in_pieces = case is not None and not is_carried(case)
        return Loaded(
            case=None if in_pieces else case,
            version=case.version if case and in_pieces else 0,
            pieces=len(pieces_of(case)) if case and in_pieces else 0,
            outcomes=newest_of(newest),
            told=tuple(dict.fromkeys(told[-REMEMBERED:])),
            undecided=left.undecided,
            answered=left.answered,
            ended=EndedRun(ending="lost") if is_lost else left.ended,
            overtaken=left.overtaken,
        )

    @activity.defn(name=LOAD_PIECE)
    async def load_piece(self, wanted: PieceOf) -> str:
        """A piece of a case that is too large for one payload, as its events up to that version lead to it."""
        events = await load_events(self._database, wanted.number)
        return pieces_of(fold(wanted.number, events[: wanted.version]))[wanted.piece]
