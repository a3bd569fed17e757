"""A small supervisor: starts pieces in order, restarts what dies or stands still, stops all in reverse order.

A piece is a process in a session of its own, so that Ctrl-C in the terminal reaches the supervisor
alone, and it dies with the supervisor (`leash.py`).
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from embedded import leash
from embedded.errors import PieceFailed

_TAIL = 15  # lines of a dead piece's log that usually hold its last words
_WIDE = 400  # characters of each of them
_LONG = timedelta(seconds=20)  # after so long somebody at the screen wonders
_LARGE = 10_000_000  # bytes; a log is put aside at a start, so that two of these are the most
_BETWEEN_LOOKS = 0.05  # seconds between two looks at a starting piece

Say = Callable[[str], None]
IsHealthy = Callable[[datetime], Awaitable[bool]]
"""Whether the process started at that moment does its work; one that died before may have left traces."""
IsAlive = Callable[[int], Awaitable[bool]]
"""Whether the process of that id, once at work, still moves. What can't be judged counts as alive."""


@dataclass(frozen=True)
class Piece:
    """One process to look after."""

    name: str
    command: Sequence[str]  # the program by its absolute path
    log: Path
    environment: Mapping[str, str]
    is_healthy: IsHealthy
    is_alive: IsAlive | None = None  # None: nobody looks
    start_within: timedelta = timedelta(minutes=5)  # a machine may be busy with other things
    stop_within: timedelta = timedelta(seconds=15)


@dataclass(frozen=True)
class Backoff:
    """How long to wait before a restart; it grows while the piece dies young."""

    first: timedelta = timedelta(seconds=1)
    longest: timedelta = timedelta(seconds=30)
    forgiven_after: timedelta = timedelta(seconds=60)  # a piece that ran this long starts afresh

    def next(self, last: timedelta | None, ran: timedelta) -> timedelta:
        """The wait after a piece ran that long, having been kept waiting `last` before."""
        if last is None or ran >= self.forgiven_after:
            return self.first
        return min(last * 2, self.longest)


@dataclass(frozen=True)
class Watch:
    """How a piece is watched that runs. Counted in looks, not in time: after a suspended laptop wakes up, the
    first look finds everything silent, and the next that all is well."""

    every: timedelta = timedelta(seconds=5)
    look: timedelta = timedelta(seconds=10)  # a look without an answer for so long has failed
    misses: int = 4  # in a row; then it stands still, and is replaced


@dataclass
class Supervisor:
    """Looks after pieces from `start` to `stop`."""

    say: Say
    backoff: Backoff = field(default_factory=Backoff)
    watch: Watch = field(default_factory=Watch)
    _running: list["_Running"] = field(default_factory=list)

    async def start(self, piece: Piece) -> None:
        """Start a piece and wait until it is healthy, then keep it running.

        Raises PieceFailed when it dies first or takes too long; nothing of it is left then.
        """
        running = _Running(piece)
        self._running.append(running)
        await running.start()
        await running.wait_until_healthy(self.say)
        running.keeper = asyncio.create_task(self._keep(running), name=f"keep {piece.name}")

    def process_id(self, name: str) -> int | None:
        """The process that carries a piece at the moment, None while there is none."""
        return next((it.process_id for it in self._running if it.piece.name == name), None)

    async def stop(self) -> None:
        """Stop every piece, the last started first."""
        while self._running:
            await self._stop(self._running.pop())

    async def stop_piece(self, name: str) -> None:
        """Stop one piece; it stays stopped until it is started anew."""
        for running in [it for it in self._running if it.piece.name == name]:
            self._running.remove(running)
            await self._stop(running)

    async def _stop(self, running: "_Running") -> None:
        if running.keeper is not None:
            running.keeper.cancel()
            with suppress(asyncio.CancelledError):
                await running.keeper
        await running.stop(self.say)

    async def _keep(self, running: "_Running") -> None:
        name, log = running.piece.name, running.piece.log
        outcome, wait = await running.wait_until_gone(self.watch), None
        while True:
            wait = self.backoff.next(wait, running.ran)
            seconds = wait.total_seconds()
            self.say(f"{name} {outcome}; starting it again in {seconds:g} s (log: {log})")
            await asyncio.sleep(seconds)
            try:
                await running.start()
                await running.wait_until_healthy(self.say)
            except PieceFailed as failed:
                outcome = failed.outcome
                continue
            self.say(f"{name} runs again")
            outcome = await running.wait_until_gone(self.watch)


