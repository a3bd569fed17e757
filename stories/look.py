"""What everybody sees at a moment, asked of the API like anybody would."""

from collections.abc import Mapping
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
        events = await _all(self._observer, f"/cases/{number}/timeline")
        new = [event for event in events if event["sequence"] > since]
        self._last_event[number] = since + len(new)
        return new

    async def new_notices(self, person: str) -> list[dict[str, Any]]:
        """What a person was told since this was last asked, the oldest first."""
        notices = await _all(self._clients[person], "/inbox")
        new = [notice for notice in reversed(notices) if notice["id"] not in self._seen]
        self._seen |= {notice["id"] for notice in new}
        return new


async def _all(door: httpx2.AsyncClient, path: str) -> list[dict[str, Any]]:
    """Every page of a list."""
    items: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page = await _get(door, path, **({"cursor": cursor} if cursor else {}))
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items


async def _get(door: httpx2.AsyncClient, path: str, **params: str) -> Any:
    answer = await door.get(path, params=params)
    answer.raise_for_status()
    return answer.json()
