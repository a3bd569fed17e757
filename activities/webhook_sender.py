"""Sending one message to one receiver, and what came of it. Nothing is raised, nothing is retried.

No redirects are followed, no cookies kept, no proxy taken from the environment; of the answer only the
beginning is read.
"""

import asyncio
import socket
import ssl
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpx2

from activities.hosts import Forbidden, Hosts, split

PATIENCE = 10.0
"""Seconds for a whole message. A receiver that has more to do answers first and works afterwards."""
READ = 2_000
"""Bytes of the answer read; of these SHOWN characters are kept for whoever looks for a mistake."""
SHOWN = 500
GONE = 410
LONGEST_WAIT = timedelta(hours=1)
"""What a receiver may ask for with Retry-After; it must not put us off for ever."""
AGENT = "Followthrough-Webhooks/1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `code` is None when nothing did. `error` is None for success, else why there is no
    good answer:

        refused       a status other than 2xx
        timed_out     nothing in time
        unknown_host  no such name
        unreachable   no connection, TLS included
        broken_off    a connection that ended early
        forbidden     an address that webhooks may not go to
    """

    code: int | None
    ms: int
    text: str = ""
    error: str | None = None
    wait: timedelta | None = None

    @property
    def is_good(self) -> bool:
        return self.error is None


def make_tls() -> ssl.SSLContext:
    """Trusts the system's authorities, and those of SSL_CERT_FILE: a company has its own."""
    return ssl.create_default_context()


class Sender:
    """Keeps connections open between messages; used inside `async with`."""

    def __init__(self, hosts: Hosts, tls: ssl.SSLContext, *, patience: float = PATIENCE) -> None:
        self._hosts = hosts
        self._patience = patience
        self._transport = httpx2.AsyncHTTPTransport(verify=tls, trust_env=False)

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._transport.__aexit__(kind, error, trace)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a message, and read the beginning of the answer."""
        began = time.monotonic()

        def ended(error: str) -> Answer:
            return Answer(None, _ms(began), error=error)

        try:
            async with asyncio.timeout(self._patience), self._answer(url, body, headers) as got:
                text = await _beginning(got)
        except Forbidden:
            return ended("forbidden")
        except TimeoutError:
            return ended("timed_out")
        except socket.gaierror:
            return ended("unknown_host")
        except (httpx2.ConnectError, httpx2.UnsupportedProtocol, OSError):
            return ended("unreachable")
        except httpx2.TransportError:
            return ended("broken_off")
        error = None if got.is_success else "refused"
        return Answer(got.status_code, _ms(began), text, error, _wait(got))

    @asynccontextmanager
    async def _answer(
        self, url: str, body: bytes, headers: Mapping[str, str]
    ) -> AsyncIterator[httpx2.Response]:
        self._hosts.check(url)
        parts = split(url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = await self._hosts.resolve(host, port)
        got: httpx2.Response | None = None
        for address in addresses:
            place = f"[{address}]" if ":" in address else address
            target = parts._replace(netloc=f"{place}:{port}").geturl()
            request = httpx2.Request(
                "POST",
                target,
                content=body,
                headers={
                    "Host": parts.netloc,
                    "User-Agent": AGENT,
                    "Content-Type": "application/json",
                    "Accept-Encoding": "identity",  # nothing that unpacks to a thousand times its size
                    **headers,
                },
                extensions={"sni_hostname": host},
            )
            try:
                got = await self._transport.handle_async_request(request)
                break
            except httpx2.ConnectError:
                if address == addresses[-1]:
                    raise
        assert got is not None, "a host has addresses, or getaddrinfo raises"
        try:
            yield got
        finally:
            await got.aclose()


async def _beginning(got: httpx2.Response) -> str:
    read = b""
    async for part in got.aiter_raw():
        read += part
        if len(read) >= READ:
            break
    return read[:READ].decode(errors="replace").replace("\0", "")[:SHOWN]


def _wait(got: httpx2.Response) -> timedelta | None:
    """What the receiver asks for with Retry-After: seconds, or a moment, which is measured by the
    receiver's own clock where it tells that. None for a past one, and for what is neither."""
    asked = got.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        wait = timedelta(seconds=int(asked)) if len(asked) < 10 else LONGEST_WAIT
    else:
        until = _moment(asked)
        if until is None:
            return None
        wait = until - (_moment(got.headers.get("date", "")) or datetime.now(UTC))
    return min(wait, LONGEST_WAIT) if wait > timedelta(0) else None


def _moment(text: str) -> datetime | None:
    """A time as HTTP writes it: Tue, 03 Mar 2026 09:30:00 GMT."""
    try:
        found = parsedate_to_datetime(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _ms(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