class _Running:
    """A piece and the process that carries it at the moment."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.keeper: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._since = datetime.now(UTC)

    @property
    def ran(self) -> timedelta:
        return datetime.now(UTC) - self._since

    @property
    def process_id(self) -> int | None:
        process = self._process
        return process.pid if process and process.returncode is None else None

    async def start(self) -> None:
        log = self.piece.log
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > _LARGE:
            log.replace(log.with_suffix(".old.log"))
        self._since = datetime.now(UTC)
        with log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *leashed(self.piece.command),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=dict(self.piece.environment),
                start_new_session=True,
            )

    async def wait_until_healthy(self, say: Say) -> None:
        limit = self.piece.start_within
        still = asyncio.get_running_loop().call_later(
            _LONG.total_seconds(),
            say,
            f"{self.piece.name} is slow to start; waiting up to {_length(limit)} (log: {self.piece.log})",
        )
        try:
            async with asyncio.timeout(limit.total_seconds()):
                while not await self.piece.is_healthy(self._since):
                    self._raise_if_dead()
                    await asyncio.sleep(_BETWEEN_LOOKS)
        except TimeoutError:
            await self.stop(say=None)
            raise self._failed(f"did not become ready within {_length(limit)}") from None
        finally:
            still.cancel()
        self._raise_if_dead()

    async def wait_until_gone(self, watch: Watch) -> str:
        """Wait for the process to end, or to stand still, which ends it; say how it went."""
        process = self._process
        if process is None:
            return "did not start"
        ending = asyncio.create_task(process.wait())
        missed = 0
        try:
            while not ending.done():
                await asyncio.wait((ending,), timeout=watch.every.total_seconds())
                missed = 0 if ending.done() or await self._moves(watch, process.pid) else missed + 1
                if missed >= watch.misses:
                    with suppress(ProcessLookupError):
                        process.kill()  # one that stands still hears nothing else
                    await ending
                    return "stood still and was ended"
            return _outcome(ending.result())
        finally:
            ending.cancel()

    async def _moves(self, watch: Watch, pid: int) -> bool:
        if self.piece.is_alive is None:
            return True
        try:
            async with asyncio.timeout(watch.look.total_seconds()):
                return await self.piece.is_alive(pid)
        except TimeoutError:
            return False

    async def stop(self, say: Say | None) -> None:
        """Ask the process to end, insist after `stop_within`. Signals go to its pid alone."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), self.piece.stop_within.total_seconds())
        except TimeoutError:
            if say:
                say(f"{self.piece.name} did not stop when asked; ending it")
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def _raise_if_dead(self) -> None:
        if self._process and self._process.returncode is not None:
            raise self._failed(_outcome(self._process.returncode))

    def _failed(self, outcome: str) -> PieceFailed:
        name, log = self.piece.name, self.piece.log
        last_words = log.read_text(errors="replace").splitlines()[-_TAIL:]
        words = (line[:_WIDE] for line in last_words)
        # the reason once more at the end: that is what stays on the screen
        text = "\n".join(
            (f"{name} {outcome}. Its log, {log}, ends with:", *words, f"{name} {outcome}.")
        )
        return PieceFailed(text, outcome)


def leashed(command: Sequence[str]) -> list[str]:
    """The command as a process that dies with this one."""
    # -I -S: neither the environment nor site-packages, the leash needs 20 ms
    return [sys.executable, "-I", "-S", leash.__file__, str(os.getpid()), *command]


def _length(span: timedelta) -> str:
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    return f"{minutes} min" if minutes and not seconds else f"{span.total_seconds():g} s"


def _outcome(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    return f"was ended by {signal.Signals(-code).name}"
