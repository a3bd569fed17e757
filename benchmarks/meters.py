"""CPU and memory of processes, as the kernel counts them (`/proc`)."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
OURSELVES = "driver"
"""Whoever asks: the load has a cost of its own, and shares the machine."""


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of processes, of their threads, and of their children that have ended (as a
    PostgreSQL session does with its connection); one that is gone counts nothing."""
    return sum(map(_cpu, pids))


def resident_bytes(pids: Iterable[int]) -> int:
    """Memory that processes hold at the moment."""
    return sum(map(_resident, pids))


def spent(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """What was used between two looks, by name."""
    return {name: after[name] - before.get(name, 0.0) for name in after}


def _cpu(pid: int) -> float:
    with suppress(OSError):
        # the second field is the command in parentheses and may hold anything: count behind it
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        # utime, stime, cutime, cstime: 14 to 17 of proc(5)
        return sum(map(int, fields[11:15])) / TICK
    return 0.0


def _resident(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    return 0
