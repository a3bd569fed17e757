"""Comparing what runs with what is recorded (REQ J3): what can be put right is, the rest is told.

Three steps, each an activity of the workflow `reconcile`: look (nothing is changed), mend one case, look
again at what was odd. Each asks anew before it acts: lists lag, and cases open and close meanwhile.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

import structlog
from temporalio import activity

from activities.clashes import tell_clashes
from activities.ended_runs import Earlier
from activities.leaving import tell_of_left_behind
from activities.meters import ReconcileMeters
from activities.reconcile_contract import Looked, LookFrom, Oddity, OddKind
from activities.succession import Succession
from activities.webhook_contract import Wake
from db import deliveries, openings
from db.cases import exists
from db.reconcile import Standing, list_needing_run, list_unstarted, standings
from db.session import Database
from db.succession import list_concerned
from domain.command import Command
from domain.intake import OpenCase
from domain.plan.ladder import Ladder
from domain.plan.terms import Language
from domain.summary import CaseSummary
from domain.taking_up import EndedRun
from messages.findings import Finding, Reconciled
from messages.speech import plain_voice

SLOW = timedelta(minutes=1)
"""An opening, or a run without a record, that is younger is on its way."""

AT_ONCE = 8
"""Questions to the server side by side; each takes it about two milliseconds."""

INTO = 100
"""Runs looked into in one reconciliation, in turn: to describe all of 3,000 each minute would cost the
server five seconds of it. So many take a fifth of a second, and all of 3,000 are seen in half an hour."""

MANY_TRIES = 15
"""With our pauses between tries (up to a minute) it has been failing for ten minutes."""

MANY_TURNS = 5
"""A turn that failed so often fails for half a minute and more; one that was lost is tried twice."""

Item = TypeVar("Item")
Answer = TypeVar("Answer")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Listed:
    """An open run as the server lists it, a moment late. `shown` are its search attributes, for
    `Runs.differences` to read."""

    number: str
    started_at: datetime
    shown: object


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest run of a case as the server knows it now. `state` is "running", or how it ended.

    `tries` are the activities that failed so far, with how often they were tried; `turns` how often
    the pending turn was. `was_reset` when somebody has set it back to an earlier turn: it knows nothing of what was
    done after that. `skipped` is how far the run's own clock has been moved, in stories and the
    demo.
    """

    state: str
    run_id: str
    length: int
    shown: object
    tries: Mapping[str, int]
    turns: int = 0
    was_reset: bool = False
    skipped: timedelta = timedelta(0)

    @property
    def is_open(self) -> bool:
        return self.state == "running"


@dataclass(frozen=True, slots=True)
class Taken:
    """How a run that loads the case is started: the shift that goes on, the opening where that is all there is, how the
    run before ended where only we know it, and the language of its own summaries. What earlier runs left to it, it asks itself
    (`activities.ended_runs`)."""

    shift: timedelta = timedelta(0)
    opening: OpenCase | None = None
    ended: EndedRun | None = None
    language: Language = "en"


class Runs(Protocol):
    """What reconciling asks of the Temporal server; `workflows.runs` does it."""

    def list_open(self) -> AsyncIterator[Sequence[Listed]]:
        """All open runs of cases, in pages."""
        ...

    async def see(self, number: str) -> Seen | None:
        """The newest run of a case; None when the server knows none."""
        ...

    async def earlier(self, number: str, run_id: str) -> Earlier:
        """What a run was started with and sent."""
        ...

    async def end(self, number: str, run_id: str, reason: str) -> None:
        """End a run that can't go on as it is."""
        ...

    async def take_up(self, number: str, title: str, taken: Taken) -> bool:
        """Start a run that loads the case. False when somebody else was faster."""
        ...

    async def tell(self, number: str, command: Command) -> None:
        """Send a command to the open run, durably."""
        ...

    def differences(self, summary: CaseSummary, shown: object) -> tuple[str, ...]:
        """Names of the search attributes that don't show what the summary says."""
        ...

    async def put_away(self, now: datetime) -> None:
        """Delete the histories of reconciliations that found nothing, an hour later."""
        ...


