"""The API over HTTP, with the key of whoever the assistant helps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx2

from api.marks import Carried
from domain.plan.terms import Language

TIMEOUT = 30.0
"""Seconds: a command waits five for its case, and a read ten for what it is to show."""


@dataclass(frozen=True)
class Answer:
    """What the API said."""

    status: int
    body: Any


class Refused(Exception):
    """The API said no; `problem` is as RFC 9457 has it."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(problem.get("code"))
        self.status, self.problem = status, problem


class Away(Exception):
    """Nobody answered at the address, or not in time."""


class Stranger(Exception):
    """What answered there is not the API."""


class Door:
    """What may be asked of the API, in whose language."""

    def __init__(self, http: httpx2.AsyncClient) -> None:
        self._http = http

    @classmethod
    def to(cls, address: str, key: str) -> "Door":
        """The door of an API that runs somewhere. Raises ValueError for what is no address."""
        try:
            base = httpx2.URL(address.rstrip("/"))
        except httpx2.InvalidURL as error:
            raise ValueError(str(error)) from error
        return cls(
            httpx2.AsyncClient(
                base_url=base,
                headers={"Authorization": f"Bearer {key}"},
                event_hooks=Carried().hooks,  # a look after a command shows what it did
                timeout=TIMEOUT,
                trust_env=False,
            )
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def get(
        self, *places: str, language: Language = "en", query: Mapping[str, Any] | None = None
    ) -> Any:
        """What stands at `/v1` and these places. Raises Refused, Away, Stranger."""
        asked = {name: value for name, value in (query or {}).items() if value is not None}
        return (await self._ask("GET", places, language, params=asked)).body

    async def post(
        self, *places: str, body: Mapping[str, Any], key: str, language: Language
    ) -> Answer:
        """A command under its key. Raises Refused, Away, Stranger."""
        return await self._ask(
            "POST",
            places,
            language,
            content=json.dumps(body).encode(),  # half an emoji goes as it is, for the API to name
            headers={"Content-Type": "application/json", "Idempotency-Key": key},
        )

    async def _ask(
        self,
        method: str,
        places: tuple[str, ...],
        language: Language,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Answer:
        path = "/".join(quote(place, safe="", errors="replace") for place in places)
        said = {"Accept-Language": language, **(headers or {})}
        try:
            answer = await self._http.request(method, f"/v1/{path}", headers=said, **more)
        except httpx2.HTTPError as error:
            raise Away(str(error)) from error
        try:
            body = answer.json()
        except ValueError as error:
            raise Stranger(str(answer.status_code)) from error
        if answer.is_success:
            return Answer(answer.status_code, body)
        if not (isinstance(body, dict) and {"title", "detail", "code"} <= body.keys()):
            raise Stranger(str(answer.status_code))
        raise Refused(answer.status_code, body)
