"""The proxy is transparent when open, and as bad as it is told to be."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest

from chaos.proxy import Proxy


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    """A proxy before a server that says everything back."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while said := await reader.read(1000):
                writer.write(said)
                await writer.drain()
        writer.transport.abort()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    made = Proxy("test", server.sockets[0].getsockname()[1])
    await made.start()
    yield made
    await made.stop()
    server.close()


Talk = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Call = Callable[[Proxy], Awaitable[Talk]]


@pytest.fixture
async def call() -> AsyncIterator[Call]:
    """Opens connections, and ends them when the test is over."""
    talks: list[Talk] = []

    async def to(proxy: Proxy) -> Talk:
        talks.append(await asyncio.open_connection("127.0.0.1", proxy.port))
        return talks[-1]

    yield to
    for _, writer in talks:
        writer.transport.abort()
    await asyncio.sleep(0.05)  # both ends hear of it


async def say(talk: Talk, what: bytes) -> bytes:
    reader, writer = talk
    writer.write(what)
    await writer.drain()
    return await asyncio.wait_for(reader.read(1000), 5)


async def test_an_open_proxy_hands_everything_on_and_ends_when_one_side_does(
    proxy: Proxy, call: Call
) -> None:
    talk = await call(proxy)
    assert await say(talk, b"hello") == b"hello"
    talk[1].write_eof()
    assert await talk[0].read() == b""


async def test_a_slow_one_takes_its_time_each_way(proxy: Proxy, call: Call) -> None:
    talk = await call(proxy)
    proxy.worsen("slow", 0.1)
    began = time.monotonic()
    assert await say(talk, b"hello") == b"hello"
    assert time.monotonic() - began >= 0.2


async def test_a_cut_resets_old_connections_and_turns_new_ones_away(
    proxy: Proxy, call: Call
) -> None:
    talk = await call(proxy)
    assert await say(talk, b"hello") == b"hello"
    proxy.worsen("cut")
    for one in (talk, await call(proxy)):
        with suppress(ConnectionError):  # a reset, which is what it is meant to be
            assert await say(one, b"still there?") == b""
    proxy.heal()
    assert await say(await call(proxy), b"again") == b"again"


async def test_a_black_hole_says_nothing_until_it_is_healed(proxy: Proxy, call: Call) -> None:
    talk = await call(proxy)
    assert await say(talk, b"hello") == b"hello"
    proxy.worsen("black_hole")
    later = asyncio.create_task(say(talk, b"anybody?"))
    new = asyncio.create_task(say(await call(proxy), b"and here?"))
    done, _ = await asyncio.wait((later, new), timeout=0.3)
    assert not done
    proxy.heal()
    assert await later == b"anybody?"
    assert await new == b"and here?"


async def test_nobody_behind_it_is_a_closed_door(call: Call) -> None:
    alone = Proxy("test", 1)
    await alone.start()
    with suppress(ConnectionError):
        assert await say(await call(alone), b"hello") == b""
    await alone.stop()
