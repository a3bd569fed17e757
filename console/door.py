"""The one door: a page asks the API in process, for whoever is signed in, and by the API's own rules.

The session goes along in the ASGI scope, where nobody outside can put anything. So a page can do no more than a client with a
key of the same person, and everything that is refused is refused in one place.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

import httpx2
from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from api.auth import LONGEST_KEY, SESSION, UNATTENDED
from api.looks import LOOK
from api.recent import Recent
from console.drafts import ACCEPTED
from domain.plan.terms import Language

CHINESE = re.compile(r"[\u4e00-\u9fff]$")
ENDED = re.compile(r"[.!?。！？]$")
BY_ITSELF = "x-by-itself"
"""A header of what an open page looks at by itself (`live.js`)."""
ANY_HOST = "workbench"
"""It never leaves the process."""


@dataclass(frozen=True)
class Answer:
    """What the API said."""

    status: int
    body: Any

    @property
    def is_fine(self) -> bool:
        return self.status < 400


def in_words(problem: Mapping[str, Any]) -> str:
    """A refusal as people read it in one breath: what it is, and the way out."""
    title, detail = problem["title"], problem["detail"]
    if ENDED.search(title):
        return f"{title} {detail}" if title.isascii() else f"{title}{detail}"
    return f"{title}。{detail}" if CHINESE.search(title) else f"{title}. {detail}"


class NotAnswered(Exception):
    """The API refused what a page needs; `problem` is as RFC 9457 has it."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body.get("code"))
        self.answer = answer

    @property
    def problem(self) -> dict[str, Any]:
        found: dict[str, Any] = self.answer.body
        return found


def is_key(key: str) -> bool:
    """Whether it can be sent as the key of a command; ours can."""
    return key.isascii() and key.isprintable() and 0 < len(key) <= LONGEST_KEY


def _place(path: str) -> str:
    """Where the API has it. Each part of an address means itself, whatever is written in it: none leads anywhere else.

    Raises HTTPException: nothing stands there.
    """
    parts = path.split("/")
    if {".", ".."} & set(parts):
        raise HTTPException(404)
    return "/v1/" + "/".join(quote(part, safe="") for part in parts)


def is_unattended(request: Request) -> bool:
    """Whether an open page asks by itself, and nobody clicked. What browsers say of a request they say over https and on this
    machine alone, so our own script says it too; and nobody but a script listens to events."""
    said = request.headers
    return (
        said.get("sec-fetch-dest") == "empty"
        or BY_ITSELF in said
        or said.get("accept", "").startswith("text/event-stream")
    )


class Door:
    """The API for one request of a browser's. What it is asked for is told from one look (`api.looks`), until something is
    done."""

    def __init__(self, request: Request, session: str | None, language: Language) -> None:
        app = request.app
        more: dict[str, object] = {SESSION: session} if session else {}
        if is_unattended(request):
            more[UNATTENDED] = True

        async def as_them(scope: Scope, receive: Receive, send: Send) -> None:
            look = {LOOK: self._look} if scope["method"] == "GET" else {}
            await app({**scope, **more, **look}, receive, send)

        self._look = Recent()
        self._accepted: list[str] = request.scope.get(ACCEPTED, [])
        client = request.client
        self._app = httpx2.ASGITransport(
            app=as_them,
            raise_app_exceptions=False,
            client=(client.host, client.port) if client else ("", 0),
        )
        self.language = language

    async def get(self, path: str, **query: Any) -> Any:
        """What stands at `/v1/{path}`. Raises NotAnswered for anything but an answer."""
        answer = await self._ask(
            "GET", path, params={k: v for k, v in query.items() if v is not None}
        )
        if not answer.is_fine:
            raise NotAnswered(answer)
        return answer.body

    async def post(
        self, path: str, body: Mapping[str, Any] | None, *, key: str, tells: bool = True
    ) -> Answer:
        """A command to `/v1/{path}` under a key, and its answer, refusals included. The browser is told of an accepted key
        (`console.drafts`), but of one that no form of its own was sent with."""
        more: dict[str, Any] = {} if body is None else {"json": body}
        said = key if is_key(key) else ""  # the API says what a key is
        answer = await self._ask("POST", path, headers={"Idempotency-Key": said}, **more)
        if answer.is_fine and tells:
            self._accepted.append(key)
        return answer

    async def change(
        self, method: Literal["PUT", "DELETE"], path: str, body: Mapping[str, Any] | None = None
    ) -> Answer:
        """What stands at `/v1/{path}` put in another shape, or taken away; refusals included."""
        return await self._ask(method, path, **({} if body is None else {"json": body}))

    async def _ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **more: Any
    ) -> Answer:
        said = {"Accept-Language": self.language, **(headers or {})}
        try:
            asked = httpx2.Request(method, f"http://{ANY_HOST}{_place(path)}", headers=said, **more)
        except httpx2.InvalidURL as error:  # far longer than any of ours
            raise HTTPException(404) from error
        try:
            answer = await self._app.handle_async_request(asked)
        finally:
            if method != "GET":
                self._look = Recent()  # what was found out before it is over
        body = await answer.aread()
        return Answer(answer.status_code, json.loads(body) if body else None)
