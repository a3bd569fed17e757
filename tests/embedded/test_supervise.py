"""The supervisor, with real processes."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from embedded.errors import PieceFailed
from embedded.supervise import Backoff, Piece, Supervisor, Watch

SOON = timedelta(seconds=10)
AT_ONCE = Backoff(first=timedelta(milliseconds=10), longest=timedelta(milliseconds=20))

# Says it is up by writing its pid, and when it was asked to stop.
WELL_BEHAVED = """
import os, pathlib, signal, sys, time
here = pathlib.Path(sys.argv[1])
def stop(*_):
    with (here.parent / "stopped").open("a") as file: file.write(here.name + " ")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
here.write_text(str(os.getpid()))
while True: time.sleep(60)
"""
DEAF = WELL_BEHAVED.replace("(signal.SIGTERM, stop)", "(signal.SIGTERM, signal.SIG_IGN)")

MakePiece = Callable[..., Piece]


@pytest.fixture
def piece(tmp_path: Path) -> MakePiece:
    def make(name: str = "sleeper", program: str = WELL_BEHAVED, **how: timedelta) -> Piece:
        async def is_healthy(_since: datetime) -> bool:
            return (tmp_path / name).exists()

        return Piece(
            name=name,
            command=[sys.executable, "-c", program, str(tmp_path / name)],
            log=tmp_path / "logs" / f"{name}.log",
            environment={},
            is_healthy=is_healthy,
            start_within=how.get("start_within", SOON),
            stop_within=how.get("stop_within", SOON),
        )

    return make


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
async def supervisor(said: list[str]) -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(said.append, AT_ONCE)
    yield supervisor
    await supervisor.stop()


@pytest.fixture
def pid_of(tmp_path: Path) -> Callable[[str], int]:
    def found(name: str) -> int:
        """What a piece wrote as it began; a file is there a moment before what is in it."""
        for _ in range(200):
            if told := (tmp_path / name).read_text():
                return int(told)
            time.sleep(0.01)
        raise AssertionError(f"{name} has written nothing")

    return found


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON.total_seconds()):
        while not condition():  # noqa: ASYNC110  (another process makes it true)
            await asyncio.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return state(pid) != "Z"


def state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


async def test_a_piece_that_dies_is_started_again(
    supervisor: Supervisor,
    piece: MakePiece,
    pid_of: Callable[[str], int],
    tmp_path: Path,
    said: list[str],
) -> None:
    await supervisor.start(piece("sleeper"))
    first = pid_of("sleeper")
    (tmp_path / "sleeper").unlink()

    os.kill(first, signal.SIGKILL)

    await until(lambda: "sleeper runs again" in said)
    assert pid_of("sleeper") != first
    assert said[0].startswith("sleeper was ended by SIGKILL; starting it again in 0.01 s")


async def test_a_piece_that_comes_back_badly_is_tried_again(
    supervisor: Supervisor,
    piece: MakePiece,
    pid_of: Callable[[str], int],
    tmp_path: Path,
    said: list[str],
) -> None:
    moody = "import sys, pathlib\nif (pathlib.Path(sys.argv[1]).parent / 'bad day').exists(): sys.exit(3)\n"
    await supervisor.start(piece("moody", moody + WELL_BEHAVED))
    (tmp_path / "bad day").touch()
    first = pid_of("moody")
    (tmp_path / "moody").unlink()

    os.kill(first, signal.SIGKILL)
    await until(lambda: len(said) == 3)
    (tmp_path / "bad day").unlink()

    await until(lambda: said[-1] == "moody runs again")
    assert said[1].startswith("moody ended with exit code 3; starting it again in 0.02 s")


async def test_pieces_stop_in_reverse_order_and_none_is_left(
    supervisor: Supervisor, piece: MakePiece, pid_of: Callable[[str], int], tmp_path: Path
) -> None:
    for name in ("server", "worker", "api"):
        await supervisor.start(piece(name))
    pids = [pid_of(name) for name in ("server", "worker", "api")]

    await supervisor.stop()

    assert (tmp_path / "stopped").read_text().split() == ["api", "worker", "server"]
    assert not any(is_alive(pid) for pid in pids)


async def test_one_piece_can_be_stopped_and_stays_so_until_it_is_started(
    supervisor: Supervisor, piece: MakePiece, pid_of: Callable[[str], int], said: list[str]
) -> None:
    await supervisor.start(piece("first"))
    await supervisor.start(piece("second"))
    before = pid_of("first")

    await supervisor.stop_piece("first")

    assert supervisor.process_id("first") is None
    assert supervisor.process_id("second") == pid_of("second")
    await asyncio.sleep(0.1)  # a restart would come within 20 ms
    assert (pid_of("first"), said) == (before, [])

    await supervisor.start(piece("first"))
    assert supervisor.process_id("first") is not None


async def test_a_piece_that_does_not_listen_is_ended(
    supervisor: Supervisor, piece: MakePiece, pid_of: Callable[[str], int], said: list[str]
) -> None:
    await supervisor.start(piece("deaf", DEAF, stop_within=timedelta(milliseconds=50)))

    await supervisor.stop()

    assert said == ["deaf did not stop when asked; ending it"]
    assert not is_alive(pid_of("deaf"))


async def test_a_piece_that_fails_at_once_tells_its_last_words(
    supervisor: Supervisor, piece: MakePiece
) -> None:
    with pytest.raises(PieceFailed, match=r"(?s)ended with exit code 1.*worker\.log.*no such host"):
        await supervisor.start(piece("worker", "raise SystemExit('no such host')"))


async def test_a_piece_that_never_becomes_ready_is_stopped(
    supervisor: Supervisor, piece: MakePiece, tmp_path: Path
) -> None:
    late = WELL_BEHAVED.replace("here.write_text", "(here.parent / 'pid').write_text")

    with pytest.raises(PieceFailed, match="did not become ready within 1 s") as failed:
        await supervisor.start(piece("late", late, start_within=timedelta(seconds=1)))

    assert not is_alive(int((tmp_path / "pid").read_text()))
    assert str(failed.value).endswith("\nlate did not become ready within 1 s."), "on the screen"


@pytest.mark.trial("A48")
async def test_a_piece_that_stands_still_is_replaced_and_one_that_only_hesitates_is_not(
    piece: MakePiece, pid_of: Callable[[str], int], tmp_path: Path, said: list[str]
) -> None:
    looks: list[bool] = []

    async def moves(pid: int) -> bool:
        looks.append(state(pid) != "T")
        return looks[-1] and len(looks) != 2  # once it hesitates

    watch = Watch(every=timedelta(milliseconds=20), misses=3)
    supervisor = Supervisor(said.append, AT_ONCE, watch)
    try:
        await supervisor.start(replace(piece("sleeper"), is_alive=moves))
        first = pid_of("sleeper")
        await until(lambda: len(looks) > 5)
        assert (said, supervisor.process_id("sleeper")) == ([], first)
        (tmp_path / "sleeper").unlink()
        os.kill(first, signal.SIGSTOP)
        await until(lambda: "sleeper runs again" in said)
        assert said[0].startswith("sleeper stood still and was ended; starting it again")
        assert pid_of("sleeper") != first
        assert not is_alive(first)
    finally:
        await supervisor.stop()


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a process of its parent's death"
)
def test_pieces_die_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    program = f"""
import asyncio, pathlib, sys
from embedded.supervise import Piece, Supervisor
async def main():
    here = pathlib.Path({str(tmp_path)!r})
    async def is_healthy(since): return (here / "pid").exists()
    await Supervisor(print).start(Piece("sleeper", [sys.executable, "-c", {WELL_BEHAVED!r},
        str(here / "pid")], here / "log", {{}}, is_healthy))
    (here / "up").touch()
    await asyncio.sleep(60)
asyncio.run(main())
"""
    with subprocess.Popen([sys.executable, "-c", program], cwd=Path(__file__).parents[2]) as parent:
        asyncio.run(until((tmp_path / "up").exists))
        pid = int((tmp_path / "pid").read_text())
        assert is_alive(pid)

        parent.kill()

    asyncio.run(until(lambda: not is_alive(pid)))


def test_a_piece_that_keeps_dying_young_waits_longer_each_time() -> None:
    backoff = Backoff()
    young, wait, waits = timedelta(seconds=2), None, []
    for _ in range(7):
        wait = backoff.next(wait, young)
        waits.append(wait.total_seconds())

    assert waits == [1, 2, 4, 8, 16, 30, 30]


def test_a_piece_that_ran_well_is_forgiven() -> None:
    assert Backoff().next(timedelta(seconds=30), timedelta(minutes=2)) == timedelta(seconds=1)
