"""Behind a proxy, over a real server: who asks is who the proxy says, and nobody else can say it."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from html import unescape

import httpx2
import pytest

from api.failures import Failures, tries_of_a_name
from browsing import signed_in
from console.cookie import COOKIE, OVER_HTTPS
from db import links, passwords
from hashing import CHEAP
from products import RunningProduct
from serving import served

LI, PASSWORD = "li.min", "a cat looks at the rain"
HASHED = CHEAP.hash(PASSWORD)
BESIDE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
"""A proxy on our own machine, and one that arrives from another address."""
MOST = 3
"""Failures that an address has here."""


@pytest.fixture(autouse=True)
async def few_failures(product: RunningProduct) -> AsyncIterator[None]:
    """Li Min has a password, and nobody may fail often."""
    before = product.app.state.dependencies
    product.app.state.dependencies = replace(
        before, failures=Failures(most=MOST, per_second=0.001), tries=tries_of_a_name()
    )
    async with product.database.write() as session:
        await passwords.put_in(session, LI, HASHED, now=product.now())
    yield
    product.app.state.dependencies = before


class Proxy:
    """Asks from one address of this machine, for whomever it says."""

    def __init__(self, url: str, address: str) -> None:
        transport = httpx2.AsyncHTTPTransport(local_address=address)
        self.http = httpx2.AsyncClient(transport=transport, base_url=url)

    async def sign_in(self, asker: str, name: str = LI, password: str = PASSWORD) -> int:
        form = {"handle": name, "password": password}
        answer = await self.http.post("/sign-in", data=form, headers={"X-Forwarded-For": asker})
        self.http.cookies.clear()
        return answer.status_code

    async def fill(self, asker: str) -> list[int]:
        """A stranger tries until they are told to wait."""
        return [await self.sign_in(asker, f"name{n}", "wrong") for n in range(MOST + 1)]


FILLED = [401] * MOST + [429]


@pytest.mark.parametrize(
    ("address", "proxies"),
    [(BESIDE, ()), (ELSEWHERE, (ELSEWHERE,)), (ELSEWHERE, ("10.0.0.1", "127.0.0.0/24"))],
)
async def test_whoever_asks_through_a_trusted_proxy_is_counted_by_their_own_address(
    product: RunningProduct, address: str, proxies: tuple[str, ...]
) -> None:
    async with served(product, proxies=proxies) as server:
        proxy = Proxy(server.url, address)
        assert await proxy.fill("203.0.113.5") == FILLED
        assert await proxy.sign_in("203.0.113.9") == 303
        forged = "203.0.113.77, 203.0.113.5"
        assert await proxy.sign_in(forged) == 429, "what the proxy added itself stands last"
        await proxy.http.aclose()


async def test_nobody_is_believed_who_is_not_trusted(product: RunningProduct) -> None:
    async with served(product) as server:
        stranger = Proxy(server.url, ELSEWHERE)
        names = [await stranger.sign_in(f"203.0.113.{n}", f"n{n}", "wrong") for n in range(MOST)]
        assert names == [401] * MOST
        assert await stranger.sign_in("203.0.113.99") == 429, "they are all one address"
        await stranger.http.aclose()


async def test_who_signed_in_from_there_lately_is_not_shut_out_by_strangers(
    product: RunningProduct,
) -> None:
    async with served(product) as server:
        proxy = Proxy(server.url, BESIDE)
        assert await proxy.sign_in("203.0.113.5") == 303
        assert await proxy.fill("203.0.113.5") == FILLED
        assert await proxy.sign_in("203.0.113.5", "zhou.yan", "wrong") == 429
        tries = [await proxy.sign_in("203.0.113.5", LI, "wrong") for _ in range(4)]
        assert tries == [401] * 4
        assert await proxy.sign_in("203.0.113.5") == 303
        tries = [await proxy.sign_in("203.0.113.5", LI, "wrong") for _ in range(7)]
        assert tries == [401] * 6 + [429], "their name has no more tries than before"
        await proxy.http.aclose()


@pytest.mark.parametrize(
    ("public", "scheme", "proxies", "name"),
    [
        ("http://127.0.0.1:8000", "https", (ELSEWHERE,), OVER_HTTPS),
        ("http://127.0.0.1:8000", "https", (), COOKIE),
        ("http://127.0.0.1:8000", "http", (ELSEWHERE,), COOKIE),
        ("https://desk.example", "", (ELSEWHERE,), OVER_HTTPS),
        ("https://desk.example", "https", (), OVER_HTTPS),
    ],
)
async def test_a_session_over_https_has_a_name_that_only_https_can_set(
    product: RunningProduct, public: str, scheme: str, proxies: tuple[str, ...], name: str
) -> None:
    """Over https is what the proxy says, if it is believed, or what this installation says of itself."""
    product.app.state.dependencies = replace(product.app.state.dependencies, public_url=public)
    head = {"X-Forwarded-Proto": scheme} if scheme else {}
    async with served(product, proxies=proxies) as server:
        proxy = Proxy(server.url, ELSEWHERE)
        form = {"handle": LI, "password": PASSWORD}
        said = (await proxy.http.post("/sign-in", data=form, headers=head)).headers["set-cookie"]
        called, _, rest = said.partition("=")
        assert (called, "secure" in rest.lower()) == (name, name == OVER_HTTPS)
        proxy.http.cookies.clear()
        token = rest.partition(";")[0]
        for each in (COOKIE, OVER_HTTPS):
            cookie = head | {"Cookie": f"{each}={token}"}
            answer = await proxy.http.get("/day", headers=cookie)
            assert (answer.status_code == 200) is (each == name), each
        await proxy.http.aclose()


async def test_what_was_typed_is_shown_again_over_https(product: RunningProduct) -> None:
    """The page asks for itself, in the way in which it was asked."""
    number = await product.opened()
    async with served(product, proxies=(ELSEWHERE,)) as server:
        proxy, head = Proxy(server.url, ELSEWHERE), {"X-Forwarded-Proto": "https"}
        token = await signed_in(product, LI)
        page = await proxy.http.get(
            f"/cases/{number}", headers={**head, "Cookie": f"{OVER_HTTPS}={token}"}
        )
        mark = re.search(r'name="csrf" value="([^"]+)"', page.text)
        assert mark, page.status_code
        form = {"csrf": mark[1], "key": "k-1", "text": "The part is on its way"}
        gone = await proxy.http.post(f"/cases/{number}/notes", data=form, headers=head)
        kept = re.search(r'name="kept" value="([^"]+)"', gone.text)
        assert kept, gone.text
        typed = {"handle": LI, "password": PASSWORD, "kept": unescape(kept[1])}
        again = await proxy.http.post("/sign-in", data=typed, headers=head)
        assert "The part is on its way" in again.text
        assert f'action="/cases/{number}/notes"' in again.text
        await proxy.http.aclose()


async def test_a_link_that_holds_is_shown_whatever_others_tried(product: RunningProduct) -> None:
    link = await links.make(product.database, "zhou.yan", now=product.now())
    async with served(product) as server:
        proxy = Proxy(server.url, BESIDE)
        assert await proxy.fill("203.0.113.5") == FILLED
        head = {"X-Forwarded-For": "203.0.113.5"}
        shown = [
            (await proxy.http.get(f"/sign-in/link/{each}", headers=head)).status_code
            for each in (link.token, "guess")
        ]
        assert shown == [200, 429]
        await proxy.http.aclose()
