"""Assistants of people who work at a running product: the SDK's own client, in memory, at a server that asks over HTTP."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from mcp import Client
from mcp_types import TextContent

from api.marks import Carried
from assistants.door import Door
from assistants.server import make_server
from assistants.tools import Me
from products import RunningProduct


class Clock:
    """The clock of an assistant's server."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Assistant:
    """What an assistant sees: tools by name, and their answers as text."""

    def __init__(self, client: Client, clock: Clock) -> None:
        self.client = client
        self.clock = clock

    async def call(self, tool: str, **arguments: Any) -> str:
        """An answer that is none of refusal."""
        text, is_error = await self.asked(tool, **arguments)
        assert not is_error, text
        return text

    async def refused(self, tool: str, **arguments: Any) -> str:
        text, is_error = await self.asked(tool, **arguments)
        assert is_error, text
        return text

    async def asked(self, tool: str, **arguments: Any) -> tuple[str, bool]:
        result = await self.client.call_tool(tool, arguments)
        (content,) = result.content
        assert isinstance(content, TextContent)
        return content.text, result.is_error

    async def confirmed(self, tool: str, **arguments: Any) -> str:
        """Both calls, with a yes in between."""
        token = confirmation(await self.call(tool, **arguments))
        return await self.call(tool, **arguments, confirmation=token)


def confirmation(preview: str) -> str:
    """The token that a first call gave."""
    (line,) = (line for line in preview.splitlines() if "confirmation: " in line)
    return line.rpartition("confirmation: ")[2]


Assisting = Callable[..., AbstractAsyncContextManager[Assistant]]


@asynccontextmanager
async def assist(product: RunningProduct, person: str = "li.min") -> AsyncIterator[Assistant]:
    """The assistant of somebody who works there."""
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=product.app),
        base_url="http://product",
        headers={"Authorization": f"Bearer {product.keys[person]}"},
        event_hooks=Carried().hooks,
    ) as http:
        door, clock = Door(http), Clock()
        server = make_server(door, await Me.at(door), product.keys[person], now=clock.now)
        async with Client(server) as client:
            yield Assistant(client, clock)
