"""A page tells of one state, found out once: how little it looks up is counted, so that it stays so."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.types import Receive, Scope, Send

from api.looks import LOOK
from benchmarks.pages import PAGES
from browsing import Browser
from console.door import Door
from db import sessions
from domain.evolve import fold_whole
from products import MoodyDatabase, RunningProduct

OF_A_CASE = 20
"""Looks at the database for the page of a case, whatever it shows: names are looked up where somebody is named."""


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often something was looked up, by what it was."""
    counted: Counter[str] = Counter()
    read, who = MoodyDatabase.read, sessions.authenticate

    @asynccontextmanager
    async def counted_read(database: MoodyDatabase) -> AsyncIterator[AsyncSession]:
        counted["read"] += 1
        async with read(database) as session:
            yield session

    async def counted_who(*given: Any, **more: Any) -> Any:
        counted["who"] += 1
        return await who(*given, **more)

    def counted_fold(*given: Any) -> Any:
        counted["fold"] += 1
        return fold_whole(*given)

    monkeypatch.setattr(MoodyDatabase, "read", counted_read)
    monkeypatch.setattr(sessions, "authenticate", counted_who)
    monkeypatch.setattr("db.cases.fold_whole", counted_fold)
    return counted


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.what)
async def test_a_page_asks_who_is_there_once_and_folds_its_case_once(
    product: RunningProduct, looked_up: Counter[str], page: Any
) -> None:
    number = await product.confirmed()
    await product.quiet(number)
    async with Browser.of(product, page.who) as browser:
        looked_up.clear()
        shown = await browser.look(page.path.format(number=number))
        assert shown.status == 200, shown.text
    assert looked_up["who"] == (2 if page.what == "a case" else 1)  # whose the case is, is asked
    assert looked_up["fold"] == (page.what == "a case")


async def test_the_page_of_a_case_looks_as_often_at_the_database_however_long_it_is(
    product: RunningProduct, agent: Browser, looked_up: Counter[str]
) -> None:
    number = await product.confirmed()
    for length in (0, 5):
        for n in range(length):
            await product.contact(number)
            due = product.now() + timedelta(days=1, hours=n)
            await product.post(f"/cases/{number}/promises", subject=f"part {n}", latest_by=due)
        await product.quiet(number)
        await agent.look(f"/cases/{number}")  # this one asks whether what they were told is there
        looked_up.clear()
        assert (await agent.look(f"/cases/{number}")).status == 200
        assert looked_up["fold"] == 1
        assert looked_up["read"] <= OF_A_CASE


async def test_a_page_tells_of_one_state_though_something_happens_while_it_is_made(
    product: RunningProduct, agent: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    told, ask = asyncio.Event(), Door._ask
    answers: dict[str, Any] = {}
    happened: list[int] = []

    async def one_after_the_other(door: Door, method: str, path: str, **more: Any) -> Any:
        of_the_case = path.startswith(f"cases/{number}")
        if of_the_case and path != f"cases/{number}":
            await told.wait()
        answer = await ask(door, method, path, **more)
        if path == f"cases/{number}" and not told.is_set():
            await product.post(f"/cases/{number}/notes", by="zhou.yan", text="in the middle of it")
            await product.recorded(number)
            told.set()
        answers.setdefault(path, answer.body)
        if path.endswith("/timeline"):
            happened.extend(entry["sequence"] for entry in answer.body["items"])
        return answer

    monkeypatch.setattr(Door, "_ask", one_after_the_other)
    page = await agent.look(f"/cases/{number}")
    assert page.status == 200, page.text
    case = answers[f"cases/{number}"]
    assert answers[f"cases/{number}/ways"]["version"] == case["version"]
    assert 0 < max(happened) <= case["version"]
    assert answers[f"cases/{number}/notes"]["items"] == []
    assert "in the middle of it" not in page.text
    assert "in the middle of it" in (await agent.look(f"/cases/{number}")).text


async def test_what_was_found_out_before_a_command_is_not_told_after_it() -> None:
    looks: list[Any] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        looks.append((scope["method"], scope.get(LOOK)))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    def door() -> Door:
        scope: Scope = {"type": "http", "method": "GET", "headers": [], "client": None, "app": app}
        return Door(Request(scope), "token", "en")

    one, other = door(), door()
    await one.get("me")
    await one.get("cases/C-000001")
    await one.post("cases/C-000001/notes", {}, key="k")
    await one.get("cases/C-000001")
    await one.change("DELETE", "views/v1")
    await one.get("views")
    await other.get("me")
    found = dict(enumerate(looks))
    assert found[0][1] is found[1][1]
    assert [look for method, look in looks if method != "GET"] == [None, None]
    kept = [found[n][1] for n in (1, 3, 5, 6)]
    assert None not in kept
    assert len({id(look) for look in kept}) == len(kept)


async def test_whoever_has_left_in_the_middle_of_a_page_sees_no_next_one(
    product: RunningProduct, agent: Browser
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    assert (await agent.look(f"/cases/{number}")).status == 200
    await sessions.end_all(product.database, "li.min")
    assert "password" in (await agent.look(f"/cases/{number}")).html
