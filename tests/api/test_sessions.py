"""Whoever is signed in asks through our own pages, in process; nobody gets in that way from outside."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest
from starlette.types import Receive, Scope, Send

from api.access_log import SECRET
from api.auth import SESSION
from api.failures import Failures
from db import sessions
from db.access import hash_of
from db.models import SessionRow
from products import RunningProduct


async def signed_in(product: RunningProduct, handle: str = "li.min") -> str:
    async with product.database.write() as session:
        return await sessions.open_in(session, handle, browser="Firefox", now=product.now())


def of_a_page(product: RunningProduct, token: str | None) -> httpx2.AsyncClient:
    """As a page of ours asks for a browser with this token."""

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        await product.app({**scope, SESSION: token}, receive, send)

    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=inner), base_url="http://product/v1"
    )


async def test_somebody_signed_in_gives_commands_as_with_a_key(product: RunningProduct) -> None:
    number = await product.opened()
    token = await signed_in(product)
    async with of_a_page(product, token) as page:
        head = {"Idempotency-Key": "drawn-with-the-page"}
        body = {"text": "The bearing is on its way."}
        first = await page.post(f"/cases/{number}/notes", json=body, headers=head)
        again = await page.post(f"/cases/{number}/notes", json=body, headers=head)
        assert (first.status_code, again.json()) == (200, first.json()), "a double click is one"
        notes = (await page.get(f"/cases/{number}/notes")).json()
        assert len(notes["items"]) == 1
        assert notes["items"][0]["by"] == "li.min"


async def test_roles_hold_for_whoever_is_signed_in(product: RunningProduct) -> None:
    async with of_a_page(product, await signed_in(product, "sun.bo")) as page:
        no = await page.get("/findings")
    assert (no.status_code, no.json()["code"]) == (403, "role_required")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
async def test_a_session_that_ended_is_said_so(product: RunningProduct, language: str) -> None:
    ended = await signed_in(product)
    await sessions.end(product.database, ended)
    old = await signed_in(product, "chen.jie")
    async with product.database.write() as session:
        row: Any = await session.get(SessionRow, hash_of(old))
        row.ends_at = product.now() - timedelta(seconds=1)
    for token in (ended, old, "x" * 43, "x" * 60_000, "", None, product.keys["li.min"]):
        async with of_a_page(product, token) as page:
            no = await page.get("/agenda", headers={"Accept-Language": language})
        assert (no.status_code, no.json()["code"]) == (401, "session_ended"), token
        assert no.json()["title"] == (
            "登录已失效" if language == "zh-CN" else "You are not signed in any more"
        )


async def test_a_session_never_comes_in_from_outside(product: RunningProduct) -> None:
    """The token of a session that is open opens nothing by cookie, header, key or query."""
    token = await signed_in(product)
    for head in (
        {"Cookie": f"ft_session={token}"},
        {"Cookie": f"{SESSION}={token}"},
        {SESSION: token},
        {"Followthrough-Session": token},
        {"X-Forwarded-Session": token, "Session": token},
    ):
        no = await product.http.get("/v1/agenda", headers=head)
        assert (no.status_code, no.json()["code"]) == (401, "key_missing"), head
    no = await product.http.get("/v1/agenda", headers={"Authorization": f"Bearer {token}"})
    assert (no.status_code, no.json()["code"]) == (401, "key_unknown")
    no = await product.http.get("/v1/agenda", params={SESSION: token})
    assert (no.status_code, no.json()["code"]) == (401, "key_missing")


async def test_what_others_fail_at_keeps_nobody_out_who_is_signed_in(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = Failures(most=1, per_second=0.001)
    monkeypatch.setitem(vars(product.app.state.dependencies), "failures", failures)
    assert (await product.http.get("/v1/agenda")).json()["code"] == "key_missing"
    assert (await product.http.get("/v1/agenda")).json()["code"] == "too_many_failures"
    async with of_a_page(product, await signed_in(product)) as page:
        assert (await page.get("/agenda")).status_code == 200


async def test_tabs_of_a_session_that_ended_keep_nobody_else_out(
    product: RunningProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = Failures(most=1, per_second=0.001)
    monkeypatch.setitem(vars(product.app.state.dependencies), "failures", failures)
    async with of_a_page(product, "ended") as page:
        for _ in range(3):
            assert (await page.get("/agenda")).json()["code"] == "session_ended"
    assert (await product.ask("GET", "/agenda", by="zhou.yan")).status_code == 200


def test_the_log_of_requests_tells_no_link() -> None:
    line = (
        "/sign-in/link/tutBOvYyD9MwrURoLC5q?x=1 /codec/word/decode /codec/ui/decode /sign-in/link"
    )
    assert SECRET.sub(r"\1…", line) == (
        "/sign-in/link/…?x=1 /codec/…/decode /codec/ui/decode /sign-in/link"
    )
