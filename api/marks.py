"""Tokens of how far a case was when somebody was answered, `C-000001@15`: who keeps them, on both sides of HTTP."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from time import monotonic
from typing import Any

HEADER = "Read-After"
TOKEN = re.compile(r"(C-\d{1,12})@(\d{1,9})")
READ = re.compile(r"/v1/(?!commands/)")
"""What waits for them."""
MOST = 50
"""Tokens in one header."""
REMEMBERED_FOR = timedelta(minutes=5)
"""How long a process remembers whom it answered. A case that can't be recorded stands still, and somebody has to
look after it; nobody is to be kept from all the others until then."""
MOST_REMEMBERED = 10_000

Marks = Mapping[str, int]
"""The version that each case has to have reached."""


def token(number: str, version: int) -> str:
    """What stands in the header for one case."""
    return f"{number}@{version}"


def read(header: str) -> dict[str, int]:
    """The tokens of a header, of each case the newest. Raises ValueError for anything else, and for too many."""
    parts = [part.strip() for part in header.split(",") if part.strip()]
    found = [TOKEN.fullmatch(part) for part in parts]
    if len(parts) > MOST:
        raise ValueError(f"{len(parts)} tokens")
    if not all(found):
        raise ValueError(header)
    return merged(*({each[1]: int(each[2])} for each in found if each))


def merged(*several: Marks) -> dict[str, int]:
    """Of each case the highest version."""
    found: dict[str, int] = {}
    for marks in several:
        for number, version in marks.items():
            found[number] = max(version, found.get(number, 0))
    return found


class Answered:
    """Whom this process has answered what, as long as it may not be recorded yet."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._marks: dict[tuple[str, str], tuple[int, float]] = {}
        self._cases: dict[str, set[str]] = {}

    def note(self, principal: str, number: str, version: int) -> None:
        """A principal has just been told how far a case is."""
        before, _ = self._marks.pop((principal, number), (0, 0.0))
        self._marks[principal, number] = max(before, version), self._clock()
        self._cases.setdefault(principal, set()).add(number)
        if len(self._marks) > MOST_REMEMBERED:
            self._forget(*next(iter(self._marks)))

    def owed(self, principal: str) -> dict[str, int]:
        """What their next read is to show."""
        since = self._clock() - REMEMBERED_FOR.total_seconds()
        found: dict[str, int] = {}
        for number in tuple(self._cases.get(principal, ())):
            version, at = self._marks[principal, number]
            if at < since:
                self._forget(principal, number)
            else:
                found[number] = version
        return found

    def shown(self, principal: str, marks: Marks) -> None:
        """They have been shown as much; what they were told meanwhile stays."""
        for number, version in marks.items():
            if self._marks.get((principal, number), (version + 1, 0.0))[0] <= version:
                self._forget(principal, number)

    def _forget(self, principal: str, number: str) -> None:
        del self._marks[principal, number]
        self._cases[principal].discard(number)
        if not self._cases[principal]:
            del self._cases[principal]


class Carried:
    """The tokens that an HTTP client of ours brings along without anybody thinking of them: hand it the `hooks`.
    Several clients that are to see one another's writes share one."""

    def __init__(self) -> None:
        self._marks: dict[str, int] = {}

    @property
    def hooks(self) -> dict[str, list[Any]]:
        """For `event_hooks` of an asynchronous client."""
        return {"request": [self._bring], "response": [self._take]}

    async def _bring(self, request: Any) -> None:
        if self._marks and HEADER not in request.headers:
            newest = tuple(self._marks.items())[-MOST:]
            request.headers[HEADER] = ", ".join(token(*each) for each in newest)

    async def _take(self, answer: Any) -> None:
        asked = answer.request
        if asked.method == "GET" and answer.is_success and READ.search(asked.url.path):
            of_one_case = re.search(r"/cases/(C-\d+)", asked.url.path)
            for number, version in read(asked.headers.get(HEADER, "")).items():
                is_shown = of_one_case is None or of_one_case[1] == number
                if is_shown and self._marks.get(number, version + 1) <= version:
                    del self._marks[number]
        for number, version in read(answer.headers.get(HEADER, "")).items():
            self._marks[number] = max(version, self._marks.pop(number, 0))
