"""Ports that must be free before anything starts."""

import errno
import socket
from collections.abc import Iterable
from dataclasses import dataclass

from embedded.errors import PortTaken


@dataclass(frozen=True)
class Wanted:
    """A port, what it is wanted for, and how to choose another."""

    host: str
    port: int
    purpose: str
    way_out: str  # the flag and the setting that change it


def check_ports(wanted: Iterable[Wanted]) -> None:
    """Raise PortTaken naming every port that is not free, all of them at once."""
    taken = [port for port in wanted if not _is_free(port)]
    if taken:
        raise PortTaken("\n".join(_sentence(port) for port in taken))


def _is_free(wanted: Wanted) -> bool:
    family = socket.AF_INET6 if ":" in wanted.host else socket.AF_INET
    with socket.socket(family) as probe:
        # a connection of the last run, still in TIME_WAIT, doesn't make the port taken
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((wanted.host, wanted.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise PortTaken(
                f"port {wanted.port} on {wanted.host}, wanted for {wanted.purpose}, can't be opened:"
                f" {error.strerror}. Choose another with {wanted.way_out}."
            ) from error
    return True


def _sentence(wanted: Wanted) -> str:
    return (
        f"port {wanted.port}, wanted for {wanted.purpose}, is taken by another program."
        f" Stop that program or choose another port with {wanted.way_out}."
    )
