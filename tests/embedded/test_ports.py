"""Ports that must be free."""

import socket
from collections.abc import Iterator

import pytest

from embedded.errors import PortTaken
from embedded.ports import Wanted, check_ports


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_named_with_its_purpose_and_the_way_out(taken: int) -> None:
    wanted = Wanted("127.0.0.1", taken, "Temporal UI", "`--temporal-ui-port`")

    with pytest.raises(
        PortTaken, match=f"port {taken}, wanted for Temporal UI, is taken.*`--temporal-ui-port`"
    ):
        check_ports([wanted])


def test_all_taken_ports_are_named_at_once(taken: int) -> None:
    wanted = [Wanted("127.0.0.1", taken, purpose, "a flag") for purpose in ("the API", "the UI")]

    with pytest.raises(PortTaken) as refusal:
        check_ports(wanted)

    assert [line.split(", ")[1] for line in str(refusal.value).splitlines()] == [
        "wanted for the API",
        "wanted for the UI",
    ]


def test_an_address_that_is_not_this_machines_is_said_plainly() -> None:
    with pytest.raises(PortTaken, match=r"on 203\.0\.113\.1, wanted for the API, can't be opened"):
        check_ports([Wanted("203.0.113.1", 8000, "the API", "a flag")])


def test_free_ports_pass() -> None:
    check_ports([Wanted("127.0.0.1", 0, "the API", "a flag")])
