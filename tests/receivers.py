"""A real receiver of webhooks: an HTTP server on the loopback that answers as a test says, and can die."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from rig.ports import free_ports

DOCS = Path(__file__).parent.parent / "docs" / "webhooks.md"


def documented_verify() -> Callable[..., bool]:
    """The function that docs/webhooks.md tells receivers to use."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, str(DOCS), "exec"), names)  # noqa: S102 - our own page
    found: Callable[..., bool] = names["verify"]
    return found


@dataclass(frozen=True)
class Message:
    """What came in, and how it was answered."""

    headers: dict[str, str]
    body: bytes
    path: str
    status: int

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def id(self) -> str:
        return str(self.json["id"])


Answer = int | tuple[int, dict[str, str]]
Mood = Callable[[Any], Awaitable[Answer]]


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Receiver:
    """Answers what `mood` says for a message's JSON; at first everything is taken."""

    def __init__(self) -> None:
        self.heard: list[Message] = []
        self.mood: Mood = self.glad
        [self.port] = free_ports(1)
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def taken(self) -> list[str]:
        """The ids of what was answered with 200, in order."""
        return [message.id for message in self.heard if message.status == 200]

    async def glad(self, _: Any) -> Answer:
        return 200

    def answering(self, status: int, **headers: str) -> None:
        """Answer everything with this."""

        async def mood(_: Any) -> Answer:
            return status, headers

        self.mood = mood

    async def start(self) -> None:
        config = uvicorn.Config(
            self._app,
            port=self.port,
            interface="asgi3",
            log_level="error",
            lifespan="off",
            access_log=False,
            date_header=False,  # a mood may tell a time of its own
        )
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._server.serve())
        for _ in range(500):  # × 10 ms
            if self._server.started:
                return
            await asyncio.sleep(0.01)
        raise AssertionError("the receiver did not start")

    async def die(self) -> None:
        """Close the port, whatever is in hand."""
        if self._server and self._serving:
            self._server.should_exit = self._server.force_exit = True
            await self._serving
        self._server = None

    async def until(self, condition: Callable[[], bool], seconds: float = 15) -> None:
        """Wait for something to have come in."""
        for _ in range(int(seconds / 0.02)):
            if condition():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"not in {seconds} s; heard {[(m.id, m.status) for m in self.heard]}")

    async def _app(self, scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            part = await receive()
            body, more = body + part.get("body", b""), part.get("more_body", False)
        answer = await self.mood(json.loads(body))
        status, headers = answer if isinstance(answer, tuple) else (answer, {})
        known = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.heard.append(Message(known, body, scope["path"], status))
        shown = [(name.replace("_", "-").encode(), v.encode()) for name, v in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": shown})
        await send({"type": "http.response.body", "body": f"answer {status}".encode()})


@asynccontextmanager
async def a_receiver() -> AsyncIterator[Receiver]:
    """A receiver that is up; gone afterwards."""
    receiver = Receiver()
    await receiver.start()
    try:
        yield receiver
    finally:
        await receiver.die()
