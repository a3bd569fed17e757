"""Who asks is settled before a body is read, and failing at it costs the others nothing."""

import asyncio
import base64
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from starlette.types import Message

from api.dependencies import Dependencies
from api.failures import Failures, network
from api.main import bare_app, build_app
from api.routes import Route, table
from products import RunningProduct

TAKING_A_BODY = [r for r in table(bare_app().routes) if r.roles and r.body]


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


async def unheard() -> Message:
    raise AssertionError("the body was read")


@pytest.mark.trial("A43")
@pytest.mark.parametrize("route", TAKING_A_BODY, ids=lambda route: route.name)
@pytest.mark.parametrize("who", [None, "ft_nobodys", "wecom", "root"])
async def test_a_strangers_body_is_not_even_read(
    product: RunningProduct, route: Route, who: str | None
) -> None:
    """Without a key, with one that is none, without the role: four megabytes cost what none cost."""
    if who in ("wecom", "root") and {"wecom": "service", "root": "admin"}[who] in (
        route.roles or ()
    ):
        pytest.skip("has the role")
    key = product.keys.get(who or "", who)
    head = [(b"content-type", b"application/json"), (b"content-length", b"4000000")]
    head += [(b"authorization", f"Bearer {key}".encode())] if key else []
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": route.method,
        "scheme": "http",
        "path": route.path.replace("{", "").replace("}", ""),
        "query_string": b"",
        "headers": head,
        "client": ("192.0.2.1", 1),
        "server": ("product", 80),
        "root_path": "",
    }
    said: list[Message] = []

    async def hear(message: Message) -> None:
        said.append(message)

    await product.app(scope, unheard, hear)
    assert said[0]["status"] == (401 if who in (None, "ft_nobodys") else 403)


def served(product: RunningProduct, failures: Failures, address: str) -> httpx2.AsyncClient:
    deps: Dependencies = product.app.state.dependencies
    app = build_app(replace(deps, failures=failures))
    transport = httpx2.ASGITransport(app=app, client=(address, 1))
    return httpx2.AsyncClient(transport=transport, base_url="http://product")


@pytest.mark.trial("A43")
@pytest.mark.parametrize("address", ["127.0.0.1", "192.0.2.1", "2001:db8::1"])
async def test_an_address_may_not_try_out_keys(product: RunningProduct, address: str) -> None:
    failures, good = Failures(most=3, clock=Clock()), product.keys["li.min"]
    async with served(product, failures, address) as http:

        async def asked(key: str | None) -> httpx2.Response:
            head = {"Authorization": f"Bearer {key}"} if key else {}
            return await http.get("/v1/agenda", headers=head)

        assert (await asked(good)).status_code == 200
        assert [(await asked(f"ft_{n}")).status_code for n in range(3)] == [401] * 3
        for key in ("ft_4", None):
            no = await asked(key)
            assert (no.status_code, no.json()["code"]) == (429, "too_many_failures")
            assert no.headers["Retry-After"] == "1"
        assert (await asked(good)).status_code == 200, "who is known goes on working"
    async with served(product, failures, "198.51.100.7") as elsewhere:
        assert (await elsewhere.get("/v1/agenda")).status_code == 401


def test_failures_are_forgotten_one_a_second() -> None:
    clock = Clock()
    failures = Failures(most=2, clock=clock)
    for _ in range(5):
        failures.failed("192.0.2.1")
    assert failures.wait("192.0.2.1", None) == 1
    clock.now = 1.0
    assert failures.wait("192.0.2.1", None) == 0
    failures.failed("192.0.2.1")
    assert failures.wait("192.0.2.1", None) == 1
    clock.now = 3_600.0
    failures.failed("192.0.2.1")
    assert failures.wait("192.0.2.1", None) == 0, "and no more than there were at first"


def test_a_key_that_stops_working_is_no_longer_waved_through() -> None:
    failures = Failures(most=1, clock=Clock())
    failures.let_in("ft_x")
    failures.failed("192.0.2.1", "ft_x")
    assert failures.wait("192.0.2.1", "ft_x") == 1


@pytest.mark.parametrize(
    ("address", "visitor"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("192.0.2.1", "192.0.2.1"),
        ("", ""),
    ],
)
def test_an_address_is_what_a_visitor_has(address: str, visitor: str) -> None:
    assert network(address) == visitor


@pytest.mark.trial("A43")
async def test_many_payloads_are_opened_in_pieces(product: RunningProduct) -> None:
    """Others have their turn meanwhile."""
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    one = {"metadata": {"encoding": base64.b64encode(b"json/plain").decode()}, "data": "e30="}
    waiting = asyncio.create_task(others())
    body: dict[str, Any] = {"payloads": [one] * 1_000}
    answer = await product.ask("POST", "/codec/decode", body, by="wang.fang")
    waiting.cancel()
    assert len(answer.json()["payloads"]) == 1_000
    assert turns >= 20


@pytest.mark.trial("A43")
async def test_more_payloads_than_a_page_has_are_refused_unopened(product: RunningProduct) -> None:
    """Four megabytes of empty ones cost no more than it takes to count to the limit."""
    answer = await product.ask("POST", "/codec/decode", {"payloads": [{}] * 1_300_000}, by="root")
    assert (answer.status_code, answer.json()["code"]) == (400, "body_unreadable")
