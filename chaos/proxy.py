"""A small TCP proxy that can be made bad: slow, cut, or a black hole."""

import asyncio
from contextlib import suppress
from typing import Literal

Mood = Literal["open", "slow", "cut", "black_hole"]
_CHUNK = 65_536  # bytes handed on at once


class Proxy:
    """Hands connections on to a port of this machine.

    slow        everything comes later, each way
    cut         connections are reset, new ones too
    black_hole  connections stay, and nothing arrives any more. What was sent meanwhile arrives when
                the proxy is open again: the other side hears a question whose asker has long gone
    """

    def __init__(self, name: str, target: int) -> None:
        self.name = name
        self.target = target
        self.port = 0
        self._mood: Mood = "open"
        self._delay = 0.0
        self._passable = asyncio.Event()
        self._passable.set()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._handlers: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen on a free port, from then on in `port`."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Listen no more, and end what goes through."""
        if self._server:
            self._server.close()
        self.heal()
        self._reset_all()
        for handler in self._handlers:
            handler.cancel()
        await asyncio.gather(*self._handlers, return_exceptions=True)

    def worsen(self, mood: Mood, delay: float = 0.0) -> None:
        """Be bad until healed. `delay` is in seconds, for `slow`."""
        self._mood, self._delay = mood, delay
        if mood == "black_hole":
            self._passable.clear()
        else:
            self._passable.set()
        if mood == "cut":
            self._reset_all()

    def heal(self) -> None:
        """Hand everything on at once again."""
        self._mood, self._delay = "open", 0.0
        self._passable.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._handlers.add(task)
        self._writers.add(writer)
        try:
            await self._connect(reader, writer)
        finally:
            self._writers.discard(writer)
            self._handlers.discard(task)
            writer.transport.abort()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._passable.wait()
        if self._mood == "cut":
            return
        try:
            there, onward = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:  # nobody listens: the asker is turned away as it would be without us
            return
        self._writers.add(onward)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pump(reader, onward))
                both.create_task(self._pump(there, writer))
        finally:
            self._writers.discard(onward)
            onward.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while chunk := await reader.read(_CHUNK):
                if self._delay:
                    await asyncio.sleep(self._delay)
                await self._passable.wait()
                writer.write(chunk)
                await writer.drain()
            if writer.can_write_eof():
                writer.write_eof()
            return
        writer.transport.abort()

    def _reset_all(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()
