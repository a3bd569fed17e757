"""One `followthrough up` at a time in a data directory, and where it is, for other commands in the same one."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded.errors import CannotStart
from settings import PREFIX, Settings

LOCK_FILE = "up.lock"
"""Held while it runs: its process, and below that the address under which people find it."""


@contextmanager
def alone_in(settings: Settings) -> Iterator[None]:
    """Two servers on one database file would ruin it."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (settings.data_dir / LOCK_FILE).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            process, *_ = _read(settings.data_dir) or [""]
            raise CannotStart(
                f"another `followthrough up` (process {process}) uses {settings.data_dir}. Stop it,"
                f" or give this one a place of its own with `--data-dir` or {PREFIX}DATA_DIR."
            ) from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n{settings.public_url}\n")
        lock.flush()
        yield


def public_url(settings: Settings) -> str:
    """Where people find this installation: as its settings say, else where `up` runs just now, whose flags nobody else knows."""
    if "public_url" in settings.model_fields_set or not _is_held(settings.data_dir):
        return settings.public_url
    _, *address = _read(settings.data_dir) or [""]
    return address[0] if address else settings.public_url


def _is_held(data_dir: Path) -> bool:
    try:
        with (data_dir / LOCK_FILE).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # it never ran there, or in another person's name
        return False
    return False


def _read(data_dir: Path) -> list[str]:
    return (data_dir / LOCK_FILE).read_text(encoding="utf-8").split()
