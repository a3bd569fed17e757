"""The server of API and workbench."""

import gc
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import uvicorn
from fastapi import FastAPI

GRACE = 8
"""Seconds in which what is being answered may be finished: less than the ten that containers get."""

LOOPBACK = ("127.0.0.1", "::1")
"""Whoever asks from this machine is believed when they say for whom: a proxy that stands beside us."""
STARTUP_FAILURE = 3
"""What a process of uvicorn's ends with when it could not begin."""


class Server(uvicorn.Server):
    """Lets go of open screens as soon as it is told to stop, for an answer that never ends would be waited for. `proxies`
    are the addresses and networks that are believed, besides our own, when they say for whom they ask."""

    def __init__(
        self, app: FastAPI, *, host: str, port: int, proxies: Iterable[str] = (), **more: Any
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                timeout_graceful_shutdown=GRACE,
                forwarded_allow_ips=[*LOOPBACK, *proxies],
                **more,
            )
        )
        self._feed = app.state.feed

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """What is there by now stays for good. It is not looked through again for what can go, a tenth of a second or two in
        the middle of somebody's page."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()

    def serve_until_told(self) -> None:
        """As `uvicorn.run`: a port that is taken is an exit of its own."""
        with suppress(KeyboardInterrupt):
            self.run()
        if not self.started:
            sys.exit(STARTUP_FAILURE)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._feed.close()
        await super().shutdown(sockets)
