"""The clock of a story: its own time, which an engine sets and which then runs on like any clock."""

import time
from datetime import datetime, timedelta


class StoryClock:
    """Case time as the API sees it."""

    def __init__(self, starts: datetime) -> None:
        self._at = starts
        self._set_at = time.monotonic()

    def now(self) -> datetime:
        return self._at + timedelta(seconds=time.monotonic() - self._set_at)

    def set(self, at: datetime) -> None:
        """It is now `at`."""
        self._at, self._set_at = at, time.monotonic()
