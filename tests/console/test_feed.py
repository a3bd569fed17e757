"""Open pages hear what changes: their own, without words, and at no price that grows with them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import httpx2
import pytest

from api.reach import shown_to
from browsing import signed_in
from builders import Played, at
from console.cookie import COOKIE
from console.feed import MOST, OF_ONE, Feed, Screen
from databases import statements
from db import people
from db.access import Principal
from db.feed import EVERY, EVERYTHING, Changed, Concern
from db.people import Person
from db.reach import Within
from db.records import store
from db.session import Database
from db.sessions import IDLE, end_all
from products import STAFF, RunningProduct
from recording import batch
from serving import Quiet, served

SCREENS = 200
SECONDS = 4


class Listener:
    """A browser that listens."""

    def __init__(self, lines: AsyncIterator[str], headers: Any) -> None:
        self.headers = headers
        self._lines = lines

    async def hear(self, patience: float = 10) -> tuple[str, Any] | None:
        """The next event and its data; None when there is none, or it is over."""
        name, found = "", None
        try:
            async with asyncio.timeout(patience):
                async for line in self._lines:
                    if line.startswith("event: "):
                        name = line.removeprefix("event: ")
                    elif line.startswith("data: "):
                        found = name, json.loads(line.removeprefix("data: "))
                    elif not line and found:
                        return found
        except TimeoutError:
            pass
        return None


@asynccontextmanager
async def listening(product: RunningProduct, server: Quiet, person: str) -> AsyncIterator[Listener]:
    async with (
        httpx2.AsyncClient(cookies={COOKIE: await signed_in(product, person)}, timeout=30) as http,
        http.stream("GET", f"{server.url}/feed") as answer,
    ):
        assert answer.status_code == 200
        listener = Listener(answer.aiter_lines(), answer.headers)
        assert await listener.hear() == ("hello", {})
        yield listener


async def test_whoever_has_a_case_hears_of_it_and_no_word_of_the_customer(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    await product.quiet(number)
    async with (
        served(product) as server,
        listening(product, server, "li.min") as owner,
        listening(product, server, "zhou.yan") as colleague,
        listening(product, server, "sun.bo") as elsewhere,
    ):
        assert owner.headers["content-type"].startswith("text/event-stream")
        assert "no-store" in owner.headers["cache-control"]
        await asyncio.sleep(0.5)
        await product.contact(number, by="chen.jie", said="My grandmother is ill.")
        name, told = await owner.hear() or ("", {})
        assert (name, told["cases"], told["team"]) == ("changed", [number], [])
        assert set(told) == {"cases", "team", "notices", "everything"}
        assert set(map(type, told.values())) == {list, int, bool}
        name, told = await colleague.hear() or ("", {})
        assert (told["cases"], told["team"], told["notices"]) == ([], [number], 0)
        assert await elsewhere.hear(0.5) is None


async def test_a_server_that_is_told_to_stop_lets_go_of_open_screens(
    product: RunningProduct,
) -> None:
    async with served(product) as server, listening(product, server, "li.min") as owner:
        server.should_exit = True
        assert await owner.hear(3) is None
        assert not await asyncio.wait_for(_ended(owner), 1)


async def _ended(owner: Listener) -> list[str]:
    return [line async for line in owner._lines]


async def test_signing_out_ends_what_is_told(product: RunningProduct) -> None:
    async with served(product) as server, listening(product, server, "li.min") as owner:
        await end_all(product.database, "li.min")
        assert not await asyncio.wait_for(_ended(owner), 3)


async def test_whoever_is_not_signed_in_hears_nothing(product: RunningProduct) -> None:
    async with served(product) as server, httpx2.AsyncClient() as http:
        answer = await http.get(f"{server.url}/feed")
        assert answer.status_code == 303


def _screen(person: str = "li.min", *, sees_all: bool = False) -> Screen:
    return Screen(person, "s", None if sees_all else Within(person, ("after_sales",), theirs=True))


async def test_the_longest_open_of_many_screens_makes_room_and_is_told_so(
    product: RunningProduct,
) -> None:
    async with served(product) as server, AsyncExitStack() as open_ones:
        listeners = [
            await open_ones.enter_async_context(listening(product, server, "li.min"))
            for _ in range(OF_ONE)
        ]
        other = await open_ones.enter_async_context(listening(product, server, "zhou.yan"))
        await open_ones.enter_async_context(listening(product, server, "li.min"))
        assert await listeners[0].hear(2) == ("enough", {})
        assert not await asyncio.wait_for(_ended(listeners[0]), 2)
        await open_ones.enter_async_context(listening(product, server, "li.min"))
        assert await listeners[1].hear(2) == ("enough", {})
        for still in (listeners[2], other):
            assert await still.hear(0.3) is None


async def test_what_is_told_follows_roles_and_team_while_a_screen_is_open(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    await product.recorded(number)
    await product.quiet(number)
    (zhou,) = [each for each in STAFF if each.handle == "zhou.yan"]
    async with (
        served(product) as server,
        listening(product, server, "zhou.yan") as moved,
        listening(product, server, "sun.bo") as promoted,
    ):
        try:
            await people.put(product.database, replace(zhou, team="furniture"))
            sun = Person(
                "sun.bo", "Sun Bo", "supervisor", frozenset({"agent", "supervisor"}), "warehouse"
            )
            await people.put(product.database, sun)
            await asyncio.sleep(1.5)
            await product.contact(number, by="chen.jie")
            _, told = await promoted.hear() or ("", {})
            assert told["team"] == [number]
            assert await moved.hear(0.3) is None
        finally:
            for each in STAFF:
                await people.put(product.database, each)


async def test_a_department_hears_of_no_team_and_who_leads_two_of_both(
    product: RunningProduct,
) -> None:
    deps = product.app.state.dependencies
    lead = Principal("chen.jie", frozenset({"agent", "lead"}), "lead", "somewhere", "en")
    engineer = Principal("sun.bo", frozenset({"department"}), "department", "after_sales", "en")
    feed = Feed()
    with ExitStack() as open_ones:
        of_both, of_none = (
            open_ones.enter_context(
                feed.screen(product.database, product.now, partial(shown_to, deps), who, "s")
            )
            for who in (lead, engineer)
        )
        for changed in (_case(1), _case(2, "somewhere"), _case(3, "furniture")):
            feed.tell(changed)
        told = await of_both.news(1) or {}
        assert told["team"] == ["C-000001", "C-000002"]
        assert await of_none.news(0.01) is None
        feed.tell(_case(4, "after_sales", "sun.bo"))
        assert (await of_none.news(1) or {})["cases"] == ["C-000004"]


def _case(n: int, team: str = "after_sales", *people: str) -> Changed:
    return Changed({f"C-{n:06}": Concern(team, frozenset(people))})


async def test_a_slow_reader_is_told_that_something_changed() -> None:
    screen = _screen()
    for n in range(MOST + 50):
        screen.tell(_case(n, "after_sales", "li.min"))
    told = await screen.news(1)
    assert told == {"cases": [], "team": [], "notices": 0, "everything": True}
    assert await screen.news(0.01) is None


async def test_what_stands_above_teams_hears_of_all_and_others_of_theirs() -> None:
    mine, above = _screen(), _screen(person="wang.fang", sees_all=True)
    for screen in (mine, above):
        screen.tell(_case(1, "furniture"))
        screen.tell(_case(2, "furniture", "li.min"))
    told = await above.news(1)
    assert told
    assert told["team"] == ["C-000001", "C-000002"]
    told = await mine.news(1)
    assert told
    assert (told["cases"], told["team"]) == (["C-000002"], [])
    mine.tell(EVERYTHING)
    assert (await mine.news(1) or {})["everything"]


async def test_two_hundred_open_screens_cost_no_more_than_a_query_a_second(
    database: Database,
) -> None:
    """And each hears what is its own."""
    played = Played().confirmed()
    writing = Database(database.url, database.vault)
    feed, heard = Feed(), [0] * SCREENS
    li = Principal("li.min", frozenset({"agent"}), "agent", "after_sales", "en")
    with ExitStack() as open_ones, statements(database) as asked:
        screens = [
            open_ones.enter_context(
                feed.screen(
                    database,
                    lambda: at("Mon 09:00"),
                    lambda who: Within(who.handle, ("after_sales",), theirs=True),
                    replace(li, handle=f"li.min{n}") if n else li,
                    str(n),
                )
            )
            for n in range(SCREENS)
        ]

        async def look(n: int) -> None:
            while told := await screens[n].news(60):
                heard[n] += len(told["cases"]) + len(told["team"])

        began = asyncio.get_running_loop().time()
        looking = [asyncio.create_task(look(n)) for n in range(SCREENS)]
        await asyncio.sleep(0.5)
        for n in range(SECONDS * 10):
            await store(writing, batch(played.events, number=f"C-{n:06}"))
            await asyncio.sleep(0.1)
        await asyncio.sleep(1.5)
        took = asyncio.get_running_loop().time() - began
        for task in looking:
            task.cancel()
        await asyncio.gather(*looking, return_exceptions=True)
    await writing.close()
    assert set(heard) == {SECONDS * 10}
    assert 1 <= len(asked) <= took / EVERY + 1, asked  # and one to begin with


@pytest.mark.parametrize(
    ("said", "still"),
    [
        ({"Sec-Fetch-Dest": "empty"}, False),
        ({"Sec-Fetch-Dest": "document"}, True),
        ({"X-By-Itself": "yes"}, False),
        ({"Accept": "text/event-stream"}, False),
    ],
)
async def test_an_open_page_that_asks_by_itself_keeps_no_session_alive(
    product: RunningProduct, said: dict[str, str], still: bool
) -> None:
    token = await signed_in(product, "li.min")
    begun = product.now()
    await _look_at(product, token, said, begun + IDLE / 2)
    answer = await _look_at(product, token, {}, begun + IDLE + timedelta(minutes=1))
    assert (answer == 200) is still


async def _look_at(product: RunningProduct, token: str, said: dict[str, str], now: datetime) -> int:
    deps = product.app.state.dependencies
    product.app.state.dependencies = replace(deps, now=lambda: now)
    try:
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=product.app),
            base_url="http://workbench",
            cookies={COOKIE: token},
            headers={"Accept": "text/html"} | said,
        ) as http:
            return int((await http.get("/day")).status_code)
    finally:
        product.app.state.dependencies = deps
