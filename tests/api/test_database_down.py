"""What the API says while the database is away."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx2
import pytest

from api.main import build_app
from db.session import Database
from products import RunningProduct
from vault import Vault


@pytest.fixture
async def stranded(product: RunningProduct) -> AsyncIterator[httpx2.AsyncClient]:
    """The API of an installation whose database nobody serves."""
    vault = Vault([("k", secrets.token_bytes(32))], secrets.token_bytes(32))
    nowhere = Database("postgresql://nobody@127.0.0.1:1/nothing", vault)
    app = build_app(replace(product.app.state.dependencies, database=nowhere))
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://product") as http:
        yield http
    await nowhere.close()


async def test_a_request_is_told_to_come_back_with_the_same_key(
    stranded: httpx2.AsyncClient,
) -> None:
    answer = await stranded.post(
        "/v1/cases", json={"title": "A noise"}, headers={"Authorization": "Bearer ft_some"}
    )
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (503, "database_unreachable")
    assert answer.headers["Retry-After"] == "5"
    assert "same Idempotency-Key" in problem["detail"]


@pytest.mark.trial("A60")
async def test_a_look_is_told_that_nothing_was_to_be_kept(stranded: httpx2.AsyncClient) -> None:
    answer = await stranded.get("/v1/agenda", headers={"Authorization": "Bearer ft_some"})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (503, "database_unreachable")
    assert "Nothing was changed; ask again" in problem["detail"]
    assert "Idempotency-Key" not in problem["detail"]


async def test_it_is_alive_but_not_ready(stranded: httpx2.AsyncClient) -> None:
    assert (await stranded.get("/healthz")).status_code == 200
    answer = await stranded.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"].startswith("the database does not answer")
