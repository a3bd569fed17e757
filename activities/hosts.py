"""Which addresses webhooks may go to: the public internet, and those of its own a company names.

Without this, whoever may subscribe could have our worker knock at doors behind the company's firewall
(SSRF). The address is looked up once, every result is checked, and the connection goes to a checked
one: a name that answers differently a moment later gains nothing. Standard library only.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LONGEST = 2_000  # what servers and proxies take


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(each) for each in text.split())


SPECIAL = _networks("""
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
    192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15
    198.51.100.0/24 203.0.113.0/24 224.0.0.0/3
    2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20
""")
"""What IANA's registries of special-purpose addresses list, and multicast, and what is kept for later: no
company's web server has such an address. Written out, since Python's own lists lag behind and differ."""
INTERNET = _networks("0.0.0.0/0 2000::/3")
"""Where addresses of the public internet are given out; of IPv6 an eighth."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""How an IPv6-only machine reaches IPv4: judged by the address inside."""
NEVER = _networks("""
    169.254.0.0/16 fe80::/10 100.100.100.200/32 168.63.129.16/32 192.0.0.192/32 fd00:ec2::254/128
    fd20:ce::254/128
""")
"""Link-local networks, and where clouds tell their machines about themselves, credentials included
(AWS, Google, Azure, Alibaba, Oracle): not even a setting opens them."""
INSIDE = (
    *(".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".private"),
    *(".arpa", ".test", ".onion", ".alt"),
)
"""Ends of names that stand for machines of one's own (RFC 6761 and what routers use)."""


class Forbidden(Exception):
    """A webhook may not go there. `reason` is one of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


REASONS = (
    "not_a_url",
    "too_long",
    "has_password",
    "has_fragment",
    "not_https",
    "private_host",
    "private_address",
)


@dataclass(frozen=True, slots=True)
class Hosts:
    """Hosts and networks of the company's own, besides the public internet.

    A name stands for itself, one that begins with a dot for every name under it. `http` is taken only
    for the loopback, and only when that is listed.
    """

    names: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Hosts":
        """Read "erp.example.lan, .example.lan, 10.20.0.0/16". Raises ValueError."""
        names: set[str] = set()
        networks: list[Network] = []
        for part in filter(None, (part.strip().lower() for part in text.split(","))):
            try:
                networks.append(ipaddress.ip_network(part, strict=False))
            except ValueError as error:
                bare = part.removeprefix(".")
                labels = bare.split(".")
                if not all(label.replace("-", "").isalnum() for label in labels):
                    raise ValueError(
                        f"{part!r} is neither a host, nor a .domain, nor a network like 10.20.0.0/16"
                    ) from error
                names.add(part)
        return cls(frozenset(names), tuple(networks))

    def check(self, url: str) -> None:
        """Whether a subscription may have this URL, as far as that shows without asking the network.

        Raises Forbidden.
        """
        parts = split(url)
        host = _bare(parts.hostname or "")
        address = _literal(host)
        if parts.scheme == "http" and not _is_loopback(host, address):
            raise Forbidden("not_https")
        if address:
            self._check_address(host, address)
        elif not self._is_named(host) and _is_inside(host):
            raise Forbidden("private_host")

    async def resolve(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of a host that may be connected to. Raises Forbidden, OSError.

        One forbidden address spoils all: a public name with a private one among its addresses is
        the trick this is here for.
        """
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = tuple(dict.fromkeys(str(place[0]).split("%")[0] for *_, place in found))
        for each in addresses:
            self._check_address(host, ipaddress.ip_address(each))
        return addresses

    def _check_address(self, host: str, address: Address) -> None:
        within = [address, *_embedded(address)]
        for each in within:
            if each.is_multicast or each.is_unspecified or _is_in(each, NEVER):
                raise Forbidden("private_address")
        if self._is_named(host) or all(self._is_open(each) for each in within):
            return
        raise Forbidden("private_address")

    def _is_open(self, address: Address) -> bool:
        if _is_in(address, self.networks) or address in NAT64:
            return True
        return _is_in(address, INTERNET) and not _is_in(address, SPECIAL)

    def _is_named(self, host: str) -> bool:
        name = _bare(host)
        labels = name.split(".")
        parents: Iterable[str] = ("." + ".".join(labels[n:]) for n in range(1, len(labels)))
        return name in self.names or any(parent in self.names for parent in parents)


def split(url: str) -> SplitResult:
    """A webhook's URL in its parts. Raises Forbidden when it is none."""
    if len(url) > LONGEST:
        raise Forbidden("too_long")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Forbidden("not_a_url") from error
    plain = url.isascii() and url.isprintable() and not set(url) & set(' "<>\\^`{|}')
    if not plain or parts.scheme not in ("http", "https") or port == 0:
        raise Forbidden("not_a_url")
    host = parts.hostname or ""
    if "%" in host or not all(_bare(host).split(".")) or _is_half_an_address(_bare(host)):
        raise Forbidden("not_a_url")
    if parts.username is not None or parts.password is not None:
        raise Forbidden("has_password")
    if parts.fragment:
        raise Forbidden("has_fragment")
    return parts


def _bare(host: str) -> str:
    """A name as it is compared: the dot at its end only says that it is whole."""
    return host.removesuffix(".").lower()


def _is_half_an_address(host: str) -> bool:
    """Whether a host ends in a number and is no address (256.1.1.1, 1.2.3.4.5): no name does."""
    last = host.rpartition(".")[2]
    is_number = last.isdigit() or last.startswith("0x")
    return is_number and _literal(host) is None


def _is_inside(name: str) -> bool:
    return "." not in name or name.endswith(INSIDE)


def _is_in(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def _literal(host: str) -> Address | None:
    """The address that a host is, in any spelling the system takes (127.1, 0x7f000001, 2130706433)."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return ipaddress.ip_address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def _is_loopback(host: str, address: Address | None) -> bool:
    return address.is_loopback if address else host == "localhost"


def _embedded(address: Address) -> tuple[Address, ...]:
    """IPv4 addresses that an IPv6 address leads to."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    nat64 = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF) if address in NAT64 else None
    found = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()), nat64)
    return tuple(each for each in found if each)
