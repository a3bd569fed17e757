"""What everybody sees at a moment, asked of the API like anybody would."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx2

QUIETLY = ("action_requested", "action_done")
"""How a case carries out what follows from its events; told apart, because they come by themselves."""


class Looker:
    """The open eyes of a story: what is new since the last look, and what stands on the case."""

    def __init__(
        self, observer: httpx2.AsyncClient, clients: Mapping[str, httpx2.AsyncClient]
    ) -> None:
        self._observer = observer
        self._clients = clients
        self._last_event: dict[str, int] = {}
        self._seen: set[str] = set()

    async def case(self, number: str) -> dict[str, Any]:
        """The case, whole."""
        return dict(await _get(self._observer, f"/cases/{number}"))

    async def deadlines(self, number: str) -> list[dict[str, Any]]:
        return list((await _get(self._observer, f"/cases/{number}/deadlines"))["items"])

    async def agenda(self, person: str) -> list[dict[str, Any]]:
        return await _all(self._clients[person], "/agenda")

    async def new_events(self, number: str) -> list[dict[str, Any]]:
        """What happened to a case since this was last asked."""
        since = self._last_event.get(number, 0)
        new = await _all(self._observer, f"/cases/{number}/timeline", after=str(since))
        self._last_event[number] = since + len(new)
        return new

    async def new_notices(self, person: str) -> list[dict[str, Any]]:
        """What a person was told since this was last asked, the oldest first."""
        new: list[dict[str, Any]] = []
        async for notice in _each(self._clients[person], "/inbox"):
            if notice["id"] in self._seen:
                break
            new.append(notice)
        self._seen |= {notice["id"] for notice in new}
        return new[::-1]


async def _all(door: httpx2.AsyncClient, path: str, **params: str) -> list[dict[str, Any]]:
    """Every page of a list."""
    return [item async for item in _each(door, path, **params)]


async def _each(
    door: httpx2.AsyncClient, path: str, **params: str
) -> AsyncIterator[dict[str, Any]]:
    """What is on a list, page by page as far as somebody reads."""
    cursor: str | None = None
    while True:
        page = await _get(door, path, **params, **({"cursor": cursor} if cursor else {}))
        for item in page["items"]:
            yield item
        cursor = page["next"]
        if cursor is None:
            return


async def _get(door: httpx2.AsyncClient, path: str, **params: str) -> Any:
    answer = await door.get(path, params=params)
    answer.raise_for_status()
    return answer.json()
