"""How often an address may fail to say who it is: keys can't be tried out, and failing costs us nothing.

Counted in the memory of each API server. Whoever was let in lately is never asked to wait, whatever others
behind the same address do: a key, or somebody's name from where they signed in.
"""

import hashlib
import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

MOST = 120
"""Failures in a row that an address has; one more each second. A script with an old key needs longer."""
PER_SECOND = 1.0
TRIES = 10
"""Wrong passwords in a row for one name from one address; then one more each minute and a half, ten in a quarter of an hour."""
TRIES_PER_SECOND = TRIES / 900
TRIES_OF_ALL = 300
"""For one name from wherever; then one more in five seconds. Only many addresses together come that far, and whoever signed in from
where they are isn't kept waiting by them."""
OF_ALL_PER_SECOND = 0.2
REMEMBERED = 10_000
"""Addresses, and keys that were let in, each. Who came first is forgotten first."""


K = TypeVar("K")
V = TypeVar("V")


class Failures:
    """The failures of each address, and the keys that are known to be good."""

    def __init__(
        self,
        most: float = MOST,
        per_second: float = PER_SECOND,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._per_second, self._clock = most, per_second, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._let_in: OrderedDict[bytes, None] = OrderedDict()

    def wait(self, address: str, key: str | None) -> int:
        """Seconds that an address has to wait before it may try again with a key; 0 when it may."""
        if key is not None and _print(key) in self._let_in:
            return 0
        left = self._left_of(network(address))
        return 0 if left >= 1 else math.ceil((1 - left) / self._per_second)

    def failed(self, address: str, key: str | None = None) -> None:
        """One failure more; a key that was good before is no longer."""
        if key is not None:
            self._let_in.pop(_print(key), None)
        where = network(address)
        left = self._left_of(where) - 1
        _remember(self._left, where, (max(left, 0.0), self._clock()))

    def forgiven(self, address: str) -> None:
        """One failure less: of a try that was counted before it was known to be good."""
        where = network(address)
        _remember(self._left, where, (min(self._most, self._left_of(where) + 1), self._clock()))

    def let_in(self, key: str) -> None:
        """A key that is good, for now."""
        _remember(self._let_in, _print(key), None)

    def _left_of(self, where: str) -> float:
        left, at = self._left.get(where, (self._most, self._clock()))
        return min(self._most, left + (self._clock() - at) * self._per_second)


def tries_of_a_name() -> Failures:
    """Counts wrong passwords by the name they were tried for and where they came from (`from_there`)."""
    return Failures(TRIES, TRIES_PER_SECOND)


def tries_from_everywhere() -> Failures:
    """Counts wrong passwords by the name they were tried for alone."""
    return Failures(TRIES_OF_ALL, OF_ALL_PER_SECOND)


def from_there(address: str, name: str) -> str:
    """Somebody's name at an address."""
    return f"{network(address)} {name}"


def network(address: str) -> str:
    """What one visitor has: an IPv4 address, of IPv6 the 64 bits that a line is given."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return address


def _print(key: str) -> bytes:
    """A fingerprint, so that no key lies in memory."""
    return hashlib.sha256(key.encode(errors="surrogateescape")).digest()


def _remember(store: OrderedDict[K, V], name: K, value: V) -> None:
    store[name] = value
    store.move_to_end(name)
    if len(store) > REMEMBERED:
        store.popitem(last=False)
