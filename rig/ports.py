"""Ports for processes that are yet to start."""

import random
import socket
from contextlib import ExitStack, suppress

BELOW_CONNECTIONS = range(12_000, 32_000)
"""What Linux, macOS and Windows never give to an outgoing connection of their own accord: a port
from above could be somebody's connection by the time its server starts."""


def free_ports(count: int) -> list[int]:
    """Different ports of this machine that nobody listens on; they may be taken before they are used."""
    with ExitStack() as held:
        ports: list[int] = []
        while len(ports) < count:
            port, tried = random.choice(BELOW_CONNECTIONS), held.enter_context(socket.socket())  # noqa: S311
            with suppress(OSError):
                tried.bind(("127.0.0.1", port))
                ports.append(port)
        return ports
