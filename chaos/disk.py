"""A small disk that can be filled: memory mounted as a folder, where that is allowed.

Mounting takes root, or a name space of one's own: `unshare --user --map-root-user --mount make chaos`.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

BALLAST = "ballast"
NO_DISK = "mounting takes root, or `unshare --user --map-root-user --mount make chaos`"


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[bool]:
    """The folder on a disk of so many megabytes while inside; False when it can't be mounted here.

    What was written stays readable until the end and is gone afterwards.
    """
    if not mounted(folder, megabytes):
        yield False
        return
    try:
        yield True
    finally:
        # lazily: a process that is still ending holds its log open
        subprocess.run(["umount", "--lazy", str(folder)], check=False)  # noqa: S603, S607  (a folder of ours)


def mounted(folder: Path, megabytes: int) -> bool:
    """Mount a disk of so many megabytes there; whether it could be done."""
    with suppress(FileNotFoundError):
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(folder)]
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  (a folder of ours)
        return done.returncode == 0
    return False


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Not one byte is left on the disk while inside."""
    ballast = disk / BALLAST
    try:
        with ballast.open("wb") as file:
            _take_all(file.fileno(), disk)
        yield
    finally:
        ballast.unlink(missing_ok=True)


def _take_all(descriptor: int, disk: Path) -> None:
    """Take what is free in halves: somebody else may write at the same moment."""
    taken, piece = 0, os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    while piece >= os.statvfs(disk).f_frsize:
        try:
            os.posix_fallocate(descriptor, taken, piece)
            taken += piece
        except OSError:
            piece //= 2