class Reconcile:
    """The activities of the workflow `reconcile`."""

    def __init__(
        self,
        database: Database,
        runs: Runs,
        meters: ReconcileMeters,
        wake: Wake,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        teams: Mapping[str, Ladder] | None = None,
    ) -> None:
        self._database = database
        self._runs = runs
        self._meters = meters
        self._wake = wake
        self._now = now
        self._teams = teams or {}
        self._succession = Succession(runs.tell)

    @activity.defn(name="find_troubles")
    async def find_troubles(self, given: LookFrom) -> Looked:
        """Compare all open runs with all open cases. Changes nothing.

        The runs are listed first: a case opened or closed meanwhile is asked about anew.
        """
        now = self._now()
        running: set[str] = set()
        odd: list[Oddity] = []
        unstarted = await list_unstarted(self._database, created_before=now - SLOW)
        async for page in self._runs.list_open():
            running.update(run.number for run in page)
            activity.heartbeat()
            odd += await self._compare(page, now)
        needing = await list_needing_run(self._database)
        suspects = [number for number in needing if number not in running]
        unwatched = await _each(suspects, self._is_unwatched)
        into = _in_turn(running, given.looked_to)
        looked_into = await _each(into, self._look_into)
        drifting = await _each({one.number for one in odd} - set(into), self._look_into)
        set_back = tuple(number for number, _ in (*looked_into, *drifting) if number)
        return Looked(
            runs=len(running),
            looked_to=into[-1] if into else "",
            unstarted=unstarted,
            unwatched=(*(number for number in unwatched if number), *set_back),
            odd=tuple(one for one in odd if one.number not in unstarted),
            troubled=tuple(finding for _, found in looked_into for finding in found),
        )

    @activity.defn(name="start_opening")
    async def start_opening(self, number: str) -> Finding | None:
        """See to it that a case asked for begins, under its first command and key. None when it has,
        or when its run knows of the opening and only waits."""
        opening = await openings.get(self._database, number)
        if opening is None or await exists(self._database, number):
            return None
        seen = await self._runs.see(number)
        if seen and seen.is_open:
            earlier = await self._runs.earlier(number, seen.run_id)
            if any(isinstance(command, OpenCase) for command in earlier.commands):
                return None
            await self._runs.tell(number, opening.command)
        else:
            taken = replace(await self._taken(number, seen), opening=opening.command)
            if not await self._runs.take_up(number, opening.command.title, taken):
                return None
        log.warning("opening_started", number=number)
        return Finding(kind="lost_opening", number=number, mended=True)

    @activity.defn(name="take_up_case")
    async def take_up_case(self, number: str) -> Finding | None:
        """Start a run that loads the case and goes on with the time of the run before. None when somebody carries
        it, or nobody needs to. One that was set back is ended first: what it has forgotten stands in the rows, or in the
        histories of the runs whose place it took."""
        seen = await self._runs.see(number)
        if seen and seen.is_open and not seen.was_reset:
            return None
        # after the look: a run that ended by itself had recorded its end before
        standing = (await standings(self._database, [number])).get(number)
        if standing is None or not standing.needs_run:
            return None
        taken = await self._taken(number, seen)
        state = seen.state if seen else "no run is known"
        if seen and seen.is_open:
            state, why = "set back", plain_voice(taken.language).say("taken_up.set_back")
            await self._runs.end(number, seen.run_id, why)
        if not await self._runs.take_up(number, standing.summary.title, taken):
            return None
        log.warning("case_taken_up", number=number, state=state)
        return Finding(kind="unwatched", number=number, detail=state, mended=True)

    @activity.defn(name="look_again")
    async def look_again(self, odd: tuple[Oddity, ...]) -> tuple[Finding, ...]:
        """What of the odd is just so after a while, though neither the run nor the row has moved."""
        known = await standings(self._database, [one.number for one in odd])

        async def confirm(one: Oddity) -> list[Finding]:
            seen = await self._runs.see(one.number)
            if seen is None or not seen.is_open or seen.length != one.length:
                return []
            found = self._oddity(known.get(one.number), seen.shown)
            if found != (one.kind, one.detail, one.version):
                return []
            # why it disagrees says more than that it does
            causes = _troubles(one.number, seen)
            detail = one.detail or "nothing is pending"
            return causes or [Finding(kind=one.kind, number=one.number, detail=detail)]

        return tuple(finding for found in await _each(odd, confirm) for finding in found)

    @activity.defn(name="report_reconciled")
    async def report_reconciled(self, result: Reconciled) -> None:
        """Count, log what needs a person, wake subscriptions for which something is due (whoever
        recorded it may have died before it woke them), tell of engineers expected in two places and of what is
        left with people who have gone, tell cases who the people are now, put old quiet reconciliations away."""
        for finding in result.open_findings:
            log.warning("finding", kind=finding.kind, number=finding.number, detail=finding.detail)
        self._meters.take(result)
        await self._wake(await deliveries.list_due(self._database, self._now()))
        await tell_clashes(self._database, self._now())
        concerned = await list_concerned(self._database, self._teams)
        moving = self._succession.on_its_way(concerned, self._now())
        await tell_of_left_behind(self._database, self._now(), moving)
        await self._succession.tell(concerned, self._now())
        await self._runs.put_away(self._now())

    # --- the parts of a look ------------------------------------------------------------------------

    async def _compare(self, page: Sequence[Listed], now: datetime) -> list[Oddity]:
        """What is odd about some open runs, with how they stand at this moment."""
        known = await standings(self._database, [run.number for run in page])
        suspects = [
            run
            for run in page
            if self._oddity(known.get(run.number), run.shown) and now - run.started_at > SLOW
        ]

        async def pin(run: Listed) -> Oddity | None:
            seen = await self._runs.see(run.number)
            odd = self._oddity(known.get(run.number), seen.shown) if seen else None
            if not seen or not seen.is_open or not odd:
                return None
            kind, detail, version = odd
            return Oddity(
                kind=kind, number=run.number, detail=detail, version=version, length=seen.length
            )

        return [odd for odd in await _each(suspects, pin) if odd]

    def _oddity(self, standing: Standing | None, shown: object) -> tuple[OddKind, str, int] | None:
        """How an open run disagrees with the database: kind, detail, version of the row."""
        if standing is None:
            return "unknown", "no row in the list of cases", 0
        version = standing.summary.version
        if not standing.needs_run:
            return "lingering", "", version
        names = self._runs.differences(standing.summary, shown)
        return ("drift", ", ".join(names), version) if names else None

    async def _is_unwatched(self, number: str) -> str | None:
        """The number, when no run of the case is open: visibility may only be late."""
        seen = await self._runs.see(number)
        if seen and seen.is_open:
            return None
        standing = (await standings(self._database, [number])).get(number)
        return number if standing and standing.needs_run else None

    async def _look_into(self, number: str) -> tuple[str, list[Finding]]:
        """The number, where its run was set back; activities that fail again and again, and turns that do."""
        seen = await self._runs.see(number)
        if seen is None or not seen.is_open:
            return "", []
        return number if seen.was_reset else "", _troubles(number, seen)

    async def _taken(self, number: str, seen: Seen | None) -> Taken:
        """How the run after this one is started. A server that knows of none has lost it."""
        opening = await openings.get(self._database, number)
        language = opening.plan.language if opening else "en"
        if seen is None:
            return Taken(ended=EndedRun(ending="lost"), language=language)
        earlier = await self._runs.earlier(number, seen.run_id)
        return Taken(shift=earlier.shift + seen.skipped, language=language)


async def _each(items: Iterable[Item], ask: Callable[[Item], Awaitable[Answer]]) -> list[Answer]:
    """Ask about each, a few at a time; a sign of life with every answer."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(item: Item) -> Answer:
        async with gate:
            answer = await ask(item)
        activity.heartbeat()
        return answer

    return await asyncio.gather(*(one(item) for item in items))


def _in_turn(running: Iterable[str], looked_to: str) -> list[str]:
    """The next runs to look into, from where the last reconciliation left off, round and round."""
    ordered = sorted(running)
    after = [number for number in ordered if number > looked_to]
    return [*after, *ordered[: len(ordered) - len(after)]][:INTO]


def _troubles(number: str, seen: Seen) -> list[Finding]:
    """Activities that have been tried too often ("record, 17 tries"), and turns that have."""
    found: list[Finding] = []
    often = [f"{name}, {tries} tries" for name, tries in seen.tries.items() if tries >= MANY_TRIES]
    if often:
        found.append(Finding(kind="stuck", number=number, detail="; ".join(often)))
    if seen.turns >= MANY_TURNS:
        found.append(Finding(kind="failing", number=number, detail=str(seen.turns)))
    return found
