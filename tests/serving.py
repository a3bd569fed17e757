"""The workbench of a running product on a port, for browsers and whoever listens."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager

from console.feed import Feed
from console.serving import GRACE, Server
from products import RunningProduct
from rig.ports import free_ports


class Quiet(Server):
    """Leaves signals to the tests around it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.config.port}"


@asynccontextmanager
async def served(
    product: RunningProduct, port: int | None = None, *, proxies: Iterable[str] = ()
) -> AsyncIterator[Quiet]:
    """On a port, with a feed of its own that looks often."""
    product.app.state.feed = Feed(every=0.2, checked=0.5)
    port = port or free_ports(1)[0]
    server = Quiet(
        product.app,
        host="127.0.0.1",
        port=port,
        proxies=proxies,
        lifespan="off",
        log_level="error",
    )
    serving = asyncio.create_task(server.serve())
    for _ in range(500):  # × 10 ms
        if server.started:
            break
        await asyncio.sleep(0.01)
    try:
        yield server
    finally:
        server.should_exit = True
        async with asyncio.timeout(GRACE):
            await serving
